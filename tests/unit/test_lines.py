"""Rows written a column at a time say the same as cells written one by one."""

import csv
import datetime as dt
import io
import json
import random
from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from vsv_metrics.export.csv import DIALECTS, SEPARATORS, Dialect, csv_parts, harmless
from vsv_metrics.export.json import json_parts
from vsv_metrics.export.lines import PART_BYTES
from vsv_metrics.export.parquet import parquet_parts

WORDS = ["mbo", "vo, havo", 'zegt "nee"', "a;b", "=1+1", " +x", "é\nè", "", "Súdwest-Fryslân", None]


def made(rows: int, seed: int) -> pa.Table:
    """A table with few and many values per column, beside each other."""
    chance = random.Random(seed)
    texts = [chance.choice(WORDS) for _ in range(rows)]
    numbers = [
        chance.choice([None, 0.0, -0.0, 7.0, -1.5, chance.random(), 1e7 * chance.random(), float("nan")]) for _ in range(rows)
    ]
    return pa.table(
        {
            "same": pa.array(["x,y"] * rows, pa.string()),
            "few": pa.array(texts).dictionary_encode(),
            "number": pa.array(numbers, pa.float64()),
            "none": pa.array([None] * rows, pa.float64()),
            "year": pa.array([chance.choice([2019, 2020, None]) for _ in range(rows)], pa.int32()),
            "many": pa.array([f"{place} {chance.choice(WORDS)}" for place in range(rows)]),
            "day": pa.array([chance.choice([dt.date(2024, 2, 29), None]) for _ in range(rows)], pa.date32()),
            "sure": pa.array([chance.choice([True, False, None]) for _ in range(rows)]),
        }
    )


def cell(value: object, dialect: Dialect) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        text = "0" if text == "-0" else text
        return text.replace(".", ",") if dialect == "nl" else text
    return harmless(value) if isinstance(value, str) else str(value)


def as_values(table: pa.Table) -> dict[str, list[Any]]:
    """The table as few figures stand: plain values by column."""
    return {name: table[name].to_pylist() for name in table.column_names}


@pytest.mark.parametrize("form", [lambda table: table, as_values])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("rows", [0, 1, 9, 400])
def test_csv_says_every_cell(dialect: Dialect, rows: int, form: Callable[[pa.Table], Any]) -> None:
    tables = [made(rows, 1), made(rows, 2)]
    content = b"".join(csv_parts(map(form, tables), dialect)).decode("utf-8-sig" if dialect == "nl" else "utf-8")
    found = list(csv.reader(io.StringIO(content, newline=""), delimiter=SEPARATORS[dialect], strict=True))
    expected = [[cell(value, dialect) for value in row.values()] for table in tables for row in table.to_pylist()]
    assert found == [tables[0].column_names, *expected]


@pytest.mark.parametrize("form", [lambda table: table, as_values])
@pytest.mark.parametrize("rows", [0, 1, 400])
def test_json_says_every_cell(rows: int, form: Callable[[pa.Table], Any]) -> None:
    tables = [made(rows, 3), made(rows, 4)]
    body = json.loads(b"".join(json_parts(map(form, tables), {"count": 2 * rows})))
    assert body["about"] == {"count": 2 * rows}
    expected = [row for table in tables for row in table.to_pylist()]
    for row in expected:
        row["number"] = None if row["number"] is None or row["number"] != row["number"] else round(row["number"], 6)
        row["day"] = None if row["day"] is None else str(row["day"])
    assert body["data"] == expected


def test_parquet_says_every_cell_and_its_type() -> None:
    tables = [made(50, 5), made(50, 6)]
    found = pd.read_parquet(io.BytesIO(b"".join(parquet_parts(tables))))
    expected = pd.concat([table.to_pandas(strings_to_categorical=False) for table in tables], ignore_index=True)
    expected["few"] = expected["few"].astype("str")
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
    assert found["number"].dtype == "float64"


def test_pieces_are_small() -> None:
    sizes = [len(piece) for piece in csv_parts([made(20_000, 7)], "int")]
    assert max(sizes) == PART_BYTES < sum(sizes)
