"""The tables of the store as SQL, made from the table schema, and the version of their shape."""

import hashlib

from vsv_metrics.schema import tables
from vsv_metrics.store.figures import SHAPE

_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}

META = """CREATE TABLE meta (
    fingerprint VARCHAR NOT NULL,
    schema_version VARCHAR NOT NULL,
    app_version VARCHAR NOT NULL,
    built_at VARCHAR NOT NULL
)"""


def create_table(table: tables.Table) -> str:
    """Return the statement that creates one table.

    Keys and references are checked before the build, with file and line; an index here would only cost size and time.
    """
    columns = ",\n    ".join(
        f'"{column.name}" {_TYPES[column.type]}{"" if column.nullable else " NOT NULL"}' for column in table.columns
    )
    return f"CREATE TABLE {table.name} (\n    {columns}\n)"


def _schema_version() -> str:
    shape = [META, *(create_table(table) for table in tables.TABLES.values()), SHAPE]
    return hashlib.sha256("\n".join(shape).encode()).hexdigest()[:8]


SCHEMA_VERSION = _schema_version()
"""Changes by itself with any table or with the making of `figure`, so that a store of another shape is never opened."""
