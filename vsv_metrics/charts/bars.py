"""Figures side by side: horizontal bars, longest names readable."""

from html import escape
from textwrap import wrap

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure
from vsv_metrics.charts.trend import format_value
from vsv_metrics.indicators.provenance import names
from vsv_metrics.schema.records import records
from vsv_metrics.text import Locale

BAR_HEIGHT = 46
NAME_WIDTH = 24
"""Characters of a name before it goes on below."""
FRAME_HEIGHT = 70


def bar_figure(
    frame: pd.DataFrame, *, column: str, unit_title: str, locale: Locale, is_demo: bool, color: str = theme.FOCUS
) -> Figure:
    """One bar per row of `frame` (columns `name`, `obs_status` and `column`), the first row on top.

    Each carries the name of its figure (`indicators.provenance`) when it is one, for who clicks it.
    """
    wanted = records(frame[["name", "obs_status", "rate_digits", column]].assign(figure=names(frame)))
    rows = [row for row in reversed(wanted) if pd.notna(row[column])]
    values = [float(row[column]) for row in rows]
    labels = [format_value(row[column], column, locale, int(row["rate_digits"])) for row in rows]
    labelled = [wrap(row["name"], NAME_WIDTH) for row in rows]
    bars = {
        "type": "bar",
        "x": values,
        "y": ["<br>".join(escape(part) for part in parts) for parts in labelled],
        "orientation": "h",
        "marker": {"color": color},
        "text": labels,
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [
            f"<b>{escape(row['name'])}</b><br>{escape(label)}<br>{escape(locale('status.' + row['obs_status']))}"
            for row, label in zip(rows, labels, strict=True)
        ],
        "hoverinfo": "text",
        "customdata": [row["figure"] for row in rows],
    }
    layout = theme.base_layout(
        locale,
        xaxis=theme.value_axis(column, locale) | {"range": [0, 1.2 * max(values, default=1.0)]},
        yaxis={"fixedrange": True, "ticklabelstandoff": 6},
        is_demo=is_demo,
        height=FRAME_HEIGHT + BAR_HEIGHT * len(rows),
        tick_labels=[part for parts in labelled for part in parts],
        annotations=[theme.unit_mark(unit_title)],
        bargap=0.35,
    )
    return Figure([bars], layout)
