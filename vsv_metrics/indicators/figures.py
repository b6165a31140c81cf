"""Figures as every page, chart, download and answer takes them: newest vintage, rate, interval, names."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.metrics.intervals import rate_interval
from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.store import Store, slices

KEY = ("dataset", "series_id", "indicator_id", "region_code", "period_type", "period", *BREAKDOWNS, "coverage")
"""Columns that together name one figure."""

Breakdowns = Mapping[str, Sequence[str] | None]
"""Breakdown column -> its members; None is every member, the total included."""

COMPUTED_DIGITS = 2
"""Decimals of a percentage that is computed from counts."""

_COUNTED = (
    "numerator",
    "denominator",
    "numerator_lower",
    "numerator_upper",
    "denominator_lower",
    "denominator_upper",
    "rate_pct",
    "rate_lower",
    "rate_upper",
    "rate_basis",
)
"""Columns that the interval and the decimals of a rate come from."""


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
    return with_interval(store.query("figures", **parameters(dataset, indicators, regions, levels, series, periods, breakdowns)))


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
        "slice": slices(breakdowns or {}),
    }


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


def table_with_interval(table: pa.Table) -> pa.Table:
    """As `with_interval`, for rows as Arrow has them."""
    needed = with_interval(table.select(_COUNTED).to_pandas())
    for column in ("interval_lower", "interval_upper", "rate_digits"):
        table = table.append_column(column, pa.array(needed[column], from_pandas=True))
    return table


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
