"""nginx with the configuration that ships while the processes behind it come and go; stand-ins answer for these."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tools.browser import chromium
from tools.deployment import BASE_PATH, HOST_NAME, Site, free_ports, proxied, trusting

ROOT = Path(__file__).parents[2]
PLACES = [{"Cookie": f"vsv_place={place:02x}"} for place in range(0, 256, 16)]
"""Some belong to one process, some to the other."""


class StandIn(BaseHTTPRequestHandler):
    """Is ready, and shows every page as one heading."""

    def do_GET(self) -> None:
        is_page = "/api/" not in self.path
        body = b"<h1>Zuid-Holland</h1>" if is_page else json.dumps({"status": "ready"}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if is_page else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def answering(port: int) -> Iterator[None]:
    """A stand-in for the process on this port, until the end of the block."""
    with ThreadingHTTPServer(("127.0.0.1", port), StandIn) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """nginx before two ports on which nothing answers."""
    subprocess.run(["sh", str(ROOT / "tools" / "ensure-nginx")], check=True)
    port, *ports = free_ports(3)
    found = Site(f"https://{HOST_NAME}:{port}{BASE_PATH}", tmp_path, tuple(ports), BASE_PATH, tmp_path)
    with ExitStack() as running:
        with answering(ports[0]):
            running.enter_context(proxied(found, port))
        yield found


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    """A program that asks the site."""
    with httpx.Client(verify=trusting(site.folder), timeout=60) as started:
        yield started


def test_restarting_one_process_after_the_other_leaves_no_gap(site: Site, client: httpx.Client) -> None:
    for port in (*site.ports, *site.ports):
        with answering(port):
            assert {client.get(f"{site.address}/regio", headers=place).status_code for place in PLACES} == {200}


def test_programs_are_told_to_ask_again_while_no_process_answers(site: Site, client: httpx.Client) -> None:
    answer = client.get(f"{site.address}/api/v1/observations")
    assert answer.status_code == answer.json()["status"] == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert 0 < int(answer.headers["retry-after"]) < 10
    assert client.get(f"{site.address}/_stcore/stream").status_code == 503


def test_a_page_says_that_no_process_answers_and_comes_back_by_itself(site: Site, client: httpx.Client) -> None:
    shown = client.get(f"{site.address}/regio")
    assert (shown.status_code, shown.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert shown.headers["strict-transport-security"].startswith("max-age=")
    assert shown.headers["cache-control"] == "no-store"
    with chromium(is_trusting=True) as browser:
        page = browser.new_page()
        refused: list[str] = []
        page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(f"{site.address}/regio?regio=PV28")
        expect(page.get_by_role("heading", level=1)).to_have_text("Het dashboard start opnieuw")
        expect(page.locator("[lang=en]")).to_contain_text("starting again")
        with answering(site.ports[1]):
            expect(page.get_by_role("heading", level=1)).to_have_text("Zuid-Holland", timeout=30_000)
        assert page.url == f"{site.address}/regio?regio=PV28"
        assert not refused
