"""Rules within and between the rows of a user's own table; each sets the outcome of rows and tells the findings.

Refused: leavers above enrolled, a percentage that does not follow, one key with two figures, an area beside one it lies in.
Warned: the same row twice, totals (kept apart), totals that differ, a masked count that a total gives away, a jump.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from vsv_metrics.schema import codes
from vsv_metrics.sources.foreign.own_row import ALL_YEARS, OwnRow, bounds
from vsv_metrics.sources.foreign.reading import Findings
from vsv_metrics.sources.foreign.regions import RegionBook

PERCENTAGE_MARGIN = 0.05
"""Percentage points that a printed percentage may differ from the counts, or half its last decimal when that is more."""

JUMP = 3
"""A count that is this many times that of the year before (or a third of it) is pointed at …"""

JUMP_FROM = 30
"""… when the larger of both is at least this."""

_EPSILON = 1e-9


def apply(rows: Sequence[OwnRow], book: RegionBook, findings: Findings) -> None:
    """Hold the rows against the rules, in an order in which each may rely on the ones before."""
    for row in rows:
        _counts(row, findings)
    _keys(rows, findings)
    for totals in (_member_totals, _region_totals):
        for total, parts in totals(rows):
            if total.outcome == "used":
                total.outcome = "total"
                total.codes.append("total_apart")
                findings.warn("total_apart", row=total.line, column=_column(total), found=total.line, expected="")
            _against(total, parts, findings)
    _overlaps([row for row in rows if row.region_code], book, findings)
    _jumps([row for row in rows if row.is_used], findings)


def _counts(row: OwnRow, findings: Findings) -> None:
    """A row that is kept apart is not used: what is wrong with it is a warning."""
    tell = findings.refuse if row.region_code else findings.warn
    (least, most), (_, largest) = bounds(row.leavers), bounds(row.enrolled)
    if least > largest:
        tell("leavers_exceed", row=row.line, column=row.columns["leavers"], found=f"{least:.0f}", expected=f"≤ {largest:.0f}")
        return
    printed = row.percentage.value
    if printed is None or row.enrolled.value is None:
        return
    enrolled = row.enrolled.value
    margin = max(PERCENTAGE_MARGIN, row.percentage.half_unit) + _EPSILON
    column = row.columns["percentage"]
    if enrolled == 0:
        if printed:
            tell("percentage_mismatch", row=row.line, column=column, found=f"{printed:g}", expected="0")
        return
    low, high = (100 * count / enrolled for count in (least, min(most, enrolled)))
    if row.leavers.mask and row.leavers.mask.upper is None:
        low, high = 0.0, 100.0
    if not low - margin <= printed <= high + margin:
        expected = f"{low:.2f}" if low == high else f"{low:.2f}–{high:.2f}"
        is_fraction = low == high and abs(100 * printed - low) <= 100 * row.percentage.half_unit + margin
        code = "percentage_fraction" if is_fraction else "percentage_mismatch"
        tell(code, row=row.line, column=column, found=f"{printed:g}", expected=expected)
    elif row.leavers.mask and enrolled * 2 * row.percentage.half_unit < 100:
        row.codes.append("masked_by_percentage")
        findings.warn("masked_by_percentage", row=row.line, column=column, found=f"{printed:g}", expected="")


def _keys(rows: Sequence[OwnRow], findings: Findings) -> None:
    first: dict[tuple[object, ...], OwnRow] = {}
    for row in rows:
        before = first.setdefault(row.key, row)
        if before is row:
            continue
        if before.values == row.values:
            row.outcome = "repeated"
            row.codes.append("row_repeated")
            findings.warn("row_repeated", row=row.line, column=_column(row), found=row.line, expected=before.line)
        else:
            row.outcome = "refused"
            found = f"{row.region_code or 'totaal'} {row.school_year}-{row.school_year + 1}"
            findings.refuse("key_conflict", row=row.line, column=_column(row), found=found, expected=before.line)


Totals = list[tuple[OwnRow, list[OwnRow]]]


def _region_totals(rows: Sequence[OwnRow]) -> Totals:
    """Return each row without an area of its own with the rows of that year: those of its members, else all that add up."""
    regions, leaves = defaultdict(list), defaultdict(list)
    for row in rows:
        if row.region_code and row.outcome in ("used", "total"):
            regions[row.school_year, row.members].append(row)
            if row.is_used:
                leaves[row.school_year].append(row)
                leaves[ALL_YEARS].append(row)
    return [
        (row, regions[row.school_year, row.members] or (leaves[row.school_year] if set(row.members) == {"total"} else []))
        for row in rows
        if not row.region_code and row.is_used
    ]


def _member_totals(rows: Sequence[OwnRow]) -> Totals:
    """Return each row with the rows of the same area and year that are its parts in one breakdown, the nearest only."""
    groups = defaultdict(list)
    for row in rows:
        if row.is_used:
            groups[row.region_code, row.school_year].append(row)
    found: Totals = []
    for group in groups.values():
        for row in group:
            if codes.TOTAL not in row.members:
                continue
            for depth in range(len(row.members)):
                if parts := [other for other in group if _is_part(other, row, depth)]:
                    found.append((row, parts))
                    break
    return found


def _is_part(part: OwnRow, whole: OwnRow, depth: int) -> bool:
    """Return whether a row is a part of another in the breakdown at this position and equal in the others."""
    mine, its = part.members, whole.members
    if depth == 0:
        sectors = mine[0] in ("vo", "mbo") if its[0] == "vo_mbo" else its[0] == "total" != mine[0]
        return sectors and mine[1] == its[1] == "total" and mine[2:] == its[2:]
    if depth == 1:
        same_sector = mine[0] == its[0] or its[0] == "total"
        return its[1] == "total" != mine[1] and same_sector and mine[2:] == its[2:]
    others = [i for i in range(len(mine)) if i != depth]
    return its[depth] == "total" != mine[depth] and all(mine[i] == its[i] for i in others)


def _against(total: OwnRow, parts: list[OwnRow], findings: Findings) -> None:
    """Warn when a total differs from its parts, or gives away the one part that is masked."""
    for meaning in ("enrolled", "leavers"):
        whole = getattr(total, meaning).value
        masked = [part for part in parts if getattr(part, meaning).value is None]
        if whole is None or not parts or len(masked) > 1:
            continue
        known = sum(getattr(part, meaning).value or 0 for part in parts)
        column = total.columns[meaning]
        if not masked:
            if known != whole:
                findings.warn("total_differs", row=total.line, column=column, found=f"{whole}", expected=f"{known}")
            continue
        low, high = bounds(getattr(masked[0], meaning))
        if low <= whole - known <= high:
            masked[0].codes.append("masked_derivable")
            findings.warn("masked_derivable", row=masked[0].line, column=column, found=total.line, expected="")
        else:
            findings.warn("total_differs", row=total.line, column=column, found=f"{whole}", expected=f"≥ {known}")


def _overlaps(rows: Sequence[OwnRow], book: RegionBook, findings: Findings) -> None:
    present = {row.key for row in rows}
    wholes = {code: book.wholes(code) for code in {row.region_code for row in rows}}
    for row in rows:
        for whole in sorted(wholes[row.region_code]):
            if (whole, *row.key[1:]) in present:
                found, expected = (f"{code} {book.name[code]}" for code in (row.region_code, whole))
                findings.refuse("regions_overlap", row=row.line, column=_column(row), found=found, expected=expected)
                break


def _jumps(rows: Sequence[OwnRow], findings: Findings) -> None:
    lines = defaultdict(list)
    for row in rows:
        lines[row.region_code, row.members].append(row)
    for line in lines.values():
        ordered = sorted(line, key=lambda row: row.school_year)
        for before, after in pairwise(ordered):
            for meaning in ("enrolled", "leavers"):
                old, new = (getattr(row, meaning).value for row in (before, after))
                if old is None or new is None or after.school_year != before.school_year + 1 or max(old, new) < JUMP_FROM:
                    continue
                if max(old, new) >= JUMP * min(old, new):
                    after.codes.append("jump")
                    findings.warn("jump", row=after.line, column=after.columns[meaning], found=new, expected=old)


def _column(row: OwnRow) -> str:
    return next(row.columns[name] for name in ("region_code", "region", "region_name") if name in row.columns)
