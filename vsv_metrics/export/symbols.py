"""One sign per figure for why it is absent or small, as official statistics write it, and as CBS does.

Signs of the Government Statistical Service (2017, revised 2023, "Symbols in tables: definitions and help"): z not applicable,
x not available, c confidential, low rounds to 0 but is more. CBS writes a point for a figure that is unknown or confidential
and nothing where a figure cannot occur.
"""

import pyarrow as pa

from vsv_metrics.export.columns import compute, encoded, renamed

UNAVAILABLE = "x"
OF_REASONS = {"not_applicable": "z", "unknown": UNAVAILABLE, "not_published": UNAVAILABLE, "suppressed": "c"}
"""Missing reason -> sign."""
LOW = "low"
OF_CBS = {"z": "", "x": ".", "c": ".", LOW: "0"}
"""Sign -> what CBS writes for it."""


def count_symbols(table: pa.Table) -> pa.Array:
    """Why the count of each row is absent; missing where there is one."""
    return _absent(table, "numerator")


def rate_symbols(table: pa.Table) -> pa.Array:
    """Why the percentage of each row is absent, or that it is more than the 0 it is shown as; missing elsewhere."""
    is_low = compute.and_(
        compute.greater(table["rate_pct"], 0), compute.less(table["rate_pct"], compute.divide(0.5, _scale(table)))
    )
    return compute.if_else(compute.fill_null(is_low, False), LOW, _absent(table, "rate_pct"))


def count_symbol(reason: str | None, count: float | None) -> str | None:
    """What `count_symbols` says of one figure."""
    return OF_REASONS.get(reason or "", UNAVAILABLE) if count is None else None


def rate_symbol(reason: str | None, rate: float | None, digits: int | None) -> str | None:
    """What `rate_symbols` says of one figure."""
    if rate is None:
        return OF_REASONS.get(reason or "", UNAVAILABLE)
    return LOW if digits is not None and 0 < rate < 0.5 / 10.0**digits else None


def _absent(table: pa.Table, measure: str) -> pa.Array:
    reasons = compute.fill_null(compute.cast(renamed(encoded(table["missing_reason"]), OF_REASONS), pa.string()), UNAVAILABLE)
    return compute.if_else(compute.is_valid(table[measure]), None, reasons)


def _scale(table: pa.Table) -> pa.Array:
    return compute.power(10.0, compute.cast(table["rate_digits"], pa.float64()))
