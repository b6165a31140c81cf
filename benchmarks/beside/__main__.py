"""`python -m benchmarks.beside` measures the dashboard beside its peers and writes what came of it; `--quick` only looks."""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

from benchmarks import figures, machine
from benchmarks.beside import files, report, tasks
from benchmarks.pages import chromium
from benchmarks.peers import figures as peers
from benchmarks.plan import FULL, QUICK
from benchmarks.process import require_linux
from benchmarks.results import to_document, to_table
from benchmarks.server import ROOT
from benchmarks.visits import prepare


def main() -> int:
    """Measures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beside", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions, fewer rows, writes nothing")
    is_quick = parser.parse_args().quick
    plan = QUICK if is_quick else FULL
    require_linux()
    found: tasks.Found = defaultdict(tasks.Samples)
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder, about = Path(name), machine.describe(browser.version)
        files.write_sqlite(folder / "figures.db", peers.read())
        prepare(browser, folder / "store")
        for step in (tasks.first_visits, tasks.choices, tasks.memory, files.long_csv):
            began = time.perf_counter()
            step(browser, folder, plan, found)
            print(f"{step.__name__}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    results = report.results(found)
    document = to_document(results, about, date.today().isoformat())
    print(to_table(document))
    if not is_quick:
        report.write(document)
        figures.write()
        print(f"Written: {report.RESULTS.relative_to(ROOT)}, {figures.PAGE.relative_to(ROOT)}")
    return int(any(result.met is False for result in results))


if __name__ == "__main__":
    sys.exit(main())
