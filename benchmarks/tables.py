"""A table of more than a hundred thousand rows: from the press on the choice to its rows on screen, and the server's part.

`python -m benchmarks.tables` measures it alone.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.pages import LIMIT_MS, chromium, new_page, require_no_error
from benchmarks.plan import FULL, Plan
from benchmarks.process import require_linux
from benchmarks.results import Result, median_of
from benchmarks.server import Server, dashboard

BREAKDOWNS = "sector,level,learning_path,age_group,sex,absence_reported,month_left,month_last_reported"
PAGE = f"/tabellen?voorbeeld=true&uitsplitsing={BREAKDOWNS}&regio=NL"
FIRST_YEARS = (2012, 2013, 2014, 2015)
"""Each gives another table of more than `LEAST` rows, which nobody has asked for yet."""
CLEAR = ".st-key-choice_regio_list button[aria-label='Clear all']"
LEAST = 100_000
GOAL_MS = 500.0
ROWS = '[data-testid="stDataFrame"] canvas'
"""Where Streamlit draws rows."""

SHOWN = """
([least, rows]) => new Promise((resolve, reject) => {
    const until = performance.now() + LIMIT;
    const look = () => {
        const said = [...document.querySelectorAll('strong')]
            .map(element => /^([\\d.]+) rijen$/.exec(element.textContent)).filter(found => found).pop();
        const count = said ? Number(said[1].replaceAll('.', '')) : 0;
        const app = document.querySelector('[data-testid="stApp"]');
        const rests = !app || app.dataset.testScriptState === 'notRunning';
        if (count >= least && rests && document.querySelector(rows))
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
        else if (performance.now() > until) reject(new Error(`no table of ${least} rows, but ${count}`));
        else requestAnimationFrame(look);
    };
    look();
})
""".replace("LIMIT", str(LIMIT_MS))


def measure(browser: Browser, server: Server, plan: Plan) -> list[Result]:
    """The figures of one country, and then of all areas, by every breakdown; the server has made none of these tables before."""
    shown: list[float] = []
    cpu: list[float] = []
    with new_page(browser) as page:
        for year in FIRST_YEARS[: plan.rounds]:
            page.goto(f"{server.address}{PAGE}&jaren={year},2024")
            wait_rows(page, 1)
            before = server.cpu_seconds()
            page.locator(CLEAR).click()
            at = wait_rows(page, LEAST)
            shown.append(at - page.evaluate("chartWatch.pressedAt"))
            cpu.append(1000 * (server.cpu_seconds() - before))
    return [
        median_of(
            "table_shown", "Table of more than 100,000 rows, not asked for before, to its rows on screen", "ms", shown, GOAL_MS
        ),
        median_of("table_cpu", "CPU of the server for such a table", "ms", cpu),
    ]


def wait_rows(page: Page, least: int, rows: str = ROWS) -> float:
    """When the page shows a table of at least so many rows, on its own clock; `rows` finds what a drawn one has."""
    at = page.evaluate(SHOWN, [least, rows])
    require_no_error(page)
    return at


def main() -> int:
    """Measures and prints; 1 when a goal is missed."""
    require_linux()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, dashboard(Path(folder) / "store") as server:
        results = measure(browser, server, FULL)
    for result in results:
        print(f"{result.what}: {result.value:.0f} {result.unit} ({result.low:.0f} – {result.high:.0f}, {result.n} samples)")
    return int(any(result.met is False for result in results))


if __name__ == "__main__":
    sys.exit(main())
