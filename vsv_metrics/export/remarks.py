"""What stands beside a figure: why it is absent, how exact it is, and which parts of which total it is."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.export.columns import compute, differs, encoded, places
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.text import Locale


def remarks(table: pa.Table, locale: Locale) -> pa.DictionaryArray:
    """Per row of figures why a number is absent, or how exact it is, in words; missing when there is nothing to say."""
    reasons, precisions = encoded(table["missing_reason"]), encoded(table["precision"])
    reason_names, precision_names = reasons.dictionary.to_pylist(), precisions.dictionary.to_pylist()
    reason, precision = places(reasons) + 1, places(precisions) + 1
    count, rate = (np.asarray(compute.is_valid(table[name])) for name in ("numerator", "rate_pct"))
    key = ((reason * (len(precision_names) + 1) + precision) * 2 + count) * 2 + rate
    which, kinds = pd.factorize(key)
    texts = []
    for kind in kinds.tolist():
        rest, has_rate = divmod(kind, 2)
        rest, has_count = divmod(rest, 2)
        reason_place, precision_place = divmod(rest, len(precision_names) + 1)
        why = reason_names[reason_place - 1] if reason_place else None
        exact = precision_names[precision_place - 1] if precision_place else None
        texts.append(remark(why, exact, bool(has_count), bool(has_rate), locale))
    return _by_place(texts, which)


def broken_down_by(table: pa.Table, breakdowns: Sequence[str]) -> pa.DictionaryArray:
    """Per row of figures the columns in which it is a part, joined by `+`; `total` when it is none."""
    mask = np.zeros(len(table), dtype=np.int32)
    for bit, name in enumerate(breakdowns):
        mask |= differs(encoded(table[name]), TOTAL).astype(np.int32) << bit
    which, kinds = pd.factorize(mask)
    named = ["+".join(name for bit, name in enumerate(breakdowns) if kind >> bit & 1) or TOTAL for kind in kinds.tolist()]
    return _by_place(named, which)


def remark(reason: str | None, precision: str | None, has_count: bool, has_rate: bool, locale: Locale) -> str | None:
    """What `remarks` says of one figure."""
    exact = locale(f"tables.precision_{precision}") if precision else ""
    return "; ".join(filter(None, (_absent(reason, has_count, has_rate, locale), exact))) or None


def named_parts(members: Iterable[tuple[str, str | None]]) -> str:
    """What `broken_down_by` says of one figure, whose members of the columns these are."""
    return "+".join(name for name, member in members if member not in (None, TOTAL)) or TOTAL


def parts(broken_down: str) -> tuple[str, ...]:
    """The columns that a value of `broken_down_by` names."""
    return tuple(name for name in broken_down.split("+") if name in BREAKDOWNS)


def _absent(reason: str | None, has_count: bool, has_rate: bool, locale: Locale) -> str:
    if reason is not None and not has_count:
        return locale(f"tables.missing_{reason}")
    if has_count:
        return "" if has_rate else locale("tables.only_count")
    return locale("tables.only_rate" if has_rate else "tables.only_denominator")


def _by_place(texts: list[str | None] | list[str], which: np.ndarray) -> pa.DictionaryArray:
    kept = list(dict.fromkeys(text for text in texts if text is not None))
    indices = pa.array([None if text is None else kept.index(text) for text in texts], pa.int32())
    return pa.DictionaryArray.from_arrays(compute.take(indices, pa.array(which)), pa.array(kept, pa.string()))
