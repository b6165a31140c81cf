"""The cells of a list of one's own, read one by one: texts within their length, areas, members; what is wrong is told by row."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from vsv_metrics.schema.tables import Table
from vsv_metrics.sources.cells import DTYPES
from vsv_metrics.sources.foreign.dialect import Grid
from vsv_metrics.sources.foreign.headers import is_citizen_number
from vsv_metrics.sources.foreign.lists.words import words
from vsv_metrics.sources.foreign.reading import Findings, Reading, Verdict
from vsv_metrics.sources.foreign.regions import NotARegion, RegionBook
from vsv_metrics.sources.foreign.text import clean, value_key, visible

MOST_ROWS = 500
FIRST_SORT = 1000
"""Own rows stand after those that ship."""

SOURCE = "own_list"
_FORMULA = ("=", "+", "-", "@")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_NUMBER = re.compile(r"(?<!\d)\d{8,9}(?!\d)")

ListRow = dict[str, object]
"""Column of the table -> value, with `line`; columns left out are null."""


class Cells:
    """One list while it is read. `wrong` holds the lines that are refused."""

    def __init__(self, table: Grid, at: Mapping[str, int], book: RegionBook, findings: Findings) -> None:
        self.table, self.at, self.book, self.findings = table, at, book, findings
        self.wrong: set[int] = set()
        if len(table.rows) > MOST_ROWS:
            raise findings.stop("list_too_many", row=table.header_line, found=len(table.rows), expected=MOST_ROWS)

    def raw(self, cells: Sequence[str], meaning: str) -> str:
        """Return a cell on one line without what cannot be seen; empty when the list has no such column."""
        return clean(visible(cells[self.at[meaning]])) if meaning in self.at else ""

    def text(self, cells: Sequence[str], line: int, meaning: str, longest: int) -> str | None:
        """Return a text as it stands, None when the cell is empty; too long, unprintable or about a person is refused."""
        text = self.raw(cells, meaning)
        if len(text) > longest:
            self.refuse("list_text_long", line, meaning, len(text), longest)
        elif not text.isprintable():
            self.refuse("list_text_strange", line, meaning, text, "a–z")
        elif _EMAIL.search(text) or any(map(is_citizen_number, _NUMBER.findall(text))):
            self.refuse("list_person", line, meaning, "…", "")
        elif text.startswith(_FORMULA):
            self.findings.warn("list_formula", row=line, column=self.column(meaning), found=text, expected="")
        return text or None

    def named(self, cells: Sequence[str], line: int, longest: int, example: str) -> str:
        """Return the name of a row, which it must have."""
        name = self.text(cells, line, "name", longest)
        if name is None:
            self.refuse("list_blank", line, "name", "", example)
        return name or ""

    def region(self, cells: Sequence[str], line: int) -> str | None:
        """Return the code of the row's area, None for the whole country."""
        code, name, either = (self.raw(cells, meaning) for meaning in ("region_code", "region_name", "region"))
        told = code or either or name
        if value_key(told) in words().whole_country:
            return None
        try:
            is_code = bool(code) or told[0].isdigit() or told.upper() in self.book.level
            if not is_code and any(map(str.isdigit, told)):
                is_code = not self.book.named(told)
            match = self.book.by_code(told, name if code else "", None) if is_code else self.book.by_name(told, None, None)
        except NotARegion as error:
            shown = next(meaning for meaning in ("region_code", "region", "region_name") if meaning in self.at)
            in_name = error.in_name and "region_name" in self.at
            self.refuse(error.code, line, "region_name" if in_name else shown, error.found, error.expected)
            return None
        for code_found, is_warning, found, expected in match.findings:
            meaning = next(name for name in ("region_code", "region", "region_name") if name in self.at)
            tell = self.findings.warn if is_warning else self.findings.note
            tell(code_found, row=line, column=self.column(meaning), found=found, expected=expected)
        return None if match.code == "NL" else match.code

    def refuse(self, code: str, line: int, meaning: str, found: object, expected: object) -> None:
        """Keep a problem of one cell; its line is not used."""
        self.wrong.add(line)
        self.findings.refuse(code, row=line, column=self.column(meaning), found=found, expected=expected)

    def column(self, meaning: str) -> str:
        """Return the name of a column as the list has it."""
        return clean(visible(self.table.header[self.at[meaning]]))

    def reading(self, kind: str, table: Table, rows: Sequence[ListRow]) -> Reading:
        """Return the outcome for the list: rows of `table`, indexed by (file, line)."""
        used = [row for row in rows if row["line"] not in self.wrong]
        lines = [row["line"] for row in used]
        index = pd.MultiIndex.from_arrays([[self.findings.file] * len(lines), lines], names=["file", "line"])
        frame = pd.DataFrame(
            {
                column.name: pd.Series([row.get(column.name) for row in used], index=index, dtype=DTYPES[column.type])
                for column in table.columns
            },
            index=index,
        )
        codes: dict[int | None, list[str]] = {}
        for problem in self.findings.problems:
            codes.setdefault(problem.row, []).append(problem.code)
        verdicts = tuple(
            Verdict(line, "refused" if line in self.wrong else "used", tuple(codes.get(line, ()))) for line in self.table.lines
        )
        meaning = {position: name for name, position in self.at.items()}
        mapping = tuple((clean(visible(name)), meaning.get(i)) for i, name in enumerate(self.table.header))
        return self.findings.reading(kind, table=table, rows=len(used), frame=frame, mapping=mapping, verdicts=verdicts)
