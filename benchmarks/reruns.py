"""CPU time that the server spends on one rerun, with everything cached that a visitor has seen before."""

import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.pages import Option, Reruns, new_page, require_no_error, wait_still
from benchmarks.plan import Plan
from benchmarks.results import Result, median_of, ratio_of
from benchmarks.server import Server, empty_page

OVERVIEW = ("/", (".st-key-choice_voorbeeld label",))
REGION = (
    "/regio?voorbeeld=true&regio=RMC29",
    (".st-key-choice_maat button:nth-of-type(2)", ".st-key-choice_maat button:nth-of-type(3)"),
)
COMPARE = (
    "/vergelijken?voorbeeld=true&regio=RMC29",
    (Option(".st-key-choice_regio", "Haaglanden (RMC28)"), Option(".st-key-choice_regio", "Rijnmond (RMC29)")),
)
EMPTY = ("/", ('[data-testid="stCheckbox"] label',))
"""Address, and the choices that are clicked in turn."""

IDLE_SECONDS, IDLE_READINGS = 1.5, 4
GOAL_MS = 25.0


def measure(browser: Browser, server: Server, folder: Path, plan: Plan) -> list[Result]:
    """CPU per rerun of Overzicht, Regio and Vergelijken, and of an empty page with the same settings."""
    overview = batches(browser, server, *OVERVIEW, plan)
    region = batches(browser, server, *REGION, plan)
    compare = batches(browser, server, *COMPARE, plan)
    with empty_page(folder / "empty.log", as_dashboard=True) as peer:
        empty = batches(browser, peer, *EMPTY, plan)
    return [
        median_of("rerun_cpu_overview", "CPU per rerun, Overzicht (switching the data set)", "ms", overview, GOAL_MS),
        median_of("rerun_cpu_region", "CPU per rerun, Regio (switching the measure)", "ms", region, GOAL_MS),
        median_of("rerun_cpu_compare", "CPU per rerun, Vergelijken (switching the area)", "ms", compare, GOAL_MS),
        median_of("rerun_cpu_empty", "CPU per rerun, page with one chart, same settings", "ms", empty),
        ratio_of("rerun_cpu_overview_ratio", "CPU per rerun, Overzicht against the page with one chart", overview, empty),
        ratio_of("rerun_cpu_region_ratio", "CPU per rerun, Regio against the page with one chart", region, empty),
        ratio_of("rerun_cpu_compare_ratio", "CPU per rerun, Vergelijken against the page with one chart", compare, empty),
    ]


def batches(browser: Browser, server: Server, path: str, choices: Sequence[str | Option], plan: Plan) -> list[float]:
    """CPU per rerun in ms, a batch each: what the process used less what it uses idle, by the reruns that finished."""
    samples = []
    with new_page(browser) as page:
        reruns = Reruns(page)
        page.goto(server.address + path)
        wait_still(page)
        for choice in (*choices, *choices):
            reruns.click(page, choice)
        idle = _idle_share(server)
        for _ in range(plan.batches):
            finished, cpu, began = reruns.finished, server.cpu_seconds(), time.perf_counter()
            for index in range(plan.reruns):
                reruns.click(page, choices[index % len(choices)])
            used = server.cpu_seconds() - cpu - idle * (time.perf_counter() - began)
            samples.append(1000 * used / (reruns.finished - finished))
        require_no_error(page)
    return samples


def _idle_share(server: Server) -> float:
    """CPU seconds a second that the server uses while its visitor does nothing: the least of some readings.

    The first ones may fall in what the server makes beforehand.
    """
    shares = []
    for _ in range(IDLE_READINGS):
        cpu = server.cpu_seconds()
        time.sleep(IDLE_SECONDS)
        shares.append((server.cpu_seconds() - cpu) / IDLE_SECONDS)
    return min(shares)
