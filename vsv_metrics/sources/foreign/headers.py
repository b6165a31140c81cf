"""Column names → what each column means. Doubled and missing names are refused, and so is a file about persons."""

import re
from collections.abc import Sequence

from vsv_metrics.sources.foreign.dialect import Grid
from vsv_metrics.sources.foreign.reading import Findings, listed
from vsv_metrics.sources.foreign.terms import terms
from vsv_metrics.sources.foreign.text import clean, header_key, name_key, visible

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_LOOKED_AT = 2_000
"""Rows looked at for values that point at persons."""


def recognised(cells: Sequence[str]) -> int:
    """Return how many different meanings these cells name as column names."""
    return len({terms().headers.get(header_key(visible(cell))) for cell in cells} - {None})


def person_columns(header: Sequence[str]) -> list[str]:
    """Return the column names that point at one person: a number, a name, an address, a day of birth."""
    words = terms()
    keys = {name: header_key(visible(name)) for name in header}
    return [
        clean(name)
        for name, key in keys.items()
        if key in words.persons or any(part in key for part in words.person_parts if key not in words.headers)
    ]


def meanings(table: Grid, needed: Sequence[str], region_names: frozenset[str], findings: Findings) -> dict[str, int]:
    """Return meaning -> position of its column; raise `DataContractError` when columns are doubled, missing or about persons.

    `region_names` (as `name_key`) tell a column `naam` with regions from one with persons.
    """
    header = [clean(visible(name)) for name in table.header]
    if persons := person_columns(header):
        raise findings.stop("person_columns", row=table.header_line, column=persons[0], found=listed(persons), expected="")
    found: dict[str, int] = {}
    seen: dict[str, str] = {}
    unknown: list[int] = []
    for i, name in enumerate(header):
        key = header_key(name)
        meaning = terms().headers.get(key)
        if meaning is None and key in ("naam", "name"):
            meaning = _names(table, i, region_names, findings)
        if key and key in seen:
            raise findings.stop("column_twice", row=table.header_line, column=name, found=seen[key], expected=1)
        seen[key] = name
        if meaning is None:
            unknown.append(i)
        elif meaning in found:
            raise findings.stop("column_twice", row=table.header_line, column=name, found=header[found[meaning]], expected=1)
        else:
            found[meaning] = i
    _settle_region(found)
    for meaning in needed:
        present = meaning in found or (meaning == "region" and {"region_code", "region_name"} & found.keys())
        if not present:
            words = {"region": "regio_code", "school_year": "schooljaar", "enrolled": "deelnemers", "leavers": "vsv"}
            raise findings.stop(
                "column_absent", row=table.header_line, column=words[meaning], found=listed(header), expected=words[meaning]
            )
    for i in unknown:
        ignore(table, i, header[i], findings)
    return found


def level_of(name: str) -> str | None:
    """Return the level of the areas that a column of this name holds, None when the name does not say."""
    return terms().levels.get(header_key(visible(name)))


def ignore(table: Grid, position: int, name: str, findings: Findings) -> None:
    """Warn about a column that is not used; refuse it when its cells point at persons or it has values and no name."""
    cells = [row[position].strip() for row in table.rows[:_LOOKED_AT]]
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and (
        all(map(is_citizen_number, filled)) or sum(map(bool, map(_EMAIL.fullmatch, filled))) > len(filled) / 2
    ):
        raise findings.stop("person_values", row=table.header_line, column=name, found="…", expected="")
    if name:
        findings.warn("column_ignored", row=table.header_line, column=name, found=name, expected="")
    elif filled:
        raise findings.stop("column_unnamed", row=table.header_line, found=position + 1, expected="")


def is_citizen_number(text: str) -> bool:
    """The eleven-test of the citizen service number: 9·d1 + 8·d2 + … + 2·d8 − d9 is a multiple of 11."""
    if not re.fullmatch(r"\d{8,9}", text):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, text.zfill(9), strict=True)) % 11 == 0


def _settle_region(found: dict[str, int]) -> None:
    """A column `regio` holds names beside a column of codes, and codes beside a column of names."""
    if "region" in found and ("region_code" in found) != ("region_name" in found):
        found["region_name" if "region_code" in found else "region_code"] = found.pop("region")


def _names(table: Grid, position: int, region_names: frozenset[str], findings: Findings) -> str:
    cells = {name_key(row[position]) for row in table.rows} - {""}
    if cells and len(cells & region_names) >= len(cells) / 2:
        return "region_name"
    name = clean(table.header[position])
    raise findings.stop("person_columns", row=table.header_line, column=name, found=name, expected="")
