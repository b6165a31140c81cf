"""A map of equal tiles placed like the country: no borders, no map service, every area equally visible."""

from html import escape

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.indicators.provenance import names
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale

VERDICT_COLORS = {
    "higher": theme.CONTRAST,
    "lower": theme.THIRD,
    "no_clear_difference": theme.MUTED,
    "not_compared": theme.MUTED,
}
VERDICT_SHAPES = {"higher": "▲", "lower": "▼", "no_clear_difference": "●", "not_compared": ""}
"""Shape beside colour: a chart never speaks by colour alone."""

TILE_SIZE = 0.94
ROW_HEIGHT = 84


def tile_figure(frame: pd.DataFrame, *, locale: Locale, is_demo: bool) -> Figure:
    """One tile per row of `frame`: `col`, `row`, `name`, `short_name`, `rate_pct` (may be missing), `verdict`.

    Each carries the name of its figure (`indicators.provenance`), for who clicks it.
    """
    tiles = frame[["col", "row", "name", "short_name", "rate_pct", "verdict"]].to_dict("records")
    cols, rows = [tile["col"] for tile in tiles], [tile["row"] for tile in tiles]
    texts = [_tile_text(tile, locale) for tile in tiles]
    words = {
        "type": "scatter",
        "x": cols,
        "y": rows,
        "mode": "text",
        "text": [text for text, _ in texts],
        "hovertext": [hover for _, hover in texts],
        "hoverinfo": "text",
        "customdata": names(frame),
        "textfont": {"size": 12, "color": theme.TEXT},
        "cliponaxis": False,
    }
    layout = theme.base_layout(
        locale,
        xaxis={"visible": False, "fixedrange": True, "range": [min(cols) - 0.55, max(cols) + 0.55]},
        yaxis={"visible": False, "fixedrange": True, "range": [max(rows) + 0.55, min(rows) - 0.55]},
        is_demo=is_demo,
        height=ROW_HEIGHT * (max(rows) + 1) + 40,
        shapes=[_tile_shape(tile) for tile in tiles],
    )
    return Figure([words], layout)


def _tile_shape(tile: Row) -> Spec:
    half, color = TILE_SIZE / 2, VERDICT_COLORS[tile["verdict"]]
    return {
        "type": "rect",
        "x0": tile["col"] - half,
        "x1": tile["col"] + half,
        "y0": tile["row"] - half,
        "y1": tile["row"] + half,
        "line": {"color": color, "width": 2},
        "fillcolor": color,
        "opacity": 0.12 if tile["verdict"] == "not_compared" else 0.30,
        "layer": "below",
    }


def _tile_text(tile: Row, locale: Locale) -> tuple[str, str]:
    rate = tile["rate_pct"]
    figure = locale("common.no_data") if pd.isna(rate) else locale.percent(float(rate), 2)
    shape = VERDICT_SHAPES[str(tile["verdict"])]
    verdict = locale(f"verdict.{tile['verdict']}")
    text = f"{escape(str(tile['short_name']))}<br><b>{escape(figure)}</b> {shape}"
    return text, f"<b>{escape(str(tile['name']))}</b><br>{escape(figure)}<br>{escape(verdict)}"
