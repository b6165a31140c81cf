"""Chance intervals of counts, and of ratios of a count to what it is held against."""

import numpy as np

from vsv_metrics.metrics.counts import Numbers, floats

LEVEL_95 = 0.95
LEVEL_998 = 0.998


def poisson_interval(
    count_lower: Numbers,
    count_upper: Numbers,
    exposure_lower: Numbers = (1.0,),
    exposure_upper: Numbers = (1.0,),
    level: float = LEVEL_95,
) -> tuple[np.ndarray, np.ndarray]:
    """Exact (central) Poisson interval of count / exposure, lower and upper; without an exposure that of the count itself.

    Garwood, F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28: 437-442. Counts and exposures come as bounds
    (equal when exact): the interval covers every pair within them. Missing where a bound is, or where the exposure is 0.
    """
    from scipy.special import gammaincinv  # a sixth of a second, and most pages need none

    low, high, least, most = (floats(values) for values in (count_lower, count_upper, exposure_lower, exposure_upper))
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        known = (low >= 0) & (high >= low) & (least > 0) & (most >= least)
        lower = np.where(low > 0, gammaincinv(np.where(low > 0, low, 1.0), tail), 0.0) / most
        upper = gammaincinv(high + 1, 1 - tail) / least
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)
