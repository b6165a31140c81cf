"""The difference of two rates of one series, with its chance interval."""

import numpy as np
import pandas as pd

from vsv_metrics.metrics.benchmark import Z_998
from vsv_metrics.metrics.counts import Counts
from vsv_metrics.metrics.intervals import Z_95, wilson


def rate_difference(current: Counts, previous: Counts) -> pd.DataFrame:
    """Each current rate minus the previous one in percentage points, its 95 % interval, and a verdict; one row per pair.

    Columns `difference`, `difference_lower`, `difference_upper`, `verdict`. Newcombe, R. G. (1998), Interval estimation for the
    difference between independent proportions, Statistics in Medicine 17: 873-890, method 10. With rounded counts the interval
    covers every choice of counts within their bounds. The verdict is `higher` or `lower` when the 99.8 % interval leaves out 0,
    `not_compared` when a count is missing. Trap: whether two figures may be compared at all is for `metrics.change` to say.
    """
    low, high = _newcombe(current, previous, Z_95)
    outer_low, outer_high = _newcombe(current, previous, Z_998)
    known = current.known & previous.known
    verdict = np.select(
        [~known, outer_low > 0, outer_high < 0], ["not_compared", "higher", "lower"], default="no_clear_difference"
    )
    columns = {
        "difference": 100 * (current.rate - previous.rate),
        "difference_lower": 100 * low,
        "difference_upper": 100 * high,
    }
    return pd.DataFrame({name: np.atleast_1d(values) for name, values in (columns | {"verdict": verdict}).items()})


def _newcombe(current: Counts, previous: Counts, z: float) -> tuple[np.ndarray, np.ndarray]:
    """Limits at the corners of the bounds: they rise with the current rate and fall with the previous one."""
    now_low, before_high = (current.leavers_lower, current.enrolled_upper), (previous.leavers_upper, previous.enrolled_lower)
    now_high, before_low = (current.leavers_upper, current.enrolled_lower), (previous.leavers_lower, previous.enrolled_upper)
    return _limits(*now_low, *before_high, z)[0], _limits(*now_high, *before_low, z)[1]


def _limits(n1: np.ndarray, d1: np.ndarray, n0: np.ndarray, d0: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    p1, p0 = np.minimum(n1 / d1, 1), np.minimum(n0 / d0, 1)
    (low1, high1), (low0, high0) = wilson(n1, d1, z), wilson(n0, d0, z)
    middle = p1 - p0
    return middle - np.hypot(p1 - low1, high0 - p0), middle + np.hypot(high1 - p1, p0 - low0)
