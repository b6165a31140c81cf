"""CSV in two dialects: for Dutch Excel (`;`, decimal comma, BOM) and international (`,`, point, no BOM)."""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import pyarrow as pa
import pyarrow.csv as pa_csv

from vsv_metrics.export.columns import compute, encoded, renamed

Dialect = Literal["nl", "int"]
DIALECTS: tuple[Dialect, ...] = ("nl", "int")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell that begins so, also after blanks, would run as a formula in a spreadsheet."""

QUANTITY_DIGITS = 6
LINE_END = "\r\n"


def to_csv(table: pa.Table, dialect: Dialect) -> bytes:
    """The table as CSV: UTF-8, CRLF, header on the first line, empty cells for what is missing.

    Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers are never touched. Numbers are
    rounded to `QUANTITY_DIGITS` decimals, whole numbers are written without any. Texts are quoted in the international
    dialect, in the Dutch one only where they must be.
    """
    return b"".join(csv_parts([table], dialect))


def csv_parts(tables: Iterable[pa.Table], dialect: Dialect) -> Iterator[bytes]:
    """The CSV of tables with the same columns, one under the other, a piece per table."""
    write = _dutch if dialect == "nl" else _international
    for number, table in enumerate(tables):
        yield write(table, number == 0)


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it: with an apostrophe before what it would run."""
    return "'" + text if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS) else text


def _international(table: pa.Table, is_first: bool) -> bytes:
    out = io.BytesIO()
    options = pa_csv.WriteOptions(include_header=is_first, eol=LINE_END, quoting_header="none")
    pa_csv.write_csv(_columns(table, lambda numbers: numbers), out, options)
    return out.getvalue()


def _dutch(table: pa.Table, is_first: bool) -> bytes:
    cells = _columns(table, lambda numbers: compute.replace_substring(compute.cast(numbers, pa.string()), ".", ","))
    text = cells.to_pandas(strings_to_categorical=True).to_csv(index=False, header=is_first, sep=";", lineterminator=LINE_END)
    return text.encode("utf-8-sig" if is_first else "utf-8")


def _columns(table: pa.Table, written: Callable[[pa.Array], pa.Array]) -> pa.Table:
    return pa.table({name: _cells(column, written) for name, column in zip(table.column_names, table.columns, strict=True)})


def _cells(column: pa.ChunkedArray, written: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """The column as it is written: texts made harmless, numbers rounded and then `written`."""
    kind = column.type
    if pa.types.is_boolean(kind):
        return written(column)
    if pa.types.is_floating(kind):
        return written(compute.add(compute.round(compute.if_else(compute.is_nan(column), None, column), QUANTITY_DIGITS), 0.0))
    if pa.types.is_integer(kind):
        return written(column)
    if pa.types.is_null(kind):
        return column
    if pa.types.is_temporal(kind):
        return compute.cast(column, pa.string())
    return renamed(encoded(column), harmless)
