"""Figures as every page, chart, download and answer takes them: newest vintage, rate, interval, names."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from vsv_metrics.metrics.intervals import rate_interval
from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.store import Store, slices

KEY = ("dataset", "series_id", "indicator_id", "region_code", "period_type", "period", *BREAKDOWNS, "coverage")
"""Columns that together name one figure."""

COMPUTED_DIGITS = 2
"""Decimals of a percentage that is computed from counts."""


def figures(
    store: Store,
    dataset: str,
    *,
    indicators: Sequence[str] = ("new_leavers",),
    regions: Sequence[str] | None = None,
    levels: Sequence[str] | None = None,
    series: Sequence[str] | None = None,
    periods: tuple[int, int] | None = None,
    breakdowns: Mapping[str, Sequence[str] | None] | None = None,
) -> pd.DataFrame:
    """Figures of one data set, one row per figure (`KEY`), ordered by series, area, period and breakdown.

    A breakdown that is not named is its total; named with members it is those members, named with None every member,
    the total included. Columns: those of the store's table `figure`, region and series names, and the 95 % interval of the
    rate in per cent (`interval_lower`, `interval_upper`) where both counts exist, and `rate_digits`, the decimals to show.
    """
    low, high = periods or (None, None)
    frame = store.query(
        "figures",
        dataset=dataset,
        indicator_ids=list(indicators),
        region_codes=None if regions is None else list(regions),
        region_levels=None if levels is None else list(levels),
        series_ids=None if series is None else list(series),
        period_from=low,
        period_to=high,
        slice=slices(breakdowns or {}),
    )
    return with_interval(frame)


def with_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of figures with the 95 % interval of each rate that its own counts give: not one of an older vintage."""
    counts = np.isclose(100 * frame["numerator"] / frame["denominator"].replace(0, np.nan), frame["rate_pct"])
    interval = rate_interval(
        frame["numerator"],
        frame["denominator"].where(counts),
        frame["numerator_lower"],
        frame["numerator_upper"],
        frame["denominator_lower"],
        frame["denominator_upper"],
    )
    return frame.assign(rate_digits=_rate_digits(frame), **{column: interval[column] for column in interval.columns})


def newest(frame: pd.DataFrame, measure: str = "numerator") -> pd.Series | None:
    """The row of the newest period that has the measure, None when there is none."""
    known = frame.dropna(subset=[measure])
    return None if known.empty else known.iloc[int(known["period"].to_numpy().argmax())]


def _rate_digits(frame: pd.DataFrame) -> pd.Series:
    """Decimals that each percentage may be shown with: a published one no more than its source printed."""
    width = (frame["rate_upper"] - frame["rate_lower"]).to_numpy()
    printed = np.zeros(len(frame))
    np.log10(width, out=printed, where=width > 0)
    digits = np.clip(np.round(-printed), 0, COMPUTED_DIGITS)
    return pd.Series(np.where(frame["rate_basis"] == "published", digits, COMPUTED_DIGITS), frame.index, dtype=int)
