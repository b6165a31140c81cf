"""How many would have to come back to reach a target: arithmetic, no forecast and no effect."""

import math
from dataclasses import dataclass

ROUNDING = 1e-9


@dataclass(frozen=True)
class Returns:
    """Persons: `needed` fewer, `able` with a moment in time, `back` at the assumed share, `short` what is then still needed.

    `share_needed_pct` is the share of `able` that would have to return; None when nobody is able, above 100 when all of them
    would not do.
    """

    needed: int
    able: float
    back: int
    short: int
    share_needed_pct: float | None


def returns(total: float, reduction_pct: float, able: float, share_pct: float) -> Returns:
    """What is needed when `total` is to fall by `reduction_pct` and `share_pct` of the `able` return; people are whole.

    What is needed is rounded up, who returns rounded down, so that "enough" is never said too early.
    """
    needed = math.ceil(total * reduction_pct / 100 - ROUNDING)
    back = math.floor(able * share_pct / 100 + ROUNDING)
    return Returns(needed, able, back, max(0, needed - back), 100 * needed / able if able > 0 else None)
