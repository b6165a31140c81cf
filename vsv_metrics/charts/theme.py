"""Looks that all charts share.

Colours are Streamlit's placeholders: the browser replaces them by the palettes of `.streamlit/config.toml`, so one figure
serves the light and the dark theme.
"""

from collections.abc import Sequence
from html import escape

from vsv_metrics.charts.figure import Spec
from vsv_metrics.text import Locale

CATEGORY = tuple(f"#{number:06d}" for number in range(1, 11))
"""The ten categorical colours of the theme, in order (`streamlit.elements.lib.streamlit_plotly_theme`)."""

FOCUS, CONTRAST, THIRD, FOURTH = CATEGORY[0], CATEGORY[1], CATEGORY[2], CATEGORY[3]
MUTED = CATEGORY[9]
TEXT = "#000037"
"""The placeholder that becomes the strongest text colour of the theme."""

HEIGHT = 380
ABOVE, BELOW, BELOW_WITH_LEGEND = 52, 32, 60
"""Pixels above the plot for the unit and the numbers of breaks, below it for the years, and for a legend of one line too."""
ON_ONE_LINE = 2
"""Names of a legend that fit on one line, also on a phone."""
LABEL_GAP = 12
LETTER_WIDTH = 7
"""Pixels between a label and its axis, and of one letter of it: wide enough for any."""
CONFIG = {"displayModeBar": False, "scrollZoom": False, "showTips": False}
"""Plotly's mode bar speaks English only; tables and downloads below each chart do its work."""


def base_layout(
    locale: Locale,
    *,
    xaxis: Spec,
    yaxis: Spec,
    is_demo: bool,
    height: int = HEIGHT,
    tick_labels: Sequence[str] = (),
    legend_names: int = 0,
    annotations: Sequence[Spec] = (),
    **settings: object,
) -> Spec:
    """Layout with number format, room for the labels of the vertical axis, legend below, and the mark of fictional figures.

    The room is reckoned here: when Plotly finds it by itself, it draws every chart twice. Only a legend that may need several
    lines is left to it.
    """
    left = LABEL_GAP + LETTER_WIDTH * max((len(label) for label in tick_labels), default=0)
    below = BELOW_WITH_LEGEND if legend_names else BELOW
    legend_at = -BELOW / (height - ABOVE - below)
    return {
        "height": height,
        "margin": {"l": left, "r": 16, "t": ABOVE, "b": below, "autoexpand": legend_names > ON_ONE_LINE},
        "separators": locale.separators,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": legend_at, "yanchor": "top", "title": {"text": ""}},
        "xaxis": xaxis,
        "yaxis": yaxis,
        "showlegend": legend_names > 0,
        "annotations": [*([demo_mark(locale)] if is_demo else []), *annotations],
        **settings,
    }


def demo_mark(locale: Locale) -> Spec:
    """A mark across the plot that says that the figures are fictional; on two lines, so that it fits a phone."""
    return {
        "text": escape(locale("common.demo_mark")).replace(" – ", "<br>"),
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "textangle": -18,
        "opacity": 0.28,
        "font": {"size": 22, "color": MUTED},
    }


def year_ticks(years: list[int], period_type: str, locale: Locale, most: int = 6) -> Spec:
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
        "title": {"text": ""},
    }


def unit_mark(title: str) -> Spec:
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


def value_axis(column: str, locale: Locale) -> Spec:
    """Axis settings for counts (29.000) or percentages (2,5 %), from zero."""
    is_rate = column == "rate_pct"
    return {
        "rangemode": "tozero",
        "tickformat": "~r" if is_rate else ",d",
        "ticksuffix": locale.percent_suffix if is_rate else "",
        "zeroline": False,
        "fixedrange": True,
        "title": {"text": ""},
    }
