"""Areas in order of their smoothed rate, each on the line of places that it may have."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure
from vsv_metrics.text import Locale

ROW_HEIGHT, THIN_HEIGHT = 19, 3
MOST_NAMED = 60
"""With more areas only the highlighted one is named beside its line; the tooltip names each."""
FRAME_HEIGHT = 110


@dataclass(frozen=True)
class Placed:
    """One area with its places: median, and the bounds of its interval."""

    region_code: str
    name: str
    short_name: str
    rank: float
    lower: float
    upper: float
    hover: str
    is_open: bool = False
    is_chosen: bool = False


def rank_figure(areas: Sequence[Placed], *, axis_title: str, line_name: str, locale: Locale, is_demo: bool) -> Figure:
    """A dot (median place) with its interval per area, the first on top. A click gives the area's code."""
    is_named = len(areas) <= MOST_NAMED
    at = list(range(len(areas)))
    colors = [theme.CONTRAST if area.is_chosen else theme.FOCUS for area in areas]
    dots = {
        "type": "scatter",
        "x": [area.rank for area in areas],
        "y": at,
        "mode": "markers",
        "marker": {
            "size": [11 if area.is_chosen else 7 if is_named else 4 for area in areas],
            "color": colors,
            "symbol": ["circle-open" if area.is_open else "circle" for area in areas],
            "line": {"width": 2, "color": colors},
        },
        "hovertext": [f"<b>{escape(area.name)}</b><br>{area.hover}" for area in areas],
        "hoverinfo": "text",
        "customdata": [area.region_code for area in areas],
        "showlegend": False,
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 1}},
    }
    lines = [
        _lines([(row, area) for row, area in zip(at, areas, strict=True) if area.is_chosen == chosen], color, width, line_name)
        for chosen, color, width in ((False, theme.FOCUS, 3 if is_named else 1.5), (True, theme.CONTRAST, 5))
    ]
    labels = [area.short_name if is_named or area.is_chosen else "" for area in areas]
    layout = theme.base_layout(
        locale,
        xaxis={"range": [0.5, len(areas) + 0.5], "zeroline": False, "fixedrange": True, "title": {"text": ""}, "side": "top"},
        yaxis={
            "tickmode": "array",
            "tickvals": [row for row, label in zip(at, labels, strict=True) if label],
            "ticktext": [escape(label) for label in labels if label],
            "range": [len(areas) - 0.4, -0.6],
            "showgrid": is_named,
            "zeroline": False,
            "fixedrange": True,
            "ticklabelstandoff": 6,
        },
        is_demo=is_demo,
        height=FRAME_HEIGHT + (ROW_HEIGHT if is_named else THIN_HEIGHT) * len(areas),
        tick_labels=labels,
        annotations=[theme.unit_mark(axis_title)],
    )
    return Figure([*(line for line in lines if line["x"]), dots], layout)


def _lines(areas: Sequence[tuple[int, Placed]], color: str, width: float, name: str) -> dict:
    """The intervals of some areas as one trace, with a gap after each."""
    return {
        "type": "scatter",
        "x": [place for _, area in areas for place in (area.lower, area.upper, None)],
        "y": [y for row, _ in areas for y in (row, row, None)],
        "mode": "lines",
        "name": escape(name),
        "line": {"color": color, "width": width},
        "opacity": 0.45,
        "hoverinfo": "skip",
        "showlegend": False,
    }
