"""A table of more than a hundred thousand rows: from the press on the choice to its rows on screen, and the server's part.

`python -m benchmarks.tables` measures it alone.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.pages import LIMIT_MS, QUIET_MS, chromium, new_page, require_no_error
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
QUIET_FRAMES = 12
"""A page stands still when this many frames have passed too: none do while it reads all rows."""

SHOWN = """
([least, rows, quiet]) => new Promise((resolve, reject) => {
    const until = performance.now() + LIMIT;
    let rest = null, written = 0, frames = 0;
    const look = () => {
        const now = performance.now();
        const said = [...document.querySelectorAll('strong')]
            .map(element => /^([\\d.]+) rijen$/.exec(element.textContent)).filter(found => found).pop();
        const count = said ? Number(said[1].replaceAll('.', '')) : 0;
        const drawn = document.querySelector(rows);
        const app = document.querySelector('[data-testid="stApp"]');
        frames = written === chartWatch.writtenAt && rest ? frames + 1 : 0;
        written = chartWatch.writtenAt;
        if (app && app.dataset.testScriptState !== 'notRunning') rest = null;
        else if (count >= least && drawn) rest ??= now;
        if (rest && !app) requestAnimationFrame(() => requestAnimationFrame(() => resolve([performance.now(), rest])));
        else if (rest && written && frames > FRAMES && now - Math.max(rest, written) > quiet) resolve([written, rest]);
        else if (now > until) reject(new Error(`no table of ${least} rows, but ${count}`));
        else requestAnimationFrame(look);
    };
    look();
})
""".replace("LIMIT", str(LIMIT_MS)).replace("FRAMES", str(QUIET_FRAMES))
"""The page says so many rows and holds rows: when they were painted, and since when its script has ended.

Streamlit draws rows on a canvas: they are painted when that was last written on before all stands still. Rows of other pages are
when they can be found and two frames have passed.
"""


def measure(browser: Browser, server: Server, plan: Plan) -> list[Result]:
    """The figures of one country, and then of all areas, by every breakdown; the server has made none of these tables before."""
    shown: list[float] = []
    rest: list[float] = []
    cpu: list[float] = []
    with new_page(browser) as page:
        for year in FIRST_YEARS[: plan.rounds]:
            page.goto(f"{server.address}{PAGE}&jaren={year},2024")
            wait_rows(page, 1)
            before = server.cpu_seconds()
            page.locator(CLEAR).click()
            at, until = wait_rows(page, LEAST)
            pressed = page.evaluate("chartWatch.pressedAt")
            shown.append(at - pressed)
            rest.append(until - pressed)
            cpu.append(1000 * (server.cpu_seconds() - before))
    return [
        median_of(
            "table_shown", "Table of more than 100,000 rows, not asked for before, to its rows on screen", "ms", shown, GOAL_MS
        ),
        median_of("table_rest", "Such a table, to the end of the script, with the counts of every filter", "ms", rest),
        median_of("table_cpu", "CPU of the server for such a table", "ms", cpu),
    ]


def wait_rows(page: Page, least: int, rows: str = ROWS) -> tuple[float, float]:
    """When the page had painted a table of at least so many rows and when its script ended, on its own clock.

    `rows` finds what a drawn table has.
    """
    painted, ended = page.evaluate(SHOWN, [least, rows, QUIET_MS])
    require_no_error(page)
    return painted, ended


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
