"""From the press on a choice to the last chart painted with its figures, in the browser.

`python -m benchmarks.changes` measures it alone.
"""

import csv
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.pages import chromium, new_page, wait_still
from benchmarks.plan import FULL, Plan
from benchmarks.process import require_linux
from benchmarks.results import Result, median_of, percentile_of
from benchmarks.server import ROOT, Server, dashboard, empty_page

REGIONS = ROOT / "data" / "reference" / "region.csv"
START = "/regio?voorbeeld=true&regio=RMC29"
COMPARE_START = "/vergelijken?voorbeeld=true&regio=RMC29"
START_REGION = "RMC29"
MEASURES = ".st-key-choice_maat button"
EMPTY_CHOICE = '[data-testid="stCheckbox"] label'
GOAL_MS = 200.0


def measure(browser: Browser, server: Server, folder: Path, plan: Plan) -> list[Result]:
    """Choosing areas that nobody has asked for yet, and on Regio for each a measure, beside a choice on an empty page."""
    areas: list[float] = []
    measures: list[float] = []
    area_cpu: list[float] = []
    with new_page(browser) as page:
        page.goto(server.address + START)
        wait_still(page)
        server.wait_idle()
        for index, (code, name) in enumerate(regions()[: plan.regions]):
            cpu = server.cpu_seconds()
            areas.append(choose_area(page, code, name))
            area_cpu.append(1000 * (server.cpu_seconds() - cpu))
            _require_shown(page, name)
            measures.append(_choose(page, MEASURES, 2 - index % 2))
    with new_page(browser) as page:
        page.goto(server.address + COMPARE_START)
        wait_still(page)
        compared = [choose_area(page, code, name) for code, name in regions()[: plan.regions]]
    empty = _on_empty_page(browser, folder, plan.regions)
    both = areas + measures
    on_compare = "Vergelijken, another area to its map painted"
    return [
        median_of("change_region", "Another area, not asked for before, to its charts painted", "ms", areas),
        median_of("change_measure", "Another measure to its charts painted", "ms", measures),
        percentile_of("change_p50", "Choice to charts painted, 50th percentile", "ms", both, 50),
        percentile_of("change_p95", "Choice to charts painted, 95th percentile", "ms", both, 95, GOAL_MS),
        median_of("change_region_cpu", "CPU of the server per area not asked for before", "ms", area_cpu),
        median_of("change_compare", on_compare, "ms", compared),
        percentile_of("change_compare_p95", f"{on_compare}, 95th percentile", "ms", compared, 95, GOAL_MS),
        median_of("change_empty", "Choice to chart painted, page with one chart, same settings", "ms", empty),
    ]


def regions() -> list[tuple[str, str]]:
    """Code and name of the RMC regions of today but the one that the page starts with."""
    with REGIONS.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["level"] == "rmc" and not row["valid_to"]]
    return [(row["region_code"], row["name_nl"]) for row in rows if row["region_code"] != START_REGION]


def choose_area(page: Page, code: str, name: str) -> float:
    """Chooses an area on Regio or Vergelijken; ms from the press to its charts painted."""
    label = f"{name} ({code})"
    box = page.locator(".st-key-choice_regio input[role=combobox]")
    box.click()
    box.fill(label)
    page.get_by_role("option", name=label, exact=True).click()
    return _took(page)


def _require_shown(page: Page, name: str) -> None:
    drawn = page.evaluate("document.querySelector('.js-plotly-plot').data[0].name")
    if drawn != name:
        raise RuntimeError(f"chose {name}, but the chart shows {drawn}")


def _choose(page: Page, choices: str, index: int) -> float:
    page.locator(choices).nth(index).click()
    return _took(page)


def _on_empty_page(browser: Browser, folder: Path, times: int) -> list[float]:
    with empty_page(folder / "empty.log", as_dashboard=True) as peer, new_page(browser) as page:
        page.goto(peer.address)
        wait_still(page)
        return [_choose(page, EMPTY_CHOICE, 0) for _ in range(times)]


def _took(page: Page) -> float:
    wait_still(page)
    return page.evaluate("chartWatch.drawnAt - chartWatch.pressedAt")


def main() -> int:
    """Measures and prints; 1 when a goal is missed."""
    require_linux()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, dashboard(Path(folder) / "store") as server:
        results = measure(browser, server, Path(folder), FULL)
    for result in results:
        print(f"{result.what}: {result.value:.0f} {result.unit} ({result.low:.0f} – {result.high:.0f}, {result.n} samples)")
    return int(any(result.met is False for result in results))


if __name__ == "__main__":
    sys.exit(main())
