"""Classes of equal width with round bounds, to colour values by."""

import math

import numpy as np

from vsv_metrics.metrics.counts import Numbers, floats

MOST = 7
SMALLEST = 0.05
"""Range that values are taken to have when they differ less."""


def classes_of(values: Numbers) -> tuple[list[float], list[int | None]]:
    """Bounds of at most seven classes of equal, round width, and the class of each value (from 0; None for a missing one).

    The bounds are one more than the classes, ascending; a value on a bound falls in the class above it. Width: the smallest of
    1, 2 or 5 times a power of ten with which that many classes hold all values. Values that are all equal have one class.
    """
    numbers = floats(values)
    known = numbers[np.isfinite(numbers)]
    if not known.size:
        return [], [None] * numbers.size
    low, high = float(known.min()), float(known.max())
    width = _width(low, high)
    start, end = math.floor(low / width + 1e-9), math.floor(high / width + 1e-9) + 1
    bounds = [round(width * step, 12) for step in range(start, end + 1)]
    return bounds, [None if not np.isfinite(value) else math.floor(value / width + 1e-9) - start for value in numbers]


def decimals(bounds: list[float]) -> int:
    """Decimals with which the bounds differ; at least one."""
    width = min(np.diff(bounds), default=1.0)
    return max(1, -math.floor(math.log10(width) + 1e-9))


def _width(low: float, high: float) -> float:
    power = math.floor(math.log10(max(high - low, SMALLEST) / MOST))
    steps = [base * 10.0**exponent for exponent in (power, power + 1, power + 2) for base in (1, 2, 5)]
    return next(step for step in steps if math.floor(high / step + 1e-9) - math.floor(low / step + 1e-9) < MOST)
