"""What stands in a trend beside the figures: lines that were reckoned, not observed, and the band around what is drawn on."""

from dataclasses import dataclass
from html import escape

from vsv_metrics.charts.figure import Spec
from vsv_metrics.text import Locale

BAND_OPACITY = 0.25
AFTER_FIGURES = 1001
"""Place in the legend: drawn below the figures, named after them."""


@dataclass(frozen=True)
class Path:
    """A reckoned line, (period, value) a point, without the marks that observed figures have.

    `begins_observed`: its first point is a figure that the trend itself draws.
    """

    name: str
    points: tuple[tuple[int, float], ...]
    color: str
    dash: str = "dash"
    begins_observed: bool = True


@dataclass(frozen=True)
class Band:
    """Bounds a period: (period, lower, upper); equal bounds where it begins at an observed figure."""

    name: str
    points: tuple[tuple[int, float, float], ...]
    color: str


def path_trace(path: Path, period_type: str, locale: Locale) -> Spec:
    """A dashed line; hovering a point says its name, year and value."""
    hover = [
        ""
        if place == 0 and path.begins_observed
        else f"<b>{escape(path.name)}</b><br>{locale.period(period_type, period)}: {escape(locale.number(value))}"
        for place, (period, value) in enumerate(path.points)
    ]
    return {
        "type": "scatter",
        "x": [period for period, _ in path.points],
        "y": [value for _, value in path.points],
        "mode": "lines",
        "name": escape(path.name),
        "legendrank": AFTER_FIGURES,
        "cliponaxis": False,
        "line": {"color": path.color, "width": 2, "dash": path.dash},
        "hovertext": hover,
        "hoverinfo": "text",
    }


def band_trace(band: Band) -> Spec:
    """A closed shape behind the lines, without hover: the table below a chart gives its bounds."""
    return {
        "type": "scatter",
        "x": [period for period, _, _ in band.points] + [period for period, _, _ in reversed(band.points)],
        "y": [upper for _, _, upper in band.points] + [lower for _, lower, _ in reversed(band.points)],
        "mode": "lines",
        "name": escape(band.name),
        "legendrank": AFTER_FIGURES,
        "fill": "toself",
        "fillcolor": band.color,
        "line": {"color": band.color, "width": 0},
        "opacity": BAND_OPACITY,
        "hoverinfo": "skip",
    }


def periods(paths: tuple[Path, ...], bands: tuple[Band, ...]) -> list[int]:
    """Every period that a path or band reaches."""
    return [point[0] for item in (*paths, *bands) for point in item.points]


def highest(paths: tuple[Path, ...], bands: tuple[Band, ...]) -> float:
    """The highest value that a path or band reaches, 0 without any."""
    return max((point[-1] for item in (*paths, *bands) for point in item.points), default=0.0)
