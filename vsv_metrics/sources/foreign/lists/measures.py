"""A list of measures of one's own → rows of `policy_measure`: a name and a start at least, a line when its maker places it."""

import datetime as dt
import re
from collections.abc import Sequence

import pandas as pd

from vsv_metrics.schema import tables
from vsv_metrics.sources.foreign.dialect import Grid
from vsv_metrics.sources.foreign.lists import columns
from vsv_metrics.sources.foreign.lists.cells import FIRST_SORT, SOURCE, Cells, ListRow
from vsv_metrics.sources.foreign.lists.periods import PRECISIONS, NotAPeriod, Period, period
from vsv_metrics.sources.foreign.lists.words import FORMATS, words
from vsv_metrics.sources.foreign.reading import Findings, Reading
from vsv_metrics.sources.foreign.regions import RegionBook
from vsv_metrics.sources.foreign.text import value_key

LONGEST = {"name": 80, "text": 600, "executor": 150, "budget": 100, "source": 250}
"""Characters of each text: a name goes on a chart."""

_LINE = re.compile(r"(?:hoofdlijn|actielijn|lijn|action line|line)?\s*(\d{1,3})(?:,0)?\.?", re.I | re.ASCII)


def read(table: Grid, book: RegionBook, measures: pd.DataFrame, findings: Findings) -> Reading:
    """Return the reading of a list of measures; raise `DataContractError` when its columns cannot be used.

    `measures` is the table itself: its action lines are those that a measure can be placed under.
    """
    cells = Cells(table, columns.meanings(table, "measures", findings), book, findings)
    lines = _lines(measures)
    rows = [_row(cells, row, line, lines) for row, line in zip(table.rows, table.lines, strict=True)]
    _doubled(cells, rows)
    return cells.reading(FORMATS["measures"], tables.TABLES["policy_measure"], rows)


def _row(cells: Cells, row: Sequence[str], line: int, lines: dict[str, str]) -> ListRow:
    name = cells.named(row, line, LONGEST["name"], "Coach")
    text, executor, budget, source = (
        cells.text(row, line, key, LONGEST[key]) for key in ("text", "executor", "budget", "source")
    )
    start, end = _period(cells, row, line, "start"), _period(cells, row, line, "end")
    if start is None and not cells.raw(row, "start"):
        cells.refuse("list_blank", line, "start", "", "2024-08-01")
    if start and end and end.last < start.first:
        cells.refuse("list_reversed", line, "end", cells.raw(row, "end"), cells.raw(row, "start"))
    region = cells.region(row, line)
    placed = _line(cells, row, line, lines)
    told = {"nl": f" (bron: {source})", "en": f" (source: {source})"} if source else {"nl": "", "en": ""}
    precisions = [found.precision for found in (start, end) if found]
    return {
        "line": line,
        "measure_id": f"line_{line}",
        "kind": _word(cells, row, line, "kind", words().kinds) or "measure",
        **{f"name_{language}": name for language in told},
        **{f"text_{language}": (text or name) + more for language, more in told.items()},
        "starts_on": _midnight(start.first) if start else None,
        "ends_on": _midnight(end.last) if end else None,
        "period_precision": max(precisions, key=PRECISIONS.index) if precisions else None,
        **{f"executor_{language}": executor for language in told},
        **{f"budget_{language}": budget for language in told},
        "works_on": _word(cells, row, line, "works_on", words().works_on) or ("region" if region else "country"),
        "action_line": placed,
        "line_basis": "user" if placed else None,
        "region_code": region,
        "source_id": SOURCE,
        "sort": FIRST_SORT + line,
    }


def _period(cells: Cells, row: Sequence[str], line: int, meaning: str) -> Period | None:
    text = cells.raw(row, meaning)
    if not text:
        return None
    try:
        found = period(text)
    except NotAPeriod as error:
        cells.refuse(error.code, line, meaning, text, "2024-08-01, 01-08-2024, 08-2024, 2024")
        return None
    if found.is_slashed:
        column, expected = cells.column(meaning), found.first.isoformat()
        cells.findings.warn("list_day_first", row=line, column=column, found=text, expected=expected)
    return found


def _word(cells: Cells, row: Sequence[str], line: int, meaning: str, known: dict[str, str]) -> str | None:
    text = cells.raw(row, meaning)
    if not text:
        return None
    found = known.get(value_key(text))
    if found is None:
        code = "list_works_on" if meaning == "works_on" else "list_kind"
        cells.refuse(code, line, meaning, text, ", ".join(dict.fromkeys(known.values())))
    return found


def _line(cells: Cells, row: Sequence[str], line: int, lines: dict[str, str]) -> str | None:
    """Return the action line that a cell names by number, code or name."""
    text = cells.raw(row, "line")
    if not text:
        return None
    number = _LINE.fullmatch(text)
    found = lines.get(str(int(number[1])) if number else value_key(text))
    if found is None:
        numbers = [key for key in lines if key.isdigit()]
        cells.refuse("list_line", line, "line", text, f"{numbers[0]}–{numbers[-1]}" if numbers else "")
    return found


def _lines(measures: pd.DataFrame) -> dict[str, str]:
    """Return number, code and names of each action line -> its code; the number is the place in the order of display."""
    rows = measures[measures["kind"] == "action_line"].sort_values("sort")
    found = {str(i): str(code) for i, code in enumerate(rows["measure_id"], 1)}
    for column in ("measure_id", "name_nl", "name_en"):
        for name, code in zip(rows[column], rows["measure_id"], strict=True):
            found[value_key(name)] = code
            found[value_key(re.sub(r"^\d+\.\s*", "", name))] = code
    return found


def _doubled(cells: Cells, rows: Sequence[ListRow]) -> None:
    first: dict[tuple[str, object], object] = {}
    for row in rows:
        name = str(row["name_nl"])
        before = first.setdefault((name.casefold(), row["region_code"]), row["line"])
        if name and before != row["line"]:
            cells.refuse("list_doubled", int(str(row["line"])), "name", name, before)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)
