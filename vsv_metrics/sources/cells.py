"""Cells of a strict text file as typed columns, one type at a time.

Each distinct text is parsed once, so a column of a hundred thousand cells costs as much as its distinct values.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "datetime64[us]"}
"""Frictionless type -> dtype of every frame in this project. Only whole numbers and booleans hold `pd.NA`."""

EXAMPLES = {
    "integer": "2023",
    "number": "12.3",
    "boolean": "true, false",
    "date": "2024-08-01",
    "school_year": "2023",
    "year": "2023",
}
"""What a right cell looks like; shown as `expected`."""

_INTEGER = re.compile(r"0|-?[1-9]\d{0,8}", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
_BOOLEANS = {"true": True, "false": False}


def typed(cells: Sequence[str], kind: str) -> tuple[pd.Series, np.ndarray]:
    """Return the column, and which positions hold a text that is not of this kind (they are null in the column).

    `kind` is a type of the table schema, or `school_year` or `year`: the first day of that period. Grammar is
    strict: no blanks around, no thousands separator, no exponent, decimal point. An empty cell is null.
    """
    positions, texts = pd.factorize(np.asarray(cells, dtype=object))
    parse = _PARSERS[kind]
    values: list[object] = []
    bad = np.zeros(len(texts), dtype=bool)
    for i, text in enumerate(texts):
        try:
            values.append(None if text == "" else parse(text))
        except ValueError:
            values.append(None)
            bad[i] = True
    column = pd.Series(values, dtype=DTYPES.get(kind, DTYPES["date"]))
    return pd.Series(column.array.take(positions)), bad[positions]


def _string(text: str) -> str:
    if text != text.strip() or not text.isprintable():
        raise ValueError
    return text


def _integer(text: str) -> int:
    return int(_matched(_INTEGER, text))


def _number(text: str) -> float:
    return float(_matched(_NUMBER, text))


def _boolean(text: str) -> bool:
    if text not in _BOOLEANS:
        raise ValueError
    return _BOOLEANS[text]


def _date(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(_matched(_DATE, text))


def _school_year(text: str) -> dt.datetime:
    return dt.datetime(int(_matched(_YEAR, text)), 8, 1)


def _year(text: str) -> dt.datetime:
    return dt.datetime(int(_matched(_YEAR, text)), 1, 1)


def _matched(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError
    return text


_PARSERS: dict[str, Callable[[str], object]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "school_year": _school_year,
    "year": _year,
}
