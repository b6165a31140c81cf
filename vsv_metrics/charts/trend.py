"""Figures through time: one line piece per series, breaks and targets as marks."""

from dataclasses import dataclass
from html import escape

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.charts.paths import Band, Path, band_trace, highest, path_trace, periods
from vsv_metrics.indicators.provenance import names
from vsv_metrics.schema.codes import OPEN_STATUSES
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale


@dataclass(frozen=True)
class Line:
    """One named line. `frame` has `period`, `series_id`, `piece`, `obs_status` and the value column; one row a period."""

    name: str
    frame: pd.DataFrame
    color: str = theme.FOCUS
    dash: str = "solid"
    is_labelled: bool = True


@dataclass(frozen=True)
class Break:
    """A line between two periods, with the number that the text below the chart explains."""

    before_period: int
    number: int


@dataclass(frozen=True)
class Target:
    """A mark on the period that a target is read as. Only a target that still has to be met is labelled in the plot."""

    period: int
    value: float
    label: str
    is_open: bool = True
    label_at: str = "bottom center"
    """Where the label stands; `bottom left` keeps it clear of a break right after the period."""


def trend_figure(
    lines: list[Line],
    *,
    column: str,
    unit_title: str,
    period_type: str,
    locale: Locale,
    is_demo: bool,
    breaks: tuple[Break, ...] = (),
    targets: tuple[Target, ...] = (),
    paths: tuple[Path, ...] = (),
    bands: tuple[Band, ...] = (),
    height: int = theme.HEIGHT,
) -> Figure:
    """A line chart of `column` ('numerator' or 'rate_pct'), one trace per piece; provisional points are open.

    Periods that are missing break the line: nothing is interpolated, and pieces or series are never joined. `paths` and `bands`
    are reckoned, not observed. Each point carries the name of its figure (`indicators.provenance`), for who clicks it.
    """
    traces = [
        *(band_trace(band) for band in bands),
        *(path_trace(path, period_type, locale) for path in paths),
    ] + [
        _piece_trace(line, piece, column, period_type, locale, is_first=index == 0)
        for line in lines
        for index, piece in enumerate(_pieces(line.frame, column))
    ]
    if targets:
        traces.append(_target_trace(targets, column, period_type, locale))
    years = [int(year) for line in lines for year in line.frame["period"]] + [target.period for target in targets]
    years += periods(paths, bands)
    names = len({line.name for line in lines}) + bool(targets) + len(paths) + len(bands)
    layout = theme.base_layout(
        locale,
        xaxis=theme.year_ticks(years, period_type, locale) if years else {},
        yaxis=theme.value_axis(column, locale),
        is_demo=is_demo,
        height=height,
        tick_labels=[_longest_label(lines, [*(target.value for target in targets), highest(paths, bands)], column, locale)],
        annotations=[*(_break_number(mark) for mark in breaks), theme.unit_mark(unit_title)],
        shapes=[_break_line(mark) for mark in breaks],
        legend_names=names if names > 1 else 0,
    )
    return Figure(traces, layout)


def format_value(value: float, column: str, locale: Locale, digits: int) -> str:
    """A count or percentage as the charts write it; `digits` are the decimals of a percentage."""
    return locale.percent(value, digits) if column == "rate_pct" else locale.number(value)


def _longest_label(lines: list[Line], others: list[float], column: str, locale: Locale) -> str:
    """A label as long as any that the value axis can have."""
    if column == "rate_pct":
        return locale.percent(10, 1)
    observed = max((float(line.frame[column].max()) for line in lines if line.frame[column].notna().any()), default=0)
    return locale.number(1.2 * max([observed, *others]))


def _pieces(frame: pd.DataFrame, column: str) -> list[list[Row]]:
    """The figures that have the value, per series and piece in the order of the frame, periods ascending."""
    pieces: dict[tuple[str, int], list[Row]] = {}
    wanted = frame[["series_id", "piece", "period", "obs_status", "rate_digits", column]].assign(name=names(frame))
    for row in records(wanted):
        if pd.notna(row[column]):
            pieces.setdefault((row["series_id"], row["piece"]), []).append(row)
    return [sorted(rows, key=lambda row: row["period"]) for rows in pieces.values()]


def _piece_trace(line: Line, piece: list[Row], column: str, period_type: str, locale: Locale, *, is_first: bool) -> Spec:
    newest = line.frame.loc[line.frame[column].notna(), "period"].max()
    by_year = {int(row["period"]): row for row in piece}
    years = range(min(by_year), max(by_year) + 1)
    values: list[float | None] = []
    said, hover, symbols, named = [], [], [], []
    for year in years:
        row = by_year.get(year)
        if row is None:
            values.append(None)
            said.append("")
            hover.append("")
            symbols.append("circle")
            named.append("")
            continue
        text = format_value(row[column], column, locale, int(row["rate_digits"]))
        values.append(float(row[column]))
        said.append(text if line.is_labelled and year == newest else "")
        hover.append(
            f"<b>{escape(line.name)}</b><br>{locale.period(period_type, year)}: {escape(text)}<br>"
            f"{escape(locale('status.' + row['obs_status']))}"
        )
        symbols.append("circle-open" if row["obs_status"] in OPEN_STATUSES else "circle")
        named.append(row["name"])
    return {
        "type": "scatter",
        "x": list(years),
        "y": values,
        "mode": "lines+markers+text",
        "name": escape(line.name),
        "legendgroup": line.name,
        "showlegend": is_first,
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": line.color, "width": 2.5, "dash": line.dash},
        "marker": {"color": line.color, "size": 8, "symbol": symbols, "line": {"width": 2, "color": line.color}},
        "text": said,
        "textposition": "top center",
        "hovertext": hover,
        "hoverinfo": "text",
        "customdata": named,
    }


def _target_trace(targets: tuple[Target, ...], column: str, period_type: str, locale: Locale) -> Spec:
    name = locale("common.target")
    return {
        "type": "scatter",
        "x": [target.period for target in targets],
        "y": [target.value for target in targets],
        "mode": "markers+text",
        "name": escape(name),
        "cliponaxis": False,
        "marker": {"symbol": "line-ew-open", "size": 12, "color": theme.CONTRAST, "line": {"width": 4}},
        "text": [escape(target.label) if target.is_open else "" for target in targets],
        "textposition": [target.label_at for target in targets],
        "textfont": {"size": 11},
        "hovertext": [
            f"<b>{escape(name)}</b><br>{locale.period(period_type, target.period)}: {escape(target.label)}" for target in targets
        ],
        "hoverinfo": "text",
    }


def _break_line(mark: Break) -> Spec:
    x = mark.before_period - 0.5
    line = {"color": theme.MUTED, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _break_number(mark: Break) -> Spec:
    return {
        "x": mark.before_period - 0.5,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "text": f"({mark.number})",
        "showarrow": False,
        "font": {"color": theme.MUTED, "size": 13},
    }
