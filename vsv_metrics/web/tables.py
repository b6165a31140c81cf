"""The filters, rows and chart of the page Tabellen, made once per selection and language."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from vsv_metrics.charts import theme
from vsv_metrics.charts.trend import Line, trend_figure
from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Offer, Selection
from vsv_metrics.schema.codes import BREAKDOWNS, OPEN_STATUSES, TOTAL
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, links
from vsv_metrics.web.alt import trend_alt
from vsv_metrics.web.block import Block
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.overview import break_marks, in_series_order
from vsv_metrics.web.region import aliases

PARAMETERS = {
    "indicator": "what is measured; one code of table `indicator`",
    "niveau": "kinds of area, codes of `REGION_LEVELS`",
    "regio": "areas: codes, or other names and codes of table `region_alias`",
    "jaren": "first and last (start) year",
    "reeks": "series",
    "sector": "sectors; without it the total",
    "uitsplitsing": "breakdown columns; without it totals only",
    "grafiek": "true: the selection is drawn too",
    "maat": "what the chart draws: rate_pct or numerator",
}
"""What the address of the page may hold. Lists are joined by commas; what is left out sets no limit."""

DEFAULT_INDICATOR = "new_leavers"
MEASURES = ("rate_pct", "numerator")
MOST_LINES = 8
MOST_STYLED = 500
"""Rows up to which numbers are written in the language of the page; above it in that of the browser, which is quicker."""
MOST_SENT = 20_000
"""Rows up to which the browser gets all at once; above it those in view, and more while scrolling."""
MOST_FRAMES = 4
MOST_CACHED = 32
DASHES = ("solid", "dash", "dot", "dashdot")
QUICK_YEARS = 5
QUICK = (("province", {}), ("rmc", {}), ("country", {"uitsplitsing": "sector"}))
"""Selections that are one click away: a kind of area and more parameters."""
MOST_NAMED = 2
"""Areas named in a title or file name; more are counted."""


def choose(visit: Visit) -> tuple[Selection, Offer]:
    """Draws the filters; the selection and what there was to choose from."""
    words, fingerprint = visit.locale, visit.store.fingerprint
    known = names(fingerprint, words.language)
    with st.container(border=True, key="screen_filters"):
        first, second, third = st.columns(3)
        options = indicators(fingerprint, visit.dataset)
        with first:
            indicator = links.one(
                "indicator",
                options,
                DEFAULT_INDICATOR,
                lambda key: st.selectbox(words("tables.indicator"), options, format_func=known.__getitem__, key=key),
                words,
            )
        everything = offer(fingerprint, visit.dataset, indicator, (), ())
        upper, lower = (second, third), st.columns(4)
        with lower[3]:
            series = _many("reeks", everything.series, known, words)
        with upper[0]:
            of_series = offer(fingerprint, visit.dataset, indicator, series, ())
            levels = _many("niveau", of_series.levels, {code: words(f"level.{code}") for code in of_series.levels}, words)
        found = offer(fingerprint, visit.dataset, indicator, series, levels)
        with upper[1]:
            regions = _many("regio", found.regions, known, words, aliases(fingerprint))
        with lower[0]:
            years = _years(found, words)
        with lower[1]:
            sectors = _many(
                "sector", found.sectors, {code: _member(known, "sector", code, words) for code in found.sectors}, words
            )
        with lower[2]:
            columns = {column: words(f"breakdown.{column}") for column in found.breakdowns}
            breakdowns = _many("uitsplitsing", found.breakdowns, columns, words)
    return Selection(visit.dataset, indicator, series, levels, regions, years, sectors, breakdowns), found


@st.cache_resource(show_spinner=False, max_entries=8)
def indicators(fingerprint: str, dataset: str) -> list[str]:
    """The indicators that a data set has figures of."""
    return table.indicators(data.store(), dataset)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def offer(fingerprint: str, dataset: str, indicator: str, series: tuple[str, ...], levels: tuple[str, ...]) -> Offer:
    """What the filters offer."""
    return table.offer(data.store(), dataset, indicator, series, levels)


@st.cache_resource(show_spinner=False, max_entries=MOST_FRAMES)
def rows(fingerprint: str, selection: Selection, broken_down: tuple[str, ...]) -> pd.DataFrame:
    """The figures of a selection."""
    return table.rows(data.store(), selection, broken_down)


@st.cache_resource(show_spinner=False, max_entries=4)
def names(fingerprint: str, language: str) -> dict[str, str]:
    """Names for people of indicators, series and areas (with their code), and of members as `breakdown.code`."""
    store, words = data.store(), locale(language)
    members = data.members(fingerprint).to_dict("records")
    return (
        {row["indicator_id"]: words.name(row) for row in store.query("indicators").to_dict("records")}
        | {row["series_id"]: words.name(row) for row in store.query("series").to_dict("records")}
        | {row["region_code"]: f"{words.name(row)} ({row['region_code']})" for row in store.query("regions").to_dict("records")}
        | {f"{row['breakdown']}.{row['code']}": words.name(row) for row in members}
    )


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def definitions(fingerprint: str, indicator: str, language: str) -> dict[str, str]:
    """What each measure of an indicator counts, as far as it is said."""
    row = data.store().query("indicators").set_index("indicator_id").loc[indicator]
    texts = {"numerator": "numerator", "denominator": "denominator", "rate_pct": "rate"}
    return {measure: row[f"{name}_{language}"] for measure, name in texts.items() if pd.notna(row[f"{name}_{language}"])}


def title(selection: Selection, words: Locale, fingerprint: str) -> str:
    """What the table holds: measure, areas, years and breakdowns."""
    known = names(fingerprint, words.language)
    period_type = offer(fingerprint, selection.dataset, selection.indicator, selection.series, selection.levels).period_type
    first, last = (words.period(period_type, year) for year in selection.years or (0, 0))
    areas = [known[code] for code in selection.regions] or [words(f"level.{code}") for code in selection.levels]
    if len(areas) > MOST_NAMED + 1:
        areas = [*areas[:MOST_NAMED], words("common.and_more", n=len(areas) - MOST_NAMED)]
    parts = [known[selection.indicator], ", ".join(areas) or words("tables.all_areas")]
    parts.append(first if first == last else words("tables.span", first=first, last=last))
    parts += [_member(known, "sector", code, words) for code in selection.sectors]
    if selection.breakdowns:
        parts.append(words("tables.by", columns=words.listing([words(f"breakdown.{code}") for code in selection.breakdowns])))
    return " · ".join(parts)


def stem(selection: Selection) -> str:
    """File name without ending that says what the table holds."""
    areas = selection.regions if len(selection.regions) <= MOST_NAMED else (f"{len(selection.regions)}-gebieden",)
    years = "-".join(str(year) for year in dict.fromkeys(selection.years or ()))
    parts = (selection.indicator, *(areas or selection.levels), years, *selection.sectors, *selection.breakdowns)
    return file_stem(selection.dataset, "tabel", *parts)


def draw_table(fingerprint: str, selection: Selection, broken_down: tuple[str, ...], language: str) -> None:
    """The rows on screen, all of them."""
    if len(rows(fingerprint, selection, broken_down)) > MOST_SENT:
        _draw_table(fingerprint, selection, broken_down, language)
    else:
        _replay_table(fingerprint, selection, broken_down, language)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def chart(fingerprint: str, selection: Selection, broken_down: tuple[str, ...], measure: str, language: str) -> Block:
    """The selection as lines, one piece per series; to be asked for with at most `MOST_LINES` lines."""
    words, store = locale(language), data.store()
    known = names(fingerprint, language)
    frame = in_series_order(rows(fingerprint, selection, broken_down).dropna(subset=[measure]), store)
    parts = table.lines(frame, measure)
    varying = [column for column in table.LINE if frame[column].nunique() > 1] or ["region_code"]
    labels = [" · ".join(_label(part.iloc[0], column, known, words) for column in varying) for part in parts]
    lines = [
        Line(label, part, theme.CATEGORY[number], DASHES[number % len(DASHES)], is_labelled=len(parts) <= 3)
        for number, (label, part) in enumerate(zip(labels, parts, strict=True))
    ]
    breaks, legend = break_marks(store, frame, words)
    figure = trend_figure(
        lines,
        column=measure,
        unit_title=words(f"tables.axis_{measure}"),
        period_type=str(frame["period_type"].iat[0]),
        locale=words,
        is_demo=selection.dataset == "demo",
        breaks=breaks,
        height=430,
    )
    heading = f"{words(f'tables.axis_{measure}').capitalize()}: {title(selection, words, fingerprint)}"
    notes = [words("common.provisional_legend"), words("tables.pieces_note")]
    if legend:
        notes.append(f"{words('common.breaks_legend')} {legend}")
    return Block("tabel", heading, figure, trend_alt(heading, frame, measure, words), frame, tuple(notes))


def readable(frame: pd.DataFrame, words: Locale, titles: pd.Series) -> pd.DataFrame:
    """The rows as people read them: names for codes, numbers as numbers, what is missing in words."""
    language = words.language
    known = names(data.store().fingerprint, language)
    statuses = {code: (f"○ {text}" if code in OPEN_STATUSES else text) for code, text in _statuses(frame, words).items()}
    columns: dict[str, Any] = {
        words("common.region"): frame[f"region_name_{language}"],
        words("tables.code"): frame["region_code"],
        words("common.period"): [
            words.period(kind, year) for kind, year in zip(frame["period_type"], frame["period"], strict=True)
        ],
    }
    for column in table.columns_with_parts(frame):
        columns[words(f"breakdown.{column}")] = [_member(known, column, code, words) for code in frame[column]]
    columns |= {
        words("common.count"): frame["numerator"],
        _denominator(frame, words): frame["denominator"],
        words("tables.rate"): [
            value if pd.isna(value) else round(value, digits)
            for value, digits in zip(frame["rate_pct"], frame["rate_digits"], strict=True)
        ],
        words("common.status"): frame["obs_status"].map(statuses),
        words("tables.remark"): _remarks(frame, words),
        words("common.series"): frame[f"series_name_{language}"],
        words("common.source"): frame["source_id"].map(titles),
    }
    shown = pd.DataFrame(columns)
    return shown.dropna(axis="columns", how="all").loc[:, lambda kept: (kept != "").any()]


def _many(
    key: str, options: tuple[str, ...], shown: dict[str, str], words: Locale, other: dict[str, str] | None = None
) -> tuple[str, ...]:
    return tuple(
        links.many(
            key,
            options,
            lambda name: st.multiselect(
                words(f"tables.{key}"),
                options,
                format_func=shown.__getitem__,
                key=name,
                placeholder=words(f"tables.{key}_all"),
                select_all=False,
            ),
            words,
            other,
        )
    )


def _years(found: Offer, words: Locale) -> tuple[int, int]:
    first, last = found.years

    def draw(key: str) -> tuple[int, int]:
        if first == last:
            st.caption(f"{words('tables.jaren')}: {words.period(found.period_type, first)}")
            return first, last
        options = range(first, last + 1)
        chosen = st.select_slider(
            words("tables.jaren"), options, format_func=lambda year: words.period(found.period_type, year), key=key
        )
        return chosen[0], chosen[1]

    return links.years("jaren", first, last, draw, words)


@st.cache_data(show_spinner=False, max_entries=MOST_CACHED)
def _replay_table(fingerprint: str, selection: Selection, broken_down: tuple[str, ...], language: str) -> None:
    """Writing the numbers of a table takes longer than a rerun may: what was sent is sent again."""
    _draw_table(fingerprint, selection, broken_down, language)


def _draw_table(fingerprint: str, selection: Selection, broken_down: tuple[str, ...], language: str) -> None:
    words = locale(language)
    frame = rows(fingerprint, selection, broken_down)
    shown = readable(frame, words, data.sources(fingerprint).set_index("source_id")["title"])
    counts = [name for name in (words("common.count"), _denominator(frame, words)) if name in shown]
    rate = words("tables.rate") if words("tables.rate") in shown else None
    is_styled = len(shown) <= MOST_STYLED
    st.dataframe(
        _styled(shown, counts, rate, frame["rate_digits"], words) if is_styled else shown,
        hide_index=True,
        column_config=None
        if is_styled
        else {name: st.column_config.NumberColumn(format="localized") for name in [*counts, *([rate] if rate else [])]},
        lazy=len(shown) > MOST_SENT,
        alt=words("tables.alt", n=words.number(len(shown)), title=title(selection, words, fingerprint)),
    )


def _styled(shown: pd.DataFrame, counts: list[str], rate: str | None, digits: pd.Series, words: Locale) -> Styler:
    styler = shown.style.format(words.number, subset=counts, na_rep="") if counts else shown.style
    for places in sorted(set(digits)) if rate else ():
        styler.format(
            lambda value, places=places: words.percent(value, places), subset=(digits.index[digits == places], rate), na_rep=""
        )
    return styler


def _remarks(frame: pd.DataFrame, words: Locale) -> list[str]:
    """Per row why a number is absent, or how exact it is."""
    has_count, has_rate = frame["numerator"].notna(), frame["rate_pct"].notna()
    reasons = {code: words(f"tables.missing_{code}") for code in frame["missing_reason"].dropna().unique()}
    absent = np.select(
        [frame["missing_reason"].notna() & ~has_count, ~has_count & has_rate, has_count & ~has_rate],
        [frame["missing_reason"].astype("str").map(reasons).fillna(""), words("tables.only_rate"), words("tables.only_count")],
        default="",
    )
    exactness = frame["precision"].astype("str").map(lambda code: words(f"tables.precision_{code}"))
    return ["; ".join(filter(None, pair)) for pair in zip(absent, exactness, strict=True)]


def _statuses(frame: pd.DataFrame, words: Locale) -> dict[str, str]:
    return {code: words(f"status.{code}") for code in frame["obs_status"].dropna().unique()}


def _denominator(frame: pd.DataFrame, words: Locale) -> str:
    return words("common.enrolled" if (frame["indicator_id"] == DEFAULT_INDICATOR).all() else "tables.denominator")


def _member(known: dict[str, str], breakdown: str, code: str, words: Locale) -> str:
    return words("tables.total") if code == TOTAL else known.get(f"{breakdown}.{code}", code)


def _label(row: pd.Series, column: str, known: dict[str, str], words: Locale) -> str:
    if column == "region_code":
        return str(words.name(row, "region_name"))
    return _member(known, column, row[column], words) if column in BREAKDOWNS else known[row[column]]
