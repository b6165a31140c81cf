"""The answer to a statement as a file, each row with the statement and the fingerprint of the figures it was asked of."""

import hashlib
import json
from collections.abc import Mapping
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as parquet

from vsv_metrics.export.csv import Dialect, to_csv
from vsv_metrics.paths import app_version
from vsv_metrics.store.sandbox import LIMITS, SqlAnswer
from vsv_metrics.text import Locale

Form = Literal["csv", "parquet", "json"]
FORMS: Mapping[str, Form] = {".csv": "csv", ".parquet": "parquet", ".json": "json"}
"""Ending of a file -> how it is written."""

FICTIONAL, OWN = "demo", "local"
MOST_REPEATED = LIMITS["bytes"]
"""Bytes that a statement may take when it is repeated on every row; a longer one is named by its sha256."""


def with_origin(answer: SqlAnswer, words: Locale) -> pa.Table:
    """The rows of the answer and where they come from, as columns behind them; a name that is taken gets `vsv_` before it."""
    table, rows = answer.table, answer.table.num_rows
    notes = [*(words(f"export.note_{dataset}") for dataset in answer.datasets if dataset in (FICTIONAL, OWN))]
    notes += [cut_note(answer, words)] if answer.is_cut else []
    statement = answer.sql if len(answer.sql.encode()) * rows <= MOST_REPEATED else f"sha256:{digest(answer.sql)}"
    added = {"data_fingerprint": answer.fingerprint, "app_version": app_version(), "query": statement}
    if notes:
        added["note"] = " ".join(notes)
    for name, text in added.items():
        free = name if name not in table.column_names else f"vsv_{name}"
        table = table.append_column(free, pa.repeat(pa.scalar(text), rows))
    return table


def content(table: pa.Table, form: Form, dialect: Dialect = "int") -> bytes:
    """The table as the bytes of a file."""
    if form == "csv":
        return to_csv(table, dialect)
    if form == "parquet":
        packed = pa.BufferOutputStream()
        parquet.write_table(table, packed)
        return packed.getvalue().to_pybytes()
    rows = (json.dumps(row, ensure_ascii=False, default=str) for row in finite(table).to_pylist())
    return ("[" + ",\n".join(rows) + "]\n").encode()


def cut_note(answer: SqlAnswer, words: Locale) -> str:
    """What of the answer was left out."""
    rows = words.number(answer.table.num_rows)
    parts = []
    if answer.cut:
        parts.append(words(f"sql.cut_{answer.cut}", rows=rows, most=words.number(LIMITS[answer.cut])))
    if answer.columns > answer.table.num_columns:
        parts.append(words("sql.cut_columns", most=words.number(answer.table.num_columns), columns=words.number(answer.columns)))
    return " ".join(parts)


def digest(sql: str) -> str:
    """The sha256 of a statement."""
    return hashlib.sha256(sql.encode()).hexdigest()


def finite(table: pa.Table) -> pa.Table:
    """The table as JSON can hold it: what is no number, or beyond all numbers, is missing."""
    columns = []
    for column in table.columns:
        if pa.types.is_floating(column.type):
            values = [value if value is not None and abs(value) < float("inf") else None for value in column.to_pylist()]
            columns.append(pa.array(values, column.type))
        else:
            columns.append(column)
    return pa.Table.from_arrays(columns, names=table.column_names)
