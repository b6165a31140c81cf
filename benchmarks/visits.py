"""Starting the server, and the first visits to it, beside an empty Streamlit page."""

import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.pages import Visit, charts, visit
from benchmarks.plan import Plan
from benchmarks.results import Result, median_of, ratio_of
from benchmarks.server import Server, dashboard, empty_page
from vsv_metrics.web import assets, chart_script

OVERVIEW_CHARTS, EMPTY_CHARTS = 4, 1
SCRIPTS_SECONDS = 120
READY_GOAL_S, VISIT_GOAL_S, VISIT_GOAL_TIMES, WIRE_GOAL_MB = 6.0, 3.5, 1.2, 2.0


@dataclass(frozen=True)
class Round:
    """One start with two visits, and the CPU that the second took of the server."""

    server: Server
    first: Visit
    later: Visit
    later_cpu_s: float


def measure(browser: Browser, folder: Path, plan: Plan) -> list[Result]:
    """Per round: start the dashboard, visit it twice with a browser that knows nothing; the same with the empty page.

    The first start, which builds the store and compresses the scripts, is apart.
    """
    built = prepare(browser, folder / "store")
    ours: list[Round] = []
    theirs: list[Round] = []
    for _ in range(plan.rounds):
        with dashboard(folder / "store") as server:
            ours.append(_round(browser, server, OVERVIEW_CHARTS))
        with empty_page(folder / "empty.log", as_dashboard=False) as server:
            theirs.append(_round(browser, server, EMPTY_CHARTS))
    first, empty_first = ([one.first.drawn_s for one in rounds] for rounds in (ours, theirs))
    later, empty_later = ([one.later.drawn_s for one in rounds] for rounds in (ours, theirs))
    client, empty_client = ([one.later.client_cpu_s for one in rounds] for rounds in (ours, theirs))
    wire, empty_wire = ([one.later.wire_mb for one in rounds] for rounds in (ours, theirs))
    return [
        median_of("build_and_start", "First start, which builds the store, to ready", "s", [built.ready_s]),
        median_of("build_and_start_cpu", "First start: CPU", "s", [built.ready_cpu_s]),
        median_of("start", "Start to ready", "s", [one.server.ready_s for one in ours], READY_GOAL_S),
        median_of("start_cpu", "Start to ready: CPU", "s", [one.server.ready_cpu_s for one in ours]),
        median_of("visit_first", "First visit after the start, Overzicht, to the last chart", "s", first, VISIT_GOAL_S),
        median_of("visit_first_empty", "First visit after the start, page with one chart", "s", empty_first),
        ratio_of(
            "visit_first_ratio",
            "First visit after the start, Overzicht against the page with one chart",
            first,
            empty_first,
            VISIT_GOAL_TIMES,
        ),
        median_of("visit", "Later visit with a new browser, Overzicht, to the last chart", "s", later, VISIT_GOAL_S),
        median_of("visit_empty", "Later visit with a new browser, page with one chart", "s", empty_later),
        ratio_of("visit_ratio", "Later visit, Overzicht against the page with one chart", later, empty_later, VISIT_GOAL_TIMES),
        median_of("visit_client_cpu", "Later visit, Overzicht: CPU of the browser's main thread", "s", client),
        median_of(
            "visit_client_cpu_empty", "Later visit, page with one chart: CPU of the browser's main thread", "s", empty_client
        ),
        median_of("visit_server_cpu", "Later visit, Overzicht: CPU of the server", "s", [one.later_cpu_s for one in ours]),
        median_of("wire", "Later visit, Overzicht: over the wire", "MB", wire, WIRE_GOAL_MB),
        median_of("wire_empty", "Later visit, page with one chart: over the wire", "MB", empty_wire),
    ]


def prepare(browser: Browser, store_dir: Path) -> Server:
    """Starts the dashboard for the first time: it builds the store and, beside its first visitor, compresses the scripts."""
    with dashboard(store_dir) as built:
        visit(browser, built.address, charts(OVERVIEW_CHARTS))
        _wait_for_scripts(store_dir)
    return built


def _wait_for_scripts(folder: Path) -> None:
    """Returns when the largest script has been compressed, which the first start does once, beside its visitors."""
    deadline = time.monotonic() + SCRIPTS_SECONDS
    while not list(folder.glob(f"{assets.FOLDER}/{Path(chart_script.PATTERN).name}.*.br")):
        if time.monotonic() > deadline:
            raise RuntimeError(f"no compressed script in {folder} after {SCRIPTS_SECONDS} seconds")
        time.sleep(0.2)


def _round(browser: Browser, server: Server, count: int) -> Round:
    first = visit(browser, server.address, charts(count))
    cpu = server.cpu_seconds()
    later = visit(browser, server.address, charts(count))
    return Round(server, first, later, server.cpu_seconds() - cpu)
