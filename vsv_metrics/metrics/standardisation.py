"""The number of leavers to expect from who is enrolled where, and the actual number against it."""

import numpy as np
import pandas as pd

from vsv_metrics.metrics.counts import Numbers, floats
from vsv_metrics.metrics.poisson import LEVEL_998, poisson_interval


def expected(enrolled: np.ndarray, reference_rates_pct: Numbers) -> np.ndarray:
    """Leavers to expect in each area (row) when every group (column) had the reference rate; missing when a group is.

    A group in which nobody is enrolled needs no rate.
    """
    sizes, rates = np.atleast_2d(floats(enrolled)), floats(reference_rates_pct)
    return np.where(sizes == 0, 0.0, sizes * rates / 100).sum(axis=1)


def against_expected(
    leavers: Numbers,
    enrolled: np.ndarray,
    reference_rates_pct: Numbers,
    leavers_lower: Numbers | None = None,
    leavers_upper: Numbers | None = None,
    enrolled_lower: np.ndarray | None = None,
    enrolled_upper: np.ndarray | None = None,
) -> pd.DataFrame:
    """Actual against expected leavers of each area (row), expected from its groups (columns of `enrolled`).

    Columns `leavers`, `expected`, `expected_pct`, `ratio` (1 is as expected), `ratio_lower`, `ratio_upper` (95 %, exact Poisson)
    and `verdict` (`higher`, `lower` when the 99.8 % interval leaves out 1). Indirect standardisation: Breslow, N. E. and Day,
    N. E. (1987), Statistical methods in cancer research II, IARC, chapter 2. Rounded counts widen the interval to every count
    within their bounds. Traps: the ratios of two areas are not strictly comparable with each other; the limits know no
    over-dispersion; a group missing or masked leaves the area without an expectation.
    """
    observed, sizes = floats(leavers), np.atleast_2d(floats(enrolled))
    lowest, highest = _filled(leavers_lower, observed), _filled(leavers_upper, observed)
    number = expected(sizes, reference_rates_pct)
    least = number if enrolled_lower is None else expected(_filled(enrolled_lower, sizes), reference_rates_pct)
    most = number if enrolled_upper is None else expected(_filled(enrolled_upper, sizes), reference_rates_pct)
    low, high = poisson_interval(lowest, highest, least, most)
    outer_low, outer_high = poisson_interval(lowest, highest, least, most, LEVEL_998)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(number > 0, observed / number, np.nan)
        expected_pct = np.where(sizes.sum(axis=1) > 0, 100 * number / sizes.sum(axis=1), np.nan)
    known = ~np.isnan(ratio)
    return pd.DataFrame(
        {
            "leavers": observed,
            "expected": number,
            "expected_pct": expected_pct,
            "ratio": ratio,
            "ratio_lower": np.where(known, low, np.nan),
            "ratio_upper": np.where(known, high, np.nan),
            "verdict": np.select(
                [~known | np.isnan(low), outer_low > 1, outer_high < 1],
                ["not_compared", "higher", "lower"],
                default="no_clear_difference",
            ),
        }
    )


def _filled(bound: Numbers | np.ndarray | None, values: np.ndarray) -> np.ndarray:
    """The bound, the value where it has none, and missing where the value is."""
    if bound is None:
        return values
    given = floats(bound).reshape(values.shape)
    return np.where(np.isnan(given) | np.isnan(values), values, given)
