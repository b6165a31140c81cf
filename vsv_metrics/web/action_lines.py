"""The charts of the page Actielijnen: per action line or theme what can show movement, made once per area and language."""

from dataclasses import dataclass

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.bars import bar_figure
from vsv_metrics.charts.figure import Figure
from vsv_metrics.charts.trend import Line, format_value, trend_figure
from vsv_metrics.indicators import action_lines
from vsv_metrics.indicators.action_lines import Aspect, column_of
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data
from vsv_metrics.web.block import Block, source_line
from vsv_metrics.web.markdown import plain

PARAMETERS = {
    "onderdeel": "part of the page: lijnen, themas, register or effectrapportage",
    "lijn": "number of an action line",
    "thema": "a theme: one of `THEMES`",
    "regio": "the country or one RMC region",
}
"""What the address of the page may hold."""

MOST_CACHED = 128
HEIGHT = 300
MOST_LABELLED = 1
"""Lines that carry their newest number in the plot; those of more would overlap."""
CLASS_WIDTH = 5
"""Percentage points of one bar when regions are counted."""


@dataclass(frozen=True)
class Shown:
    """One aspect on the page: its name, what to know of it (both as they are), and its charts, the newest series first."""

    name: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Topic:
    """What the page shows of an action line or theme."""

    shown: tuple[Shown, ...]
    without_figures: tuple[Shown, ...]
    """What this data set has no figures of."""
    needed: tuple[Shown, ...]
    """What would have to be measured and is not."""


@data.shared(4)
def regions(fingerprint: str, language: str) -> dict[str, str]:
    """The country and the RMC regions of today: code -> name with the code."""
    words = locale(language)
    rows = [
        row
        for row in data.store().query("regions").to_dict("records")
        if row["level"] == "country" or (row["level"] == "rmc" and pd.isna(row["valid_to"]))
    ]
    rows.sort(key=lambda row: (row["level"] != "country", row["region_code"]))
    return {row["region_code"]: f"{words.name(row)} ({row['region_code']})" for row in rows}


@data.shared(MOST_CACHED)
def topic(fingerprint: str, dataset: str, code: str, region_code: str, language: str) -> Topic:
    """Charts and gaps of one action line or theme, for an area, else for the country."""
    words = locale(language)
    found = action_lines.aspects(data.store(), dataset, code, region_code)
    made = [(aspect, _shown(aspect, dataset, region_code, words)) for aspect in found]
    return Topic(
        shown=tuple(shown for _, shown in made if shown.blocks),
        without_figures=tuple(shown for aspect, shown in made if not shown.blocks and not aspect.is_needed),
        needed=tuple(shown for aspect, shown in made if aspect.is_needed),
    )


def _shown(aspect: Aspect, dataset: str, region_code: str, words: Locale) -> Shown:
    blocks = tuple(_block(aspect, frame, dataset, region_code, words) for frame in aspect.series)
    return Shown(words.name(aspect.row), words.name(aspect.row, "text"), blocks)


def _block(aspect: Aspect, frame: pd.DataFrame, dataset: str, region_code: str, words: Locale) -> Block:
    row, column = aspect.row, column_of(aspect.row, frame)
    named = frame.assign(label=_labels(aspect, frame, words))
    name, series = words.name(row), str(frame[f"series_name_{words.language}"].iat[0])
    span = _span(named.dropna(subset=[column]), words)
    is_demo, is_trend = dataset == "demo", not aspect.is_spread and named["period"].nunique() > 1
    if aspect.is_spread:
        figure, values = _spread(named, words, is_demo=is_demo)
        title = words("action_lines.spread_title", name=name, period=span, series=series)
    else:
        draw = _trend if is_trend else _bars
        figure = draw(named, row, column, words, is_demo=is_demo)
        values = _newest(named, column, words)
        area = str(frame[f"region_name_{words.language}"].iat[0])
        title = words("action_lines.chart_title", name=name, area=area, period=span, series=series)
    key = f"{row['topic']}-{row['aspect']}-{frame['series_id'].iat[0]}-{frame['region_code'].iat[0]}".replace("_", "-").lower()
    return Block(
        key=key,
        title=title,
        figure=figure,
        alt=words("action_lines.alt", title=title, values=values),
        figures=named,
        notes=_notes(aspect, named, column, region_code, words),
        column=column if is_trend else "",
        warning=_warning(row, words),
    )


def _trend(frame: pd.DataFrame, row: Row, column: str, words: Locale, *, is_demo: bool) -> Figure:
    parts = [(str(label), part) for label, part in frame.groupby("label", sort=False)]
    lines = [
        Line(label, part, color=theme.CATEGORY[place], is_labelled=len(parts) <= MOST_LABELLED)
        for place, (label, part) in enumerate(parts)
    ]
    return trend_figure(
        lines,
        column=column,
        unit_title=_unit(row, column, words),
        period_type=str(frame["period_type"].iat[0]),
        locale=words,
        is_demo=is_demo,
        height=HEIGHT,
    )


def _bars(frame: pd.DataFrame, row: Row, column: str, words: Locale, *, is_demo: bool) -> Figure:
    named = frame.assign(name=frame["label"])
    return bar_figure(named, column=column, unit_title=_unit(row, column, words), locale=words, is_demo=is_demo)


def _spread(frame: pd.DataFrame, words: Locale, *, is_demo: bool) -> tuple[Figure, str]:
    """How many regions lie in each class of percentages, and the same in words."""
    lowest = (frame["rate_pct"] // CLASS_WIDTH * CLASS_WIDTH).astype(int)
    counts = lowest.value_counts().reindex(range(lowest.min(), lowest.max() + 1, CLASS_WIDTH), fill_value=0)
    names = [words("action_lines.class", low=low, high=words.percent(low + CLASS_WIDTH, 0)) for low in counts.index]
    status = str(frame["obs_status"].iat[0])
    bars = pd.DataFrame({"name": names, "numerator": counts.to_numpy(dtype=float), "obs_status": status, "rate_digits": 0})
    unit = words("action_lines.axis_regions")
    figure = bar_figure(bars, column="numerator", unit_title=unit, locale=words, is_demo=is_demo)
    return figure, "; ".join(f"{name}: {words.number(n)}" for name, n in zip(names, counts, strict=True))


def _labels(aspect: Aspect, frame: pd.DataFrame, words: Locale) -> list[str]:
    column = aspect.label_column
    if column is None:
        return [words.name(aspect.row)] * len(frame)
    members = data.store().query("members", breakdowns=[column]).set_index("code")[f"name_{words.language}"]
    return [str(members[code]) for code in frame[column]]


def _span(frame: pd.DataFrame, words: Locale) -> str:
    kind = str(frame["period_type"].iat[0])
    first, last = (words.period(kind, int(year)) for year in (frame["period"].min(), frame["period"].max()))
    return first if first == last else words("region.span", first=first, last=last)


def _newest(frame: pd.DataFrame, column: str, words: Locale) -> str:
    """Per line or bar its newest value with the year."""
    known = frame.dropna(subset=[column]).sort_values("period", kind="stable").drop_duplicates("label", keep="last")
    return "; ".join(
        words(
            "action_lines.alt_value",
            name=row["label"],
            value=format_value(row[column], column, words, int(row["rate_digits"])),
            period=words.period(row["period_type"], int(row["period"])),
        )
        for row in known.to_dict("records")
    )


def _unit(row: Row, column: str, words: Locale) -> str:
    if column == "numerator":
        return words("action_lines.axis_count")
    if row["measure"] == "rate":
        return words("region.axis_rate" if row["indicator_id"] == "new_leavers" else "action_lines.axis_group")
    return words(f"action_lines.axis_{row['measure']}")


def _notes(aspect: Aspect, frame: pd.DataFrame, column: str, region_code: str, words: Locale) -> tuple[str, ...]:
    names = regions(data.store().fingerprint, words.language)
    is_fallback = not aspect.is_spread and str(frame["region_code"].iat[0]) != region_code
    known = frame.dropna(subset=[column])
    return (
        plain(words.name(aspect.row, "text")),
        *((words("action_lines.fallback_note", area=plain(names[region_code])),) if is_fallback else ()),
        *((words("action_lines.spread_note"),) if aspect.is_spread else ()),
        *((words(f"action_lines.is_{aspect.row['measure']}"),) if "is_share" in frame else ()),
        *((words("action_lines.one_year_note"),) if known["period"].nunique() == 1 else ()),
        *((words("action_lines.piece_note"),) if known["piece"].nunique() > 1 else ()),
        *((words("common.provisional_legend"),) if _has_open_points(known) else ()),
        source_line(frame, words),
    )


def _has_open_points(frame: pd.DataFrame) -> bool:
    return frame["period"].nunique() > 1 and bool(frame["obs_status"].str.contains("provisional").any())


def _warning(row: Row, words: Locale) -> str:
    of_share = words(f"action_lines.is_{row['measure']}") + " " if row["measure"] in action_lines.SHARES else ""
    return of_share + words("action_lines.caveat")
