"""The filters, rows and chart of the page Tabellen, made once per selection and language."""

import pandas as pd
import streamlit as st

from vsv_metrics.charts import theme
from vsv_metrics.charts.trend import Line, trend_figure
from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Offer, Selection
from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, links
from vsv_metrics.web.alt import trend_alt
from vsv_metrics.web.block import Block
from vsv_metrics.web.cells import NO_VALUE, member, names, number_columns, readable, styled
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.overview import break_marks, in_series_order

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


def choose(visit: Visit) -> tuple[Selection, Offer, tuple[str, ...]]:
    """Draws the filters; the selection, what there was to choose from, and the breakdowns that were chosen."""
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
        upper, lower = (second, third), st.columns([1.4, 1, 1, 1])
        with lower[3]:
            series = _many("reeks", everything.series, known, words)
        with upper[0]:
            of_series = offer(fingerprint, visit.dataset, indicator, series, ())
            levels = _many("niveau", of_series.levels, {code: words(f"level.{code}") for code in of_series.levels}, words)
        found = offer(fingerprint, visit.dataset, indicator, series, levels)
        with upper[1]:
            regions = _many("regio", found.regions, known, words, data.aliases(fingerprint))
        with lower[0]:
            years = _years(found, words)
        with lower[1]:
            options = found.members.get("sector", ())
            sectors = _many("sector", options, {code: member(known, "sector", code, words) for code in options}, words)
        with lower[2]:
            columns = {column: words(f"breakdown.{column}") for column in found.breakdowns}
            breakdowns = _many("uitsplitsing", found.breakdowns, columns, words)
    members = (("sector", sectors),) if sectors else ()
    chosen = Selection(visit.dataset, indicator, series, levels, regions, years, members, breakdowns)
    return chosen._replace(breakdowns=found.broken_down(breakdowns)), found, breakdowns


@data.shared(8)
def indicators(fingerprint: str, dataset: str) -> list[str]:
    """The indicators that a data set has figures of."""
    return table.indicators(data.store(), dataset)


@data.shared(MOST_CACHED)
def offer(fingerprint: str, dataset: str, indicator: str, series: tuple[str, ...], levels: tuple[str, ...]) -> Offer:
    """What the filters offer."""
    return table.offer(data.store(), dataset, indicator, series, levels)


@data.shared(MOST_FRAMES)
def rows(fingerprint: str, selection: Selection) -> pd.DataFrame:
    """The figures of a selection."""
    return table.rows(data.store(), selection)


@data.shared(MOST_CACHED)
def definitions(fingerprint: str, indicator: str, language: str) -> dict[str, str]:
    """What each measure of an indicator counts, as far as it is said."""
    texts = data.store().query("indicators").set_index("indicator_id").loc[indicator].dropna().to_dict()
    columns = {"numerator": "numerator", "denominator": "denominator", "rate_pct": "rate"}
    return {measure: str(texts[f"{name}_{language}"]) for measure, name in columns.items() if f"{name}_{language}" in texts}


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
    parts += [member(known, column, code, words) for column, codes in selection.members for code in codes]
    if selection.breakdowns:
        parts.append(
            words("tables.by", columns=words.listing([words(f"breakdown.{code}").lower() for code in selection.breakdowns]))
        )
    return " · ".join(parts)


def stem(selection: Selection) -> str:
    """File name without ending that says what the table holds."""
    areas = selection.regions if len(selection.regions) <= MOST_NAMED else (f"{len(selection.regions)}-gebieden",)
    years = "-".join(str(year) for year in dict.fromkeys(selection.years or ()))
    members = (code for _, codes in selection.members for code in codes)
    parts = (selection.indicator, *(areas or selection.levels), years, *members, *selection.breakdowns)
    return file_stem(selection.dataset, "tabel", *parts)


def draw_table(fingerprint: str, selection: Selection, language: str) -> None:
    """The rows on screen, all of them."""
    if len(rows(fingerprint, selection)) > MOST_SENT or data.shows_own():
        _draw_table(fingerprint, selection, language)
    else:
        _replay_table(fingerprint, selection, language)


@data.shared(MOST_CACHED)
def chart(fingerprint: str, selection: Selection, measure: str, language: str) -> Block:
    """The selection as lines, one piece per series; to be asked for with at most `MOST_LINES` lines."""
    words, store = locale(language), data.store()
    known = names(fingerprint, language)
    frame = in_series_order(rows(fingerprint, selection).dropna(subset=[measure]), store)
    parts = table.lines(frame, measure)
    varying = [column for column in table.LINE if frame[column].nunique() > 1] or ["region_code"]
    labels = [" · ".join(_label(part.iloc[0].to_dict(), column, known, words) for column in varying) for part in parts]
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
    return Block("tabel", heading, figure, trend_alt(heading, frame, measure, words), frame, tuple(notes), measure)


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
    """Two boxes; a range slider loses its second end when its value comes from the address."""
    first, last = found.years
    state = st.session_state

    def draw(key: str) -> tuple[int, int]:
        ends = tuple(f"{key}_{end}" for end in ("first", "last"))

        def changed() -> None:
            state[key] = tuple(sorted(state[end] for end in ends))

        for end, year, column in zip(ends, state[key], st.columns(2), strict=True):
            state[end] = year
            column.selectbox(
                words(f"tables.{end.rsplit('_', 1)[1]}"),
                range(first, last + 1),
                format_func=lambda year: words.period(found.period_type, year),
                key=end,
                on_change=changed,
            )
        return state[key]

    return links.years("jaren", first, last, draw, words)


@st.cache_data(show_spinner=False, max_entries=MOST_CACHED)
def _replay_table(fingerprint: str, selection: Selection, language: str) -> None:
    """Writing the numbers of a table takes longer than a rerun may: what was sent is sent again."""
    _draw_table(fingerprint, selection, language)


def _draw_table(fingerprint: str, selection: Selection, language: str) -> None:
    words = locale(language)
    frame = rows(fingerprint, selection)
    shown = readable(frame, words, data.store().query("sources").set_index("source_id")["title"])
    counts, rates = number_columns(shown, frame, words)
    is_styled = len(shown) <= MOST_STYLED
    st.dataframe(
        styled(shown, counts, rates, frame["rate_digits"], words) if is_styled else shown,
        hide_index=True,
        column_config=None
        if is_styled
        else {name: st.column_config.NumberColumn(format="localized") for name in (*counts, *rates)},
        lazy=len(shown) > MOST_SENT,
        placeholder=NO_VALUE,
        alt=words("tables.alt", n=words.number(len(shown)), title=title(selection, words, fingerprint)),
    )


def _label(row: Row, column: str, known: dict[str, str], words: Locale) -> str:
    if column == "region_code":
        return str(words.name(row, "region_name"))
    return member(known, column, row[column], words) if column in BREAKDOWNS else known[row[column]]
