"""Figures drawn on into the next years, with the interval that such a short series leaves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

FEWEST_DIFFERENCES = 5
FURTHEST = 3
"""Years ahead that are projected at most."""
LEVEL_PCT = 95


@dataclass(frozen=True)
class Projected:
    """One year ahead: the middle of what may be expected, and the bounds that hold it in 95 of 100 such series."""

    period: int
    value: float
    lower: float
    upper: float


def run_of_years(periods: Sequence[int]) -> int:
    """How many of the newest periods follow each other without a gap; periods ascending, each once."""
    count = min(len(periods), 1)
    while count < len(periods) and periods[-count] - periods[-count - 1] == 1:
        count += 1
    return count


def projection(periods: Sequence[int], values: Sequence[float], ahead: int = FURTHEST) -> tuple[Projected, ...]:
    """The next `ahead` years (at most `FURTHEST`), one row a year; none when fewer than `FEWEST_DIFFERENCES` differences exist.

    Log random walk with drift: log y + h·m ± t(97.5 %, n-1)·s·√(h + h²/n), m and s the mean and standard deviation of the n
    differences of the logarithms: Hyndman, R. J. and Athanasopoulos, G. (2021), Forecasting: principles and practice, 5.5,
    with Student's t for the estimated s. Only the newest unbroken run of years counts; all must be of one series and piece.
    Trap: the interval holds chance around an unchanged drift, not a new policy, law or definition.
    """
    count = run_of_years(periods)
    recent = [float(value) for value in values[len(values) - count :]]
    n = count - 1
    if n < FEWEST_DIFFERENCES or any(not value > 0 for value in recent):
        return ()
    logs = [math.log(value) for value in recent]
    drift = (logs[-1] - logs[0]) / n
    spread = math.sqrt(sum((after - before - drift) ** 2 for before, after in pairwise(logs)) / (n - 1))
    from scipy.special import stdtrit  # a sixth of a second, and most pages need none

    quantile = float(stdtrit(n - 1, 0.5 + LEVEL_PCT / 200))
    rows = []
    for h in range(1, min(ahead, FURTHEST) + 1):
        middle, margin = logs[-1] + h * drift, quantile * spread * math.sqrt(h + h * h / n)
        rows.append(Projected(periods[-1] + h, math.exp(middle), math.exp(middle - margin), math.exp(middle + margin)))
    return tuple(rows)
