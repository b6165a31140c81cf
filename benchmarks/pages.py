"""Pages of the dashboard and its peers in Chromium: visited, watched until their charts stand still, and counted."""

import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, WebSocket, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tools.browser import ARGUMENTS, NAMES

WATCH = (Path(__file__).parent / "watch.js").read_text()
WIDTH, HEIGHT = 1280, 900
QUIET_MS = 400
"""A page stands still when no chart has been painted for this long and its script does not run."""

CHART = '[data-testid="stPlotlyChart"], .dash-graph'
"""Where a chart is or will be: in Streamlit, in Dash."""

STANDS_STILL = """
quiet => {
    const charts = [...document.querySelectorAll('CHART')];
    const app = document.querySelector('[data-testid="stApp"]');
    return charts.length > 0
        && !document.querySelector('[data-testid="stSkeleton"]')
        && charts.every(chart => chart.querySelector('.main-svg') && chart.querySelector('.js-plotly-plot').data?.length)
        && (!app || app.dataset.testScriptState === 'notRunning')
        && chartWatch.drawnAt > chartWatch.pressedAt
        && performance.now() - chartWatch.drawnAt > quiet;
}
""".replace("CHART", CHART)
FAILED = '[data-testid="stException"], [data-testid="stAlertContentError"]'
LIMIT_MS = 30_000


@dataclass(frozen=True)
class Visit:
    """What one visit took: until the last chart was painted, over the wire, and of the page's main thread."""

    drawn_s: float
    wire_mb: float
    client_cpu_s: float


@dataclass(frozen=True)
class Option:
    """One entry of a selectbox, found by typing its label."""

    box: str
    label: str


class Reruns:
    """Counts the runs of the script that a page has seen finish."""

    def __init__(self, page: Page) -> None:
        self.finished = 0
        self.socket: WebSocket | None = None
        page.on("websocket", self._listen)

    def click(self, page: Page, choice: str | Option) -> None:
        """Clicks what a selector finds, or chooses an entry, and returns when the script has finished."""
        assert self.socket is not None
        target = page.locator(choice) if isinstance(choice, str) else page.get_by_role("option", name=choice.label, exact=True)
        if isinstance(choice, Option):
            box = page.locator(f"{choice.box} input[role=combobox]")
            box.click()
            box.fill(choice.label)
        with self.socket.expect_event("framereceived", _is_finished, timeout=LIMIT_MS):
            target.click()

    def _listen(self, socket: WebSocket) -> None:
        self.socket = socket
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        self.finished += _is_finished(frame)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, headless; `SystemExit` with what to do when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise SystemExit(f"No Chromium found (looked for {', '.join(NAMES)}): install it, on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_page(browser: Browser) -> Iterator[Page]:
    """A watched page with an empty cache."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL")
    context.add_init_script(WATCH)
    try:
        yield context.new_page()
    finally:
        context.close()


def wait_still(page: Page) -> None:
    """Returns when a chart has been painted since the mouse was last pressed, and nothing moves any more."""
    page.wait_for_function(STANDS_STILL, arg=QUIET_MS, polling=50, timeout=LIMIT_MS)
    require_no_error(page)


def require_no_error(page: Page) -> None:
    """Raises when the page shows an error: what it costs to say that something failed is not asked here."""
    if page.locator(FAILED).count():
        raise RuntimeError(f"{page.url} shows an error: {page.locator(FAILED).first.inner_text()}")


def visit(browser: Browser, address: str, drawn: Callable[[Page], float]) -> Visit:
    """Opens a page in a browser that has nothing of it yet; `drawn` says when it was painted, in ms since it was asked for."""
    with new_page(browser) as page:
        session = page.context.new_cdp_session(page)
        wire = 0

        def add(event: dict[str, Any]) -> None:
            nonlocal wire
            wire += int(event["encodedDataLength"]) if "encodedDataLength" in event else _frame_bytes(event["response"])

        session.send("Network.enable")
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        session.on("Network.loadingFinished", add)
        session.on("Network.webSocketFrameReceived", add)
        page.goto(address, wait_until="commit")
        drawn_ms = drawn(page)
        return Visit(drawn_ms / 1000, wire / 1e6, main_thread_seconds(session))


def charts(count: int) -> Callable[[Page], float]:
    """Says when the last of so many charts was painted."""

    def drawn(page: Page) -> float:
        wait_still(page)
        if (found := page.locator(CHART).count()) != count:
            raise RuntimeError(f"{page.url} drew {found} charts instead of {count}")
        return page.evaluate("chartWatch.drawnAt")

    return drawn


def main_thread_seconds(session: CDPSession) -> float:
    """CPU time of the page's main thread so far; the session has `Performance` enabled with thread ticks."""
    return next(item["value"] for item in session.send("Performance.getMetrics")["metrics"] if item["name"] == "TaskDuration")


def _frame_bytes(frame: dict[str, Any]) -> int:
    """Size of a websocket message before its compression; the browser tells a binary one (opcode 2) in base64."""
    text = frame["payloadData"]
    return len(b64decode(text)) if frame["opcode"] == 2 else len(text)


def _is_finished(frame: str | bytes) -> bool:
    if isinstance(frame, str):
        return False
    message = ForwardMsg.FromString(frame)
    return message.WhichOneof("type") == "script_finished"
