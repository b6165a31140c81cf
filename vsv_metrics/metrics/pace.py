"""The total of a year that is not over yet, from the pace of earlier years."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.special import stdtrit

FEWEST_YEARS = 3
"""Complete earlier years below which no interval is given."""
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Expected:
    """The expected total of a year, persons, with bounds; `n` is the number of earlier years it rests on.

    `kind` is `interval` for a 95 % prediction interval, and `range` when there are too few years for one: then `low` and `high`
    are the totals at the slowest and the fastest pace that happened, `value` is the one at their mean pace.
    """

    value: float
    low: float
    high: float
    n: int
    kind: Literal["interval", "range"]


def expected_total(reached: float, earlier: Sequence[tuple[float, float]]) -> Expected | None:
    """The total of the year at the pace of earlier years; None without any, or before anybody left.

    `reached` is the number up to and including a month, `earlier` the same number and the total of each complete earlier year.
    With r = ln(total / reached) of those n years, the total is reached·exp(mean r), with the interval
    reached·exp(mean r ± t(0.975; n − 1)·s·√(1 + 1/n)): the prediction interval for one further observation of a normal sample
    (Hahn, G. J. and Meeker, W. Q. (1991), Statistical Intervals, section 4.7), here of the logarithm of the factor by which a
    year still grows. Never below what is reached. Trap: it holds only if this year is like the earlier ones.
    """
    factors = [total / part for part, total in earlier if part > 0 and total > 0]
    if reached <= 0 or not factors:
        return None
    n = len(factors)
    if n < FEWEST_YEARS:
        value = reached * math.exp(sum(map(math.log, factors)) / n)
        return Expected(value, reached * min(factors), reached * max(factors), n, "range")
    logs = [math.log(factor) for factor in factors]
    mean = sum(logs) / n
    spread = math.sqrt(sum((value - mean) ** 2 for value in logs) / (n - 1))
    margin = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * spread * math.sqrt(1 + 1 / n)
    low, high = (reached * math.exp(mean + side * margin) for side in (-1, 1))
    return Expected(reached * math.exp(mean), max(reached, low), high, n, "interval")
