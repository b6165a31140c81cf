"""The dashboard without a browser: its router runs as a script, on the store of the figures that ship."""

from pathlib import Path

import pytest
from shown import Open, run
from streamlit.testing.v1 import AppTest

import vsv_metrics
from vsv_metrics.paths import STORE_DIR_VARIABLE, pages_dir
from vsv_metrics.store import Store

ROUTER = Path(vsv_metrics.__file__).parent / "web" / "main.py"
SECONDS = 60
"""Longest run of a script; the first one imports everything."""


@pytest.fixture(autouse=True)
def shipped_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dashboard uses the store that the whole run shares."""
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(store.path.parent))


@pytest.fixture
def open_page() -> Open:
    """Opens a page (a name in `pages/`) at an address in a new session; fails when the page shows an error.

    The router runs once before, since a page has its own address only from then on.
    """

    def opened(name: str, **address: str) -> AppTest:
        app = run(AppTest.from_file(ROUTER, default_timeout=SECONDS))
        for key, value in address.items():
            app.query_params[key] = value
        app.switch_page(str(pages_dir() / f"{name}.py"))
        return run(app)

    return opened
