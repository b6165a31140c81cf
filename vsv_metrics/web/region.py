"""The charts and sentences of the page Regio, made once per data set, area and language."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.bars import bar_figure
from vsv_metrics.charts.trend import Line, format_value, trend_figure
from vsv_metrics.indicators import region
from vsv_metrics.indicators.region import ProducerView, Surroundings
from vsv_metrics.schema.codes import PART_SCOPE, TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import kept_rows
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data
from vsv_metrics.web.alt import trend_alt
from vsv_metrics.web.block import Block, readable, source_line
from vsv_metrics.web.markdown import as_markdown, plain
from vsv_metrics.web.overview import break_marks, in_series_order

MOST_CACHED = 256
TREND_HEIGHT = 330
AUTO = "auto"
MEASURES = (AUTO, *region.MEASURES)
"""What a visitor may ask the charts to show."""
MOST_WANTED = ("rmc", "province")
"""Kinds of area whose pages are made before anybody asks."""
UNITS = {"rate_pct": "region.axis_rate", "numerator": "region.axis_count"}


@data.shared(4)
def areas(fingerprint: str, language: str) -> dict[str, dict[str, str]]:
    """The areas that the page offers: kind of area -> code -> name with the code."""
    frame, words = region.regions(data.store()), locale(language)
    return {
        str(level): {row["region_code"]: f"{words.name(row)} ({row['region_code']})" for row in rows.to_dict("records")}
        for level, rows in frame.groupby("level", sort=False)
    }


def level_of(fingerprint: str, named: str | None, language: str) -> str | None:
    """The kind of the area with this code or other name; None when there is none."""
    code = data.aliases(fingerprint).get(named or "", named)
    return next((level for level, names in areas(fingerprint, language).items() if code in names), None)


@data.shared(MOST_CACHED)
def page(fingerprint: str, dataset: str, region_code: str) -> region.Area:
    """Everything about one area that does not depend on the language."""
    return region.area(data.store(), dataset, region_code)


@dataclass(frozen=True)
class Around:
    """Where an area lies, what lies in it, and the newest figures of both, as Markdown; empty where there is nothing to say."""

    place: str
    parts: tuple[str, ...]
    figures: str
    has_vulnerable: bool
    """Whether the figures hold the young people in a vulnerable position, which need a remark."""


@data.shared(MOST_CACHED)
def around(fingerprint: str, dataset: str, region_code: str, language: str) -> Around:
    """The surroundings of an area in words."""
    words, found = locale(language), page(fingerprint, dataset, region_code)
    near, context = found.surroundings, found.context
    shown = context.assign(label=context[f"indicator_name_{language}"])
    table = readable(shown, words, data.sources(fingerprint))
    return Around(
        place=_place(near, words),
        parts=_names(near.parts, words),
        figures="" if context.empty else as_markdown(table),
        has_vulnerable=bool((context["indicator_id"] == "vulnerable_position").any()),
    )


def trends(fingerprint: str, dataset: str, region_code: str, measure: str, language: str) -> list[tuple[Block, ...]]:
    """Per producer the chart of the area; with counts the country's own chart of the same series beside it.

    `measure` is a column or `auto`, which is one of them.
    """
    views = page(fingerprint, dataset, region_code).views
    columns = tuple(view.shown(view.measure if measure == AUTO else measure) for view in views)
    return _trends(fingerprint, dataset, region_code, columns, language)


@data.shared(MOST_CACHED)
def _trends(fingerprint: str, dataset: str, region_code: str, columns: tuple[str, ...], language: str) -> list[tuple[Block, ...]]:
    words = locale(language)
    found = page(fingerprint, dataset, region_code)
    name = area_name(found.row, dataset, words)
    return [_trend(view, name, column, dataset, words) for view, column in zip(found.views, columns, strict=True)]


@data.shared(MOST_CACHED)
def splits(fingerprint: str, dataset: str, region_code: str) -> dict[str, region.Split]:
    """The breakdowns that exist for one area."""
    return region.splits(data.store(), dataset, region_code)


@data.shared(MOST_CACHED)
def breakdown(fingerprint: str, dataset: str, region_code: str, column: str, language: str) -> Block:
    """The bars of one breakdown, percentages where both counts exist, else counts."""
    words = locale(language)
    split = splits(fingerprint, dataset, region_code)[column]
    frame = region.breakdown(data.store(), dataset, region_code, split)
    members = (row for row in kept_rows(data.store(), "members") if row["breakdown"] == column)
    names = {row["code"]: words.name(row) for row in members}
    labels = [names[code] for code in frame[column]]
    named = frame.assign(name=labels, label=labels)
    measure = "rate_pct" if named["rate_pct"].notna().any() else "numerator"
    figure = bar_figure(named, column=measure, unit_title=words(UNITS[measure]), locale=words, is_demo=dataset == "demo")
    row = named.iloc[0]
    year = words.period(str(row["period_type"]), int(row["period"]))
    area = area_name(page(fingerprint, dataset, region_code).row, dataset, words)
    title = words("region.breakdown_title", breakdown=words(f"breakdown.{column}").lower(), area=area, period=year)
    hidden = int((named["missing_reason"] == "suppressed").sum())
    notes = (
        words("region.breakdown_rate" if measure == "rate_pct" else "region.breakdown_count"),
        *((words("region.hidden_note", n=hidden),) if hidden else ()),
        source_line(named, words),
    )
    values = ", ".join(
        f"{name} {format_value(value, measure, words, int(digits))}"
        for name, value, digits in zip(named["name"], named[measure], named["rate_digits"], strict=True)
        if pd.notna(value)
    )
    return Block(f"uitsplitsing-{column}", title, figure, f"{title}: {values}.", named, notes)


def area_name(row: Row, dataset: str, words: Locale) -> str:
    """The name of an area as titles have it; that of a part of it says so."""
    name = words.name(row)
    return words("region.part_name", area=name) if dataset == PART_SCOPE else name


def most_wanted() -> list[tuple[str, str]]:
    """The areas that most visitors ask for, with their data set: regions and provinces."""
    frame = region.regions(data.store())
    codes = frame.loc[frame["level"].isin(MOST_WANTED), "region_code"]
    return [(dataset, code) for dataset in ("published", "demo") for code in codes]


def prepare(fingerprint: str, dataset: str, region_code: str, language: str) -> None:
    """Makes what the page of an area shows of it when it is opened."""
    found = page(fingerprint, dataset, region_code)
    if found.views:
        trends(fingerprint, dataset, region_code, AUTO, language)
        for column in list(splits(fingerprint, dataset, region_code))[:1]:
            breakdown(fingerprint, dataset, region_code, column, language)
    around(fingerprint, dataset, region_code, language)


def sentences(view: ProducerView, name: str, newest_national: int | None, words: Locale) -> str:
    """The newest figure of one producer, its change, and the country in the same series and its age, as a paragraph."""
    current = view.current
    period = words.period(current["period_type"], int(current["period"]))
    parts = []
    key = "region.newest_count" if pd.notna(current["numerator"]) else "region.newest_rate"
    parts.append(
        words(
            key,
            producer=_producer(view, words),
            period=period,
            area=name,
            count="" if pd.isna(current["numerator"]) else words.number(current["numerator"]),
            rate="" if pd.isna(current["rate_pct"]) else words.percent(current["rate_pct"], current["rate_digits"]),
            status=words(f"status.{current['obs_status']}"),
        )
    )
    if pd.notna(current["numerator"]):
        if pd.isna(current["rate_pct"]):
            parts.append(words("region.no_denominator"))
        else:
            basis = "region.of_enrolled" if current["rate_basis"] == "counts" else "region.published_rate"
            enrolled = "" if pd.isna(current["denominator"]) else words.number(current["denominator"])
            parts.append(words(basis, rate=words.percent(current["rate_pct"], current["rate_digits"]), enrolled=enrolled))
    if view.sector != TOTAL:
        parts.append(words("region.without_vavo"))
    if view.change is not None and view.change.difference is not None:
        parts.append(
            words(
                "region.change",
                difference=words.signed(view.change.difference),
                before=words.period(current["period_type"], int(current["period"]) - 1),
            )
        )
    elif pd.notna(current["numerator"]):
        parts.append(words("region.no_change", before=words.period(current["period_type"], int(current["period"]) - 1)))
    if view.reference is not None and view.verdict not in (None, "not_compared"):
        parts.append(words(f"region.verdict_{view.verdict}", rate=words.percent(view.reference["rate_pct"]), area=name))
    elif pd.notna(current["rate_pct"]) and view.reference is None:
        parts.append(words("region.no_country"))
    if newest_national is not None and current["period"] < newest_national and current["dataset"] == "published":
        parts.append(words("region.not_newer", period=period, years=newest_national - int(current["period"])))
    if current["precision"] == "rounded" and pd.notna(current["numerator_lower"]):
        parts.append(words("region.rounded"))
    return " ".join(parts)


def _producer(view: ProducerView, words: Locale) -> str:
    """Who made the figures; those that the user brought have no name of their own."""
    known = f"region.producer_{view.current['series_id']}"
    return words(known) if words.has(known) else plain(view.producer)


def _trend(view: ProducerView, name: str, column: str, dataset: str, words: Locale) -> tuple[Block, ...]:
    store = data.store()
    area = in_series_order(view.area.dropna(subset=[column]), store)
    country = in_series_order(view.country.dropna(subset=[column]), store)
    country_name = words("region.country")
    if column == "rate_pct":
        lines = [Line(name, area), Line(country_name, country, color=theme.MUTED, dash="dash", is_labelled=False)]
        return (_trend_block(view, lines, pd.concat([area, country]), name, column, dataset, words),)
    blocks = [_trend_block(view, [Line(name, area)], area, name, column, dataset, words)]
    country = country[country["period"] >= area["period"].min()]
    if not country.empty:
        line = Line(country_name, country, color=theme.MUTED)
        blocks.append(_trend_block(view, [line], country, country_name, column, dataset, words, suffix="-nederland"))
    return tuple(blocks)


def _place(near: Surroundings, words: Locale) -> str:
    """What the area lies in, and which areas it came from or became, a line each."""
    lines = []
    valid_from, valid_to = near.row["valid_from"], near.row["valid_to"]
    if near.wholes:
        lines.append(words("region.context_lies_in", names=", ".join(_names(near.wholes, words))))
    if near.predecessors and pd.notna(valid_from):
        end = words.school_year(int(str(valid_from)) - 1)
        lines.append(words("region.context_succeeds", names=", ".join(_names(near.predecessors, words)), period=end))
    if near.successors and pd.notna(valid_to):
        end = words.school_year(int(str(valid_to)))
        lines.append(words("region.context_succeeded", names=", ".join(_names(near.successors, words)), period=end))
    return "  \n".join(lines)


def _names(rows: Sequence[Row], words: Locale) -> tuple[str, ...]:
    return tuple(plain(words.name(row)) for row in rows)


def _trend_block(
    view: ProducerView,
    lines: list[Line],
    frame: pd.DataFrame,
    name: str,
    column: str,
    dataset: str,
    words: Locale,
    suffix: str = "",
) -> Block:
    breaks, legend = break_marks(data.store(), frame, words)
    figure = trend_figure(
        [line for line in lines if not line.frame.empty],
        column=column,
        unit_title=words(UNITS[column]),
        period_type="school_year",
        locale=words,
        is_demo=dataset == "demo",
        breaks=breaks,
        height=TREND_HEIGHT,
    )
    first, last = int(frame["period"].min()), int(frame["period"].max())
    span = (
        words.school_year(last)
        if first == last
        else words("region.span", first=words.school_year(first), last=words.school_year(last))
    )
    title = words(f"region.trend_title_{column}", area=name, span=span, producer=_producer(view, words))
    notes = (
        words(f"region.unit_{column}"),
        *((words("common.provisional_legend"),) if frame["obs_status"].str.contains("provisional").any() else ()),
        *((f"{words('common.breaks_legend')} {legend}",) if legend else ()),
        source_line(frame, words),
    )
    key = f"regio-{view.area['region_code'].iat[0]}-{view.producer}".lower().replace("/", "-") + suffix
    return Block(
        key,
        title,
        figure,
        trend_alt(title, frame[frame["region_code"] == frame["region_code"].iat[0]], column, words),
        frame,
        notes,
        column,
    )
