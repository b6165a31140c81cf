"""Sums over cells of which some are hidden: a hidden cell is never zero, so the sum has bounds."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """A number of persons between `low` and `high`; equal when exact, `high` None when nothing bounds it."""

    low: float
    high: float | None

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def counted(value: float, lower: float, upper: float) -> Count:
    """One cell as a count: its value, else its bounds; NaN stands for what is not known."""
    if not math.isnan(value):
        return Count(value, value)
    return Count(0.0 if math.isnan(lower) else lower, None if math.isnan(upper) else upper)


def total(counts: Iterable[Count]) -> Count:
    """The sum of several counts; without an upper bound as soon as one of them has none."""
    low, high = 0.0, 0.0
    is_bounded = True
    for count in counts:
        low += count.low
        if count.high is None:
            is_bounded = False
        else:
            high += count.high
    return Count(low, high if is_bounded else None)


def running(cells: Iterable[Count | None]) -> tuple[Count | None, ...]:
    """The sum up to and including each cell; None where there is no cell, which adds nothing and ends nothing."""
    found: list[Count | None] = []
    before = Count(0.0, 0.0)
    for cell in cells:
        if cell is not None:
            before = total((before, cell))
        found.append(None if cell is None else before)
    return tuple(found)
