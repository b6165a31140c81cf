"""One DUO file as columns of text, strictly: header checked by name, the same number of fields on every line.

Only the columns asked for are read. Nothing that an error here says repeats a cell of the file.
"""

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from vsv_metrics.errors import DataContractError

DELIMITER = ";"
NOT_SHOWN = "…"
"""Stands where an error elsewhere repeats what was found: a cell of a person file is never repeated."""

_HEAD = 1 << 16
"""Bytes in which the header must lie."""

_BLOCK = 1 << 22
_TEXTS = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Table:
    """The columns of a file: `numbers` as texts one after the other, `texts` with each distinct text held once.

    `headers` says how the file calls each column.
    """

    headers: dict[str, str]
    numbers: dict[str, pa.ChunkedArray]
    texts: dict[str, pa.DictionaryArray]


def read(path: Path, wanted: Mapping[str, Sequence[str]], numbers: Collection[str]) -> Table:
    """Return the columns of a file; `wanted` gives the headers that each may have. UTF-8 (BOM allowed), else cp1252.

    `numbers` are the columns with a text of its own on nearly every row. Raise `DataContractError` with the line for a
    header, a line or a byte that is wrong.
    """
    header = _header(path)
    chosen = _chosen(path, header, wanted)
    types = {column: _TEXTS if name not in numbers else pa.string() for name, column in chosen.items()}
    try:
        try:
            table = _parsed(path, header, types, "utf8", threads=True)
        except pa.ArrowInvalid:
            if _is_utf8(path):
                raise
            table = _parsed(path, header, types, "cp1252", threads=True)
    except pa.ArrowInvalid:
        raise _fault(path, header, types) from None
    except UnicodeDecodeError:
        raise _undecodable(path) from None
    except OSError as error:
        raise _unreadable(path, error) from None
    return Table(
        chosen,
        {name: table.column(column) for name, column in chosen.items() if name in numbers},
        {name: _combined(table.column(column)) for name, column in chosen.items() if name not in numbers},
    )


def line_of(path: Path, position: int) -> int:
    """Return the line on which the data row of this position stands; blank lines count, but hold no row."""
    seen = -2
    for number, line in enumerate(_lines(path.read_bytes()), start=1):
        seen += line != b""
        if seen == position:
            return number
    raise IndexError(position)


def refused(path: Path, column: str, position: int, expected: str) -> DataContractError:
    """Return the error for a cell that cannot be read; the cell itself stays out of it."""
    line = line_of(path, position)
    return DataContractError("duo_cell", file=path.name, row=line, column=column, found=NOT_SHOWN, expected=expected)


def _header(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise _unreadable(path, error) from None
    first = next(iter(_lines(head)), b"").removeprefix(b"\xef\xbb\xbf")
    if not first.strip():
        raise DataContractError("empty_file", file=path.name, found="0", expected="1")
    text = first.decode("cp1252", errors="replace").removeprefix("#")
    names = next(csv.reader([text], delimiter=DELIMITER))
    return [name.strip().strip("#").upper() for name in names]


def _chosen(path: Path, header: list[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    chosen = {}
    for name, headers in wanted.items():
        found = [column for column in headers if header.count(column)]
        if len(found) != 1 or header.count(found[0]) > 1:
            expected = " | ".join(headers)
            times = sum(header.count(column) for column in headers)
            raise DataContractError("duo_column", file=path.name, row=1, column=headers[0], found=times, expected=expected)
        chosen[name] = found[0]
    return chosen


def _parsed(
    path: Path,
    header: list[str],
    types: dict[str, pa.DataType],
    encoding: str,
    *,
    threads: bool,
    handler: Callable[[arrow_csv.InvalidRow], str] | None = None,
) -> pa.Table:
    unique = [name if name in types else f"{i}" for i, name in enumerate(header)]
    return arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(
            skip_rows=1, column_names=unique, encoding=encoding, block_size=_BLOCK, use_threads=threads
        ),
        parse_options=arrow_csv.ParseOptions(delimiter=DELIMITER, invalid_row_handler=handler),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=list(types),
            column_types=types,
            null_values=[],
            strings_can_be_null=False,
        ),
    )


def _combined(column: pa.ChunkedArray) -> pa.DictionaryArray:
    if column.num_chunks == 0:
        return pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.string()))
    combined = column.unify_dictionaries().combine_chunks()
    return combined.chunk(0) if isinstance(combined, pa.ChunkedArray) else combined


def positions(column: pa.DictionaryArray) -> np.ndarray:
    """Return for each row the position of its text in the column's dictionary."""
    return column.indices.to_numpy(zero_copy_only=False)


def _fault(path: Path, header: list[str], types: dict[str, pa.DataType]) -> DataContractError:
    """Return what is wrong with a file that could not be parsed, with its line."""
    rows: list[tuple[int, int]] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        rows.append((row.number, row.actual_columns))
        return "error"

    with suppress(pa.ArrowInvalid):
        _parsed(path, header, types, "utf8" if _is_utf8(path) else "cp1252", threads=False, handler=note)
    if rows and rows[0][0] is not None:
        number, found = rows[0]
        line = line_of(path, number - 2)
        return DataContractError("duo_fields", file=path.name, row=line, found=found, expected=len(header))
    last = sum(1 for _ in _lines(path.read_bytes()))
    return DataContractError("duo_fields", file=path.name, row=last, found=0, expected=len(header))


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _undecodable(path: Path) -> DataContractError:
    data = path.read_bytes()
    for number, line in enumerate(_lines(data), start=1):
        try:
            line.decode("cp1252")
        except UnicodeDecodeError as error:
            found = "0x" + line[error.start : error.start + 1].hex()
            return DataContractError("encoding", file=path.name, row=number, found=found, expected="UTF-8")
    raise AssertionError("the file has changed while it was read")


def _unreadable(path: Path, error: OSError) -> DataContractError:
    return DataContractError("file_unreadable", file=path.name, found=error.strerror or type(error).__name__, expected="")


def _lines(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
