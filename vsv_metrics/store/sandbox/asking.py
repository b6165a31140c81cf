"""The way to ask: a child process per statement, ended when it is done or its time is over; two at once, one per visitor."""

import json
import os
import re
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from vsv_metrics.errors import UserError
from vsv_metrics.schema.codes import DATASETS
from vsv_metrics.store.connection import Store
from vsv_metrics.store.sandbox import child
from vsv_metrics.store.sandbox.views import needed, tables_named

LONGEST_SQL = 20_000
"""Characters of a statement."""

LIMITS = {"seconds": 5, "cpu": 4, "memory": 2**30, "rows": 10_000, "bytes": 5_000_000, "columns": 200}
"""Of one statement: seconds until its process is ended, of processor, bytes of memory; rows, bytes, columns of its answer."""

AT_ONCE = 2
PATIENCE_SECONDS = 4.0
"""How long a statement waits for one of the places, before it is told to come back."""

MOST_READ = 4 * LIMITS["bytes"]
"""Bytes taken from a child: more than its own bound leaves room for, so that reaching it means that something is wrong."""

LONGEST_REASON = 300
_SCRIPT = Path(child.__file__)
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""All that a child gets; pools of memory per thread would count towards its bound."""
_NEEDED_BY_SYSTEM = ("SYSTEMROOT",)
"""Without it Windows starts no Python."""

_WITH_PATH = re.compile(r"""["'][^"'\n]*[/\\][^"'\n]*["']|(?<![\w/])/[\w.-]+/[\w./-]+""")
_BLANK = "\t\n\r"
_places = threading.BoundedSemaphore(AT_ONCE)
_asking: set[str] = set()
_lock = threading.Lock()


@dataclass(frozen=True)
class SqlAnswer:
    """The rows that a statement gave, and what to know of them.

    `cut` is `rows` or `bytes` when there were more rows, else empty; `columns` is how many there were, also those left out;
    `datasets` are the data sets whose tables it names; an answer without `demo` or `local` there holds no such figures.
    """

    sql: str
    table: pa.Table
    kind: str
    cut: str
    columns: int
    seconds: float
    datasets: tuple[str, ...]
    fingerprint: str

    @property
    def is_cut(self) -> bool:
        return bool(self.cut) or self.columns > self.table.num_columns


def is_bounded() -> bool:
    """Whether the system keeps a child within its memory; elsewhere only its time and DuckDB's own limits hold."""
    return sys.platform == "linux"


def ask(store: Store, sql: str, datasets: Collection[str], visitor: str) -> SqlAnswer:
    """Return the answer to one statement over the figures of these data sets; `UserError` with one line of reason else."""
    sql = _clean(sql)
    ready = needed(sql, datasets)
    with _place(visitor):
        began = time.monotonic()
        head, stream = _run(store, sql, {view.name: view.select(datasets) for view in ready})
        seconds = time.monotonic() - began
    table = pa.ipc.open_stream(stream).read_all()
    named = set(tables_named(sql))
    used = dict.fromkeys(view.dataset for view in ready if view.dataset and view.name in named)
    used = tuple(used) or (DATASETS[0],)
    return SqlAnswer(sql, table, head["kind"], head["cut"], head["columns"], seconds, used, store.fingerprint)


def _clean(sql: str) -> str:
    """Return the statement without blanks around it; invisible characters, which make it look like another, are refused."""
    found = sql.removeprefix("\ufeff").strip()
    if not found:
        raise UserError("sql_empty")
    if len(found) > LONGEST_SQL:
        raise UserError("sql_long", found=len(found), expected=LONGEST_SQL)
    for place, character in enumerate(found, 1):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") and character not in _BLANK:
            raise UserError("sql_character", found=f"U+{ord(character):04X}", expected=place)
    return found


@contextmanager
def _place(visitor: str) -> Iterator[None]:
    """Hold one of the places, one at most per visitor."""
    with _lock:
        if visitor in _asking:
            raise UserError("sql_one_each")
        _asking.add(visitor)
    try:
        if not _places.acquire(timeout=PATIENCE_SECONDS):
            raise UserError("sql_busy", expected=AT_ONCE)
        try:
            yield
        finally:
            _places.release()
    finally:
        with _lock:
            _asking.discard(visitor)


def _run(store: Store, sql: str, tables: Mapping[str, str]) -> tuple[dict[str, Any], bytes]:
    """Return head and Arrow stream of a child's answer."""
    request = {
        "sql": sql,
        "store": str(store.path.resolve()),
        "tables": tables,
        "limits": LIMITS,
    }
    try:
        process = _started()
    except OSError:
        raise UserError("sql_busy", expected=AT_ONCE) from None
    is_late = threading.Event()

    def too_late() -> None:
        is_late.set()
        _end(process)

    timer = threading.Timer(LIMITS["seconds"], too_late)
    timer.start()
    try:
        with process:
            answer = _exchange(process, json.dumps(request).encode())
            timer.cancel()
            timer.join()
            _end(process)
    finally:
        timer.cancel()
    head, _, stream = answer.partition(b"\n")
    try:
        found = json.loads(head)
    except ValueError:
        found = {"code": _why(process.returncode, is_late=is_late.is_set()), "reason": ""}
    if is_late.is_set():
        found = {"code": "sql_time", "reason": ""}
    elif len(answer) > MOST_READ:
        found = {"code": "sql_bytes", "reason": ""}
    if "code" in found:
        raise UserError(found["code"], found=_short(found["reason"]), expected=LIMITS["seconds"])
    return found, stream


def _started() -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in _NEEDED_BY_SYSTEM if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", "-B", str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT | kept,
        cwd=Path(sys.executable).anchor,
        start_new_session=True,
    )


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Return what the child says, no more than is to be read; it ends when the child ends."""
    with suppress(OSError):
        if process.stdin:
            process.stdin.write(request)
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    return process.stdout.read(MOST_READ + 1) if process.stdout else b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child with all of its group; one that has ended already stays as it is until it is waited for."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, 9)
        else:
            process.kill()


def _why(code: int, *, is_late: bool) -> str:
    """Return why a child ended without an answer: its time was over, or the system stopped it."""
    by_clock = {-signal for signal in (14, 24)}
    return "sql_time" if is_late or code in by_clock else "sql_memory"


def _short(reason: str) -> str:
    """Return DuckDB's reason on one line, without the statement, places on this machine and invisible characters."""
    first = " ".join(reason.split("\n\n")[0].split())
    shown = "".join(character for character in _WITH_PATH.sub("…", first) if character.isprintable())
    return shown if len(shown) <= LONGEST_REASON else f"{shown[: LONGEST_REASON - 1]}…"
