"""`python -m benchmarks` measures everything and writes the results; `--quick` only looks, with few repetitions."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import answers, changes, duo, figures, machine, memory, questions, reruns, statistics, tables, visits
from benchmarks.pages import chromium
from benchmarks.plan import FULL, QUICK, Plan
from benchmarks.process import require_linux
from benchmarks.results import DOCUMENT, RESULTS, Result, to_document, to_table, write
from benchmarks.server import ROOT, dashboard

BUSY_LOAD = 0.5


def main() -> int:
    """Runs the benchmark; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions, writes nothing")
    is_quick = parser.parse_args().quick
    require_linux()
    if os.getloadavg()[0] > BUSY_LOAD:
        print(f"The machine is busy (load {os.getloadavg()[0]:.2f}): times will be too long.", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        about = machine.describe(browser.version)
        results = _measure(browser, Path(folder), QUICK if is_quick else FULL)
    document = to_document(results, about, date.today().isoformat())
    print(to_table(document))
    if not is_quick:
        write(document)
        figures.write()
        print(f"Written: {', '.join(str(path.relative_to(ROOT)) for path in (RESULTS, DOCUMENT, figures.PAGE))}")
    return int(any(result.met is False for result in results))


def _measure(browser: Browser, folder: Path, plan: Plan) -> list[Result]:
    results = _step("start and first visits", lambda: visits.measure(browser, folder, plan))
    with dashboard(folder / "store") as server:
        at_memory = _step("memory", lambda: memory.measure(browser, server, plan))
        at_reruns = _step("reruns", lambda: reruns.measure(browser, server, folder, plan))
        at_changes = _step("changes", lambda: changes.measure(browser, server, folder, plan))
        at_tables = _step("tables", lambda: tables.measure(browser, server, plan))
    at_questions = _step("questions in SQL", lambda: questions.measure(folder / "store", plan.questions))
    at_duo = _step("DUO files", lambda: duo.measure(folder / "duo", plan.persons, plan.rounds))
    at_statistics = _step("statistics", lambda: statistics.measure(folder / "store", plan.statistics))
    at_answers = _step("answers of the API", lambda: answers.measure(folder, plan))
    served = [*at_reruns, *at_changes, *at_tables, *at_statistics, *results, *at_memory]
    return [*served, *at_questions, *at_answers, *at_duo]


def _step(name: str, measure: Callable[[], list[Result]]) -> list[Result]:
    began = time.perf_counter()
    results = measure()
    print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return results


if __name__ == "__main__":
    sys.exit(main())
