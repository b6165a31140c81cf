"""Starting the server, and the first visits to it, beside an empty Streamlit page."""

from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.pages import Visit, visit
from benchmarks.plan import Plan
from benchmarks.results import Result, median_of, ratio_of
from benchmarks.server import Server, dashboard, empty_page

OVERVIEW_CHARTS, EMPTY_CHARTS = 4, 1
READY_GOAL_S, VISIT_GOAL_S, VISIT_GOAL_TIMES, WIRE_GOAL_MB = 6.0, 3.5, 1.3, 2.2


def measure(browser: Browser, folder: Path, plan: Plan) -> list[Result]:
    """Per round: start the dashboard, visit it twice with a browser that knows nothing; the same with the empty page.

    The first start, which builds the store, is apart.
    """
    with dashboard(folder / "store") as first:
        built = first
    ours: list[tuple[Server, Visit, Visit]] = []
    theirs: list[tuple[Server, Visit, Visit]] = []
    for _ in range(plan.rounds):
        with dashboard(folder / "store") as server:
            ours.append((server, *_two(browser, server, OVERVIEW_CHARTS)))
        with empty_page(folder / "empty.log", as_dashboard=False) as server:
            theirs.append((server, *_two(browser, server, EMPTY_CHARTS)))
    first, later = [first.drawn_s for _, first, _ in ours], [later.drawn_s for _, _, later in ours]
    empty_first, empty_later = [first.drawn_s for _, first, _ in theirs], [later.drawn_s for _, _, later in theirs]
    cpu, empty_cpu = [later.client_cpu_s for _, _, later in ours], [later.client_cpu_s for _, _, later in theirs]
    return [
        median_of("build_and_start", "First start, which builds the store, to ready", "s", [built.ready_s]),
        median_of("build_and_start_cpu", "First start: CPU", "s", [built.ready_cpu_s]),
        median_of("start", "Start to ready", "s", [server.ready_s for server, _, _ in ours], READY_GOAL_S),
        median_of("start_cpu", "Start to ready: CPU", "s", [server.ready_cpu_s for server, _, _ in ours]),
        median_of("visit_first", "First visit after the start, Overzicht, to the last chart", "s", first, VISIT_GOAL_S),
        median_of("visit_first_empty", "First visit after the start, empty page with one chart", "s", empty_first),
        ratio_of("visit_first_ratio", "First visit after the start against the empty page", first, empty_first, VISIT_GOAL_TIMES),
        median_of("visit", "Later visit with a new browser, Overzicht, to the last chart", "s", later, VISIT_GOAL_S),
        median_of("visit_empty", "Later visit with a new browser, empty page with one chart", "s", empty_later),
        ratio_of("visit_ratio", "Later visit with a new browser against the empty page", later, empty_later, VISIT_GOAL_TIMES),
        median_of("visit_client_cpu", "CPU of the browser's main thread in that visit", "s", cpu),
        ratio_of("visit_client_cpu_ratio", "CPU of the browser's main thread against the empty page", cpu, empty_cpu),
        median_of("wire", "Over the wire in that visit", "MB", [later.wire_mb for _, _, later in ours], WIRE_GOAL_MB),
        median_of("wire_empty", "Over the wire, empty page with one chart", "MB", [later.wire_mb for _, _, later in theirs]),
    ]


def _two(browser: Browser, server: Server, charts: int) -> tuple[Visit, Visit]:
    return visit(browser, server.address, charts), visit(browser, server.address, charts)
