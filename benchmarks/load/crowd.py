"""A crowd: visitors who come, look around with pauses, and leave, and what they met."""

import asyncio
import random
import re
import ssl
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import httpx

from benchmarks.load.visitor import Drawn, Lost, VisitError, Visitor
from tools.deployment import Site

STEPS = (6, 14)
"""Fewest and most questions of a visitor before leaving."""
SHARE_OF_CHOICES = 0.7
"""Of the questions; the others go to another page."""
BACK_SECONDS = 60.0
"""How long a visitor tries to come back before it counts as an error."""

PLACES: tuple[tuple[str, str, str], ...] = (
    ("", "", "voorbeeld"),
    ("regio", "regio=PV28", "regio"),
    ("regio", "regio=RMC29&voorbeeld=true", "regio"),
    ("regio", "regio=RMC26", "regio"),
    ("vergelijken", "regio=RMC29&voorbeeld=true", "regio"),
    ("vergelijken", "regio=RMC28&onderdeel=trechter&voorbeeld=true", "regio"),
    ("doel", "regio=RMC29&start=2021&voorbeeld=true", "regio"),
    ("actielijnen", "lijn=1", ""),
    ("instroommomenten", "onderdeel=momenten&maand=5&voorbeeld=true", "regio"),
    ("tabellen", "regio=PV28,PV29&jaren=2019,2023", "voorbeeld"),
    ("bronnen", "reeks=ocw_national", ""),
)
"""Page, choices, and the choice that visitors change there."""
WARM_PAUSE = 0.2
SCRIPTS = re.compile(r'(?:src|href)="\./(static/[^"]+\.(?:js|css))"')


@dataclass
class Tally:
    """What a crowd met. Times in seconds."""

    first_views: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    backs: list[float] = field(default_factory=list)
    """From the loss of the connection to the page drawn anew."""
    errors: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    """Pages that came back with other figures than they had."""


@dataclass
class Crowd:
    """Visitors of a site; `rng` makes what they do the same in each run.

    Where connections are made to break (`is_losing`), who loses theirs comes back as a browser does; elsewhere that is an error.
    """

    site: Site
    trust: ssl.SSLContext
    think_seconds: float
    tally: Tally = field(default_factory=Tally)
    is_losing: bool = False
    rng: random.Random = field(default_factory=lambda: random.Random(20261125))

    async def active(self, visitors: int, seconds: float) -> None:
        """So many visitors at any time, for so long; who leaves is followed by a new one. They arrive within one pause."""
        until = time.perf_counter() + seconds

        async def seat() -> None:
            await asyncio.sleep(self.rng.uniform(0, self.think_seconds))
            while time.perf_counter() < until:
                await self.safely(lambda: self.visit(until))

        await asyncio.gather(*(seat() for _ in range(visitors)))

    async def visit(self, until: float) -> None:
        """One visit, from the first view to leaving."""
        visitor = await self.arrive()
        try:
            for _ in range(self.rng.randint(*STEPS)):
                await self.pause(visitor)
                if time.perf_counter() > until:
                    return
                try:
                    self.tally.reruns.append((await self.step(visitor)).seconds)
                except Lost:
                    await self.back(visitor)
        finally:
            await visitor.close()

    async def arrive(self, place: tuple[str, str, str] | None = None) -> Visitor:
        """A new visitor, whose first page is drawn; the scripts of the page are fetched as a new browser does."""
        page, query, _ = place or self.rng.choice(PLACES)
        visitor = Visitor(self.site.address, self.trust, page, query)
        async with httpx.AsyncClient(verify=self.trust, timeout=60, headers={"Accept-Encoding": "gzip, br"}) as client:
            scripts = asyncio.create_task(self._fetch_scripts(client))
            began = time.perf_counter()
            try:
                while True:
                    try:
                        await visitor.first_view(client)
                        break
                    except Lost:
                        self._require_losing(began)
                self.tally.first_views.append(time.perf_counter() - began)
            finally:
                await scripts
        return visitor

    async def step(self, visitor: Visitor) -> Drawn:
        """One question: another choice, or another page."""
        change = next((key for page, _, key in PLACES if page == visitor.page), "")
        if change and self.rng.random() < SHARE_OF_CHOICES:
            if change == "voorbeeld":
                return await visitor.choose(change, "voorbeeld=true" not in visitor.query)
            if options := visitor.options(change):
                return await visitor.choose(change, self.rng.choice(options))
        page, query, _ = self.rng.choice(PLACES)
        return await visitor.move(page, query)

    async def pause(self, visitor: Visitor) -> None:
        """Thinks; when the connection is lost meanwhile, comes back first."""
        thinking = self.think_seconds * self.rng.uniform(0.5, 1.5)
        closed = asyncio.create_task(visitor.wait_closed())
        done, _ = await asyncio.wait({closed}, timeout=thinking)
        if done:
            await self.back(visitor, visitor.figures())
        closed.cancel()

    async def back(self, visitor: Visitor, before: str | None = None) -> None:
        """Comes back after a loss. When the page was drawn `before`, sees whether the figures are those."""
        began = time.perf_counter()
        while True:
            self._require_losing(began)
            await visitor.reconnect(BACK_SECONDS)
            with suppress(Lost):
                drawn = await visitor.draw()
                break
        self.tally.backs.append(time.perf_counter() - began)
        self.tally.changed += before not in (None, drawn.figures)

    def _require_losing(self, since: float) -> None:
        """Raises `VisitError` when a loss is an error here, or lasts too long."""
        if not self.is_losing or time.perf_counter() - since > BACK_SECONDS:
            raise VisitError("lost: the connection ended, and nothing here should end it")

    async def safely(self, do: Callable[[], Awaitable[None]]) -> None:
        """Does it; what goes wrong is counted by its first word."""
        try:
            await do()
        except VisitError as error:
            self.tally.errors[str(error)[:120]] += 1
        except (OSError, httpx.HTTPError, TimeoutError) as error:
            self.tally.errors[type(error).__name__] += 1
            await asyncio.sleep(1)

    async def warm(self) -> None:
        """Has the scripts compressed, which happens once per installation, before anything is measured."""
        for number in range(len(self.site.ports)):
            async with httpx.AsyncClient(timeout=60, headers={"Accept-Encoding": "br"}) as client:
                address = self.site.own_address(number)
                for path in dict.fromkeys(SCRIPTS.findall((await client.get(f"{address}/")).text)):
                    while not await _is_compressed(client, f"{address}/{path}"):
                        await asyncio.sleep(WARM_PAUSE)

    async def _fetch_scripts(self, client: httpx.AsyncClient) -> None:
        """What the frame of a page names; taken as sent, since unpacking it is the browser's work."""
        shell = await client.get(f"{self.site.address}/")
        for path in dict.fromkeys(SCRIPTS.findall(shell.text)):
            async with client.stream("GET", f"{self.site.address}/{path}") as answer:
                async for _ in answer.aiter_raw():
                    pass


async def _is_compressed(client: httpx.AsyncClient, address: str) -> bool:
    async with client.stream("GET", address) as answer:
        return answer.headers.get("content-encoding") == "br"
