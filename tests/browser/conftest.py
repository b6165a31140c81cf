"""A running dashboard and a browser for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tools.browser import DESKTOP, DRAWN_MS, Motion, Scheme, Visit, chromium, new_visit

HERE = Path(__file__).parent

expect.set_options(timeout=DRAWN_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browsers of one worker, one after another, keep the compiled scripts."""
    return tmp_path_factory.mktemp("chromium")


@pytest.fixture(scope="module")
def browser(profile: Path) -> Iterator[BrowserContext]:
    """Chromium; closed after each module, since Playwright's event loop would stand in the way of other tests."""
    with chromium(profile) as started:
        yield started


@pytest.fixture
def opened(browser: BrowserContext, server: str) -> Iterator[Callable[..., Visit]]:
    """Opens a path of the dashboard in a session of its own; `size`, `scheme` and `motion` as for `new_visit`."""
    visits: list[Visit] = []

    def open_path(path: str, size: tuple[int, int] = DESKTOP, scheme: Scheme = "light", motion: Motion = "reduce") -> Visit:
        visit = new_visit(browser, server, size=size, scheme=scheme, motion=motion)
        visits.append(visit)
        visit.go(path)
        return visit

    yield open_path
    for visit in visits:
        visit.close()
