"""Figures side by side in a fixed order (months of a year, months of waiting, groups): bars, lines, bands, an expectation."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.text import Locale

TICK_SIZE = 11
BAND_OPACITY = 0.16
FEWEST_STEPS, MOST_STEPS = 4.0, 8.0
"""Lowest top of an axis, and highest with a line per person."""
HIDDEN = "×"
BESIDE = 0.19
"""Distance of each of two bars from the middle of their category."""
SHORT_LEGEND = 24
"""Letters of names that fit on one line of a phone, together."""
LEGEND_AT = -0.16
"""Place of the legend below the plot: below the names of the categories also when a long legend makes the plot low."""
WIDEST = 0.6
"""Room left of the first and right of the last category, in categories."""


@dataclass(frozen=True)
class Layer:
    """One named row of values, one per category; None where there is no figure.

    `pattern` tells bars apart beside their colour, `dash` lines. `labels` are written in the plot, `hover` when pointed at.
    """

    name: str
    values: tuple[float | None, ...]
    kind: Literal["bar", "line"] = "bar"
    color: str = theme.FOCUS
    dash: str = "solid"
    width: float = 2.5
    pattern: str = ""
    is_open: bool = False
    has_marks: bool = True
    in_legend: bool = True
    labels: tuple[str, ...] = ()
    hover: tuple[str, ...] = ()


@dataclass(frozen=True)
class Band:
    """A band behind the plot from one category to another, with the number that the text below the chart explains."""

    first: int
    last: int
    number: int


@dataclass(frozen=True)
class Outlook:
    """An expected value with its bounds, drawn at the last category."""

    name: str
    value: float | None
    low: float
    high: float
    hover: str


def month_figure(
    categories: Sequence[str],
    layers: Sequence[Layer],
    *,
    unit_title: str,
    locale: Locale,
    is_demo: bool,
    bands: Sequence[Band] = (),
    outlook: Outlook | None = None,
    hidden: Sequence[float] = (),
    is_stacked: bool = False,
    category_title: str = "",
    height: int = theme.HEIGHT,
) -> Figure:
    """Bars and lines over the categories, in their order, from nought. Lines are never drawn over a missing value.

    `hidden` are the categories whose bar is missing because it is suppressed: they are marked, since no bar would read as nought;
    between two bars of a group a fraction of a category (`BESIDE`) to either side.
    """
    traces = [_trace(layer, len(categories)) for layer in layers]
    if outlook is not None:
        traces.append(_outlook_trace(outlook, len(categories) - 1))
    shown = list(dict.fromkeys(layer.name for layer in layers if layer.in_legend)) + ([outlook.name] if outlook else [])
    highest = _highest(layers, outlook, is_stacked=is_stacked)
    layout = theme.base_layout(
        locale,
        xaxis={
            "tickmode": "array",
            "tickvals": list(range(len(categories))),
            "ticktext": [escape(name) for name in categories],
            "tickangle": 0,
            "tickfont": {"size": TICK_SIZE},
            "range": [-WIDEST, len(categories) - 1 + WIDEST],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "title": {"text": escape(category_title), "font": {"size": 12}, "standoff": 4},
        },
        yaxis=theme.value_axis("numerator", locale) | {"range": [0, 1.12 * highest], **_whole_steps(highest)},
        is_demo=is_demo,
        height=height + (18 if category_title else 0),
        tick_labels=[locale.number(1.12 * highest)],
        legend_names=_legend_names(shown),
        annotations=[*map(_band_number, bands), *map(_hidden_mark, hidden), theme.unit_mark(unit_title)],
        shapes=[_band(band) for band in bands],
        barmode="stack" if is_stacked else "group",
        bargap=0.25,
        bargroupgap=0.08,
    )
    layout["margin"]["b"] += 18 if category_title else 0
    layout["legend"]["y"] = LEGEND_AT - (0.09 if category_title else 0)
    return Figure(traces, layout)


def _legend_names(names: Sequence[str]) -> int:
    """How many names the legend has to make room for: few long ones need as many lines as more short ones."""
    if len(names) < 2:
        return 0
    return len(names) if sum(map(len, names)) <= SHORT_LEGEND else max(len(names), theme.ON_ONE_LINE + 1)


def _highest(layers: Sequence[Layer], outlook: Outlook | None, *, is_stacked: bool) -> float:
    """The highest value that the plot has to hold."""
    bars = [[value or 0.0 for value in layer.values] for layer in layers if layer.kind == "bar"]
    tops = [sum(column) for column in zip(*bars, strict=True)] if is_stacked else [value for row in bars for value in row]
    lines = [value for layer in layers if layer.kind == "line" for value in layer.values if value is not None]
    return max([FEWEST_STEPS, *tops, *lines, 0.0 if outlook is None else outlook.high])


def _whole_steps(highest: float) -> Spec:
    """Persons are whole: a low axis has a line per person."""
    return {"dtick": 1} if highest <= MOST_STEPS else {}


def _trace(layer: Layer, count: int) -> Spec:
    common: Spec = {
        "x": list(range(count)),
        "y": list(layer.values),
        "name": escape(layer.name),
        "legendgroup": escape(layer.name),
        "showlegend": layer.in_legend,
        "cliponaxis": False,
        "hoverinfo": "text" if layer.hover else "skip",
        "hovertext": [text and f"<b>{escape(layer.name)}</b><br>{escape(text)}" for text in layer.hover],
        "text": [escape(text) for text in layer.labels],
    }
    if layer.kind == "bar":
        pattern = {"shape": layer.pattern, "size": 5, "solidity": 0.35} if layer.pattern else {"shape": ""}
        marker = {"color": layer.color, "pattern": pattern, "line": {"width": 1, "color": layer.color}}
        return common | {"type": "bar", "marker": marker, "textposition": "outside", "textangle": 0}
    marks = "+markers" if layer.has_marks else ""
    words = "+text" if layer.labels else ""
    return common | {
        "type": "scatter",
        "mode": f"lines{marks}{words}",
        "connectgaps": False,
        "line": {"color": layer.color, "width": layer.width, "dash": layer.dash},
        "marker": {
            "color": layer.color,
            "size": 7,
            "symbol": "circle-open" if layer.is_open else "circle",
            "line": {"width": 2, "color": layer.color},
        },
        "textposition": "top center",
    }


def _outlook_trace(outlook: Outlook, place: int) -> Spec:
    middle = (outlook.low + outlook.high) / 2 if outlook.value is None else outlook.value
    return {
        "type": "scatter",
        "x": [place + WIDEST / 2],
        "y": [middle],
        "mode": "markers",
        "name": escape(outlook.name),
        "cliponaxis": False,
        "marker": {"symbol": "diamond-open", "size": 10 if outlook.value is not None else 1, "color": theme.CONTRAST},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [outlook.high - middle],
            "arrayminus": [middle - outlook.low],
            "color": theme.CONTRAST,
            "thickness": 2,
            "width": 6,
        },
        "hovertext": [f"<b>{escape(outlook.name)}</b><br>{escape(outlook.hover)}"],
        "hoverinfo": "text",
    }


def _band(band: Band) -> Spec:
    return {
        "type": "rect",
        "x0": band.first - 0.5,
        "x1": band.last + 0.5,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": theme.THIRD,
        "opacity": BAND_OPACITY,
        "line": {"width": 0},
        "layer": "below",
    }


def _hidden_mark(place: float) -> Spec:
    return {
        "x": place,
        "y": 0,
        "yanchor": "bottom",
        "text": HIDDEN,
        "showarrow": False,
        "font": {"color": theme.MUTED, "size": 15},
    }


def _band_number(band: Band) -> Spec:
    return {
        "x": (band.first + band.last) / 2,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": f"({band.number})",
        "showarrow": False,
        "font": {"color": theme.THIRD, "size": 13},
    }
