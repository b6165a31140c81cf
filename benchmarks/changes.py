"""From the press on a choice to the last chart painted with its figures, in the browser."""

import csv

from playwright.sync_api import Browser, Page

from benchmarks.pages import new_page, wait_still
from benchmarks.plan import Plan
from benchmarks.results import Result, median_of, percentile_of
from benchmarks.server import ROOT, Server

REGIONS = ROOT / "data" / "reference" / "region.csv"
START = "/regio?voorbeeld=true&regio=RMC29"
START_REGION = "RMC29"
MEASURES = ".st-key-choice_maat button"
GOAL_MS = 300.0


def measure(browser: Browser, server: Server, plan: Plan) -> list[Result]:
    """Choosing areas that nobody has asked for yet, and for each a measure: median, and 95th percentile of both together."""
    areas, measures = [], []
    cpu = server.cpu_seconds()
    with new_page(browser) as page:
        page.goto(server.address + START)
        wait_still(page)
        for index, (code, name) in enumerate(_regions()[: plan.regions]):
            areas.append(_choose_area(page, f"{name} ({code})", name))
            measures.append(_choose_measure(page, 2 - index % 2))
    cpu_ms = 1000 * (server.cpu_seconds() - cpu) / (2 * plan.regions)
    both = areas + measures
    return [
        median_of("change_region", "Another area to its charts painted", "ms", areas),
        median_of("change_measure", "Another measure to its charts painted", "ms", measures),
        percentile_of("change_p50", "Choice to charts painted, 50th percentile", "ms", both, 50),
        percentile_of("change_p95", "Choice to charts painted, 95th percentile", "ms", both, 95, GOAL_MS),
        median_of("change_cpu", "CPU of the server per choice, on average", "ms", [cpu_ms]),
    ]


def _regions() -> list[tuple[str, str]]:
    """Code and name of the RMC regions of today but the one that the page starts with."""
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["level"] == "rmc" and not row["valid_to"]]
    return [(row["region_code"], row["name_nl"]) for row in rows if row["region_code"] != START_REGION]


def _choose_area(page: Page, label: str, name: str) -> float:
    box = page.locator(".st-key-choice_regio input[role=combobox]")
    box.click()
    box.fill(label)
    page.get_by_role("option", name=label, exact=True).click()
    took = _took(page)
    drawn = page.evaluate("document.querySelector('.js-plotly-plot').data[0].name")
    if drawn != name:
        raise RuntimeError(f"chose {name}, but the chart shows {drawn}")
    return took


def _choose_measure(page: Page, index: int) -> float:
    page.locator(MEASURES).nth(index).click()
    return _took(page)


def _took(page: Page) -> float:
    wait_still(page)
    return page.evaluate("chartWatch.drawnAt - chartWatch.pressedAt")
