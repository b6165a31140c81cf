"""Why a rate changed: because the groups changed in size, or because the rates within them did."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.metrics.counts import Counts, counts_of
from vsv_metrics.schema.codes import BREAKDOWNS

Refusal = Literal["other_series", "break", "other_area", "other_breakdown", "masked", "missing", "missing_group", "nobody"]

_SAME: Mapping[Refusal, tuple[str, ...]] = {
    "other_series": ("dataset", "series_id", "indicator_id"),
    "break": ("piece",),
    "other_area": ("region_code", "coverage"),
}
_COMPARED = (*(name for names in _SAME.values() for name in names), *BREAKDOWNS, "missing_reason", "numerator", "denominator")


@dataclass(frozen=True)
class Split:
    """A change of a rate in percentage points as composition plus rates; `refusal` says why there is none.

    The bounds hold for every choice of counts within theirs, and equal the figure when all counts are exact.
    """

    composition: float
    rates: float
    before_pct: float
    after_pct: float
    composition_bounds: tuple[float, float]
    rates_bounds: tuple[float, float]
    columns: Mapping[str, list | np.ndarray]
    """The columns of `groups`."""
    refusal: Refusal | None

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row per group: its codes, `composition`, `rates`, and per year its share and rate (`…_pct`)."""
        return pd.DataFrame(self.columns)

    @property
    def difference(self) -> float:
        """The change itself: composition and rates together."""
        return self.composition + self.rates


def split_change(before: pd.DataFrame, after: pd.DataFrame, by: Sequence[str]) -> Split:
    """The change of one area's rate between two years of one series and piece, split by the groups in columns `by`.

    Each frame holds the figures of one year, one row per group; together they are the whole (of that the caller sees to).
    Kitagawa, E. M. (1955), Components of a difference between two rates, JASA 50: 1168-1194: composition Σ(w1−w0)(r0+r1)/2,
    rates Σ(r1−r0)(w0+w1)/2; they add up to the change. A group that exists in one year only counts as composition. Refused
    between series, over a break, with a masked or missing count, or when the groups differ.
    """
    names = dict.fromkeys((*_COMPARED, *by))
    lists = [{name: pa.array(frame[name].array).to_pylist() for name in names} for frame in (before, after)]
    keys = [list(zip(*(columns[name] for name in by), strict=True)) for columns in lists]
    refusal = _refusal(lists[0], lists[1], by, *keys)
    if refusal is None:
        order0, order1 = (sorted(range(len(key)), key=key.__getitem__) for key in keys)
        sizes0, sizes1 = _with_zeros(before, order0), _with_zeros(after, order1)
        if sizes0[1].sum() > 0 < sizes1[1].sum():
            codes = {name: [lists[0][name][at] for at in order0] for name in by}
            return _split(codes, sizes0, sizes1)
        refusal = "nobody"
    nan = float("nan")
    return Split(nan, nan, nan, nan, (nan, nan), (nan, nan), {}, refusal)


def kitagawa(
    size_before: np.ndarray, rate_before: np.ndarray, size_after: np.ndarray, rate_after: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Contribution of each group to the change: by its share, and by its rate, in the unit of the rates."""
    w0, w1 = size_before / size_before.sum(), size_after / size_after.sum()
    return (w1 - w0) * (rate_before + rate_after) / 2, (rate_after - rate_before) * (w0 + w1) / 2


Columns = Mapping[Any, list]

Zeros = tuple[Counts, np.ndarray, np.ndarray, np.ndarray]
"""Counts, and the number enrolled with its bounds in which a group without anyone is 0."""


def _split(codes: Columns, before: Zeros, after: Zeros) -> Split:
    (counts0, size0, *bounds0), (counts1, size1, *bounds1) = before, after
    r0, r1 = _either(counts0.rate, counts1.rate)
    composition, rates = kitagawa(size0, r0, size1, r1)
    w0, w1 = size0 / size0.sum(), size1 / size1.sum()
    low0, low1 = _either(counts0.lowest, counts1.lowest)
    high0, high1 = _either(counts0.highest, counts1.highest)
    share0, share1 = _shares(*bounds0), _shares(*bounds1)
    of_shares = _times((share1[0] - share0[1], share1[1] - share0[0]), ((low0 + low1) / 2, (high0 + high1) / 2))
    is_new = ~(counts0.known & counts1.known)
    change = np.where(is_new, 0, low1 - high0), np.where(is_new, 0, high1 - low0)
    of_rates = _times(change, ((share0[0] + share1[0]) / 2, (share0[1] + share1[1]) / 2))
    shown = {
        "composition": composition,
        "rates": rates,
        "share_before_pct": w0,
        "share_after_pct": w1,
        "before_pct": counts0.rate,
        "after_pct": counts1.rate,
    }
    return Split(
        composition=float(100 * composition.sum()),
        rates=float(100 * rates.sum()),
        before_pct=float(100 * (w0 * r0).sum()),
        after_pct=float(100 * (w1 * r1).sum()),
        composition_bounds=(float(100 * of_shares[0].sum()), float(100 * of_shares[1].sum())),
        rates_bounds=(float(100 * of_rates[0].sum()), float(100 * of_rates[1].sum())),
        columns={**codes, **{name: 100 * values for name, values in shown.items()}},
        refusal=None,
    )


def _refusal(before: Columns, after: Columns, by: Sequence[str], keys0: list, keys1: list) -> Refusal | None:
    if not keys0 or not keys1:
        return "missing"
    for refusal, columns in _SAME.items():
        if any(len({*before[column], *after[column]}) > 1 for column in columns):
            return refusal
    if any(len({*before[column], *after[column]}) > 1 for column in BREAKDOWNS if column not in by):
        return "other_breakdown"
    if set(keys0) != set(keys1) or len(set(keys0)) < len(keys0) or len(set(keys1)) < len(keys1):
        return "missing_group"
    reasons = {
        reason
        for columns in (before, after)
        for reason, n, d in zip(columns["missing_reason"], columns["numerator"], columns["denominator"], strict=True)
        if n is None or d is None or math.isnan(n) or math.isnan(d)
    }
    if not reasons:
        return None
    return "masked" if "suppressed" in reasons else "missing"


def _with_zeros(frame: pd.DataFrame, order: list[int]) -> Zeros:
    found = counts_of(frame)[order]
    sizes = found.enrolled, found.enrolled_lower, found.enrolled_upper
    value, lower, upper = (np.where(found.known, size, 0.0) for size in sizes)
    return found, value, lower, upper


def _either(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both, each with the other's value where a group has nobody, and 0 where neither year has anybody."""
    missing0, missing1 = np.isnan(before), np.isnan(after)
    zero = missing0 & missing1
    return np.where(zero, 0, np.where(missing0, after, before)), np.where(zero, 0, np.where(missing1, before, after))


def _shares(lower: np.ndarray, upper: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest share of each group within the bounds of all."""
    others_low, others_high = lower.sum() - lower, upper.sum() - upper
    return _share(lower, lower + others_high), _share(upper, upper + others_low)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _times(one: tuple[np.ndarray, np.ndarray], positive: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of a product of which the second is never negative."""
    low, high = positive
    return np.minimum(one[0] * low, one[0] * high), np.maximum(one[1] * low, one[1] * high)
