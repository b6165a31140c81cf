"""Column names of a list of one's own → which kind of list it is and what each column means."""

import csv
from collections.abc import Sequence

from vsv_metrics.sources.foreign import headers
from vsv_metrics.sources.foreign.dialect import SEPARATORS, Grid
from vsv_metrics.sources.foreign.lists.words import words
from vsv_metrics.sources.foreign.reading import Findings, listed
from vsv_metrics.sources.foreign.terms import terms
from vsv_metrics.sources.foreign.text import clean, header_key, visible

NEEDED = {"measures": ("name", "start"), "moments": ("name", "month")}
_EXAMPLES = {"name": "naam", "start": "start", "month": "maand"}
_FIGURES = {"enrolled", "leavers", "percentage"}
"""Meanings of columns that make a file a table of figures, whatever else it holds."""

_REGION = ("region", "region_code", "region_name")
_HEADER_WITHIN = 40
_ENOUGH = 2


def recognised(cells: Sequence[str]) -> int:
    """Return how many different meanings these cells name as columns of one kind of list."""
    return max(len(_meanings(cells, kind)) for kind in NEEDED)


def kind_of(cells: Sequence[str]) -> str | None:
    """Return `measures` or `moments` when these cells are the column names of such a list."""
    keys = {header_key(visible(cell)) for cell in cells}
    if {terms().headers.get(key) for key in keys} & _FIGURES:
        return None
    fit = {kind: len(_meanings(cells, kind)) for kind in NEEDED if keys & words().telling[kind]}
    kind = max(fit, key=lambda name: fit[name], default=None)
    return kind if kind and fit[kind] >= _ENOUGH else None


def kind_of_text(text: str) -> str | None:
    """Return the kind of list whose column names stand on one of the first lines of a text, None for any other file."""
    filled = [line for line in text.split("\n") if line.strip()]
    for line in filled[:_HEADER_WITHIN]:
        for separator in SEPARATORS:
            cells = _split(line, separator)
            if headers.recognised(cells) >= _ENOUGH and not kind_of(cells):
                return None
            if kind := kind_of(cells):
                return kind
    return None


def meanings(table: Grid, kind: str, findings: Findings) -> dict[str, int]:
    """Return meaning -> position; raise `DataContractError` when columns are doubled, missing or about persons."""
    header = [clean(visible(name)) for name in table.header]
    if persons := headers.person_columns(header):
        raise findings.stop("person_columns", row=table.header_line, column=persons[0], found=listed(persons), expected="")
    found: dict[str, int] = {}
    unknown: list[int] = []
    for i, name in enumerate(header):
        meaning = _meaning(name, kind)
        if meaning is None:
            unknown.append(i)
        elif meaning in found:
            raise findings.stop("column_twice", row=table.header_line, column=name, found=header[found[meaning]], expected=1)
        else:
            found[meaning] = i
    if "region" in found and "region_code" in found:
        found.setdefault("region_name", found.pop("region"))
    for meaning in NEEDED[kind]:
        if meaning not in found:
            word = _EXAMPLES[meaning]
            raise findings.stop("column_absent", row=table.header_line, column=word, found=listed(header), expected=word)
    for i in unknown:
        headers.ignore(table, i, header[i], findings)
    return found


def _meanings(cells: Sequence[str], kind: str) -> set[str]:
    return {meaning for cell in cells if (meaning := _meaning(visible(cell), kind))}


def _meaning(name: str, kind: str) -> str | None:
    """Return what a column of this name holds; a name for areas means the same in every file."""
    key = header_key(name)
    meaning = terms().headers.get(key)
    return words().columns[kind].get(key) or (meaning if meaning in _REGION else None)


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [""])
    except csv.Error:
        return [line]
