"""Chromium on the dashboard: visits that wait until a page is drawn and note what it asks for and complains about."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

Scheme = Literal["light", "dark"]
Motion = Literal["reduce", "no-preference"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = (1280, 900)
DRAWN_MS = 30_000
LOOK_MS = 40
"""Between two looks at a page: at every frame they would keep it drawing."""
QUIET_LOOKS = 4
"""Looks at which a page must be drawn before anything is clicked, as what still moves may lose a click."""

DRAWN = """() => document.querySelector('[data-testid="stMain"] hr')?.checkVisibility()
    && document.querySelector('[data-testid="stApp"]').getAttribute('data-test-script-state') === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"]')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(chart => chart.querySelector('.main-svg'))"""
"""The line above the age of the figures is there, the last thing that a page draws; the script has run; charts have lines."""

PROBES = ("_stcore/health", "_stcore/host-config")
"""Streamlit's browser script looks for its server below the path of the page first, once each, and then at the root."""

REPORT = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event => window.violations.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
window.runs = 0;
new MutationObserver(changes => changes.forEach(({target, oldValue}) => {
    const state = target.getAttribute('data-test-script-state');
    window.runs += state === 'notRunning' && oldValue !== state;
})).observe(document, {subtree: true, attributeFilter: ['data-test-script-state'], attributeOldValue: true});
window.finished = 0;
window.finishedAt = 0;
const hasFinished = bytes => {
    for (let at = 0; at < bytes.length;) {
        const field = bytes[at] >> 3, isPart = (bytes[at++] & 7) === 2;
        let size = 0, shift = 0;
        do size |= (bytes[at] & 127) << shift, shift += 7; while (bytes[at++] & 128);
        if (field === 6 && !isPart) return true;
        if (isPart) at += size;
    }
    return false;
};
window.WebSocket = class extends WebSocket {
    constructor(...where) {
        super(...where);
        this.addEventListener('message', ({data}) => {
            if (data.byteLength > 300 || !hasFinished(new Uint8Array(data))) return;
            window.finished += 1;
            window.finishedAt = performance.now();
        });
    }
};
window.painted = new Set();
const paint = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    window.painted.add(text);
    return paint.call(this, text, ...place);
};
"""
"""Notes what the security policy refuses, how many runs of the script ended on the page and, by field 6 of Streamlit's messages,
on the server, and the texts of tables, which are painted and stand in no element."""
RAN = """([runs, finished]) => window.runs > runs
    || (window.finished > finished && performance.now() - window.finishedAt > 1000)"""
"""A run is over. A page that is busy may take beginning and end of a short one in one step, and then shows neither."""


@dataclass
class Visit:
    """A page, and all that it asked for and complained about."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Ends the visit. The next one takes the same tab, which knows the scripts: a page opens in a third of the time."""
        for event, heard in (("request", self.hear), ("console", self.note), ("pageerror", self.fail)):
            self.page.remove_listener(event, heard)
        _TABS[self.page.context].append(self.page)

    def go(self, path: str) -> None:
        """Opens a path of the dashboard and returns when it is drawn."""
        self.page.goto(f"{self.address}{path}")
        wait_drawn(self.page)

    def other_hosts(self) -> list[str]:
        """Requests to anything but the dashboard itself."""
        own = urlsplit(self.address).netloc
        parts = [(url, urlsplit(url)) for url in self.asked]
        return [url for url, part in parts if part.scheme not in ("data", "blob") and part.netloc != own]

    def violations(self) -> list[str]:
        """What the content security policy refused."""
        return self.page.evaluate("window.violations")

    def hear(self, request: Request) -> None:
        """Keeps what was asked for."""
        self.asked.append(request.url)

    def fail(self, error: Error) -> None:
        """Keeps an exception."""
        self.complaints.append(f"exception: {error}")

    def note(self, message: ConsoleMessage) -> None:
        """Keeps errors and warnings, except that Streamlit's own probes found nothing."""
        place = str(message.location.get("url", ""))
        is_probe = "404" in message.text and any(urlsplit(place).path.endswith(f"/{probe}") for probe in PROBES)
        if message.type in ("error", "warning") and not is_probe:
            self.complaints.append(f"{message.type}: {message.text} ({place})")


_TABS: WeakKeyDictionary[BrowserContext, list[Page]] = WeakKeyDictionary()
"""Tabs that no visit uses."""


@contextmanager
def chromium(profile: Path | None = None, *, is_trusting: bool = False) -> Iterator[BrowserContext]:
    """The Chromium of this machine, headless; `RuntimeError` with what to do when there is none.

    With a folder for its profile it keeps scripts, compiled, for the next one; without it, it knows nothing yet.
    `is_trusting`: any certificate will do, such as one that was made for a test.
    """
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise RuntimeError(f"no Chromium found (looked for {', '.join(NAMES)}): install it, on Debian: apt-get install chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        context = playwright.chromium.launch_persistent_context(
            profile or folder,
            executable_path=found,
            args=list(ARGUMENTS),
            locale="nl-NL",
            ignore_https_errors=is_trusting,
        )
        try:
            context.set_default_timeout(DRAWN_MS)
            context.add_init_script(REPORT)
            _TABS[context] = list(context.pages)
            yield context
        finally:
            context.close()


def new_visit(
    context: BrowserContext,
    address: str,
    *,
    size: tuple[int, int] = DESKTOP,
    scheme: Scheme = "light",
    motion: Motion = "reduce",
) -> Visit:
    """A visit, to be closed when done. Streamlit gives every page that is opened a session of its own.

    Without motion nothing is drawn over and over, and everything is in its place at once.
    """
    tabs = _TABS[context]
    visit = Visit(tabs.pop() if tabs else context.new_page(), address)
    width, height = size
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.page.emulate_media(color_scheme=scheme, reduced_motion=motion, media="screen")
    visit.page.on("request", visit.hear)
    visit.page.on("console", visit.note)
    visit.page.on("pageerror", visit.fail)
    return visit


def choose(page: Page, label: str, option: str) -> None:
    """Picks one value of a list, whose label may be followed by a remark, and its options by a number of rows."""
    box = page.get_by_role("combobox", name=re.compile(rf"(^|\b){re.escape(label)}\b"))
    box.click()
    box.fill(option)
    with rerun(page):
        page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}( · [\d.,]+)?$")).click()


@contextmanager
def rerun(page: Page) -> Iterator[None]:
    """What is done in here makes the script run again; ends when the page is drawn anew, so that a next click is not lost."""
    before = page.evaluate("[window.runs, window.finished]")
    yield
    wait_until(page, RAN, before)
    wait_drawn(page)


def wait_drawn(page: Page) -> None:
    """Returns when the script of the page has run and every chart has its lines."""
    wait_until(page, DRAWN, looks=QUIET_LOOKS)


def wait_until(page: Page, condition: str, argument: object = None, looks: int = 1) -> None:
    """Returns when a JavaScript function says so, at several looks in a row if need be.

    Playwright's own `wait_for_function` needs eval, which the page forbids.
    """
    page.evaluate(
        f"""argument => new Promise((resolve, reject) => {{
            const condition = {condition}, deadline = performance.now() + {DRAWN_MS};
            let held = 0;
            const look = () => (held = condition(argument) ? held + 1 : 0) >= {looks} ? resolve()
                : performance.now() < deadline ? setTimeout(look, {LOOK_MS})
                : reject(new Error(`waited in vain for ${{condition}}`));
            look();
        }})""",
        argument,
    )
