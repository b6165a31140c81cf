"""A list of intake moments of one's own → rows of `intake_moment`: a name and a month at least, and for whom it holds."""

from collections.abc import Mapping, Sequence

from vsv_metrics.schema import codes, tables
from vsv_metrics.sources.foreign.dialect import Grid
from vsv_metrics.sources.foreign.lists import columns
from vsv_metrics.sources.foreign.lists.cells import FIRST_SORT, SOURCE, Cells, ListRow
from vsv_metrics.sources.foreign.lists.periods import NotAPeriod, months
from vsv_metrics.sources.foreign.lists.words import FORMATS, words
from vsv_metrics.sources.foreign.reading import Findings, Reading
from vsv_metrics.sources.foreign.regions import RegionBook
from vsv_metrics.sources.foreign.terms import terms
from vsv_metrics.sources.foreign.text import value_key

LONGEST = {"name": 60, "note": 300}
_HOLDS_FOR = ("sector", "level", "learning_path", "region_code")
_EXPECTED = {"sector": "mbo, vo, vavo", "level": "1, 2, 3, 4", "learning_path": "bol, bbl"}


def read(table: Grid, book: RegionBook, findings: Findings) -> Reading:
    """Return the reading of a list of intake moments; raise `DataContractError` when its columns cannot be used."""
    cells = Cells(table, columns.meanings(table, "moments", findings), book, findings)
    rows = [_row(cells, row, line) for row, line in zip(table.rows, table.lines, strict=True)]
    _between(cells, rows)
    return cells.reading(FORMATS["moments"], tables.TABLES["intake_moment"], rows)


def _row(cells: Cells, row: Sequence[str], line: int) -> ListRow:
    name = cells.named(row, line, LONGEST["name"], "Start")
    note = cells.text(row, line, "note", LONGEST["note"])
    first, last = _months(cells, row, line)
    sector, level = _education(cells, row, line)
    return {
        "line": line,
        "moment_id": f"line_{line}",
        "name_nl": name,
        "name_en": name,
        "first_month": first,
        "last_month": last,
        "sector": sector,
        "level": level,
        "learning_path": _member(cells, row, line, "learning_path")[1],
        "region_code": cells.region(row, line),
        "basis": "user",
        "note_nl": note,
        "note_en": note,
        "source_id": SOURCE,
        "sort": FIRST_SORT + line,
    }


def _months(cells: Cells, row: Sequence[str], line: int) -> tuple[int | None, int | None]:
    """Return the first and last month, None where a cell cannot be read."""
    begin, end = _span(cells, row, line, "month"), _span(cells, row, line, "last_month")
    if begin is None:
        if not cells.raw(row, "month"):
            cells.refuse("list_blank", line, "month", "", "8, augustus/september")
        return None, None
    if end is not None and (begin[0] != begin[1] or end[0] != end[1]):
        cells.refuse("list_month_twice", line, "last_month", cells.raw(row, "last_month"), cells.raw(row, "month"))
        return None, None
    first, last = begin[0], end[1] if end else begin[1]
    if last < first:
        meaning = "last_month" if end else "month"
        cells.refuse("list_months_reversed", line, meaning, f"{first}–{last}", f"≥ {first}")
    return first, last


def _span(cells: Cells, row: Sequence[str], line: int, meaning: str) -> tuple[int, int] | None:
    text = cells.raw(row, meaning)
    if not text:
        return None
    try:
        return months(text)
    except NotAPeriod as error:
        cells.refuse(error.code, line, meaning, text, "1–12")
        return None


def _education(cells: Cells, row: Sequence[str], line: int) -> tuple[str, str]:
    """Return sector and level; a level has the sector that it belongs to."""
    of_sector, of_level = _member(cells, row, line, "sector"), _member(cells, row, line, "level")
    pairs = list(zip(of_sector, of_level, strict=True))
    if any(codes.TOTAL not in pair and pair[0] != pair[1] for pair in pairs):
        cells.refuse("list_level_sector", line, "level", cells.raw(row, "level"), cells.raw(row, "sector"))
    sector, level = (second if first == codes.TOTAL else first for first, second in pairs)
    return sector, level


def _member(cells: Cells, row: Sequence[str], line: int, meaning: str) -> tuple[str, str]:
    """Return the members that a cell names as (sector, level), or ("", learning path); empty means all."""
    text = cells.raw(row, meaning)
    if value_key(text) in words().all_members:
        return codes.TOTAL, codes.TOTAL
    known: Mapping[str, tuple[str, str]] = terms().categories["learning_path" if meaning == "learning_path" else "education"]
    found = known.get(value_key(text))
    if found is None:
        cells.refuse("category_unknown", line, meaning, text, _EXPECTED[meaning])
    return found or (codes.TOTAL, codes.TOTAL)


def _between(cells: Cells, rows: Sequence[ListRow]) -> None:
    """Refuse a moment that has a month in common with an earlier one for the same students, or its name."""
    seen: dict[tuple[object, ...], list[ListRow]] = {}
    for row in rows:
        line = int(str(row["line"]))
        before = seen.setdefault(tuple(row[name] for name in _HOLDS_FOR), [])
        same = [
            other for other in before if other["name_nl"] and str(other["name_nl"]).casefold() == str(row["name_nl"]).casefold()
        ]
        if same:
            cells.refuse("list_doubled", line, "name", row["name_nl"], same[0]["line"])
        elif overlapping := [other for other in before if _months_of(other) & _months_of(row)]:
            cells.refuse("list_overlap", line, "month", f"{row['first_month']}–{row['last_month']}", overlapping[0]["line"])
        before.append(row)


def _months_of(row: ListRow) -> set[int]:
    first, last = row["first_month"], row["last_month"]
    return set(range(first, last + 1)) if isinstance(first, int) and isinstance(last, int) else set()
