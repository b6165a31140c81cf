"""A change as steps from the first figure to the last, from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.text import Locale

NAME_WIDTH = 24
STEP_HEIGHT = 40
FRAME_HEIGHT = 110
ROOM = 0.45
"""Room left and right for the numbers, in parts of the range."""
FLAT = 0.1
"""Width of the axis, in percentage points, when nothing changed."""


@dataclass(frozen=True)
class Step:
    """One step in percentage points, with its number in words; `pattern` tells kinds of steps apart beside their colour."""

    name: str
    change: float
    label: str
    color: str = theme.FOCUS
    pattern: str = ""


def waterfall_figure(
    start: tuple[str, float, str],
    steps: Sequence[Step],
    end: tuple[str, float, str],
    *,
    unit_title: str,
    locale: Locale,
    is_demo: bool,
) -> Figure:
    """From `start` over the steps to `end` (name, percentage, percentage in words); the axis does not begin at nought."""
    levels = [start[1]]
    for step in steps:
        levels.append(levels[-1] + step.change)
    low, high = min(*levels, end[1]), max(*levels, end[1])
    room = ROOM * (max(high - low, FLAT))
    names = [start[0], *(step.name for step in steps), end[0]]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(1, len(steps) + 1)),
        "x": [step.change for step in steps],
        "base": levels[:-1],
        "marker": {
            "color": [step.color for step in steps],
            "pattern": {"shape": [step.pattern for step in steps], "size": 5, "solidity": 0.35},
            "line": {"width": 1, "color": [step.color for step in steps]},
        },
        "text": [escape(step.label) for step in steps],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [f"<b>{escape(step.name)}</b><br>{escape(step.label)}" for step in steps],
        "hoverinfo": "text",
    }
    ends = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [start[1], end[1]],
        "y": [0, len(steps) + 1],
        "marker": {"symbol": "diamond", "size": 13, "color": theme.TEXT},
        "text": [f"<b>{escape(start[2])}</b>", f"<b>{escape(end[2])}</b>"],
        "textposition": [_side(value, low, high) for value in (start[1], end[1])],
        "cliponaxis": False,
        "hovertext": [f"<b>{escape(name)}</b><br>{escape(label)}" for name, _, label in (start, end)],
        "hoverinfo": "text",
    }
    wrapped = [wrap(name, NAME_WIDTH) for name in names]
    layout = theme.base_layout(
        locale,
        xaxis=theme.value_axis("rate_pct", locale) | {"range": [low - room, high + room], "rangemode": "normal", "nticks": 5},
        yaxis={
            "range": [len(names) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": ["<br>".join(map(escape, parts)) for parts in wrapped],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticklabelstandoff": 6,
        },
        is_demo=is_demo,
        height=FRAME_HEIGHT + STEP_HEIGHT * len(names),
        tick_labels=[part for parts in wrapped for part in parts],
        annotations=[theme.unit_mark(unit_title)],
        shapes=[_connector(level, at) for at, level in enumerate(levels)],
        bargap=0.3,
    )
    return Figure([bars, ends], layout)


def _side(value: float, low: float, high: float) -> str:
    """The side of a point with most room for its number."""
    return "middle left" if value > (low + high) / 2 else "middle right"


def _connector(level: float, at: int) -> Spec:
    line = {"color": theme.MUTED, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": level, "x1": level, "y0": at, "y1": at + 1, "line": line, "layer": "below"}
