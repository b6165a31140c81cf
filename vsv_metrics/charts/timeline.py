"""Dates and periods laid over a trend: a row of lettered marks above the plot, a line or a band below each."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from math import ceil

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.indicators.policy import FIRST_MONTH, year_of
from vsv_metrics.text import Locale

POLICY = theme.CATEGORY[4]
CONTEXT = theme.MUTED
PAPER = "#000038"
"""The placeholder that becomes the background colour of the theme."""

ROW_HEIGHT, MARK_SIZE, MARK_ROOM = 25, 18, 21
PHONE_PLOT = 240
"""Pixels of the plot on a phone: what fits there fits everywhere."""
HATCHES, STEEPNESS = 9, 2.5
"""Slanting lines up the height of a band; the part of the height that a line across the whole plot would rise."""
YEARS_AFTER = 3
"""Years that an axis may grow to the right of its last figure to show an item that came after it."""


@dataclass(frozen=True)
class Mark:
    """One item on the axis of a chart: `start` and `end` in years, `end` None for a date; open where no end is known."""

    code: str
    letter: str
    hover: str
    start: float
    end: float | None = None
    is_open: bool = False
    is_context: bool = False
    label: str = ""
    """Word in the band itself, for a circumstance."""


def position(day: date, period_type: str) -> float:
    """Place of the first moment of a day on an axis where year p is drawn at p and reaches from p − 0.5 to p + 0.5."""
    month, year = FIRST_MONTH[period_type], year_of(day, period_type)
    begin, after = date(year, month, 1), date(year + 1, month, 1)
    return year - 0.5 + (day - begin) / (after - begin)


def middle(day: date, precision: str, period_type: str) -> float:
    """Place of a date on the axis: the middle of the day, or of the month or year where no more is known."""
    if precision == "day":
        first, after = day, day + timedelta(days=1)
    elif precision == "month":
        first = day.replace(day=1)
        after = first + timedelta(days=monthrange(day.year, day.month)[1])
    else:
        first, after = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return (position(first, period_type) + position(after, period_type)) / 2


def in_reach(mark: Mark, figure: Figure) -> bool:
    """Whether the mark can be shown on the axis of a trend, grown by at most `YEARS_AFTER`."""
    first, last = figure.to_dict()["layout"]["xaxis"].get("range", (0.0, 0.0))
    end = last if mark.is_open else mark.start if mark.end is None else mark.end
    return max(end, mark.start) > first and mark.start < last + YEARS_AFTER


def laid_over(figure: Figure, marks: Sequence[Mark], *, period_type: str, locale: Locale) -> Figure:
    """A trend with the marks that are in reach laid over it; the figure itself when there are none.

    The plot keeps its height: the rows of letters come on top. Breaks stay dotted with a number, policy is a solid line or a
    plain band, a circumstance a hatched band with its name.
    """
    spec = figure.to_dict()
    layout: Spec = spec["layout"]
    marks = [mark for mark in marks if in_reach(mark, figure)]
    if not marks:
        return figure
    axis = _axis(layout["xaxis"], marks, period_type, locale)
    first, last = axis["range"]
    marks = [_cut(mark, first, last) for mark in marks]
    rows = _rows(marks, MARK_ROOM * (last - first) / PHONE_PLOT)
    strip = ROW_HEIGHT * (max(rows) + 1)
    plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    top = plot / (plot + strip)
    heights = [top + (1 - top) * (row + 0.5) / (max(rows) + 1) for row in rows]
    legend = layout["legend"] | {"y": layout["legend"]["y"] * top}
    over = {
        "height": layout["height"] + strip,
        "xaxis": axis,
        "yaxis": layout["yaxis"] | {"domain": [0, top]},
        "yaxis2": {"domain": [top, 1], "range": [0, max(rows) + 1], "anchor": "x", "visible": False, "fixedrange": True},
        "legend": legend,
        "shapes": [*layout.get("shapes", []), *_shapes(marks, heights, top, last - first)],
        "annotations": [*layout["annotations"], *(_word(mark) for mark in marks if mark.label)],
    }
    traces = [trace | _undimmed(trace) for trace in spec["data"]]
    return Figure([*traces, _trace(marks, rows, locale)], layout | over)


def _axis(axis: Spec, marks: Sequence[Mark], period_type: str, locale: Locale) -> Spec:
    """The axis of years, grown to the right where an item begins after the last figure."""
    first, last = axis["range"]
    furthest = max(mark.start for mark in marks)
    if furthest <= last - 0.1:
        return axis
    end = round(furthest)
    return theme.year_ticks([round(first + 0.6), end], period_type, locale)


def _cut(mark: Mark, first: float, last: float) -> Mark:
    """The mark with its period as far as the axis shows it."""
    if mark.end is None and not mark.is_open:
        return mark
    return replace(mark, start=max(mark.start, first), end=last if mark.end is None else min(mark.end, last))


def _rows(marks: Sequence[Mark], gap: float) -> list[int]:
    """Per mark the lowest row on which it keeps `gap` years from those before it."""
    taken: list[float] = []
    rows = {}
    for mark in sorted(marks, key=lambda mark: (_at(mark), mark.letter)):
        row = next((row for row, until in enumerate(taken) if _at(mark) >= until), len(taken))
        taken[row : row + 1] = [_at(mark) + gap]
        rows[mark.code] = row
    return [rows[mark.code] for mark in marks]


def _at(mark: Mark) -> float:
    """Where the letter stands: at a date or the start of a period, in the middle of a circumstance."""
    return (mark.start + mark.end) / 2 if mark.is_context and mark.end is not None else mark.start


def _trace(marks: Sequence[Mark], rows: Sequence[int], locale: Locale) -> Spec:
    return {
        "type": "scatter",
        "x": [_at(mark) for mark in marks],
        "y": [row + 0.5 for row in rows],
        "yaxis": "y2",
        "mode": "markers+text",
        "name": escape(locale("timeline.marks")),
        "showlegend": False,
        "cliponaxis": False,
        "marker": {
            "size": MARK_SIZE,
            "symbol": ["square" if mark.is_context else "circle" for mark in marks],
            "color": PAPER,
            "opacity": 1,
            "line": {"width": 2, "color": [CONTEXT if mark.is_context else POLICY for mark in marks]},
        },
        "text": [mark.letter for mark in marks],
        "textposition": "middle center",
        "textfont": {"size": 11, "color": theme.TEXT},
        "customdata": [mark.code for mark in marks],
        "hovertext": [mark.hover for mark in marks],
        "hoverinfo": "text",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": theme.TEXT}},
    }


def _undimmed(trace: Spec) -> Spec:
    """A click on a mark picks it, and Plotly would fade everything else; numbers that lines cross are written darker."""
    if "text" not in trace.get("mode", ""):
        return {"unselected": {"marker": {"opacity": 1}}}
    font = {"color": theme.TEXT}
    return {"textfont": trace.get("textfont", {}) | font, "unselected": {"marker": {"opacity": 1}, "textfont": font}}


def _shapes(marks: Sequence[Mark], heights: Sequence[float], top: float, span: float) -> list[Spec]:
    bands = [_hatched(mark, top, span) if mark.is_context else _band(mark, top) for mark in marks if mark.end is not None]
    flat = [shape for shapes in bands for shape in shapes]
    stems = [_line(mark.start, height) for mark, height in zip(marks, heights, strict=True) if not mark.is_context]
    return [*flat, *stems]


def _band(mark: Mark, top: float) -> list[Spec]:
    area = {"type": "rect", "x0": mark.start, "x1": mark.end, "y0": 0, "y1": top, "yref": "paper", "layer": "below"}
    return [area | {"fillcolor": POLICY, "opacity": 0.1, "line": {"width": 0}}]


def _line(x: float, height: float) -> Spec:
    line = {"color": POLICY, "width": 1.5}
    ends = {"x0": x, "x1": x, "y0": 0, "y1": height}
    return {"type": "line", "yref": "paper", "layer": "below", "opacity": 0.7, "line": line, **ends}


def _hatched(mark: Mark, top: float, span: float) -> list[Spec]:
    """A light band with slanting lines, all in one path, as steep in a wide band as in a narrow one."""
    if mark.end is None:
        return []
    width, step = mark.end - mark.start, top / HATCHES
    rise = top * max(1 / HATCHES, STEEPNESS * width / span)
    strokes = []
    for number in range(-ceil(rise / step), HATCHES):
        low, high = (min(max(y, 0.0), top) for y in (number * step, number * step + rise))
        ends = ((mark.start + width * (y - number * step) / rise, y) for y in (low, high))
        strokes.append("M" + "L".join(f"{x:.4f},{y:.4f}" for x, y in ends))
    common = {"yref": "paper", "layer": "below"}
    area = {"type": "rect", "x0": mark.start, "x1": mark.end, "y0": 0, "y1": top, "fillcolor": CONTEXT, "line": {"width": 0}}
    lines = {"type": "path", "path": "".join(strokes), "line": {"color": CONTEXT, "width": 1}}
    return [common | area | {"opacity": 0.1}, common | lines | {"opacity": 0.45}]


def _word(mark: Mark) -> Spec:
    return {
        "x": _at(mark),
        "y": 0,
        "yref": "paper",
        "yanchor": "bottom",
        "text": escape(mark.label),
        "showarrow": False,
        "font": {"color": CONTEXT, "size": 11},
    }
