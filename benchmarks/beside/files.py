"""The figures as the peers take them, and a million rows of them to a CSV file."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
from playwright.sync_api import Browser, Page

from benchmarks import tables
from benchmarks.answers import DATASET, READ_BYTES, YEARS_APART, connected, grow
from benchmarks.beside.products import DashPage
from benchmarks.beside.tasks import Found, Samples
from benchmarks.pages import new_page
from benchmarks.peers import figures
from benchmarks.plan import Plan
from benchmarks.server import Server, dash_page, dashboard, datasette, plain_page
from vsv_metrics.delivery.question import API

LIMIT_MS = 300_000
OWN_ROUNDS = 3
INDEXED = ("kind", "area")


def write_sqlite(path: Path, table: pd.DataFrame) -> None:
    """Table `figure` with an index on the columns that are filtered on."""
    with sqlite3.connect(path) as connection:
        table.to_sql("figure", connection, index=False, chunksize=10_000)
        for column in INDEXED:
            connection.execute(f'CREATE INDEX "by_{column}" ON figure ({column})')
    connection.close()


def long_csv(browser: Browser, folder: Path, plan: Plan, found: Found) -> None:
    """From asking for all rows to the whole file on this disk, once a peer.

    The dashboard and Datasette are asked by address; of the two others the page is open, "all" is chosen and the button pressed.
    """
    _write_long(folder, plan.long_rows)
    by = ",".join(grow(folder, plan.long_rows))
    path = f"{API}/observations?{urlencode({'dataset': DATASET, 'by': by, 'lang': 'en', 'format': 'csv'})}"
    to = folder / "copy.csv"
    with dashboard(folder / "long") as server:
        server.wait_idle()
        for _ in range(min(plan.rounds, OWN_ROUNDS)):
            _measure(found["csv", "dashboard"], server, plan, to, lambda: _get(server, path, to))
    with plain_page(folder / "plain.log", folder / "figures") as server, _table(browser, server, tables.ROWS) as page:
        _measure(found["csv", "plain"], server, plan, to, lambda: _from_plain_page(page, plan, to))
    with dash_page(folder / "dash.log", folder / "figures") as server, _table(browser, server, DashPage.ROWS) as page:
        _measure(found["csv", "dash"], server, plan, to, lambda: _from_dash_page(page, to))
    with datasette(folder / "long.db", folder / "datasette.log") as server:
        _measure(found["csv", "datasette"], server, plan, to, lambda: _get(server, "/long/figure.csv?_stream=on&_size=max", to))


def _write_long(folder: Path, rows: int) -> None:
    """The example figures again in later years until there are so many rows: as one CSV file and as a SQLite file."""
    shipped = figures.read(figures.DATA / "demo")
    copies = (shipped.assign(school_year=shipped["school_year"] + YEARS_APART * copy) for copy in range(rows // len(shipped) + 1))
    table = pd.concat(copies, ignore_index=True).head(rows)
    (folder / "figures").mkdir()
    table.drop(columns=["kind", "area"]).to_csv(folder / "figures" / "figures.csv", index=False)
    write_sqlite(folder / "long.db", table)


def _measure(samples: Samples, server: Server, plan: Plan, to: Path, fetch: Callable[[], None]) -> None:
    """Notes seconds, CPU of the server and size of the file, which must hold all rows."""
    cpu, began = server.cpu_seconds(), time.perf_counter()
    fetch()
    samples.add(time.perf_counter() - began, server.cpu_seconds() - cpu)
    with to.open("rb") as file:
        lines = sum(piece.count(b"\n") for piece in iter(lambda: file.read(READ_BYTES), b""))
    if lines != plan.long_rows + 1:
        raise RuntimeError(f"{server.address} gave {lines} lines for {plan.long_rows} rows")
    to.unlink()


def _get(server: Server, path: str, to: Path) -> None:
    with connected(server) as connection, to.open("wb") as file:
        connection.request("GET", path)
        shutil.copyfileobj(connection.getresponse(), file, READ_BYTES)


def _from_plain_page(page: Page, plan: Plan, to: Path) -> None:
    page.locator('[data-testid="stSelectbox"] input').click()
    page.get_by_role("option", name="all", exact=True).click()
    page.get_by_text(f"{plan.long_rows} rijen", exact=True).wait_for(timeout=LIMIT_MS)
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=LIMIT_MS)
    _download(page, '[data-testid="stDownloadButton"] button', to)


def _from_dash_page(page: Page, to: Path) -> None:
    page.locator("#kind").click()
    page.get_by_role("option", name="all", exact=True).click()
    _download(page, "#table-button", to)


def _download(page: Page, button: str, to: Path) -> None:
    with page.expect_download(timeout=LIMIT_MS) as download:
        page.locator(button).click()
    download.value.save_as(to)


@contextmanager
def _table(browser: Browser, server: Server, rows: str) -> Iterator[Page]:
    with new_page(browser) as page:
        page.goto(f"{server.address}/tabel")
        tables.wait_rows(page, 1, rows)
        yield page
