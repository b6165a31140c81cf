"""Building a store: all tables in a new file, which becomes the one in use only when it is complete and on the disk."""

import datetime as dt
import math
import os
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from vsv_metrics.errors import UserError
from vsv_metrics.paths import app_version
from vsv_metrics.schema import tables
from vsv_metrics.store import figures
from vsv_metrics.store import folder as folders
from vsv_metrics.store.connection import Store
from vsv_metrics.store.ddl import META, SCHEMA_VERSION, create_table
from vsv_metrics.store.statements import statement

_ORDER = "dataset, region_code, indicator_id, series_id, period_start, vintage_rank, measure"
"""That of observations: those of one region lie together, so that they are read from few blocks."""

_OF_RUN = "dataset = $dataset AND region_code BETWEEN $first_region AND $last_region"

ROWS_TOGETHER = 8192
"""Rows of which the store notes the least and most value of each column, to pass over those that nobody asks for."""
ROWS_ALIKE = 1_000_000
"""Observations for which `ROWS_TOGETHER` is meant; with more of them more rows are noted together."""

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def build(frames: Mapping[str, pd.DataFrame], folder: Path, fingerprint: str, measured: figures.Measured) -> Path:
    """Return the path of the new store, which is then the one in use.

    `frames` holds every table of the schema; `measured` gives the columns of a figure that follow from its counts. The caller
    holds the folder's lock. When this fails, the store that was in use stays in use, and the half-made file is removed by the
    next build.
    """
    part = folder / f"{folders.store_name(fingerprint)}.part-{os.getpid()}"
    final = folder / folders.store_name(fingerprint)
    built_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    try:
        part.unlink(missing_ok=True)
        with duckdb.connect(config={**_SETTINGS, "temp_directory": f"{part}.tmp"}) as connection:
            file = str(part).replace("'", "''")
            connection.execute(f"ATTACH '{file}' AS store (ROW_GROUP_SIZE {_rows_together(connection, frames['observation'])})")
            connection.execute("USE store")
            _fill(connection, frames, (fingerprint, SCHEMA_VERSION, app_version(), built_at), measured)
            connection.execute("CHECKPOINT")
        folders.sync_file(part)
        sha256 = folders.sha256(part)
        os.replace(part, final)
        folders.sync_folder(folder)
        folders.write_pointer(folder, folders.Pointer(fingerprint, final.name, sha256, built_at, SCHEMA_VERSION, app_version()))
        folders.clean(folder, final.name)
    except (OSError, duckdb.IOException, duckdb.FatalException) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        raise UserError("store_folder", folder=str(folder), reason=reason) from None
    return final


def _rows_together(connection: duckdb.DuckDBPyConnection, observations: pd.DataFrame) -> int:
    """Return how many rows to note together: so what a question passes over and what it reads both grow with the root of all."""
    connection.register("incoming", observations)
    rows = connection.execute("SELECT count(*) FROM incoming").fetchall()[0][0]
    connection.unregister("incoming")
    return ROWS_TOGETHER * 2 ** max(0, round(math.log2(max(rows, 1) / ROWS_ALIKE) / 2))


def in_memory(frames: Mapping[str, pd.DataFrame], fingerprint: str, measured: figures.Measured) -> Store:
    """Return a store of the same shape that lives in memory alone, locked down like one in a file."""
    built_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    connection = duckdb.connect(":memory:", config=_SETTINGS)
    _fill(connection, frames, (fingerprint, SCHEMA_VERSION, app_version(), built_at), measured)
    connection.execute("SET threads = 1")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return Store(connection, Path(":memory:"), fingerprint, built_at)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    frames: Mapping[str, pd.DataFrame],
    meta: tuple[str, str, str, str],
    measured: figures.Measured,
) -> None:
    connection.execute("SET enable_progress_bar = false")
    connection.execute(META)
    connection.execute("INSERT INTO meta VALUES (?, ?, ?, ?)", list(meta))
    runs: list[figures.Run] = []
    for table in tables.TABLES.values():
        connection.execute(create_table(table))
        columns = ", ".join(f'"{name}"' for name in table.column_names)
        connection.register("incoming", frames[table.name])
        insert = f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM incoming"
        if table is tables.OBSERVATION:
            found = connection.execute(statement("making/region_run").sql, {"most_rows": figures.MOST_ROWS})
            runs = [figures.Run(*row) for row in found.fetchall()]
            for run in runs:
                connection.execute(f"{insert} WHERE {_OF_RUN} ORDER BY {_ORDER}", run._asdict())
        else:
            connection.execute(f"{insert} ORDER BY {', '.join(table.key)}")
        connection.unregister("incoming")
    figures.make(connection, runs, measured)
