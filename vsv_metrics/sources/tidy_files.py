"""Frames as files of the project's own kind: a tidy CSV and its descriptor (Frictionless tabular data resource)."""

import json
from typing import Any

import pandas as pd

from vsv_metrics.schema import tables

PERIOD_FIELDS = {
    "school_year": {
        "name": "school_year",
        "type": "integer",
        "description": "Start year of the school year.",
        "constraints": {"required": True},
    },
    "year": {"name": "year", "type": "integer", "description": "Calendar year.", "constraints": {"required": True}},
}


def as_files(
    name: str, frame: pd.DataFrame, table: tables.Table, *, title: str, description: str, defaults: dict[str, Any] | None = None
) -> dict[str, bytes]:
    """Return NAME.csv and NAME.json by their names; the same frame gives the same bytes.

    `frame` has columns of the table (`school_year` or `year` for the period); `defaults` are the values of columns that it
    leaves out because they are the same in every row.
    """
    columns = {column.name: column for column in table.columns}
    key = {*table.key, *PERIOD_FIELDS}
    descriptor = {
        "profile": "tabular-data-resource",
        "name": name,
        "title": title,
        "description": description,
        "path": f"{name}.csv",
        "encoding": "utf-8",
        "format": "csv",
        "mediatype": "text/csv",
        "schema": {
            "fields": [PERIOD_FIELDS.get(column) or described(columns[column]) for column in frame.columns],
            "primaryKey": [column for column in frame.columns if column in key],
            "missingValues": [""],
        },
        "vsv": {"table": table.name} | ({"defaults": defaults} if defaults else {}),
    }
    return {
        f"{name}.csv": frame.to_csv(index=False, lineterminator="\n").encode("utf-8"),
        f"{name}.json": (json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n").encode("utf-8"),
    }


def described(column: tables.Column) -> dict[str, Any]:
    """Return a column as the table schema of a descriptor has it."""
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.codes:
        constraints["enum"] = list(column.codes)
    field = {"name": column.name, "type": column.type, "description": column.doc}
    return field | ({"constraints": constraints} if constraints else {})
