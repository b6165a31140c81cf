"""Areas of one kind against one reference rate, with room for the spread that lies between them anyway."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vsv_metrics.metrics.benchmark import Z_998
from vsv_metrics.metrics.counts import Counts, Numbers, floats
from vsv_metrics.metrics.intervals import Z_95

FEWEST_FOR_DISPERSION = 5
"""With fewer areas their spread is not estimated: one or two of them would set it, and nothing could ever stand out."""

_TAIL = 0.1


@dataclass(frozen=True)
class Funnel:
    """A funnel: its reference, its over-dispersion, and the verdict on each area."""

    reference_pct: float
    """NaN when there is nothing to compare with."""
    dispersion: float
    """φ, 1 when the areas differ as much as chance makes them; NaN when it is not estimated."""
    verdicts: np.ndarray
    """`higher`, `lower`, `no_clear_difference` or `not_compared` per area."""

    @property
    def is_adjusted(self) -> bool:
        """Whether the limits are wider than those of pure chance."""
        return self.dispersion > 1

    def limits(self, sizes: Numbers) -> pd.DataFrame:
        """The limits at numbers of enrolled, per cent: `lower_95`, `upper_95`, `lower_998`, `upper_998`, one row per size."""
        enrolled = np.atleast_1d(floats(sizes))
        p0 = self.reference_pct / 100
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.where(enrolled > 0, _spread(p0, enrolled, self.dispersion), np.nan)
        found = {"95": Z_95 * spread, "998": Z_998 * spread}
        return pd.DataFrame(
            {f"lower_{name}": 100 * np.maximum(p0 - margin, 0) for name, margin in found.items()}
            | {f"upper_{name}": 100 * np.minimum(p0 + margin, 1) for name, margin in found.items()}
        )


def funnel(areas: Counts, reference_pct: float | None = None) -> Funnel:
    """The funnel of areas of one kind, series and year; without a reference their own pooled rate is the reference.

    Limits p0 ± z·√φ·√(p0(1−p0)/n). φ is the mean of the squared z-scores, winsorised at their 10 and 90 % quantiles, and widens
    the limits only when above 1: Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in
    Medicine 24: 1185-1202. A verdict lies beyond the 99.8 % limits for every count within its bounds. Without a reference one
    area alone is not compared: it would be held against itself.
    """
    n, d, known = areas.leavers, areas.enrolled, areas.known
    count = int(known.sum())
    pooled = n[known].sum() / d[known].sum() if count > 1 else np.nan
    p0 = pooled if reference_pct is None else reference_pct / 100
    if not count or not 0 <= p0 <= 1:
        return Funnel(float("nan") if np.isnan(p0) else 100 * p0, float("nan"), np.full(n.shape, "not_compared"))
    dispersion = _dispersion(n[known], d[known], p0) if count >= FEWEST_FOR_DISPERSION else float("nan")
    margin = Z_998 * _spread(p0, areas.enrolled_lower, dispersion)
    verdicts = np.select(
        [~known, areas.lowest > p0 + margin, areas.highest < p0 - margin],
        ["not_compared", "higher", "lower"],
        default="no_clear_difference",
    )
    return Funnel(100 * p0, dispersion, verdicts)


def _dispersion(n: np.ndarray, d: np.ndarray, p0: float) -> float:
    """Mean of the squared, winsorised z-scores; NaN when the reference is nobody or everybody."""
    if not 0 < p0 < 1:
        return float("nan")
    z = (n / d - p0) / np.sqrt(p0 * (1 - p0) / d)
    return float(np.mean(np.clip(z, *np.quantile(z, [_TAIL, 1 - _TAIL])) ** 2))


def _spread(p0: float, enrolled: np.ndarray, dispersion: float) -> np.ndarray:
    scale = dispersion if dispersion > 1 else 1.0
    return np.sqrt(scale * p0 * (1 - p0) / enrolled)
