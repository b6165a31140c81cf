"""A tile map of many areas in named classes: full names on a wide screen, narrow ones on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.charts.tiles import TILE_SIZE
from vsv_metrics.text import Locale

ROW_HEIGHT = 58
FEW_COLUMNS = 5
"""With no more columns the short names fit a phone too."""
WIDE_SCREEN = 1000
"""Pixels of the screen from which short names fit tiles in more columns; on less they are narrow names."""
WIDE_SIZE, NARROW_SIZE = 12, 10.5
SHIFT = 0.5
"""Part of a tile by which the odd rows lie to the right."""


@dataclass(frozen=True)
class Class:
    """One class of a legend: its code, what it says, its shape, colour and how strong that is; 0 leaves the tile empty."""

    code: str
    name: str
    shape: str
    color: str
    opacity: float


@dataclass(frozen=True)
class Tile:
    """One area: its place, names, value and class."""

    col: int
    row: int
    region_code: str
    short_name: str
    narrow_name: str
    value: str
    hover: str
    class_code: str
    is_chosen: bool = False


def area_map(tiles: Sequence[Tile], classes: Sequence[Class], *, has_shift: bool, locale: Locale, is_demo: bool) -> Figure:
    """One tile per area, placed like the country; `has_shift` moves odd rows by half a tile. A click gives the area's code."""
    known = {found.code: found for found in classes}
    at = [tile.col + (SHIFT if has_shift and tile.row % 2 else 0) for tile in tiles]
    is_narrow = max(tile.col for tile in tiles) - min(tile.col for tile in tiles) >= FEW_COLUMNS
    names = {
        "type": "scatter",
        "x": at,
        "y": [tile.row for tile in tiles],
        "mode": "markers+text",
        "marker": {"size": 34, "opacity": 0, "symbol": "square", "color": theme.MUTED},
        "text": [_text(tile, known[tile.class_code].shape, is_narrow=is_narrow) for tile in tiles],
        "hovertext": [tile.hover for tile in tiles],
        "hoverinfo": "text",
        "textfont": {"size": WIDE_SIZE, "color": theme.TEXT},
        "customdata": [tile.region_code for tile in tiles],
        "cliponaxis": False,
        "showlegend": False,
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}, "textfont": {"color": theme.TEXT}},
    }
    rows = [tile.row for tile in tiles]
    layout = theme.base_layout(
        locale,
        xaxis={"visible": False, "fixedrange": True, "range": [min(at) - 0.55, max(at) + 0.55]},
        yaxis={"visible": False, "fixedrange": True, "range": [max(rows) + 0.55, min(rows) - 0.55]},
        is_demo=is_demo,
        height=ROW_HEIGHT * (max(rows) - min(rows) + 1) + theme.ABOVE + theme.BELOW_WITH_LEGEND,
        legend_names=theme.ON_ONE_LINE + 1,
        shapes=[shape for tile, x in zip(tiles, at, strict=True) for shape in _shapes(tile, x, known[tile.class_code])],
    )
    return Figure([names, *(legend(found) for found in classes)], layout)


def _text(tile: Tile, shape: str, *, is_narrow: bool) -> str:
    name = escape(tile.short_name)
    if is_narrow:
        size = f"(100vw - {WIDE_SCREEN}px)*999"
        name = f"{_sized(name, size, WIDE_SIZE)}{_sized(escape(tile.narrow_name), f'{size}*-1', NARROW_SIZE)}"
    return f"{name}<br><b>{escape(tile.value)}</b> {shape}".rstrip()


def _sized(text: str, size: str, most: float) -> str:
    """Text of which the browser makes nothing where the size comes out below zero, and else its full size."""
    return f'<span style="font-size:clamp(0px,calc({size}),{most}px)">{text}</span>'


def _shapes(tile: Tile, x: float, found: Class) -> list[Spec]:
    half = TILE_SIZE / 2
    place = {"type": "rect", "x0": x - half, "x1": x + half, "y0": tile.row - half, "y1": tile.row + half, "layer": "below"}
    filled = (
        _plain(place)
        if not found.opacity
        else place | {"line": {"color": found.color, "width": 1.5}, "fillcolor": found.color, "opacity": found.opacity}
    )
    return [filled, place | {"line": {"color": theme.TEXT, "width": 3}}] if tile.is_chosen else [filled]


def _plain(place: Spec) -> Spec:
    return place | {"line": {"color": theme.MUTED, "width": 1, "dash": "dot"}, "fillcolor": "rgba(0,0,0,0)"}


def legend(found: Class) -> Spec:
    """The entry of one class in the legend of a map."""
    look = {"symbol": "square", "opacity": found.opacity} if found.opacity else {"symbol": "square-open", "opacity": 0.5}
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "name": escape(f"{found.shape} {found.name}".strip()),
        "marker": look | {"size": 14, "color": found.color},
        "hoverinfo": "skip",
    }
