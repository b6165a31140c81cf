"""Areas by years or by indicators: one cell per figure, its verdict as colour and shape, its value where the screen has room."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from vsv_metrics.charts import theme
from vsv_metrics.charts.area_map import FEW_COLUMNS, WIDE_SCREEN
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.charts.tiles import VERDICT_COLORS, VERDICT_SHAPES
from vsv_metrics.text import Locale

ROW_HEIGHT = 22
STRENGTH = 0.3
CODES = ("lower", "higher")
"""Verdicts that have a colour, by their number in the grid; the others stay plain."""
TOP = 64
"""Least pixels above the cells for the names of the columns, which stand upright."""
NAME_WIDTH = 26
"""Characters of the name of a column before it goes on beside."""


@dataclass(frozen=True)
class Cell:
    """One figure: its row and column, verdict, value and tooltip."""

    row: int
    col: int
    region_code: str
    verdict: str
    value: str
    hover: str


def grid_figure(
    cells: Sequence[Cell], rows: Sequence[str], cols: Sequence[str], *, chosen: int | None, locale: Locale, is_demo: bool
) -> Figure:
    """A cell per area (`rows`) and column (`cols`); empty where there is none. A click gives the area's code."""
    values: list[list[int | None]] = [[None] * len(cols) for _ in rows]
    for cell in cells:
        values[cell.row][cell.col] = CODES.index(cell.verdict) if cell.verdict in CODES else None
    colours: Spec = {
        "type": "heatmap",
        "x": list(range(len(cols))),
        "y": list(range(len(rows))),
        "z": values,
        "zmin": -0.5,
        "zmax": len(CODES) - 0.5,
        "colorscale": _steps(),
        "opacity": STRENGTH,
        "showscale": False,
        "hoverinfo": "skip",
        "xgap": 2,
        "ygap": 2,
    }
    words = {
        "type": "scatter",
        "x": [cell.col for cell in cells],
        "y": [cell.row for cell in cells],
        "mode": "markers+text",
        "marker": {"size": 16, "opacity": 0, "symbol": "square", "color": theme.MUTED},
        "text": [_text(cell, is_narrow=len(cols) > FEW_COLUMNS) for cell in cells],
        "textfont": {"size": 11, "color": theme.TEXT},
        "hovertext": [cell.hover for cell in cells],
        "hoverinfo": "text",
        "customdata": [cell.region_code for cell in cells],
        "selected": {"marker": {"opacity": 0}},
        "unselected": {"marker": {"opacity": 0}, "textfont": {"color": theme.TEXT}},
    }
    names = [f"<b>{escape(name)}</b>" if place == chosen else escape(name) for place, name in enumerate(rows)]
    heads = [wrap(name, NAME_WIDTH) for name in cols]
    top = max(TOP, theme.LABEL_GAP + theme.LETTER_WIDTH * max((len(line) for head in heads for line in head), default=0))
    common = {"tickmode": "array", "showgrid": False, "zeroline": False, "fixedrange": True}
    layout = theme.base_layout(
        locale,
        xaxis=common
        | {
            "tickvals": list(range(len(cols))),
            "ticktext": ["<br>".join(map(escape, head)) for head in heads],
            "side": "top",
            "range": [-0.5, len(cols) - 0.5],
            "tickangle": -90,
        },
        yaxis=common
        | {
            "tickvals": list(range(len(rows))),
            "ticktext": names,
            "range": [len(rows) - 0.4, -0.6],
            "ticklabelstandoff": 6,
        },
        is_demo=is_demo,
        height=top + theme.BELOW + ROW_HEIGHT * len(rows),
        tick_labels=list(rows),
    )
    layout["margin"] = layout["margin"] | {"t": top}
    return Figure([colours, words], layout)


def _text(cell: Cell, *, is_narrow: bool) -> str:
    shape = VERDICT_SHAPES[cell.verdict]
    if not is_narrow:
        return f"{shape} {escape(cell.value)}".strip()
    size = f"clamp(0px,calc((100vw - {WIDE_SCREEN}px)*999),11px)"
    return f'{shape}<span style="font-size:{size}"> {escape(cell.value)}</span>'


def _steps() -> list[list]:
    """A colour scale that has one colour per verdict and nothing between."""
    part = 1 / len(CODES)
    return [[min(1.0, place * part + shift * part), VERDICT_COLORS[code]] for place, code in enumerate(CODES) for shift in (0, 1)]
