"""Reader of the project's own files: a tidy CSV with a descriptor (Frictionless tabular data resource) beside it.

Refuse first: nothing is guessed, repaired or skipped. What the columns mean is said by the table schema and the descriptor,
never by the look of the cells.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from vsv_metrics.errors import DataContractError
from vsv_metrics.schema import tables
from vsv_metrics.sources import rules
from vsv_metrics.sources.cells import DTYPES, EXAMPLES, typed

PERIOD_COLUMNS = {"school_year": "school_year", "year": "calendar_year"}
"""Column that a file of observations uses for its period -> period type."""

_PERIOD_PAIR = ("period_type", "period_start")
"""What a file has instead when its rows are about periods of several kinds: the kind and the first day."""

COMPANION = "-member"
"""Ends the name of a file of `member` that belongs to a file of observations: the names of codes met in it."""

_COMPUTED = {"observation": ("piece",)}
_LONGEST = 120
"""Characters of a found text that a message repeats."""

_SHOWN = 20
"""Problems reported per file and column; the rest is of the same kind."""


@dataclass(frozen=True)
class Tidy:
    """What a file holds. `frame` has the table's columns in order; its index says where each row stands: (file, line)."""

    file: str
    table: tables.Table
    frame: pd.DataFrame
    problems: list[DataContractError]


def read(descriptor: Path) -> tuple[str, pd.DataFrame]:
    """Return the table's name and its rows, indexed by (file, line); raise `DataContractError` at the first problem."""
    tidy = examine(descriptor)
    if tidy.problems:
        raise tidy.problems[0]
    return tidy.table.name, tidy.frame


def examine(descriptor: Path) -> Tidy:
    """Return the rows of one file with every problem inside its cells; the CSV has the name of its descriptor.

    A problem of the file as a whole (missing, encoding, header, number of fields) is raised: past it nothing can be read.
    """
    resource = _descriptor(descriptor)
    table = tables.TABLES[resource["vsv"]["table"]]
    path = descriptor.parent / resource["path"]
    file = _shown(path)
    fields = [field["name"] for field in resource["schema"]["fields"]]
    header, rows, lines = _rows(_text(path, file), file)
    if header != fields:
        raise DataContractError("header", file=file, row=1, found=",".join(header), expected=",".join(fields))

    cells = dict(zip(fields, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(fields, ())
    problems: list[DataContractError] = []
    columns: dict[str, pd.Series] = {}
    for name, texts in cells.items():
        column, wrong = _checked(table, name, texts)
        columns["period_start" if _is_period(table, name) else name] = column
        problems += [
            DataContractError(code, file=file, row=lines[i], column=name, found=texts[i][:_LONGEST], expected=expected)
            for code, expected, mask in wrong
            for i in mask.nonzero()[0][:_SHOWN]
        ]

    frame = _completed(pd.DataFrame(columns), table, resource["vsv"].get("defaults", {}), fields, _shown(descriptor))
    frame.index = pd.MultiIndex.from_product([[file], lines], names=["file", "line"])
    problems += rules.duplicates(frame, table)
    return Tidy(file, table, frame, sorted(problems, key=lambda problem: problem.row or 0))


def _descriptor(path: Path) -> dict[str, Any]:
    file = _shown(path)
    try:
        resource = json.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise DataContractError("descriptor_missing", file=file, found="", expected=path.name) from None
    except OSError as error:
        raise DataContractError("file_unreadable", file=file, found=error.strerror, expected="") from None
    except ValueError as error:
        raise DataContractError("descriptor", file=file, found=str(error), expected="JSON") from None
    for found, expected, is_right in _descriptor_rules(resource, path.with_suffix(".csv").name):
        if not is_right:
            raise DataContractError("descriptor", file=file, found=str(found)[:_LONGEST], expected=expected)
    return resource


def _descriptor_rules(resource: Any, csv_name: str) -> Iterator[tuple[object, str, bool]]:
    """Yield (found, expected, is right) for each demand on a descriptor, in an order in which each may use the ones before."""
    yield type(resource).__name__, "{ … }", isinstance(resource, dict)
    yield (
        resource.get("profile"),
        'profile: "tabular-data-resource"',
        resource.get("profile") == "tabular-data-resource",
    )
    yield resource.get("encoding"), 'encoding: "utf-8"', resource.get("encoding") == "utf-8"
    name = resource.get("path")
    yield name, f'path: "{csv_name}"', name == csv_name
    vsv = resource.get("vsv")
    yield vsv, "vsv: { table: … }", isinstance(vsv, dict) and isinstance(vsv.get("defaults", {}), dict)
    yield vsv.get("table"), "vsv.table: " + " | ".join(tables.TABLES), vsv.get("table") in list(tables.TABLES)
    table = tables.TABLES[vsv["table"]]
    schema = resource.get("schema")
    listed = schema.get("fields") if isinstance(schema, dict) else None
    fields: list[Any] = listed if isinstance(listed, list) else []
    yield listed, "schema.fields: [ … ]", bool(fields) and all(isinstance(field, dict) for field in fields)
    names = [field.get("name") for field in fields]
    yield names, 'schema.fields: "name": "…"', all(isinstance(name, str) for name in names)
    yield ", ".join(names), "schema.fields: name ≠ name", len(set(names)) == len(names)
    for field in fields:
        yield from _field_rules(field, table)
    for name in vsv.get("defaults", {}):
        yield name, "vsv.defaults: " + ", ".join(table.column_names), name in table.column_names and name not in names
    if table is tables.OBSERVATION:
        periods = [name for name in names if name in (*PERIOD_COLUMNS, *_PERIOD_PAIR)]
        is_right = set(periods) == set(_PERIOD_PAIR) or (len(periods) == 1 and periods[0] in PERIOD_COLUMNS)
        yield ", ".join(periods), " | ".join((*PERIOD_COLUMNS, " + ".join(_PERIOD_PAIR))), is_right


def _field_rules(field: dict[str, Any], table: tables.Table) -> Iterator[tuple[object, str, bool]]:
    name, kind = field.get("name"), field.get("type")
    if _is_period(table, name):
        expected: tuple[str, ...] = ("integer", "year")
    else:
        known = [n for n in table.column_names if n not in _COMPUTED.get(table.name, ())]
        if table is tables.OBSERVATION:
            known = [*PERIOD_COLUMNS, *known]
        yield name, "schema.fields: " + ", ".join(known), name in known
        expected = (rules.column_of(table, str(name)).type,)
    yield f"{name}: {kind}", f"{name}: " + " | ".join(expected), kind in expected


def _text(path: Path, file: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataContractError("file_missing", file=file, found="", expected=path.name) from None
    except OSError as error:
        raise DataContractError("file_unreadable", file=file, found=error.strerror, expected="") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = "0x" + data[error.start : error.start + 1].hex()
        raise DataContractError("encoding", file=file, row=line, found=found, expected="UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataContractError("encoding", file=file, row=line, found="0x00", expected="UTF-8")
    return text


def _rows(text: str, file: str) -> tuple[list[str], list[list[str]], list[int]]:
    """Return the header, the rows, and the line on which each row begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    begin = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        raise DataContractError("syntax", file=file, row=begin, found=str(error), expected="CSV (RFC 4180)") from None
    if not rows:
        raise DataContractError("empty_file", file=file, found="0", expected="1")
    header = rows[0]
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(header):
            raise DataContractError("field_count", file=file, row=line, found=len(row), expected=len(header))
    return header, rows[1:], lines[1:]


def _completed(
    frame: pd.DataFrame, table: tables.Table, defaults: dict[str, object], fields: list[str], descriptor: str
) -> pd.DataFrame:
    """Return the frame with the columns that the file leaves out: from the descriptor, else the schema, else null."""
    constants: dict[str, object] = dict(defaults)
    if table is tables.OBSERVATION and "period_type" not in fields:
        constants["period_type"] = next(PERIOD_COLUMNS[name] for name in fields if name in PERIOD_COLUMNS)
        if defaults.get("period_type", constants["period_type"]) != constants["period_type"]:
            found = f"period_type: {defaults['period_type']}"
            raise DataContractError("descriptor", file=descriptor, found=found, expected=constants["period_type"])
    columns = {}
    for column in table.columns:
        if column.name in frame:
            columns[column.name] = frame[column.name]
            continue
        value = constants.get(column.name, column.default)
        if value is None and not column.nullable:
            raise DataContractError("column_missing", file=descriptor, column=column.name, found="", expected=column.name)
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        constant, bad = typed([text], column.type)
        if bad.any() or (column.codes and text and text not in column.codes):
            expected = " | ".join(column.codes) or column.type
            raise DataContractError("descriptor", file=descriptor, found=f"{column.name}: {text}", expected=expected)
        columns[column.name] = pd.Series(constant.iloc[0], index=frame.index, dtype=DTYPES[column.type])
    return pd.DataFrame(columns, index=frame.index)


def _checked(table: tables.Table, name: str, texts: Sequence[str]) -> tuple[pd.Series, list[tuple[str, str, np.ndarray]]]:
    """Return the typed column, and per rule: code, what was expected, which rows break it."""
    is_period = _is_period(table, name)
    described = None if is_period else rules.column_of(table, name)
    kind = described.type if described else name
    column, bad = typed(texts, kind)
    example = EXAMPLES.get(kind, kind)
    wrong = [(f"type_{kind}", example, bad)]
    if described is None or not described.nullable:
        wrong.append(("required", example, column.isna().to_numpy() & ~bad))
    if described and described.codes:
        is_known = column.isin(described.codes).to_numpy()
        wrong.append(("code", " | ".join(described.codes), column.notna().to_numpy() & ~is_known))
    return column, wrong


def _is_period(table: tables.Table, name: object) -> bool:
    return table is tables.OBSERVATION and name in PERIOD_COLUMNS


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
