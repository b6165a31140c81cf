"""JSON: one object with what is known of the table, and below `rows` one object per row."""

import json
from typing import Any

import pandas as pd
import pyarrow as pa

from vsv_metrics.export.columns import compute
from vsv_metrics.export.document import Document, metadata, plain

QUANTITY_DIGITS = 10


def to_json(document: Document) -> bytes:
    """The table as JSON in UTF-8: numbers as numbers, days as year-month-day, missing as null."""
    head = metadata(document)
    head["row_count"] = head.pop("rows")
    return b"".join((json.dumps(head, ensure_ascii=False).encode()[:-1], b', "rows": ', records(document.table), b"}\n"))


def records(table: pa.Table) -> bytes:
    """The rows as a JSON array of objects."""
    return _frame(plain(table)).to_json(orient="records", force_ascii=False, double_precision=QUANTITY_DIGITS).encode()


def _frame(table: pa.Table) -> pd.DataFrame:
    columns = {name: _column(column) for name, column in zip(table.column_names, table.columns, strict=True)}
    return pa.table(columns).to_pandas(types_mapper={pa.string(): None}.get, strings_to_categorical=False)


def _column(column: pa.ChunkedArray) -> Any:
    if pa.types.is_temporal(column.type):
        return compute.cast(column, pa.string())
    return compute.cast(column, pa.float64()) if pa.types.is_integer(column.type) and column.null_count else column
