"""The API: one area's series as JSON, and a long CSV while it is made; Datasette and DuckDB give the same table in the same run.

`python -m benchmarks.answers` measures it alone.
"""

import argparse
import http.client
import json
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.plan import FULL, QUICK, Plan
from benchmarks.process import cpu_seconds, require_linux, resident_mb
from benchmarks.results import Result, median_of, percentile_of, ratio_of
from benchmarks.server import ROOT, Server, dashboard, datasette
from vsv_metrics import loading
from vsv_metrics.delivery import answer, parse
from vsv_metrics.delivery.question import API
from vsv_metrics.indicators.table import offer
from vsv_metrics.store import Store, figures
from vsv_metrics.store import folder as store_folder

DATASET, INDICATOR = "demo", "new_leavers"
GOAL_MS, GOAL_S, GOAL_MB, COPY_GOAL_TIMES, DATASETTE_GOAL_TIMES = 50.0, 3.0, 300.0, 1.5, 1.0
READ_BYTES = 1 << 20
POLL_SECONDS = 0.01
YEARS_APART = 20
"""Copies of the figures of 13 school years lie so many years apart."""

_COPY = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True, config={"threads": 2})
connection.execute("SET enable_progress_bar = false")
connection.execute("SELECT max(COLUMNS(*)) FROM answer").fetchall()
began = time.perf_counter()
connection.execute(f"COPY answer TO '{sys.argv[2]}' (HEADER)")
print(time.perf_counter() - began)
"""


@dataclass(frozen=True)
class _Streamed:
    seconds: float
    cpu: float
    megabytes: float
    lines: int
    more_mb: float
    slowest_health_ms: float


def measure(folder: Path, plan: Plan) -> list[Result]:
    """Both measurements; each starts servers of its own."""
    store = Store.open(loading.ensure_store(ROOT / "data", folder / "answers").path)
    try:
        regions = list(offer(store, DATASET, INDICATOR, (), ("rmc",)).regions)[: plan.answers]
        _write_sqlite(folder / "answer.db", answer(store, parse(store, {"dataset": DATASET})).table())
    finally:
        store.close()
    return [*_series(folder, regions, plan), *_long(folder, plan)]


def _series(folder: Path, regions: list[str], plan: Plan) -> list[Result]:
    ours: list[float] = []
    cpu: list[float] = []
    theirs: list[float] = []
    with dashboard(folder / "answers") as server, datasette(folder / "answer.db", folder / "datasette.log") as peer:
        server.wait_idle()
        for turn in range(plan.rounds + 1):
            for code in regions:
                before = server.cpu_seconds()
                path = f"{API}/observations?{urlencode({'dataset': DATASET, 'region': code})}"
                took, rows = _json(server, path, "data")
                used = server.cpu_seconds() - before
                peer_path = f"/answer/answer.json?{urlencode({'region_code': code, '_shape': 'objects', '_size': 1000})}"
                peer_took, peer_rows = _json(peer, peer_path, "rows")
                if rows != peer_rows or not rows:
                    raise RuntimeError(f"{code}: {rows} rows, Datasette {peer_rows}")
                if turn:
                    ours.append(took)
                    theirs.append(peer_took)
                    cpu.append(1000 * used)
    what = "One region's series as JSON"
    return [
        percentile_of("api_p95", f"{what}, 95th percentile", "ms", ours, 95, GOAL_MS),
        median_of("api_p50", f"{what}, 50th percentile", "ms", ours),
        median_of("api_cpu", f"{what}: CPU of the server", "ms", cpu),
        percentile_of("api_datasette_p95", f"{what} from Datasette, 95th percentile", "ms", theirs, 95),
        median_of("api_datasette_p50", f"{what} from Datasette, 50th percentile", "ms", theirs),
        ratio_of("api_ratio", f"{what} against Datasette", ours, theirs, DATASETTE_GOAL_TIMES),
    ]


def _long(folder: Path, plan: Plan) -> list[Result]:
    by = ",".join(grow(folder, plan.long_rows))
    path = f"{API}/observations?{urlencode({'dataset': DATASET, 'by': by, 'lang': 'en', 'format': 'csv'})}"
    with dashboard(folder / "long") as server:
        server.wait_idle()
        fresh = server.resident_mb()
        ours = [_stream(server, path, fresh=fresh) for _ in range(plan.rounds)]
    if any(one.lines != 1 + plan.long_rows for one in ours):
        raise RuntimeError(f"{path}: {ours[0].lines} lines for {plan.long_rows} rows")
    copies = _duckdb_copies(folder, by, plan)
    with datasette(folder / "long.db", folder / "datasette.log") as peer:
        streamed = _stream(peer, "/long/answer.csv?_stream=on&_size=max", ready="/-/versions.json")
    size = f"{plan.long_rows:,} rows ({ours[0].megabytes:,.0f} MB)"
    return [
        median_of("csv_seconds", f"CSV of {size}, to the last byte", "s", [one.seconds for one in ours], GOAL_S),
        median_of("csv_cpu", f"CSV of {size}: CPU of the server", "s", [one.cpu for one in ours]),
        median_of("csv_memory", f"CSV of {size}: more memory of the server", "MB", [one.more_mb for one in ours], GOAL_MB),
        median_of("csv_health", "Slowest answer of `/api/health` meanwhile", "ms", [one.slowest_health_ms for one in ours]),
        median_of("csv_duckdb", "DuckDB's `COPY` of the same table to a file", "s", copies),
        ratio_of(
            "csv_ratio", "CSV of these rows against DuckDB's `COPY`", [one.seconds for one in ours], copies, COPY_GOAL_TIMES
        ),
        median_of("csv_datasette", f"Datasette's CSV stream of {plan.peer_rows:,} of these rows", "s", [streamed.seconds]),
    ]


def _json(server: Server, path: str, key: str) -> tuple[float, int]:
    """Milliseconds to the last byte, over a connection of its own, and the number of rows."""
    began = time.perf_counter()
    with connected(server) as connection:
        connection.request("GET", path)
        body = connection.getresponse().read()
    took = 1000 * (time.perf_counter() - began)
    return took, len(json.loads(body)[key])


def _stream(server: Server, path: str, ready: str = "/api/health", fresh: float = 0.0) -> _Streamed:
    """The whole answer, thrown away as it comes, with the memory of the server and another visitor meanwhile."""
    most = server.resident_mb()
    cpu = server.cpu_seconds()
    slowest, done = 0.0, threading.Event()

    def watch() -> None:
        nonlocal most, slowest
        with connected(server) as connection:
            while not done.wait(POLL_SECONDS):
                began = time.perf_counter()
                connection.request("GET", ready)
                connection.getresponse().read()
                slowest = max(slowest, 1000 * (time.perf_counter() - began))
                most = max(most, resident_mb(server.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    read = lines = 0
    began = time.perf_counter()
    with connected(server) as connection:
        connection.request("GET", path)
        found = connection.getresponse()
        if found.status != 200:
            raise RuntimeError(f"{path}: {found.status} {found.read(500)!r}")
        while piece := found.read(READ_BYTES):
            read += len(piece)
            lines += piece.count(b"\n")
    seconds = time.perf_counter() - began
    done.set()
    watcher.join()
    return _Streamed(seconds, cpu_seconds(server.pid) - cpu, read / 1e6, lines, most - fresh, slowest)


def _duckdb_copies(folder: Path, by: str, plan: Plan) -> list[float]:
    """Seconds that DuckDB takes to write the same table, which it holds ready; the peers' files are made here too."""
    store = Store.open(next((folder / "long").glob("*.duckdb")))
    try:
        found = answer(store, parse(store, {"dataset": DATASET, "by": by, "lang": "en"}))
        tables = found.tables()
        first = next(tables)
        with pq.ParquetWriter(folder / "long.parquet", first.schema) as writer:
            writer.write_table(first)
            for table in tables:
                writer.write_table(table.cast(first.schema))
    finally:
        store.close()
    with duckdb.connect(str(folder / "copy.duckdb")) as connection:
        connection.execute("CREATE TABLE answer AS SELECT * FROM read_parquet($file)", {"file": str(folder / "long.parquet")})
        _write_sqlite(folder / "long.db", connection.sql(f"SELECT * FROM answer LIMIT {plan.peer_rows}").to_arrow_table())
    command = [sys.executable, "-c", _COPY, str(folder / "copy.duckdb"), str(folder / "copy.csv")]
    return [float(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(plan.rounds)]


def grow(folder: Path, rows: int) -> tuple[str, ...]:
    """A store in `folder/long` whose example data have so many rows, copies in later years; the columns that part them."""
    path = loading.ensure_store(ROOT / "data", folder / "long").path
    with duckdb.connect(str(path)) as connection:
        found = connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'figure'").fetchall()
        made = {
            "period": f"(period + {YEARS_APART} * copy)::INTEGER",
            "period_start": f"(period_start + to_years(({YEARS_APART} * copy)::INTEGER))::DATE",
            "position": f"row_number() OVER (ORDER BY area, period + {YEARS_APART} * copy, position)",
        }
        columns = ", ".join(f'{made.get(name, name)} AS "{name}"' for (name,) in found)
        connection.execute(
            f"""
            CREATE TABLE longer AS SELECT {columns} FROM (
                SELECT figure.*, copy, min(position) OVER (PARTITION BY series_id, region_code) AS area
                FROM figure, (SELECT unnest(range(100)) AS copy)
                WHERE scope = $dataset AND indicator_id = $indicator AND copy <= $most / 100000
                ORDER BY copy, position LIMIT $most
            ) ORDER BY slice <> '', region_code, position
            """,
            {"dataset": DATASET, "indicator": INDICATOR, "most": rows},
        )
        connection.execute("DROP TABLE figure")
        connection.execute("ALTER TABLE longer RENAME TO figure")
        figures.summarise(connection)
        connection.execute("CHECKPOINT")
    pointer = store_folder.read_pointer(path.parent)
    assert pointer is not None
    store_folder.write_pointer(path.parent, replace(pointer, sha256=store_folder.sha256(path)))
    store = Store.open(path)
    try:
        return offer(store, DATASET, INDICATOR, (), ()).breakdowns
    finally:
        store.close()


def _write_sqlite(path: Path, table: pa.Table) -> None:
    """The table as Datasette serves it, with an index on the areas."""
    names = ", ".join(f'"{name}"' for name in table.column_names)
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE answer ({names})")
        holes = ", ".join("?" for _ in table.column_names)
        for batch in table.to_batches(max_chunksize=10_000):
            columns = (map(_plain, column.to_pylist()) for column in batch.columns)
            connection.executemany(f"INSERT INTO answer VALUES ({holes})", zip(*columns, strict=True))
        connection.execute("CREATE INDEX area ON answer (region_code)")
    connection.close()


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else str(value)


@contextmanager
def connected(server: Server) -> Iterator[http.client.HTTPConnection]:
    """A connection that is closed afterwards."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=600)
    try:
        yield connection
    finally:
        connection.close()


def main() -> int:
    """Measures and prints; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions, fewer rows")
    plan = QUICK if parser.parse_args().quick else FULL
    require_linux()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(Path(folder), plan)
    for result in results:
        goal = "" if result.goal is None else f" (goal {result.goal:g})"
        print(f"{result.what}: {result.value:.2f} {result.unit}, {result.low:.2f} – {result.high:.2f}{goal}")
    return int(any(result.met is False for result in results))


if __name__ == "__main__":
    sys.exit(main())
