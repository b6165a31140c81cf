"""Differences between two figures, and whether that difference may be taken at all."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from vsv_metrics.schema.codes import BREAKDOWNS

Refusal = Literal["other_series", "break", "missing", "other_area", "other_breakdown"]

_SAME = {
    "other_series": ("dataset", "series_id", "indicator_id"),
    "break": ("piece",),
    "other_area": ("region_code", "coverage"),
    "other_breakdown": BREAKDOWNS,
}


@dataclass(frozen=True)
class Change:
    """`current` minus `previous`, in the unit of the measure; `relative_pct` is per cent of `previous`.

    When the two may not be compared both are None and `refusal` says why.
    """

    difference: float | None
    relative_pct: float | None
    refusal: Refusal | None


def change(current: Mapping[Any, Any], previous: Mapping[Any, Any], measure: str = "numerator") -> Change:
    """The change of one measure between two figures of one series and piece.

    Traps: figures of two series, or of one series on both sides of a flagged break, have no difference.
    """
    for refusal, columns in _SAME.items():
        if any(current[column] != previous[column] for column in columns):
            return Change(None, None, refusal)  # type: ignore[arg-type]
    now, before = current[measure], previous[measure]
    if _missing(now) or _missing(before):
        return Change(None, None, "missing")
    difference = float(now) - float(before)
    return Change(difference, 100 * difference / float(before) if before else None, None)


def _missing(value: Any) -> bool:
    return value is None or value != value or (isinstance(value, float) and math.isnan(value))
