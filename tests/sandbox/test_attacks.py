"""Attacks by SQL: each refused or harmless, no file made, nothing called, and the rest of the dashboard undisturbed.

`ALL_ATTACKS=1` runs all; without it, those that take seconds or differ little from another wait.
"""

import contextlib
import hashlib
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from attacks import MARK, Attack, attacks

from benchmarks.process import resident_mb
from vsv_metrics.errors import UserError
from vsv_metrics.store import Store, sandbox
from vsv_metrics.store.sandbox import SqlAnswer
from vsv_metrics.text import LANGUAGES, Locale

pytestmark = [
    pytest.mark.skipif(not sandbox.is_bounded(), reason="only Linux bounds the memory of a child"),
    pytest.mark.timeout(900),
]

DATASETS = ("published", "demo")
RUN = [attack for attack in attacks() if not attack.is_long or os.environ.get("ALL_ATTACKS")]
SECONDS = 6.0
"""Longest that an attack may take, once it has its place."""
GROWN_MB = 60.0
WATCHED = ("/tmp", "/var/tmp", "/dev/shm", "/etc/cron.d", "/", "~", ".")
SECRETS = ("root:x:", "PATH=", "BEGIN")


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A server on this machine that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture(scope="module")
def files_before() -> set[Path]:
    """Files with the mark of the attacks that something else has left."""
    return _marked()


@pytest.fixture(scope="module")
def outcomes(store: Store, listener: socket.socket, files_before: set[Path]) -> dict[str, tuple[SqlAnswer | UserError, float]]:
    """Every attack, two at once: what became of it and the seconds it took. Meanwhile the store keeps answering."""
    port = listener.getsockname()[1]
    waits = []

    def attempt(attack: Attack) -> tuple[SqlAnswer | UserError, float]:
        began = time.monotonic()
        try:
            return sandbox.ask(store, attack.filled(store.path, port), DATASETS, attack.id), time.monotonic() - began
        except UserError as error:
            return error, time.monotonic() - began

    with ThreadPoolExecutor(sandbox.AT_ONCE) as pool:
        running = [pool.submit(attempt, attack) for attack in RUN]
        for future in running:
            future.result()
            began = time.monotonic()
            assert not store.query("newest", dataset="published").empty
            waits.append(time.monotonic() - began)
        assert max(waits) < 1.0, "the dashboard answers slowly while statements run"
        return {attack.id: future.result() for attack, future in zip(RUN, running, strict=True)}


def test_there_are_enough_attacks_and_each_is_another() -> None:
    found = attacks()
    assert len(RUN) >= 100
    assert len({attack.sql for attack in found}) == len({attack.id for attack in found}) == len(found)


@pytest.mark.parametrize("attack", RUN, ids=[attack.id for attack in RUN])
def test_an_attack_is_refused_or_harmless(
    attack: Attack, outcomes: dict[str, tuple[SqlAnswer | UserError, float]], store: Store
) -> None:
    outcome, seconds = outcomes[attack.id]
    code = outcome.code if isinstance(outcome, UserError) else "answered"
    assert code != "sql_busy"
    if attack.expect == "refused":
        assert code.startswith("sql_"), outcome
    elif attack.expect != "harmless":
        assert code == attack.expect
    assert seconds < SECONDS
    hidden = (str(store.path.parent), str(Path.home()), *SECRETS)
    for text in said(outcome):
        assert not [secret for secret in hidden if secret in text]
    if isinstance(outcome, SqlAnswer):
        assert outcome.table.nbytes <= 2 * sandbox.LIMITS["bytes"]
        assert outcome.table.num_rows <= sandbox.LIMITS["rows"]
        assert outcome.table.num_columns <= sandbox.LIMITS["columns"]
    else:
        assert all("\n" not in text and len(text) < 700 for text in said(outcome))


def test_no_file_is_made(outcomes: object, files_before: set[Path], store: Store) -> None:
    before = hashlib.sha256(store.path.read_bytes()).hexdigest()
    assert _marked() == files_before
    assert {path.name for path in store.path.parent.iterdir()} == {store.path.name, "current.json", "build.lock"}
    with pytest.raises(UserError):
        sandbox.ask(store, "DELETE FROM figures", DATASETS, "one")
    assert hashlib.sha256(store.path.read_bytes()).hexdigest() == before


def test_nothing_is_called(outcomes: object, listener: socket.socket) -> None:
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_the_next_question_is_answered_at_once_and_right(outcomes: object, store: Store) -> None:
    began = time.monotonic()
    answer = sandbox.ask(store, "SELECT count(*) AS n FROM figures", DATASETS, "one")
    [rows] = store.query("dataset_rows").query("source == 'figure' and dataset == 'published'")["n"]
    assert answer.table.column("n").to_pylist() == [rows]
    assert time.monotonic() - began < 2.0


def test_the_memory_of_the_dashboard_stays(outcomes: object, store: Store) -> None:
    before = resident_mb(os.getpid())
    for statement in ("SELECT repeat('x', 4000000)", "SELECT length(lpad('x', 2000000000, 'y'))", "FROM demo_figures"):
        with contextlib.suppress(UserError):
            sandbox.ask(store, statement, DATASETS, "one")
    assert resident_mb(os.getpid()) - before < GROWN_MB


def said(outcome: SqlAnswer | UserError) -> list[str]:
    """Every text that reaches the person who asked."""
    if isinstance(outcome, UserError):
        return [Locale(language)(f"errors.{outcome.code}", **outcome.values) for language in LANGUAGES]
    columns = [column for column in outcome.table.columns if pa.types.is_string(column.type)]
    return [*outcome.table.column_names, *(text for column in columns for text in column.to_pylist() if text)]


def _marked() -> set[Path]:
    return {path for folder in WATCHED for path in Path(folder).expanduser().glob(f"*{MARK}*")}
