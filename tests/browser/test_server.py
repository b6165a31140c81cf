"""A server process as a host sees it: the first link, readiness, headers, compression."""

import gzip
import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tools.browser import new_visit, wait_drawn
from tools.server import serving

DEEP_LINKS = {"/regio?regio=RMC29&voorbeeld=true": "Rijnmond", "/tabellen?niveau=province": "Tabellen"}
PATHS = ("/", "/regio?regio=PV28", "/tabellen", "/bronnen")
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}


@pytest.mark.parametrize("path", DEEP_LINKS)
def test_a_deep_link_is_the_first_request_of_a_new_server(path: str, store_dir: Path, browser: BrowserContext) -> None:
    with serving(store_dir) as address:
        visit = new_visit(browser, address)
        visit.go(path)
        page = visit.page
        expect(page.get_by_role("navigation").get_by_role("link", name="Overzicht")).to_be_visible()
        expect(page.get_by_role("switch", name="Voorbeeldgegevens")).to_be_checked(checked="voorbeeld" in path)
        expect(page.get_by_role("heading", level=1)).to_contain_text(DEEP_LINKS[path])
        age = "verzonnen cijfers, gemaakt" if "voorbeeld" in path else "Nieuwste landelijke cijfer"
        expect(page.get_by_text(age)).to_be_visible()
        visit.close()


def test_health_and_readiness(server: str) -> None:
    assert _get(f"{server}/api/health").json() == {"status": "ok"}
    ready = _get(f"{server}/api/ready").json()
    assert ready["status"] == "ready"
    assert len(ready["data"]) == 64


def test_without_a_store_the_server_is_alive_not_ready_and_says_so_and_recovers(tmp_path: Path, browser: BrowserContext) -> None:
    folder = tmp_path / "store"
    folder.write_text("a file where the folder should be")
    with serving(folder, is_bare=True) as address:
        assert _get(f"{address}/api/health").status == 200
        refused = _get(f"{address}/api/ready")
        assert (refused.status, refused.json()) == (503, {"status": "unavailable"})

        visit = new_visit(browser, address)
        visit.page.goto(f"{address}/bronnen")
        alert = visit.page.get_by_role("alert")
        expect(alert).to_contain_text(str(folder))
        expect(visit.page.get_by_text("Traceback")).to_have_count(0)

        folder.unlink()
        assert _get(f"{address}/api/ready").json()["status"] == "ready"
        visit.page.reload()
        wait_drawn(visit.page)
        expect(alert).to_have_count(0)
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Bronnen")
        visit.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_every_page_has_its_language_and_its_security_headers(path: str, encoding: str, server: str) -> None:
    for language in ("nl", "en"):
        answer = _get(f"{server}{path}{'&' if '?' in path else '?'}taal={language}", encoding)
        assert answer.headers["content-encoding"] == (None if encoding == "identity" else "gzip")
        shell = answer.text()
        assert f'<html lang="{language}">' in shell
        assert "<title>Streamlit</title>" not in shell
        policy = answer.headers["content-security-policy"] or ""
        assert "script-src 'self' 'sha256-" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_scripts_are_compressed(server: str) -> None:
    shell = _get(server).text()
    script = shell.split('src="./')[1].split('"')[0]
    plain, packed = _get(f"{server}/{script}"), _get(f"{server}/{script}", "gzip")
    assert len(packed.body) < len(plain.body) / 2
    assert gzip.decompress(packed.body) == plain.body


def test_the_figures_are_not_given_to_a_page_that_calls_the_server_by_another_name(server: str) -> None:
    for host, status in (("evil.example", 403), (server.removeprefix("http://"), 101)):
        connection = http.client.HTTPConnection(server.removeprefix("http://"), timeout=30)
        connection.request("GET", "/_stcore/stream", headers={"Host": host, "Origin": f"http://{host}", **UPGRADE})
        assert connection.getresponse().status == status
        connection.close()


class Answer:
    """Status, headers and body of an answer, also of one that says no."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.body = status, body
        self.headers: dict[str, str | None] = {name.lower(): value for name, value in headers.items()}
        self.headers.setdefault("content-encoding", None)

    def text(self) -> str:
        return (gzip.decompress(self.body) if self.headers["content-encoding"] == "gzip" else self.body).decode()

    def json(self) -> dict[str, str]:
        return json.loads(self.text())


def _get(url: str, encoding: str = "identity") -> Answer:
    return _open(urllib.request.Request(url, headers={"Accept-Encoding": encoding}))


def _open(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())
