"""How many rows each option of the filters of a table would give."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.table import Selection, limits
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.store import Store, members_of

_BITS = {"series_id": 1, "level": 2, "region_code": 4, "period": 8}


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
    found = store.query("facets", **limits(selection))
    counts = {column: _counts(found, column, bit) for column, bit in _BITS.items()}
    return Facets(
        series=counts["series_id"],
        levels=counts["level"],
        regions=counts["region_code"],
        years={int(year): rows for year, rows in counts["period"].items()},
        members=_members(found, selection),
    )


def _counts(found: pd.DataFrame, column: str, bit: int) -> dict:
    rows = found[found[column].notna() & found["failed"].isin([0, bit])]
    return rows.groupby(column)["figures"].sum().to_dict()


def _members(found: pd.DataFrame, selection: Selection) -> dict[str, dict[str, int]]:
    """Per column the rows of each member, the limits to members of the other columns kept."""
    rows = found[found["slice"].notna() & found["failed"].isin([0, 16])]
    asked = dict.fromkeys(selection.breakdowns) | dict(selection.members)
    counts: dict[str, dict[str, int]] = {}
    for text, figures in rows.groupby("slice")["figures"].sum().items():
        members = members_of(str(text))
        failing = [column for column in BREAKDOWNS if not _passes(members.get(column, TOTAL), asked.get(column, (TOTAL,)))]
        for column in BREAKDOWNS if not failing else failing if len(failing) == 1 else ():
            of_column = counts.setdefault(column, {})
            code = members.get(column, TOTAL)
            of_column[code] = of_column.get(code, 0) + int(figures)
    return counts


def _passes(member: str, asked: Sequence[str] | None) -> bool:
    return asked is None or member in asked
