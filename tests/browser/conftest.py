"""A running dashboard and a browser for it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tools.browser import DESKTOP, DRAWN_MS, Scheme, Visit, chromium, new_visit
from tools.server import serving

HERE = Path(__file__).parent

expect.set_options(timeout=DRAWN_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(store_dir: Path) -> Iterator[str]:
    """The address of a running dashboard."""
    with serving(store_dir) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    """Chromium; closed after each module, since Playwright's event loop would stand in the way of other tests."""
    with chromium() as started:
        yield started


@pytest.fixture
def opened(browser: BrowserContext, server: str) -> Iterator[Callable[..., Visit]]:
    """Opens a path of the dashboard in a session of its own; `size` and `scheme` as for `new_visit`."""
    visits: list[Visit] = []

    def open_path(path: str, size: tuple[int, int] = DESKTOP, scheme: Scheme = "light") -> Visit:
        visit = new_visit(browser, server, size=size, scheme=scheme)
        visits.append(visit)
        visit.go(path)
        return visit

    yield open_path
    for visit in visits:
        visit.page.close()
