"""CSV in two dialects: for Dutch Excel (`;`, decimal comma, BOM) and international (`,`, point, no BOM)."""

from collections.abc import Iterable, Iterator
from typing import Literal

import pyarrow as pa

from vsv_metrics.export.columns import compute
from vsv_metrics.export.lines import Written, lines, plain

Dialect = Literal["nl", "int"]
DIALECTS: tuple[Dialect, ...] = ("nl", "int")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell that begins so, also after blanks, would run as a formula in a spreadsheet."""

LINE_END = "\r\n"
SEPARATORS = {"nl": ";", "int": ","}
BOM = "\ufeff"


def to_csv(table: pa.Table, dialect: Dialect) -> bytes:
    """The table as CSV: UTF-8, CRLF, header on the first line, empty cells for what is missing.

    Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers are never touched. Numbers are
    rounded to `lines.QUANTITY_DIGITS` decimals, whole numbers are written without any. Texts are quoted where they must be.
    """
    return b"".join(csv_parts([table], dialect))


def csv_parts(tables: Iterable[pa.Table], dialect: Dialect) -> Iterator[bytes]:
    """The CSV of tables with the same columns, one under the other, in small pieces."""
    separator = SEPARATORS[dialect]
    for number, table in enumerate(tables):
        if number == 0:
            names = separator.join(_text(name, separator) for name in table.column_names)
            yield f"{BOM if dialect == 'nl' else ''}{names}{LINE_END}".encode()
        yield from lines(table, lambda _, kind: _cells(kind, dialect), separator, LINE_END)


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it: with an apostrophe before what it would run."""
    return "'" + text if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS) else text


def _cells(kind: pa.DataType, dialect: Dialect) -> Written:
    """How the values of a column are written: texts made harmless and quoted, numbers in the way of the dialect."""
    separator = SEPARATORS[dialect]
    if pa.types.is_floating(kind) and dialect == "nl":
        return lambda values: compute.fill_null(compute.replace_substring(plain(values), ".", ","), "")
    if _is_text(kind):
        return lambda values: pa.array([_text(value, separator) for value in values.to_pylist()], pa.string())
    return lambda values: compute.fill_null(plain(values), "")


def _is_text(kind: pa.DataType) -> bool:
    values = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(values) or pa.types.is_large_string(values) or pa.types.is_string_view(values)


def _text(value: str | None, separator: str) -> str:
    return "" if value is None else _quoted(harmless(value), separator)


def _quoted(text: str, separator: str) -> str:
    if not any(sign in text for sign in (separator, '"', "\r", "\n")):
        return text
    return '"' + text.replace('"', '""') + '"'
