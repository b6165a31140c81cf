"""A funnel: the rate of each area against its size, between the limits of chance and ordinary spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.charts.tiles import VERDICT_COLORS
from vsv_metrics.text import Locale

HEIGHT = 480
SYMBOLS = {"higher": "triangle-up", "lower": "triangle-down", "no_clear_difference": "circle", "not_compared": "circle"}
WIDE_RANGE = 15
"""With the largest area so many times the smallest, sizes stand on a logarithmic axis."""
ROOM = 1.12
LAST = 0.8
"""Part of the largest size from which a label has no room to the right."""
TURNS = ("top center", "bottom center", "middle right")
TICKS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


@dataclass(frozen=True)
class Point:
    """One area: its size, rate, verdict, and the label beside it (empty for none)."""

    region_code: str
    size: float
    rate: float
    verdict: str
    hover: str
    label: str = ""
    is_open: bool = False
    is_chosen: bool = False


@dataclass(frozen=True)
class Words:
    """The names in the legend and on the axes."""

    limits_95: str
    limits_998: str
    reference: str
    verdicts: dict[str, str]
    x_title: str
    y_title: str


def funnel_figure(
    points: Sequence[Point], limits: pd.DataFrame, reference: float, *, words: Words, locale: Locale, is_demo: bool
) -> Figure:
    """Points per verdict over the limits (`size`, `lower_95`, `upper_95`, …). A click gives the area's code."""
    sizes, rates = [point.size for point in points], [point.rate for point in points]
    is_wide = max(sizes) > WIDE_RANGE * min(sizes)
    lines = [
        *(_limit(limits, side, "998", "solid", words.limits_998) for side in ("lower", "upper")),
        *(_limit(limits, side, "95", "dash", words.limits_95) for side in ("lower", "upper")),
        _line([float(limits["size"].min()), float(limits["size"].max())], [reference] * 2, "dot", words.reference, theme.TEXT),
    ]
    shown = [code for code in SYMBOLS if any(point.verdict == code for point in points)]
    traces = [
        _points([point for point in points if point.verdict == code], code, words.verdicts[code], max(sizes)) for code in shown
    ]
    top = ROOM * max(*rates, reference, float(limits["upper_998"].median()))
    layout = theme.base_layout(
        locale,
        xaxis=_size_axis(sizes, locale, is_wide=is_wide) | {"title": {"text": escape(words.x_title)}},
        yaxis=theme.value_axis("rate_pct", locale) | {"range": [0, top]},
        is_demo=is_demo,
        height=HEIGHT,
        tick_labels=[locale.percent(10, 1)],
        legend_names=theme.ON_ONE_LINE + 1,
        annotations=[theme.unit_mark(words.y_title)],
    )
    layout["legend"] = layout["legend"] | {"y": -0.18}
    return Figure([*lines, *traces], layout)


def _limit(limits: pd.DataFrame, side: str, level: str, dash: str, name: str) -> Spec:
    values = limits[f"{side}_{level}"].astype(float).tolist()
    return _line(limits["size"].tolist(), values, dash, name, theme.MUTED) | {"showlegend": side == "upper"}


def _line(x: list[float], y: list[float], dash: str, name: str, color: str) -> Spec:
    line = {"color": color, "width": 1.5, "dash": dash}
    return {
        "type": "scatter", "x": x, "y": y, "mode": "lines", "name": escape(name), "legendgroup": name, "line": line,
        "hoverinfo": "skip",
    }  # fmt: skip


def _place(number: int, size: float, largest: float) -> str:
    """Where a label stands: left of the largest areas, and taking turns where there are several."""
    return "top left" if size > LAST * largest else TURNS[number % len(TURNS)]


def _points(points: Sequence[Point], verdict: str, name: str, largest: float) -> Spec:
    color = VERDICT_COLORS[verdict]
    labelled = {point.region_code: number for number, point in enumerate(point for point in points if point.label)}
    return {
        "type": "scatter",
        "x": [point.size for point in points],
        "y": [point.rate for point in points],
        "mode": "markers+text",
        "name": escape(name),
        "marker": {
            "symbol": [SYMBOLS[verdict] + ("-open" if point.is_open else "") for point in points],
            "size": [14 if point.is_chosen else 9 for point in points],
            "color": color,
            "line": {"width": [3 if point.is_chosen else 1.5 for point in points], "color": color},
        },
        "text": [escape(point.label) for point in points],
        "textposition": [_place(labelled.get(point.region_code, 0), point.size, largest) for point in points],
        "textfont": {"color": theme.TEXT},
        "hovertext": [point.hover for point in points],
        "hoverinfo": "text",
        "customdata": [point.region_code for point in points],
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": theme.TEXT}},
    }


def _size_axis(sizes: Sequence[float], locale: Locale, *, is_wide: bool) -> Spec:
    common = {"tickangle": 0, "showgrid": False, "zeroline": False, "fixedrange": True}
    if not is_wide:
        return common | {"tickformat": ",d", "nticks": 6, "range": [0, 1.08 * max(sizes)]}
    low, high = min(sizes) / 1.3, max(sizes) * 1.4
    ticks = [tick for tick in TICKS if low <= tick <= high]
    return common | {
        "type": "log",
        "range": [log10(low), log10(high)],
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [locale.number(tick) for tick in ticks],
    }
