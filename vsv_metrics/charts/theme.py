"""Looks that all charts share.

Colours are Streamlit's placeholders: the browser replaces them by the palettes of `.streamlit/config.toml`, so one figure
serves the light and the dark theme.
"""

from html import escape

import plotly.graph_objects as go

from vsv_metrics.text import Locale

CATEGORY = tuple(f"#{number:06d}" for number in range(1, 11))
"""The ten categorical colours of the theme, in order (`streamlit.elements.lib.streamlit_plotly_theme`)."""

FOCUS, CONTRAST, THIRD, FOURTH = CATEGORY[0], CATEGORY[1], CATEGORY[2], CATEGORY[3]
MUTED = CATEGORY[9]
TEXT = "#000037"
"""The placeholder that becomes the strongest text colour of the theme."""

HEIGHT = 380
CONFIG = {"displayModeBar": False, "scrollZoom": False, "showTips": False}
"""Plotly's mode bar speaks English only; tables and downloads below each chart do its work."""


def base_layout(locale: Locale, *, is_demo: bool, height: int = HEIGHT) -> go.Layout:
    """Layout without axes: number format, margins, legend below, and the mark of fictional figures."""
    return go.Layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 52, "b": 8},
        separators=locale.separators,
        dragmode=False,
        hovermode="closest",
        hoverlabel={"align": "left"},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": -0.14, "yanchor": "top", "title": {"text": ""}},
        annotations=[demo_mark(locale)] if is_demo else [],
    )


def demo_mark(locale: Locale) -> dict[str, object]:
    """A mark across the plot that says that the figures are fictional."""
    return {
        "text": escape(locale("common.demo_mark")),
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "textangle": -18,
        "opacity": 0.28,
        "font": {"size": 26, "color": MUTED},
    }


def year_ticks(years: list[int], period_type: str, locale: Locale, most: int = 6) -> dict[str, object]:
    """Axis settings with at most `most` labelled years, the newest always among them."""
    first, last = min(years), max(years)
    step = max(1, -(-(last - first + 1) // most))
    values = sorted(range(last, first - 1, -step))
    return {
        "tickmode": "array",
        "tickvals": values,
        "ticktext": [locale.period(period_type, year) for year in values],
        "range": [first - 0.6, last + 0.6],
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "title": {"text": ""},
    }


def unit_mark(title: str) -> dict[str, object]:
    """The unit, written level above the value axis and above the numbers of breaks."""
    return {
        "text": escape(title),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "yshift": 18,
        "showarrow": False,
        "font": {"size": 12},
    }


def value_axis(column: str, locale: Locale) -> dict[str, object]:
    """Axis settings for counts (29.000) or percentages (2,5 %), from zero."""
    is_rate = column == "rate_pct"
    return {
        "rangemode": "tozero",
        "tickformat": "~r" if is_rate else ",d",
        "ticksuffix": locale.percent_suffix if is_rate else "",
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "title": {"text": ""},
    }
