"""Memory of the server while visitors have it open."""

from contextlib import ExitStack

from playwright.sync_api import Browser

from benchmarks.pages import new_page, wait_still
from benchmarks.plan import Plan
from benchmarks.results import Result, median_of
from benchmarks.server import Server

REGION_LINK = '[data-testid="stTopNavLink"][href$="/regio"]'
GOAL_MB = 350.0


def measure(browser: Browser, server: Server, plan: Plan) -> list[Result]:
    """Memory of a fresh server when ready, and with all sessions open after each saw Overzicht and Regio."""
    before = server.resident_mb()
    with ExitStack() as open_pages:
        for _ in range(plan.sessions):
            page = open_pages.enter_context(new_page(browser))
            page.goto(server.address)
            wait_still(page)
            page.locator(REGION_LINK).click()
            wait_still(page)
        after = server.resident_mb()
    what = f"Memory of the server with {plan.sessions} sessions open"
    return [
        median_of("memory_ready", "Memory of the server when ready", "MB", [before]),
        median_of("memory_sessions", what, "MB", [after], GOAL_MB),
    ]
