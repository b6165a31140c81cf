"""The profile of an area: each part on a line of its own, between the lowest and the highest of its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.charts.tiles import VERDICT_COLORS, VERDICT_SHAPES
from vsv_metrics.text import Locale

NAME_WIDTH = 22
"""Characters of a name before it goes on below."""
LINE_HEIGHT = 50
FRAME_HEIGHT = 190
EDGE = 0.1
"""Room beyond the lowest and the highest, in parts of the range; an interval that reaches further is cut there."""
MIDDLE = 0.5
SYMBOLS = {"higher": "triangle-up", "lower": "triangle-down", "no_clear_difference": "circle", "not_compared": "circle"}


@dataclass(frozen=True)
class SpineLine:
    """One part: percentages of the area and of what it is held against; None where there is none. `hover` is plain text lines."""

    name: str
    label: str
    """The area's figure in words, written below the name."""
    value: float | None
    interval: tuple[float, float] | None
    spread: tuple[float, float, float, float] | None
    """Lowest, quarter, three quarters and highest of the areas of its kind; None with fewer than two."""
    country: float | None
    group: float | None
    verdict: str
    is_open: bool
    hover: tuple[str, ...]


Scaled = tuple[int, SpineLine, tuple[float, float, float, float]]
"""A line that has a range: its place, itself, the range."""


def spine_figure(
    lines: Sequence[SpineLine],
    *,
    area: str,
    names: tuple[str, str, str, str],
    ends: tuple[str, str],
    locale: Locale,
    is_demo: bool,
) -> Figure:
    """One line per part, the first on top. `names` are those of range, middle half, country and group; `ends` of the axis."""
    rows = list(enumerate(lines))
    scaled = [(at, line, line.spread) for at, line in rows if line.spread is not None]
    whole, middle = (
        [(at, _place(spread[low], spread), _place(spread[high], spread)) for at, _, spread in scaled]
        for low, high in ((0, 3), (1, 2))
    )
    traces = [
        _range(whole, names[0], width=5, opacity=0.45),
        _range(middle, names[1], width=13, opacity=0.45),
        _points(
            [(at, _place(line.country, spread)) for at, line, spread in scaled if line.country is not None],
            names[2],
            {"symbol": "line-ns", "size": 22, "color": theme.TEXT, "line": {"width": 3, "color": theme.TEXT}},
        ),
        _points(
            [(at, _place(line.group, spread)) for at, line, spread in scaled if line.group is not None],
            names[3],
            {"symbol": "diamond-open", "size": 12, "color": theme.FOURTH, "line": {"width": 2.5, "color": theme.FOURTH}},
        ),
        _intervals(scaled),
        _area(scaled, area),
    ]
    traces = [trace for trace in traces if trace["x"]]
    labels = [[*wrap(line.name, NAME_WIDTH), f"{line.label} {VERDICT_SHAPES[line.verdict]}".strip()] for line in lines]
    layout = theme.base_layout(
        locale,
        xaxis={
            "range": [-EDGE, 1 + EDGE],
            "tickvals": [0, 1],
            "ticktext": [escape(end) for end in ends],
            "tickangle": 0,
            "zeroline": False,
            "fixedrange": True,
            "title": {"text": ""},
        },
        yaxis={
            "range": [len(lines) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": [at for at, _ in rows],
            "ticktext": ["<br>".join([*map(escape, label[:-1]), f"<b>{escape(label[-1])}</b>"]) for label in labels],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticklabelstandoff": 6,
        },
        is_demo=is_demo,
        height=FRAME_HEIGHT + LINE_HEIGHT * len(lines),
        tick_labels=[part for label in labels for part in label],
        legend_names=sum(trace.get("showlegend", True) for trace in traces),
    )
    layout["margin"]["t"] = 16
    return Figure(traces, layout)


def _place(value: float, spread: tuple[float, float, float, float]) -> float:
    """Where a percentage stands between the lowest (0) and the highest (1); in the middle when these are the same."""
    low, high = spread[0], spread[3]
    return MIDDLE if high <= low else min(max((value - low) / (high - low), -EDGE), 1 + EDGE)


def _range(ends: Sequence[tuple[int, float, float]], name: str, *, width: int, opacity: float) -> Spec:
    return {
        "type": "scatter",
        "x": [place for _, low, high in ends for place in (low, high, None)],
        "y": [place for at, _, _ in ends for place in (at, at, None)],
        "mode": "lines",
        "name": escape(name),
        "connectgaps": False,
        "line": {"color": theme.MUTED, "width": width},
        "opacity": opacity,
        "hoverinfo": "skip",
    }


def _points(points: Sequence[tuple[int, float]], name: str, marker: Spec) -> Spec:
    return {
        "type": "scatter",
        "x": [place for _, place in points],
        "y": [at for at, _ in points],
        "mode": "markers",
        "name": escape(name),
        "cliponaxis": False,
        "marker": marker,
        "hoverinfo": "skip",
    }


def _area(scaled: Sequence[Scaled], area: str) -> Spec:
    shown = [(at, line, spread, line.value) for at, line, spread in scaled if line.value is not None]
    places = [_place(value, spread) for _, _, spread, value in shown]
    colors = [theme.FOCUS if line.verdict not in ("higher", "lower") else VERDICT_COLORS[line.verdict] for _, line, _, _ in shown]
    return _points([(at, place) for (at, *_), place in zip(shown, places, strict=True)], area, {}) | {
        "marker": {
            "symbol": [SYMBOLS[line.verdict] + ("-open" if line.is_open else "") for _, line, _, _ in shown],
            "size": 13,
            "color": colors,
            "line": {"width": 2.5, "color": colors},
        },
        "hovertext": ["<br>".join([f"<b>{escape(line.name)}</b>", *map(escape, line.hover)]) for _, line, _, _ in shown],
        "hoverinfo": "text",
    }


def _intervals(scaled: Sequence[Scaled]) -> Spec:
    """The intervals of the area; none on a line on which all areas are equal."""
    shown = [
        (at, _place(line.interval[0], spread), _place(line.interval[1], spread))
        for at, line, spread in scaled
        if line.interval is not None and spread[3] > spread[0]
    ]
    return _range(shown, "", width=2, opacity=1) | {
        "line": {"color": theme.FOCUS, "width": 2.5},
        "showlegend": False,
    }
