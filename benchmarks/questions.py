"""A question in SQL through the sandbox: a process started, figures laid ready, one answer, the process gone."""

import time
from pathlib import Path

from benchmarks.results import Result, median_of
from vsv_metrics import loading, paths
from vsv_metrics.store import Store, sandbox

SIMPLE = "SELECT count(*) FROM figures"
FICTIONAL = "SELECT region_code, sum(numerator) FROM demo_figures WHERE is_total GROUP BY ALL ORDER BY ALL"
GOAL_MS = 1000.0


def measure(folder: Path, times: int) -> list[Result]:
    """A simple question of the published figures, and one that adds up the fictional ones, a hundred times as many."""
    store = Store.open(loading.ensure_store(paths.data_dir(), folder).path)
    try:
        simple, fictional = ([_took(store, sql) for _ in range(times)] for sql in (SIMPLE, FICTIONAL))
    finally:
        store.close()
    return [
        median_of("sql_simple", "A question in SQL of the published figures", "ms", simple, GOAL_MS),
        median_of("sql_fictional", "A question in SQL of the example figures", "ms", fictional, GOAL_MS),
    ]


def _took(store: Store, sql: str) -> float:
    began = time.perf_counter()
    sandbox.ask(store, sql, ("published", "demo"), "benchmark")
    return 1000 * (time.perf_counter() - began)
