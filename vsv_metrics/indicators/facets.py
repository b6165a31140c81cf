"""How many rows each option of the filters of a table would give."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vsv_metrics.indicators.table import Selection, limits
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.store import Store, members_of

_BITS = {"series_id": 1, "level": 2, "region_code": 4, "period": 8}
_SLICE_BIT = 16


@dataclass(frozen=True)
class Facets:
    """Option -> rows, per filter: with the other filters as they are chosen, and without the filter itself."""

    series: dict[str, int]
    levels: dict[str, int]
    regions: dict[str, int]
    years: dict[int, int]
    members: dict[str, dict[str, int]]


def facets(store: Store, selection: Selection) -> Facets:
    """The facets of a selection that is complete; members are counted of every breakdown column."""
    found = store.columns("facets", **limits(selection))
    counts = {column: _counts(found, column, bit) for column, bit in _BITS.items()}
    return Facets(
        series=counts["series_id"],
        levels=counts["level"],
        regions=counts["region_code"],
        years=counts["period"],
        members=_members(_counts(found, "slice", _SLICE_BIT), selection),
    )


def _counts(found: Mapping[str, Sequence[Any]], column: str, bit: int) -> dict[Any, int]:
    """Value of a column -> rows that pass every filter, that of the column itself left out."""
    counts: Counter[Any] = Counter()
    for value, failed, figures in zip(found[column], found["failed"], found["figures"], strict=True):
        if value is not None and failed in (0, bit):
            counts[value] += figures
    return dict(counts)


def _members(slices: Mapping[str, int], selection: Selection) -> dict[str, dict[str, int]]:
    """Per column the rows of each member, the limits to members of the other columns kept."""
    asked = dict.fromkeys(selection.breakdowns) | dict(selection.members)
    kept = {column: asked.get(column, (TOTAL,)) for column in BREAKDOWNS}
    without_total = {column for column, members in kept.items() if members is not None and TOTAL not in members}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, figures in slices.items():
        members = members_of(text)
        failing = without_total - members.keys()
        failing |= {column for column, member in members.items() if (of_it := kept[column]) is not None and member not in of_it}
        for column in BREAKDOWNS if not failing else failing if len(failing) == 1 else ():
            counts[column][members.get(column, TOTAL)] += figures
    return {column: dict(of_column) for column, of_column in counts.items()}
