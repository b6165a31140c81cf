"""`python -m benchmarks.growth` measures stores of 10^4 and 10^6 observations, with `--most 8` up to 10^8, and writes it."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks import figures, machine
from benchmarks.changes import choose_area, regions
from benchmarks.growth import report
from benchmarks.growth.report import Samples
from benchmarks.pages import charts, chromium, new_page, visit, wait_still
from benchmarks.plan import FULL, QUICK, Plan
from benchmarks.process import require_linux
from benchmarks.reruns import OVERVIEW, REGION, batches
from benchmarks.results import to_document
from benchmarks.server import ROOT, dashboard
from vsv_metrics.indicators import region
from vsv_metrics.store import Store

POWERS = (4, 6, 7, 8)
OWN_REGION = REGION[0].replace("voorbeeld", "eigen")
OWN_CHARTS = 2


def main() -> int:
    """Measures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--most", type=int, choices=POWERS, default=6, help="the power of ten of the largest data set")
    parser.add_argument("--quick", action="store_true", help="few repetitions, writes nothing")
    asked = parser.parse_args()
    require_linux()
    plan = QUICK if asked.quick else FULL
    found: dict[str, Any] = {}
    smallest: Samples | None = None
    with chromium() as browser:
        for power in (power for power in POWERS if power <= asked.most):
            about, began = machine.describe(browser.version), time.perf_counter()
            with tempfile.TemporaryDirectory() as folder:
                samples = _measure(browser, Path(folder), 10**power, plan)
            smallest = smallest or samples
            found[str(10**power)] = to_document(report.results(10**power, samples, smallest), about, date.today().isoformat())
            print(f"10^{power}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    print("\n".join(report.table(found)))
    if not asked.quick:
        report.write(found)
        figures.write()
        print(f"Written: {report.RESULTS.relative_to(ROOT)}, {figures.PAGE.relative_to(ROOT)}")
    return int(any(result["met"] is False for document in found.values() for result in document["results"]))


def _measure(browser: Browser, folder: Path, rows: int, plan: Plan) -> Samples:
    """Builds a store of so many observations; asks it, and serves it to one visitor."""
    store_dir = folder / "store"
    command = [sys.executable, "-m", "benchmarks.growth.observations", str(rows), str(store_dir)]
    built = json.loads(subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE).stdout)
    samples: Samples = {name: [value] for name, value in built.items()}
    samples["query"] = _queries(next(store_dir.glob("*.duckdb")), plan)
    samples["start"], samples["visit"] = [], []
    for _ in range(plan.growth_starts):
        with dashboard(store_dir) as server:
            samples["start"].append(server.ready_s)
            samples["visit"].append(visit(browser, server.address + OWN_REGION, charts(OWN_CHARTS)).drawn_s)
    with dashboard(store_dir) as server:
        server.wait_idle()
        samples["region"], samples["region_cpu"] = [], []
        with new_page(browser) as page:
            page.goto(server.address + OWN_REGION)
            wait_still(page)
            for code, name in regions()[: plan.growth_rounds]:
                cpu = server.cpu_seconds()
                samples["region"].append(choose_area(page, code, name))
                samples["region_cpu"].append(1000 * (server.cpu_seconds() - cpu))
        samples["rerun_region"] = batches(browser, server, OWN_REGION, REGION[1], plan)
        samples["rerun_overview"] = batches(browser, server, *OVERVIEW, plan)
        samples["memory"] = [server.resident_mb()]
    return samples


def _queries(path: Path, plan: Plan) -> list[float]:
    """CPU ms of everything that page Regio asks of the store for an area, an area each."""
    store = Store.open(path)
    try:
        took = []
        for code, _ in regions()[: plan.growth_rounds]:
            cpu = time.process_time()
            region.area(store, "local", code)
            region.splits(store, "local", code)
            took.append(1000 * (time.process_time() - cpu))
        return took
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
