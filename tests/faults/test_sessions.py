"""Fifty visitors with own figures at once: each sees its own alone, and nothing of them is left when they are gone."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Tally
from visitor import Visitor, deferred

from tools.server import serving

KEPT_SECONDS = 2
"""How long the server keeps the session of a visitor who left."""

GONE_SECONDS = 60.0
PAGES = ("", "regio", "vergelijken", "tabellen", "bronnen")


def enrolled(visitor: int) -> int:
    """A number that no figure and no other visitor has."""
    return 7_100_003 + 1_009 * visitor


def marks(visitor: int) -> tuple[str, ...]:
    """What tells the figures of a visitor: the number as pages and files write it, and the name of the file."""
    number = enrolled(visitor)
    return f"{number:,}".replace(",", "."), str(number), f"geheim-{visitor}."


def seen(text: str, visitors: int) -> set[int]:
    """Whose figures are in a text."""
    return {visitor for visitor in range(visitors) if any(mark in text for mark in marks(visitor))}


def bring(address: str, number: int) -> Visitor:
    """A visitor who uses own figures."""
    visitor = Visitor(address)
    visitor.open("bronnen")
    rows = "".join(f"{year}-{year + 1};RMC29;{enrolled(number)};{1_000 + year}\n" for year in (2021, 2022, 2023))
    visitor.upload("Kies een bestand", f"geheim-{number}.csv", f"schooljaar;regio;deelnemers;vsv\n{rows}".encode())
    visitor.open("bronnen")
    visitor.press("Gebruik deze cijfers")
    visitor.open("bronnen")
    return visitor


def download(visitor: Visitor, number: int) -> str:
    """The address of a file with the figures of a visitor."""
    visitor.open("tabellen", "eigen=true&niveau=rmc")
    files = {button.download_button.deferred_file_id for button in visitor.elements("download_button")} - {""}
    urls = [url for file in sorted(files) if (url := deferred(visitor, visitor.session, file))]
    return next(url for url in urls if str(enrolled(number)) in visitor.http.get(url).text)


@pytest.mark.fault("sessions", "Visitors with own figures at once, and what is left of each")
def test_each_visitor_sees_its_own_figures_and_leaves_nothing(
    store_dir: Path, tmp_path: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    n = tally.times(3, 50)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL", str(KEPT_SECONDS))
    together = threading.Barrier(n)

    def visit(number: int) -> tuple[Visitor, str, set[int]]:
        visitor = bring(address, number)
        together.wait()
        for page in PAGES:
            visitor.open(page, "regio=RMC29&eigen=true")
        text = "".join(message.SerializeToString().decode("utf-8", "replace") for message in visitor.heard)
        return visitor, download(visitor, number), seen(text, n)

    with serving(store_dir) as address:
        stranger = Visitor(address)
        with ThreadPoolExecutor(n) as pool:
            visits = list(pool.map(visit, range(n)))
        for number, (visitor, url, found) in enumerate(visits):
            found |= seen(visitor.http.get(url).text, n)
            tally.note(found == {number}, f"visitor {number} saw the figures of {sorted(found)}")
        for page in PAGES:
            assert not seen(stranger.open(page, "regio=RMC29&eigen=true"), n), page
        for visitor, _, _ in visits:
            visitor.leave()
        time.sleep(KEPT_SECONDS + 1)
        until = time.monotonic() + GONE_SECONDS
        for number, (visitor, url, _) in enumerate(visits):
            while seen(stranger.http.get(url).text, n) and time.monotonic() < until:
                Visitor(address).leave()
            is_gone = not seen(stranger.http.get(url).text, n) and not came_back(address, visitor.session, n)
            tally.note(is_gone, f"figures of visitor {number} could be had when it was gone")
        stranger.leave()
        folders = (temporary, store_dir, Path(f"{store_dir}-own"))
        left = [*store_dir.parent.glob("server-*.log"), *(path for folder in folders for path in folder.rglob("*"))]
        for path in filter(Path.is_file, left):
            assert not seen(path.read_bytes().decode("latin-1"), n), path


def came_back(address: str, session: str, visitors: int) -> set[int]:
    """Whose figures someone sees who names the session of another."""
    visitor = Visitor(address, session)
    try:
        return seen(visitor.open("regio", "regio=RMC29&eigen=true"), visitors)
    finally:
        visitor.leave()
