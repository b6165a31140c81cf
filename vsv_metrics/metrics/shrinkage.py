"""Rates drawn towards the mean of their kind, so that small areas do not jump about on a map or in an order."""

from dataclasses import dataclass

import numpy as np

from vsv_metrics.metrics.counts import Counts


@dataclass(frozen=True)
class Shrunk:
    """What empirical Bayes makes of the rates of areas of one kind, series and year."""

    mean: float
    """Pooled rate of all areas, a proportion; NaN when none is known."""
    variance: float
    """Variance of the true rates between areas; 0 when chance alone explains their differences."""
    weight: np.ndarray
    """Share of its own rate in an area's smoothed rate: 0 is the mean, 1 the rate itself."""
    rate_pct: np.ndarray
    """Smoothed rate, per cent. For sorting and maps only, named as such; never an area's figure."""


def shrink(areas: Counts) -> Shrunk:
    """Global empirical-Bayes estimate of each area's rate.

    Marshall, R. J. (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40: 283-294:
    m = Σx/Σn, A = max(0, Σn(r−m)²/Σn − m/n̄), weight A/(A + m/nᵢ). An area without counts has neither weight nor rate.
    """
    known = areas.known
    n, d = areas.leavers[known], areas.enrolled[known]
    if not d.size:
        return Shrunk(float("nan"), float("nan"), np.full(known.shape, np.nan), np.full(known.shape, np.nan))
    total = d.sum()
    mean = float(n.sum() / total)
    between = float((d * (n / d - mean) ** 2).sum() / total - mean / d.mean())
    variance = max(0.0, between) if d.size > 1 else 0.0
    weight = variance / (variance + mean / areas.enrolled) if variance else np.where(known, 0.0, np.nan)
    return Shrunk(mean, variance, weight, 100 * (mean + weight * (areas.rate - mean)))
