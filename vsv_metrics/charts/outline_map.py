"""A map of areas by their boundaries, in named classes: filled outlines and no map service."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from vsv_metrics.charts import theme
from vsv_metrics.charts.area_map import WIDE_SCREEN, Class, legend
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.text import Locale

HEIGHT = 640
BORDER = 0.8
FEW_AREAS = 60
"""With no more areas their figures fit the map, on a wide screen, and the shape of every class."""
MARKED = ("higher", "lower")
"""Classes whose shape stands in their areas however many these are."""
EDGE = 0.02
"""Room beside the map, in parts of its width and height."""


@dataclass(frozen=True)
class Outline:
    """One area: rings (n, 2) with holes running the other way, points inside it that can be clicked, where its figure stands."""

    rings: Sequence[np.ndarray]
    spots: np.ndarray
    middle: tuple[float, float]
    region_code: str
    value: str
    hover: str
    class_code: str
    is_chosen: bool = False


def outline_map(outlines: Sequence[Outline], classes: Sequence[Class], *, locale: Locale, is_demo: bool) -> Figure:
    """One shape per area, north on top and as wide as it is high. A click gives the area's code."""
    every = np.vstack([ring for outline in outlines for ring in outline.rings])
    low, high = every.min(axis=0), every.max(axis=0)
    x_range, y_range = ([low[axis] - EDGE * size, high[axis] + EDGE * size] for axis, size in enumerate(high - low))
    fills = [
        _lines([ring for outline in outlines if outline.class_code == found.code for ring in outline.rings])
        | {"fill": "toself", "fillcolor": found.color, "opacity": found.opacity, "line": {"width": 0}}
        for found in classes
        if found.opacity
    ]
    borders = _lines([ring for outline in outlines for ring in outline.rings])
    chosen = _lines([ring for outline in outlines if outline.is_chosen for ring in outline.rings])
    common = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = theme.base_layout(
        locale,
        xaxis=common | {"range": _rounded(x_range)},
        yaxis=common | {"range": _rounded(y_range), "scaleanchor": "x", "constraintoward": "top"},
        is_demo=is_demo,
        height=HEIGHT,
        legend_names=theme.ON_ONE_LINE + 1,
        hoverdistance=12,
    )
    layout["margin"]["t"] = 8
    traces = [
        *fills,
        borders | {"line": {"color": theme.MUTED, "width": 1}, "opacity": BORDER},
        *([chosen | {"line": {"color": theme.TEXT, "width": 3}}] if chosen["x"] else []),
        _names(outlines, classes),
        *(_clickable(outline) for outline in outlines),
        *(legend(found) for found in classes),
    ]
    return Figure(traces, layout)


def _lines(rings: Sequence[np.ndarray]) -> Spec:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in rings:
        xs += [*_rounded(ring[:, 0]), None]
        ys += [*_rounded(ring[:, 1]), None]
    return {"type": "scatter", "x": xs[:-1], "y": ys[:-1], "mode": "lines", "hoverinfo": "skip", "showlegend": False}


def _names(outlines: Sequence[Outline], classes: Sequence[Class]) -> Spec:
    """The shape of its class in every area, and its figure where there are few areas and the screen is wide."""
    few = len(outlines) <= FEW_AREAS
    shapes = {found.code: found.shape if few or found.code in MARKED else "" for found in classes}
    return {
        "type": "scatter",
        "x": _rounded([outline.middle[0] for outline in outlines]),
        "y": _rounded([outline.middle[1] for outline in outlines]),
        "mode": "text",
        "text": [_text(outline.value if few else "", shapes[outline.class_code]) for outline in outlines],
        "textfont": {"size": 11 if few else 10, "color": theme.TEXT},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _text(value: str, shape: str) -> str:
    size = f"clamp(0px,calc((100vw - {WIDE_SCREEN}px)*999),11px)"
    return f'<span style="font-size:{size}">{escape(value)} </span>{shape}' if value else shape


def _clickable(outline: Outline) -> Spec:
    """Points that nobody sees, everywhere in the area: a click near one of them is a click on the area."""
    points = [*outline.spots.tolist(), list(outline.middle)]
    return {
        "type": "scatter",
        "x": _rounded([point[0] for point in points]),
        "y": _rounded([point[1] for point in points]),
        "mode": "markers",
        "marker": {"size": 12, "opacity": 0, "color": theme.MUTED},
        "hovertext": outline.hover,
        "hoverinfo": "text",
        "customdata": [outline.region_code] * len(points),
        "showlegend": False,
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}},
    }


def _rounded(values: Sequence[float] | np.ndarray) -> list[float]:
    return [round(float(value), 1) for value in values]
