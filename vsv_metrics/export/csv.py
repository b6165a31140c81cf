"""CSV in two dialects: for Dutch Excel (`;`, decimal comma, BOM) and international (`,`, point, no BOM)."""

from collections.abc import Iterable, Iterator
from typing import Literal

import pyarrow as pa

from vsv_metrics.export.few import Columns
from vsv_metrics.export.lines import Style, lines, names_of

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


def csv_parts(tables: Iterable[pa.Table | Columns], dialect: Dialect) -> Iterator[bytes]:
    """The CSV of tables with the same columns, one under the other, in small pieces."""
    separator = SEPARATORS[dialect]
    style = Style(separator, LINE_END, lambda text: _quoted(harmless(text), separator), decimal="," if dialect == "nl" else ".")
    for number, table in enumerate(tables):
        if number == 0:
            names = separator.join(map(style.text, names_of(table)))
            yield f"{BOM if dialect == 'nl' else ''}{names}{LINE_END}".encode()
        yield from lines(table, style)


def harmless(text: str) -> str:
    """The text as a spreadsheet shows it: with an apostrophe before what it would run."""
    return "'" + text if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS) else text


def _quoted(text: str, separator: str) -> str:
    if not any(sign in text for sign in (separator, '"', "\r", "\n")):
        return text
    return '"' + text.replace('"', '""') + '"'
