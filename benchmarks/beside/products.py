"""The products, each with its way to do what a visitor asks: choose a region, go to another page, show all rows.

A method that is timed returns milliseconds from the press of the mouse button to the frame that showed the last of it.
"""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from playwright.sync_api import Locator, Page

from benchmarks import tables
from benchmarks.changes import EMPTY_CHOICE
from benchmarks.changes import START as REGION
from benchmarks.pages import LIMIT_MS, charts, wait_still
from benchmarks.server import Server, dash_page, dashboard, datasette, empty_page, plain_page, ready_page

NAV_LINK = '[data-testid="stTopNavLink"]'
FACETS = "&".join(f"_facet={name}" for name in ("area", "sector", "school_year", "measure"))
LOADED = """
() => performance.getEntriesByName('first-contentful-paint').length > 0
    && performance.getEntriesByType('navigation')[0].loadEventEnd > 0
    && Math.max(performance.getEntriesByName('first-contentful-paint')[0].startTime,
                performance.getEntriesByType('navigation')[0].loadEventEnd)
"""
"""When a page without scripts of its own was painted and whole, in ms since it was asked for."""


@dataclass(frozen=True)
class Area:
    """An RMC region."""

    code: str
    name: str


class Product(ABC):
    """What can be asked of every product. `region` is the path of its page Regio, `charts` are those on it."""

    id: str
    name: str
    region: str
    charts = 2

    @abstractmethod
    def serve(self, folder: Path) -> AbstractContextManager[Server]:
        """The running product; `folder` holds the store of the dashboard and `figures.db` for Datasette."""

    def drawn(self, page: Page) -> float:
        """When the page Regio was drawn, in ms since it was asked for."""
        return charts(self.charts)(page)

    @abstractmethod
    def choose(self, page: Page, area: Area) -> float:
        """Another region, on a page Regio that is open."""


class WholeProduct(Product):
    """A product that has every page; `table` is the path of the page Tabel."""

    table: str

    def table_of(self, turn: int) -> str:
        """The path of the table of the country; in each turn one that has not been asked for, where that makes a difference."""
        return self.table

    @abstractmethod
    def switch(self, page: Page) -> float:
        """From the page with the table, left aside how one gets there, to the page Regio."""

    @abstractmethod
    def widen(self, page: Page) -> float:
        """From the table of the country to that of all areas, the page Tabel being open."""


class ChartedProduct(WholeProduct):
    """One whose first chart has the name of the region."""

    def choose(self, page: Page, area: Area) -> float:
        self._press(page, area)
        took = _took(page)
        if page.evaluate("document.querySelector('.js-plotly-plot').data[0].name") != area.name:
            raise RuntimeError(f"{self.name} does not show {area.name}")
        return took

    @abstractmethod
    def _press(self, page: Page, area: Area) -> None: ...


class Dashboard(ChartedProduct):
    """This application."""

    id, name, region, table = "dashboard", "this dashboard", REGION, tables.PAGE

    def table_of(self, turn: int) -> str:
        return f"{self.table}&jaren={tables.FIRST_YEARS[turn]},2024"

    def serve(self, folder: Path) -> AbstractContextManager[Server]:
        return dashboard(folder / "store")

    def switch(self, page: Page) -> float:
        page.locator(f'{NAV_LINK}[href$="/tabellen"]').click()
        page.locator('[data-testid="stDataFrame"] canvas').first.wait_for()
        page.locator(f'{NAV_LINK}[href$="/regio"]').click()
        return _took(page)

    def widen(self, page: Page) -> float:
        tables.wait_rows(page, 1)
        page.locator(tables.CLEAR).click()
        return _widened(page)

    def _press(self, page: Page, area: Area) -> None:
        label = f"{area.name} ({area.code})"
        _fill(page, ".st-key-choice_regio input[role=combobox]", label)
        page.get_by_role("option", name=label, exact=True).click()


class PlainPage(ChartedProduct):
    """A Streamlit page as most people would write it."""

    id, name, region, table = "plain", "plain Streamlit page", "/", "/tabel"

    def serve(self, folder: Path) -> AbstractContextManager[Server]:
        return plain_page(folder / "plain.log")

    def switch(self, page: Page) -> float:
        page.locator(NAV_LINK, has_text="Tabel").click()
        page.locator('[data-testid="stDataFrame"] canvas').first.wait_for()
        page.locator(NAV_LINK, has_text="Regio").click()
        return _took(page)

    def widen(self, page: Page) -> float:
        tables.wait_rows(page, 1)
        page.locator('[data-testid="stSelectbox"] input').click()
        page.get_by_role("option", name="all", exact=True).click()
        return _widened(page)

    def _press(self, page: Page, area: Area) -> None:
        _fill(page, '[data-testid="stSelectbox"] >> nth=0 >> input', area.name)
        page.get_by_role("option", name=area.name, exact=True).click()


class ReadyPage(PlainPage):
    """The plain page with all that it shows made beforehand: what the framework takes to show it."""

    id, name = "ready", "Streamlit page with all ready"

    def serve(self, folder: Path) -> AbstractContextManager[Server]:
        return ready_page(folder / "ready.log")


class DashPage(ChartedProduct):
    """The same in Dash."""

    id, name, region, table = "dash", "Dash", "/", "/tabel"
    ROWS = '.ag-center-cols-container [row-index="0"] .ag-cell:not(:empty)'

    def serve(self, folder: Path) -> AbstractContextManager[Server]:
        return dash_page(folder / "dash.log")

    def switch(self, page: Page) -> float:
        page.get_by_role("link", name="Tabel").click()
        page.locator(self.ROWS).first.wait_for()
        page.get_by_role("link", name="Regio").click()
        return _took(page)

    def widen(self, page: Page) -> float:
        tables.wait_rows(page, 1, self.ROWS)
        page.locator("#kind").click()
        page.get_by_role("option", name="all", exact=True).click()
        return _widened(page, self.ROWS)

    def _press(self, page: Page, area: Area) -> None:
        page.locator("#area").click()
        page.locator(".dash-dropdown-search").fill(area.name)
        page.get_by_role("option", name=area.name, exact=True).click()


class Datasette(WholeProduct):
    """Datasette over the same table: its facets are its filters, its table is a page of a hundred rows with their number."""

    id, name, charts = "datasette", "Datasette", 0
    region = f"/figures/figure?kind=rmc&{FACETS}"
    table = "/figures/figure?_facet=kind&kind=country"

    def serve(self, folder: Path) -> AbstractContextManager[Server]:
        return datasette(folder / "figures.db", folder / "datasette.log")

    def drawn(self, page: Page) -> float:
        return page.wait_for_function(LOADED, timeout=LIMIT_MS).json_value()

    def choose(self, page: Page, area: Area) -> float:
        _return(page, self.region)
        return _follow(page, page.locator(".facet-info a").get_by_text(area.name, exact=True), f"area={quote_plus(area.name)}")

    def switch(self, page: Page) -> float:
        _return(page, "/figures")
        return _follow(page, page.locator('a[href="/figures/figure"]').first, "/figures/figure")

    def widen(self, page: Page) -> float:
        return _follow(page, page.locator(".facet-info li a.cross"), "/figures/figure?_facet=kind")


class EmptyPage(Product):
    """A Streamlit page with one switch and one chart, in the settings of the dashboard: what the framework costs."""

    id, name, region, charts = "empty", "empty Streamlit page", "/", 1

    def serve(self, folder: Path) -> AbstractContextManager[Server]:
        return empty_page(folder / "empty.log", as_dashboard=True)

    def choose(self, page: Page, area: Area) -> float:
        page.locator(EMPTY_CHOICE).click()
        return _took(page)


DASHBOARD: WholeProduct = Dashboard()
PEERS: tuple[WholeProduct, ...] = (PlainPage(), DashPage(), Datasette())
"""What people could use instead."""

READY: WholeProduct = ReadyPage()
EMPTY: Product = EmptyPage()


def _fill(page: Page, box: str, text: str) -> None:
    page.locator(box).click()
    page.locator(box).fill(text)


def _took(page: Page) -> float:
    wait_still(page)
    return page.evaluate("chartWatch.drawnAt - chartWatch.pressedAt")


def _widened(page: Page, rows: str = tables.ROWS) -> float:
    painted, _ = tables.wait_rows(page, tables.LEAST, rows)
    return painted - page.evaluate("chartWatch.pressedAt")


def _return(page: Page, path: str) -> None:
    page.goto("/".join(page.url.split("/")[:3]) + path)


def _follow(page: Page, link: Locator, to: str) -> float:
    """From the press on a link to the page that it leads to, painted and whole."""
    link.click()
    page.wait_for_url(lambda url: to in url)
    loaded = page.wait_for_function(LOADED, timeout=LIMIT_MS).json_value()
    return loaded + page.evaluate("performance.timeOrigin - sessionStorage.pressedAt")
