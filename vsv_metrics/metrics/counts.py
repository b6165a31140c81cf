"""Leavers and enrolled of many figures at once, with the bounds that rounding leaves them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

Numbers = pd.Series | np.ndarray | Sequence[float]


@dataclass(frozen=True)
class Counts:
    """Leavers and enrolled as arrays of one shape, each with its bounds (equal to it when exact).

    A figure without both counts, or with nobody enrolled, is missing in all six: a known bound never replaces a missing count,
    so what is masked stays masked in everything that is computed from it.
    """

    leavers: np.ndarray
    enrolled: np.ndarray
    leavers_lower: np.ndarray
    leavers_upper: np.ndarray
    enrolled_lower: np.ndarray
    enrolled_upper: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Which figures have both counts."""
        return ~np.isnan(self.leavers)

    @property
    def rate(self) -> np.ndarray:
        """Leavers per enrolled, a proportion."""
        return self.leavers / self.enrolled

    @property
    def lowest(self) -> np.ndarray:
        """The lowest proportion within the bounds."""
        return self.leavers_lower / self.enrolled_upper

    @property
    def highest(self) -> np.ndarray:
        """The highest proportion within the bounds."""
        return np.minimum(self.leavers_upper / self.enrolled_lower, 1)

    @property
    def is_bounded(self) -> bool:
        """Whether any count is known by its bounds only."""
        known = self.known
        widths = self.leavers_upper - self.leavers_lower, self.enrolled_upper - self.enrolled_lower
        return any(bool((width[known] > 0).any()) for width in widths)

    def __getitem__(self, index: object) -> "Counts":
        return Counts(*(getattr(self, field.name)[index] for field in fields(self)))


def counts(
    leavers: Numbers,
    enrolled: Numbers,
    leavers_lower: Numbers | None = None,
    leavers_upper: Numbers | None = None,
    enrolled_lower: Numbers | None = None,
    enrolled_upper: Numbers | None = None,
) -> Counts:
    """The counts of figures that stand in one order; a bound that is missing is the count itself.

    Never more leavers than enrolled: rounding can put them there.
    """
    n, d = floats(leavers), floats(enrolled)
    d_low, d_high = (_filled(bound, d) for bound in (enrolled_lower, enrolled_upper))
    with np.errstate(invalid="ignore"):
        known = (n >= 0) & (d > 0) & (d_low > 0)
        n = np.minimum(n, d)
        n_low, n_high = np.clip(_filled(leavers_lower, n), 0, n), np.maximum(_filled(leavers_upper, n), n)
    return Counts(*(np.where(known, values, np.nan) for values in (n, d, n_low, n_high, d_low, d_high)))


def counts_of(frame: pd.DataFrame) -> Counts:
    """The counts of a frame of figures, in its order."""
    names = ("numerator", "denominator", "numerator_lower", "numerator_upper", "denominator_lower", "denominator_upper")
    return counts(*(frame[name] for name in names))


def floats(values: Numbers) -> np.ndarray:
    """The values as floats, NaN where missing."""
    if isinstance(values, pd.Series):
        return values.to_numpy(dtype=float, na_value=np.nan)
    return np.asarray(values, dtype=float)


def _filled(bound: Numbers | None, values: np.ndarray) -> np.ndarray:
    if bound is None:
        return values
    given = floats(bound)
    return np.where(np.isnan(given), values, given)
