"""The tasks, done by every product by turns."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks import tables
from benchmarks.beside.products import DASHBOARD, EMPTY, PEERS, READY, Area, Product
from benchmarks.changes import regions
from benchmarks.pages import main_thread_seconds, new_page, visit
from benchmarks.plan import Plan
from benchmarks.server import Server

P = TypeVar("P", bound=Product)

FULL = (DASHBOARD, *PEERS)
"""The products that have every page."""


@dataclass
class Samples:
    """What a product took for a task, a value a round, and CPU time of the server and of the page's main thread."""

    value: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)

    def add(self, value: float, server: float | None = None, client: float | None = None) -> None:
        """One round more; CPU in the unit of the value, None where it is not asked."""
        self.value.append(value)
        self.server += [] if server is None else [server]
        self.client += [] if client is None else [client]


Found = defaultdict[tuple[str, str], Samples]
"""Task and product -> samples."""


@dataclass(frozen=True)
class Seat:
    """A visitor with one page of a product open."""

    server: Server
    page: Page
    session: CDPSession
    stays: bool
    """Whether what is asked is shown in the same page; another one counts its CPU from the start."""

    def measure(self, samples: Samples, act: Callable[[Page], float]) -> None:
        """Does it and notes what it took, in ms."""
        self.page.bring_to_front()
        server, client = self.server.cpu_seconds(), main_thread_seconds(self.session)
        took = act(self.page)
        used, drawing = self.server.cpu_seconds() - server, main_thread_seconds(self.session) - client
        samples.add(took, 1000 * used, 1000 * drawing if self.stays else None)


def first_visits(browser: Browser, folder: Path, plan: Plan, found: Found) -> None:
    """Each round every product starts and is visited by a browser that has nothing of it: the page Regio to its last chart."""
    for turn in range(plan.rounds):
        for product in _turned((*FULL, EMPTY), turn):
            with product.serve(folder) as server:
                cpu = server.cpu_seconds()
                seen = visit(browser, server.address + product.region, product.drawn)
                found["start", product.id].add(server.ready_s, server.ready_cpu_s)
                found["visit", product.id].add(seen.drawn_s, server.cpu_seconds() - cpu, seen.client_cpu_s)
                found["wire", product.id].add(seen.wire_mb)


def choices(browser: Browser, folder: Path, plan: Plan, found: Found) -> None:
    """Every product is open in a page of its own; each region, page and table is asked of all of them before the next."""
    whole = (*FULL, READY)
    with ExitStack() as running:
        servers = {product: running.enter_context(product.serve(folder)) for product in (*whole, EMPTY)}
        for server in servers.values():
            server.wait_idle()
        with ExitStack() as opened:
            seats = {product: opened.enter_context(_seat(browser, product, server)) for product, server in servers.items()}
            for turn, (code, name) in enumerate(regions()[: plan.regions]):
                for product in _turned((*whole, EMPTY), turn):
                    _choose(seats[product], found["filter", product.id], product, Area(code, name))
            for turn in range(plan.rounds):
                for product in _turned(whole, turn):
                    seats[product].measure(found["switch", product.id], product.switch)
            for turn in range(min(plan.rounds, len(tables.FIRST_YEARS))):
                for product in _turned(whole, turn):
                    seats[product].page.goto(servers[product].address + product.table_of(turn))
                    seats[product].measure(found["table", product.id], product.widen)


def memory(browser: Browser, folder: Path, plan: Plan, found: Found) -> None:
    """So many visitors, each with the page Regio open, of a server that has done nothing else."""
    for product in (*FULL, EMPTY):
        with product.serve(folder) as server, ExitStack() as sessions:
            for _ in range(plan.sessions_beside):
                sessions.enter_context(_seat(browser, product, server))
            found["memory", product.id].add(server.resident_mb())


def _choose(seat: Seat, samples: Samples, product: Product, area: Area) -> None:
    seat.measure(samples, lambda page: product.choose(page, area))


@contextmanager
def _seat(browser: Browser, product: Product, server: Server) -> Iterator[Seat]:
    with new_page(browser) as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(server.address + product.region)
        product.drawn(page)
        yield Seat(server, page, session, stays=product.charts > 0)


def _turned(products: Sequence[P], turn: int) -> Sequence[P]:
    """The products, each round another one first."""
    first = turn % len(products)
    return [*products[first:], *products[:first]]
