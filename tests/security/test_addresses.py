"""Paths that lead astray and the headers of every answer, on a running server."""

import http.client
import json
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hostile import payloads

PATHS = payloads("paths")
OUTSIDE = ("root:", "[core]", "import streamlit", "st.App", "Traceback", '"file": "vsv-')
CLOSED = ("/_stcore/agent/interact", "/_stcore/agent/mcp", "/_stcore/agent/openapi.json", "/_stcore/metrics")
EVERY_ANSWER = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "SAMEORIGIN"}


def raw(server: str, path: str, method: str = "GET") -> tuple[int, dict[str, str], str]:
    """The answer to a path that goes over the line as it is written."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=60)
    connection._validate_path = lambda _: None  # type: ignore[attr-defined]
    connection.putrequest(method, path, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read().decode("utf-8", "replace")
    connection.close()
    return found


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_path_leads_to_no_file_and_no_other_host(path: str, server: str) -> None:
    status, headers, body = raw(server, path)
    assert status in (200, 302, 400, 404, 405, 414, 431)
    assert not [part for part in OUTSIDE if part in body]
    assert "alert(7)" not in body
    assert "elsewhere" not in headers.get("location", "")
    assert "a=b" not in headers.get("set-cookie", "")
    if status == 302:
        assert headers["location"] in ("/", "./", server, f"{server}/")
    if status == 200:
        assert body.startswith("<!"), "what is no address of ours is the page that says so"


def test_names_that_no_script_has_do_not_fill_the_disk(server: str, store_dir: Path) -> None:
    addresses = [f"{server}/static/js/none-{number}.js" for number in range(20)]
    for address in addresses * 2:
        answer = httpx.get(address, headers={"Accept-Encoding": "br"})
        assert answer.headers["content-type"].startswith("text/html")
        assert "content-encoding" not in answer.headers, "compressed when it was kept"
    assert not list(store_dir.rglob("none-*"))


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_what_serves_programs_is_closed(path: str, method: str, server: str) -> None:
    status, _, body = raw(server, path, method)
    assert (status, body) == (404, "Not Found")


@pytest.mark.parametrize(
    "path", ["/", "/regio", "/api/v1", "/api/v1/nothing", "/api/health", "/_stcore/health", "/media/nothing"]
)
def test_every_answer_has_its_headers(path: str, server: str) -> None:
    headers = httpx.get(f"{server}{path}").headers
    assert {name: headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
    assert "server" not in headers or not any(sign.isdigit() for sign in headers["server"])
    if headers["content-type"].startswith("text/html"):
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert "unsafe" not in policy["script-src"]
        assert "*" not in headers["content-security-policy"]
        assert "//" not in headers["content-security-policy"]
        assert policy["object-src"] == "'none'"


def test_no_answer_is_open_to_other_sites_but_the_figures(server: str) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    opened = {path: httpx.get(f"{server}{path}", headers=origin).headers.get("access-control-allow-origin") for path in OPENNESS}
    assert opened == OPENNESS
    assert json.loads(httpx.get(f"{server}/_stcore/host-config").text)["allowedOrigins"] == []


OPENNESS = {"/api/v1/series": "*", "/": None, "/_stcore/health": None, "/_stcore/host-config": None, "/api/ready": None}
