"""Text → header and rows: the separator that makes the header readable, quotes closed, the same number of fields everywhere.

Python's `csv` in strict mode splits; the choice of separator rests on known column names and not on counting, and every line
that differs is refused with its number (a shifted row is worse than no row).
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vsv_metrics.sources.foreign.reading import Findings
from vsv_metrics.sources.foreign.text import clean

HEADER_EXAMPLE = "schooljaar; regio; deelnemers; vsv"
SEPARATORS = (";", ",", "\t", "|")
MOST_ROWS = 100_000
MOST_COLUMNS = 60
MOST_MISFITS = 50
_HEADER_WITHIN = 40
KNOWN_ENOUGH = 2
"""Known column names that make a line a header."""

Recognised = Callable[[list[str]], int]
"""How many of these cells are known column names."""


@dataclass(frozen=True)
class Grid:
    """A header and rows of as many cells; `lines` holds the line of the file on which each row begins."""

    header: list[str]
    header_line: int
    rows: list[list[str]]
    lines: list[int]


def grid(text: str, recognised: Recognised, findings: Findings) -> Grid:
    """Return the table in a text; raise `DataContractError` when there is no one way to read it.

    Lines of another length are kept as problems in `findings`; the rows returned all fit the header.
    """
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if line.strip(" \t;,|"))
    told = lines[start].strip().lower()
    if told.startswith("sep=") and len(told) == 5:
        start += 1
    separator = _separator(lines, start, recognised, findings)
    records, begins = split(lines, separator, findings)
    kept = [(record, line) for record, line in zip(records, begins, strict=True) if any(cell.strip() for cell in record)]
    kept = [(record, line) for record, line in kept if line > start]
    return _checked(kept, separator, findings)


def sheet_grid(rows: Sequence[tuple[int, list[str]]], recognised: Recognised, findings: Findings) -> Grid:
    """Return the table in the filled rows (number, cells) of a sheet, held against the rules of a text file."""
    header_line, header = rows[0]
    if recognised(header) < KNOWN_ENOUGH:
        later = next((line for line, cells in rows[1:_HEADER_WITHIN] if recognised(cells) > KNOWN_ENOUGH), None)
        if later is not None:
            raise findings.stop("header_not_first", row=header_line, found=later, expected=1)
        raise findings.stop("header_unknown", row=header_line, found=recognised(header), expected=HEADER_EXAMPLE)
    if len(rows) > 1 and recognised(rows[1][1]) > recognised(header):
        raise findings.stop("two_headers", row=header_line, found=rows[1][0], expected=1)
    width = max(len(header), *(_filled(cells) for _, cells in rows))
    even = [([*cells, *[""] * (width - len(cells))][:width], line) for line, cells in rows]
    return _checked(even, ";", findings)


def _filled(cells: Sequence[str]) -> int:
    """Return how many cells there are up to the last one with a value."""
    return max((i + 1 for i, cell in enumerate(cells) if cell.strip()), default=0)


def _checked(kept: list[tuple[list[str], int]], separator: str, findings: Findings) -> Grid:
    """Return the table of these records, within the limits of columns and rows and all as long as the header."""
    (header, header_line), body = kept[0], kept[1:]
    if len(header) > MOST_COLUMNS:
        raise findings.stop("too_many_columns", row=header_line, found=len(header), expected=MOST_COLUMNS)
    if not body:
        raise findings.stop("no_rows", row=header_line, found=0, expected=1)
    if len(body) > MOST_ROWS:
        raise findings.stop("too_many_rows", found=len(body), expected=MOST_ROWS)
    if all(len(record) == len(header) + 1 and not record[-1].strip() for record, _ in body):
        findings.warn("trailing_separator", row=body[0][1], found=_named(separator), expected=len(header))
        body = [(record[:-1], line) for record, line in body]
    return _even(header, header_line, body, separator, findings)


def split(lines: list[str], separator: str, findings: Findings) -> tuple[list[list[str]], list[int]]:
    """Return the records of strict CSV and the line on which each begins; raise `DataContractError` at a wrong quote."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator, strict=True)
    records: list[list[str]] = []
    begins: list[int] = []
    begin = 1
    try:
        for record in reader:
            if reader.line_num > begin and any("\n" in cell and separator in cell.split("\n", 1)[1] for cell in record):
                raise findings.stop("quote_open", row=begin, found='"', expected='"…"')
            records.append(record)
            begins.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            raise findings.stop("cell_too_long", row=begin, found=csv.field_size_limit(), expected=200) from None
        code = "quote_open" if "unexpected end" in str(error) else "quote_stray"
        raise findings.stop(code, row=begin, found='"', expected='"…"') from None
    return records, begins


def _separator(lines: list[str], start: int, recognised: Recognised, findings: Findings) -> str:
    """Return the separator with which the first line holds most known names."""
    first = {separator: _cells(lines[start], separator) for separator in SEPARATORS}
    known = {separator: recognised(cells) for separator, cells in first.items()}
    best = max(known, key=lambda separator: known[separator])
    if known[best] >= KNOWN_ENOUGH:
        below = next((i for i in range(start + 1, len(lines)) if lines[i].strip()), None)
        if below is not None and recognised(_cells(lines[below], best)) > known[best]:
            raise findings.stop("two_headers", row=start + 1, found=below + 1, expected=1)
        if best != ";":
            findings.note("separator_used", row=start + 1, found=_named(best), expected=";")
        return best
    for i in range(start + 1, min(len(lines), start + _HEADER_WITHIN)):
        for separator in SEPARATORS:
            if recognised(_cells(lines[i], separator)) > KNOWN_ENOUGH:
                before = [j for j in range(start, i) if lines[j].strip()]
                is_double = len(before) == 1 and len(first[separator]) == len(_cells(lines[i], separator)) > 1
                raise findings.stop("two_headers" if is_double else "header_not_first", row=start + 1, found=i + 1, expected=1)
    if all(len(cells) == 1 for cells in first.values()):
        inner = first[";"][0]
        if any(separator in inner for separator in SEPARATORS[:2]) or recognised(inner.split(";")) >= KNOWN_ENOUGH:
            raise findings.stop("row_quoted", row=start + 1, found=1, expected=";")
        raise findings.stop("no_separator", row=start + 1, found=1, expected="; , TAB |")
    raise findings.stop("header_unknown", row=start + 1, found=known[best], expected=HEADER_EXAMPLE)


def _even(header: list[str], header_line: int, body: list[tuple[list[str], int]], separator: str, findings: Findings) -> Grid:
    """Return the rows that have as many cells as the header, each on one line."""
    names = [clean(cell).casefold() for cell in header]
    rows, lines = [], []
    misfits = 0
    for record, line in body:
        if [clean(cell).casefold() for cell in record] == names:
            raise findings.stop("second_table", row=line, found=line, expected=header_line)
        if len(record) != len(header):
            misfits += 1
            if misfits > MOST_MISFITS:
                break
            findings.refuse("cell_count", row=line, found=len(record), expected=len(header))
            continue
        for i, cell in enumerate(record):
            if "\n" in cell:
                record[i] = " ".join(cell.split("\n"))
                findings.note("line_break_in_cell", row=line, column=clean(header[i]), found="", expected="")
        rows.append(record)
        lines.append(line)
    return Grid(header, header_line, rows, lines)


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [""])
    except csv.Error:
        return [line]


def _named(separator: str) -> str:
    return "TAB" if separator == "\t" else separator
