"""The way to read: one hardened, read-only connection to a store, and a cursor of its own for every query."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.errors import UserError
from vsv_metrics.schema import tables
from vsv_metrics.schema.codes import NAMED
from vsv_metrics.store.ddl import SCHEMA_VERSION
from vsv_metrics.store.statements import statement

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": "2",
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "lock_configuration": "true",
}
"""Set when connecting, since a locked configuration takes no more. Equal for every connection of a process, as DuckDB demands."""

R = TypeVar("R")

_OF_THE_FILE = (duckdb.Error, duckdb.IOException, duckdb.FatalException, duckdb.SerializationException)
"""Errors of a file that cannot be read; a checksum that differs is of the first class itself. Others are bugs."""

_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
"""Dtypes fixed per type, because the usual choice depends on whether a NULL is among the rows."""


class Store:
    """An open store. May be used from several threads at once: a shared cursor would mix up their rows."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, fingerprint: str, built_at: str) -> None:
        self._connection = connection
        self.path = path
        self.fingerprint = fingerprint
        self.built_at = built_at
        self._statements: dict[str, duckdb.Statement] = {}
        self._kept: dict[tuple[str, tuple[tuple[str, object], ...]], pd.DataFrame] = {}

    @classmethod
    def open(cls, path: Path) -> "Store":
        """Return the store in this file; a file that is absent, damaged or of another shape is a `UserError`."""
        try:
            connection = duckdb.connect(str(path), read_only=True, config=_CONFIG)
        except duckdb.Error:
            raise UserError("store_unreadable", file=str(path)) from None
        try:
            row = connection.execute("SELECT fingerprint, schema_version, built_at FROM meta").fetchone()
        except duckdb.Error:
            row = None
        if row is None or row[1] != SCHEMA_VERSION:
            connection.close()
            raise UserError("store_unreadable", file=str(path))
        return cls(connection, path, row[0], row[2])

    def query(self, name: str, **parameters: object) -> pd.DataFrame:
        """Return the rows of statement `name` with dtypes that do not depend on the rows.

        A parameter left out is null, unless the statement requires it; its header says what null means. The answer to a
        statement without any is read once: a store never changes, and each caller gets a frame of its own.
        """
        return _frame(self.rows(name, **parameters)) if parameters else self.kept(name)

    def kept(self, name: str, **parameters: Hashable) -> pd.DataFrame:
        """Return the rows as `query` does, read once: for a statement that is asked often with few different parameters."""
        key = (name, tuple(sorted(parameters.items())))
        if key not in self._kept:
            self._kept[key] = _frame(self.rows(name, **parameters))
        return self._kept[key].copy(deep=False)

    def rows(self, name: str, **parameters: object) -> pa.Table:
        """Return the rows of statement `name`, types as the store has them."""
        sql, values = _bound(name, parameters)
        with self._connection.cursor() as cursor:
            return self._read(lambda: cursor.sql(self._parsed(cursor, sql), params=values).to_arrow_table())

    def columns(self, name: str, **parameters: object) -> dict[str, Sequence[Any]]:
        """Return the columns of statement `name` as plain values: few rows are read so in half the time of `rows`."""
        sql, values = _bound(name, parameters)
        with self._connection.cursor() as cursor:
            found = self._read(lambda: cursor.execute(self._parsed(cursor, sql), values).fetchall())
            names = [about[0] for about in cursor.description or ()]
        return dict(zip(names, zip(*found, strict=True) if found else repeat(()), strict=False))

    def count(self, name: str, **parameters: object) -> int:
        """Return how many rows statement `name` gives."""
        sql, values = _bound(name, parameters)
        with self._connection.cursor() as cursor:
            row = self._read(lambda: cursor.execute(f"SELECT count(*) FROM ({sql})", values).fetchone())
            return row[0] if row else 0

    def numbers(self, name: str, **parameters: object) -> dict[str, np.ndarray]:
        """Return the columns of statement `name`, numbers that are never missing, as arrays."""
        sql, values = _bound(name, parameters)
        with self._connection.cursor() as cursor:
            found = self._read(lambda: cursor.execute(self._parsed(cursor, sql), values).fetchnumpy())
            return {column: np.asarray(numbers) for column, numbers in found.items()}

    def ready(self) -> None:
        """Return when the store answers; raise `UserError` otherwise."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT fingerprint, (SELECT min(period) FROM figure) FROM meta").fetchall()
        except duckdb.Error:
            raise UserError("store_unreadable", file=str(self.path)) from None

    def row_counts(self) -> dict[str, int]:
        """Return the number of rows per table."""
        with self._connection.cursor() as cursor:
            counts = {}
            for table in (*tables.TABLES, "figure"):
                row = self._read(lambda table=table: cursor.execute(f"SELECT count(*) FROM {table}").fetchone())
                counts[table] = row[0] if row else 0
            return counts

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def _parsed(self, cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
        """Return the statement as DuckDB reads it, read once for each set of limits."""
        if sql not in self._statements:
            (self._statements[sql],) = cursor.extract_statements(sql)
        return self._statements[sql]

    def _read(self, read: Callable[[], R]) -> R:
        """Return what is read; a file that was damaged since it was opened is a `UserError`."""
        try:
            return read()
        except duckdb.Error as error:
            if type(error) in _OF_THE_FILE:
                raise UserError("store_unreadable", file=str(self.path)) from None
            raise


def in_every_language(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with names and texts also for languages that the data lack: those of the language shown instead."""
    borrowed = {
        f"{name.removesuffix(shown)}{language}": frame[name]
        for language, shown in NAMED.items()
        if language != shown
        for name in frame.columns
        if name.endswith(f"_{shown}")
    }
    return frame.assign(**borrowed) if borrowed else frame


def _bound(name: str, parameters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Return the statement as SQL and a value for each parameter in it."""
    asked = statement(name)
    unknown, absent = parameters.keys() - asked.parameters, asked.required - parameters.keys()
    if unknown or absent:
        raise TypeError(f"query {name!r}: unknown {sorted(unknown)}, missing {sorted(absent)}")
    return asked.asked({key: _plain(parameters.get(key)) for key in asked.parameters})


def _frame(rows: pa.Table) -> pd.DataFrame:
    """Return the rows as a frame: Int64, boolean, float64, str and datetime64[us], with or without NULLs."""
    fields = [field.with_type(_widened(field.type)) for field in rows.schema]
    return in_every_language(rows.cast(pa.schema(fields)).to_pandas(types_mapper=_NULLABLE.get))


def _widened(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_integer(kind):
        return pa.int64()
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.timestamp("us") if pa.types.is_date(kind) else kind


def _plain(value: object) -> object:
    """Return the value as the driver takes it: lists for collections, Python scalars for numpy's."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value
