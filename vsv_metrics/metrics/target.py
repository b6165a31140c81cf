"""The way from a figure to a target: what is needed, by which path, and how the pace so far compares with it."""

import math
from dataclasses import dataclass
from typing import Literal

Label = Literal["enough", "nearly", "too_slow", "away", "undefined"]

ENOUGH_PCT, NEARLY_PCT, NO_CHANGE_PCT = 95, 60, 0
"""Cuts of the share of the required growth that is observed."""

_DIGITS = 9
"""Decimals in which a share is held against the cuts, so that the last bit of a fraction decides nothing."""


@dataclass(frozen=True)
class Required:
    """What a target asks, from `start` to `end` in `steps` years."""

    start: float
    end: float
    steps: int
    fewer: float
    """Persons fewer in the last year than in the first; 0 when the start already meets the target."""
    fewer_per_year: float
    growth_pct: float
    """Growth a year, per cent of the year before; negative: fewer each year."""


@dataclass(frozen=True)
class Progress:
    """Observed growth a year beside the required one, both per cent; `share_pct` is the first as per cent of the second."""

    observed_pct: float | None
    required_pct: float | None
    share_pct: float | None
    label: Label


def limit(value: float, is_strict: bool) -> float:
    """The highest whole number of persons that meets a target: fewer than 18,000 is at most 17,999."""
    return value - 1 if is_strict else value


def growth_pct(start: float, end: float, years: int) -> float | None:
    """Growth a year, (end/start)^(1/years) - 1, per cent; None where it does not exist: no years, nobody at the start."""
    if years < 1 or not start > 0 or not end >= 0:
        return None
    return 100 * ((end / start) ** (1 / years) - 1)


def required(start: float, end: float, steps: int) -> Required | None:
    """What it takes to come from `start` to at most `end` in `steps` years; None without steps or with nobody at the start."""
    reached = min(start, end)
    growth = growth_pct(start, reached, steps)
    if growth is None:
        return None
    return Required(start, reached, steps, start - reached, (start - reached) / steps, growth)


def linear_path(start: float, end: float, steps: int) -> tuple[float, ...]:
    """`steps` + 1 values from `start` to `end`, each year the same number of persons fewer."""
    return (*(start + (end - start) * step / steps for step in range(steps)), end)


def geometric_path(start: float, end: float, steps: int) -> tuple[float, ...]:
    """`steps` + 1 values from `start` to `end`, each year the same percentage fewer."""
    return (*(start * (end / start) ** (step / steps) for step in range(steps)), end)


def progress(base: float, current: float, years: int, end: float, steps: int) -> Progress:
    """How the pace since a base year compares with the pace that the target asked from that year on.

    Observed growth a year over `years` as a share of the required growth over `steps`, cut at 95, 60 and 0 %: Eurostat,
    Sustainable development in the European Union, annex on the method for indicators with a target. Undefined when the base
    already meets the target, hence when the required growth is about nought, and when a growth rate does not exist.
    """
    observed, needed = growth_pct(base, current, years), growth_pct(base, end, steps)
    if observed is None or needed is None or needed >= 0 or math.isclose(needed, 0, abs_tol=10**-_DIGITS):
        return Progress(observed, None if needed is None or needed >= 0 else needed, None, "undefined")
    share = 100 * observed / needed
    return Progress(observed, needed, share, _label(round(share, _DIGITS)))


def _label(share_pct: float) -> Label:
    if share_pct >= ENOUGH_PCT:
        return "enough"
    if share_pct >= NEARLY_PCT:
        return "nearly"
    return "too_slow" if share_pct >= NO_CHANGE_PCT else "away"
