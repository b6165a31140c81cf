"""CSV in two dialects: for Dutch Excel (`;`, decimal comma, BOM) and international (`,`, point, no BOM)."""

from typing import Literal

import pandas as pd

Dialect = Literal["nl", "int"]
DIALECTS: tuple[Dialect, ...] = ("nl", "int")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text cell that begins so, also after blanks, would run as a formula in a spreadsheet."""

QUANTITY_DIGITS = 6


def to_csv(table: pd.DataFrame, dialect: Dialect) -> bytes:
    """The table as CSV: UTF-8, CRLF, header on the first line, empty cells for what is missing.

    Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers are never touched. Numbers are
    rounded to `QUANTITY_DIGITS` decimals, whole numbers are written without any.
    """
    dutch = dialect == "nl"
    safe = pd.DataFrame(
        {column: _cells(table[column], decimal="," if dutch else ".") for column in table.columns}, index=table.index
    )
    text = safe.to_csv(index=False, sep=";" if dutch else ",", lineterminator="\r\n")
    return text.encode("utf-8-sig" if dutch else "utf-8")


def _cells(values: pd.Series, decimal: str) -> list[str]:
    if pd.api.types.is_bool_dtype(values):
        return ["true" if value else "false" for value in values]
    if pd.api.types.is_numeric_dtype(values):
        return [_number(value, decimal) for value in values]
    return ["" if pd.isna(value) else _text(str(value)) for value in values]


def _number(value: float, decimal: str) -> str:
    if pd.isna(value):
        return ""
    text = f"{float(value):.{QUANTITY_DIGITS}f}".rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace(".", decimal)


def _text(value: str) -> str:
    return "'" + value if value.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA_STARTS) else value
