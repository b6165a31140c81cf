"""Figures as every page, chart, download and answer takes them: newest vintage, rate, interval, names."""

from collections.abc import Mapping, Sequence

import pandas as pd

from vsv_metrics.metrics.intervals import measured
from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.store import Store, slices

KEY = ("dataset", "series_id", "indicator_id", "region_code", "period_type", "period", *BREAKDOWNS, "coverage")
"""Columns that together name one figure."""

Breakdowns = Mapping[str, Sequence[str] | None]
"""Breakdown column -> its members; None is every member, the total included."""


def figures(
    store: Store,
    dataset: str,
    *,
    indicators: Sequence[str] = ("new_leavers",),
    regions: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    series: Sequence[str] | None = None,
    periods: tuple[int, int] | None = None,
    breakdowns: Breakdowns | None = None,
) -> pd.DataFrame:
    """Figures of one data set, one row per figure (`KEY`), ordered by series, kind of area, area, period and breakdown.

    A breakdown that is not named is its total; named with members it is those members, named with None every member,
    the total included. Columns: those of the store's table `figure`, region and series names, and the 95 % interval of the
    rate in per cent (`interval_lower`, `interval_upper`) where both counts exist, and `rate_digits`, the decimals to show.
    """
    return store.query("figures", **parameters(dataset, indicators, regions, levels, series, periods, breakdowns))


def parameters(
    dataset: str,
    indicators: Sequence[str] | None = None,
    regions: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    series: Sequence[str] | None = None,
    periods: tuple[int, int] | None = None,
    breakdowns: Breakdowns | None = None,
) -> dict[str, object]:
    """The parameters of statement `figures`, by name; None sets no limit."""
    low, high = periods or (None, None)
    return {
        "dataset": dataset,
        "indicator_ids": indicators,
        "region_codes": regions,
        "region_levels": levels,
        "series_ids": series,
        "period_from": low,
        "period_to": high,
        "slice": slices(breakdowns or {}) or None,
    }


def with_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of figures, whose counts were put together here, with the interval and decimals of each rate."""
    found = measured(frame)
    return frame.assign(**{column: found[column] for column in found.columns})


def newest(frame: pd.DataFrame, measure: str = "numerator") -> pd.Series | None:
    """The row of the newest period that has the measure, None when there is none."""
    known = frame.dropna(subset=[measure])
    return None if known.empty else known.iloc[int(known["period"].to_numpy().argmax())]
