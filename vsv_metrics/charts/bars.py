"""Figures side by side: horizontal bars, longest names readable."""

from html import escape
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from vsv_metrics.charts import theme
from vsv_metrics.charts.trend import format_value
from vsv_metrics.text import Locale

BAR_HEIGHT = 46
NAME_WIDTH = 24
"""Characters of a name before it goes on below."""
FRAME_HEIGHT = 70


def bar_figure(
    frame: pd.DataFrame, *, column: str, unit_title: str, locale: Locale, is_demo: bool, color: str = theme.FOCUS
) -> go.Figure:
    """One bar per row of `frame` (columns `name`, `obs_status` and `column`), the first row on top."""
    rows = frame.dropna(subset=[column]).iloc[::-1]
    figure = go.Figure(layout=theme.base_layout(locale, is_demo=is_demo, height=FRAME_HEIGHT + BAR_HEIGHT * len(rows)))
    values = [float(value) for value in rows[column]]
    labels = [format_value(value, column, locale, int(digits)) for value, digits in zip(values, rows["rate_digits"], strict=True)]
    figure.add_trace(
        go.Bar(
            x=values,
            y=["<br>".join(escape(part) for part in wrap(name, NAME_WIDTH)) for name in rows["name"]],
            orientation="h",
            marker={"color": color},
            text=labels,
            textposition="outside",
            cliponaxis=False,
            hovertext=[
                f"<b>{escape(name)}</b><br>{escape(label)}<br>{escape(locale(f'status.{status}'))}"
                for name, label, status in zip(rows["name"], labels, rows["obs_status"], strict=True)
            ],
            hoverinfo="text",
        )
    )
    figure.update_xaxes(theme.value_axis(column, locale))
    figure.update_xaxes(range=[0, 1.2 * max(values, default=1.0)])
    figure.update_yaxes({"fixedrange": True, "automargin": True, "ticklabelstandoff": 6})
    figure.add_annotation(theme.unit_mark(unit_title))
    figure.update_layout(showlegend=False, bargap=0.35)
    return figure
