"""Figures through time: one line piece per series, breaks and targets as marks."""

from dataclasses import dataclass
from html import escape

import pandas as pd
import plotly.graph_objects as go

from vsv_metrics.charts import theme
from vsv_metrics.schema.codes import OPEN_STATUSES
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
    height: int = theme.HEIGHT,
) -> go.Figure:
    """A line chart of `column` ('numerator' or 'rate_pct'), one trace per piece; provisional points are open.

    Periods that are missing break the line: nothing is interpolated, and pieces or series are never joined.
    """
    figure = go.Figure(layout=theme.base_layout(locale, is_demo=is_demo, height=height))
    for line in lines:
        pieces = line.frame.dropna(subset=[column]).groupby(["series_id", "piece"], sort=False)
        for index, (_, piece) in enumerate(pieces):
            figure.add_trace(_piece_trace(line, piece, column, period_type, locale, is_first=index == 0))
    if targets:
        figure.add_trace(_target_trace(targets, column, period_type, locale))
    for mark in breaks:
        _add_break(figure, mark)
    years = [int(year) for line in lines for year in line.frame["period"]] + [target.period for target in targets]
    if years:
        figure.update_xaxes(theme.year_ticks(years, period_type, locale))
    figure.update_yaxes(theme.value_axis(column, locale))
    figure.add_annotation(theme.unit_mark(unit_title))
    figure.update_layout(showlegend=len({line.name for line in lines}) + bool(targets) > 1)
    return figure


def format_value(value: float, column: str, locale: Locale, digits: int) -> str:
    """A count or percentage as the charts write it; `digits` are the decimals of a percentage."""
    return locale.percent(value, digits) if column == "rate_pct" else locale.number(value)


def _piece_trace(line: Line, piece: pd.DataFrame, column: str, period_type: str, locale: Locale, *, is_first: bool) -> go.Scatter:
    piece = piece.set_index("period").sort_index()
    gapless = piece.reindex(range(int(piece.index.min()), int(piece.index.max()) + 1))
    values = [None if pd.isna(value) else float(value) for value in gapless[column]]
    statuses = gapless["obs_status"].tolist()
    newest = int(line.frame.dropna(subset=[column])["period"].max())
    said = [
        "" if value is None else format_value(value, column, locale, int(digits))
        for value, digits in zip(values, gapless["rate_digits"], strict=True)
    ]
    texts = [text if line.is_labelled and year == newest else "" for year, text in zip(gapless.index, said, strict=True)]
    hover = [
        f"<b>{escape(line.name)}</b><br>{locale.period(period_type, int(year))}: {escape(text)}<br>"
        f"{escape(locale(f'status.{status}'))}"
        if text
        else ""
        for year, text, status in zip(gapless.index, said, statuses, strict=True)
    ]
    return go.Scatter(
        x=[int(year) for year in gapless.index],
        y=values,
        mode="lines+markers+text",
        name=escape(line.name),
        legendgroup=line.name,
        showlegend=is_first,
        connectgaps=False,
        cliponaxis=False,
        line={"color": line.color, "width": 2.5, "dash": line.dash},
        marker={
            "color": line.color,
            "size": 8,
            "symbol": ["circle-open" if status in OPEN_STATUSES else "circle" for status in statuses],
            "line": {"width": 2, "color": line.color},
        },
        text=texts,
        textposition="top center",
        hovertext=hover,
        hoverinfo="text",
    )


def _target_trace(targets: tuple[Target, ...], column: str, period_type: str, locale: Locale) -> go.Scatter:
    name = locale("common.target")
    return go.Scatter(
        x=[target.period for target in targets],
        y=[target.value for target in targets],
        mode="markers+text",
        name=escape(name),
        cliponaxis=False,
        marker={"symbol": "line-ew-open", "size": 12, "color": theme.CONTRAST, "line": {"width": 4}},
        text=[escape(target.label) if target.is_open else "" for target in targets],
        textposition="bottom center",
        textfont={"size": 11},
        hovertext=[
            f"<b>{escape(name)}</b><br>{locale.period(period_type, target.period)}: {escape(target.label)}" for target in targets
        ],
        hoverinfo="text",
    )


def _add_break(figure: go.Figure, mark: Break) -> None:
    x = mark.before_period - 0.5
    figure.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", line={"color": theme.MUTED, "width": 1.5, "dash": "dot"})
    figure.add_annotation(
        x=x,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=f"({mark.number})",
        showarrow=False,
        font={"color": theme.MUTED, "size": 13},
    )
