"""An area against a fixed reference rate."""

import math
from typing import Literal

Verdict = Literal["higher", "lower", "no_clear_difference", "not_compared"]

Z_998 = 3.090232
"""Standard normal deviate of the two-sided 99.8 % limits that control charts and funnel plots use."""


def against_reference(
    numerator_lower: float,
    numerator_upper: float,
    denominator_lower: float,
    denominator_upper: float,
    reference_pct: float,
) -> Verdict:
    """Whether a rate lies outside the 99.8 % limits around a reference rate.

    Limits p0 ± z·√(p0(1−p0)/n): Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance,
    Statistics in Medicine 24: 1185-1202. Counts come as bounds (equal when exact): the verdict holds only if every count
    within them gives the same one. No adjustment for over-dispersion. Anything missing: `not_compared`.
    """
    values = (numerator_lower, numerator_upper, denominator_lower, denominator_upper, reference_pct)
    if any(value is None or math.isnan(value) for value in values) or denominator_lower <= 0:
        return "not_compared"
    p0 = reference_pct / 100
    lowest, highest = numerator_lower / denominator_upper, numerator_upper / denominator_lower
    margin = Z_998 * math.sqrt(p0 * (1 - p0) / denominator_lower)
    if lowest > p0 + margin:
        return "higher"
    if highest < p0 - margin:
        return "lower"
    return "no_clear_difference"
