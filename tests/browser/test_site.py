"""Two processes behind nginx with the configuration that ships, below a base path: all works there; what must be closed is."""

import csv
import io
import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from test_pages import REFUSED

from tools.browser import Visit, chromium, new_visit, rerun, wait_drawn
from tools.deployment import BASE_PATH, CONTACT, Site, deployed, trusting
from vsv_metrics.web.frame import FAVICON

ROOT = Path(__file__).parents[2]
MARKER = "merkteken7391"
"""Stands in all that this visitor asks, types and brings."""
PAGES = {
    "Regio": "/regio",
    "Vergelijken": "/vergelijken",
    "Actielijnen": "/actielijnen",
    "Doel": "/doel",
    "Tabellen": "/tabellen",
    "Bronnen": "/bronnen",
    "Overzicht": "/",
}
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
    "/_stcore/agent/anything",
    "/regio/_stcore/agent/mcp",
    "/_stcore/script-health-check",
    "/_stcore/",
    "/api/metrics",
    "/api/nothing",
)
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}
IPV4 = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b")


@pytest.fixture(scope="module")
def site(store_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, started once for this module."""
    subprocess.run(["sh", str(ROOT / "tools" / "ensure-nginx")], check=True)
    with deployed(tmp_path_factory.mktemp("site"), store_dir) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(site: Site) -> Iterator[BrowserContext]:
    """Chromium that takes the certificate of the test."""
    with chromium(is_trusting=True) as started:
        yield started


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    """A program that asks the site."""
    with httpx.Client(verify=trusting(site.folder), timeout=60) as started:
        yield started


@pytest.fixture
def visit(visitor: BrowserContext, site: Site) -> Iterator[Visit]:
    """A page of the site that has complained of nothing and asked nothing outside the base path when the test is over."""
    opened = new_visit(visitor, site.address)
    yield opened
    outside = [url for url in opened.asked if url.startswith("http") and not urlsplit(url).path.startswith(f"{BASE_PATH}/")]
    assert not outside
    assert not opened.other_hosts()
    assert not [violation for violation in opened.violations() if not REFUSED.match(violation)]
    assert not opened.complaints
    opened.page.close()


def test_every_page_is_reached_by_its_link_and_by_its_address(visit: Visit) -> None:
    visit.go("/")
    for name, path in PAGES.items():
        with rerun(visit.page):
            visit.page.get_by_role("navigation").get_by_role("link", name=name).click()
        assert urlsplit(visit.page.url).path == f"{BASE_PATH}{path}"
        expect(visit.page.get_by_role("heading", level=1)).to_be_visible()
    visit.go("/regio?regio=RMC29&voorbeeld=true")
    expect(visit.page.get_by_role("heading", level=1)).to_contain_text("Rijnmond")
    pictures = visit.page.evaluate("[...document.querySelectorAll('link[rel~=icon]')].map(link => link.href)")
    assert pictures == [f"{visit.address}{FAVICON}"]
    assert visit.page.request.get(pictures[0]).headers["content-type"] == "image/png"


def test_language_link_and_the_link_of_a_figure_stay_below_the_path(visit: Visit) -> None:
    visit.go("/regio?regio=PV28")
    visit.page.get_by_role("link", name="English").click()
    wait_drawn(visit.page)
    assert visit.page.url == f"{visit.address}/regio?taal=en&regio=PV28" or "taal=en" in visit.page.url
    assert visit.page.locator("html").get_attribute("lang") == "en"
    visit.page.locator("summary", has_text="Table, source").first.click()
    href = visit.page.locator('a[href*="cijfer?"]').first.evaluate("link => link.href")
    assert href.startswith(f"{visit.address}/cijfer?taal=en&cijfer=")
    visit.page.goto(href)
    wait_drawn(visit.page)
    expect(visit.page.get_by_role("heading", level=1)).to_be_visible()


def test_a_file_and_the_lines_to_fetch_it_again(visit: Visit, client: httpx.Client) -> None:
    visit.go("/tabellen?regio=PV28&jaren=2021,2023")
    page: Page = visit.page
    with page.expect_download() as downloading:
        page.get_by_role("button", name="CSV (internationaal)").first.click()
    held = Path(downloading.value.path()).read_text(encoding="utf-8")
    page.locator("summary", has_text="Zelf ophalen").click()
    line = page.get_by_text("curl --fail").inner_text()
    address = re.findall(r'"(https://[^"]+)"', line)[0]
    assert address.startswith(f"{visit.address}/api/v1/observations?")
    assert rows(client.get(address).text) == rows(held)


def test_the_api_leads_on_below_the_path(site: Site, client: httpx.Client) -> None:
    index = client.get(f"{site.address}/api/v1").json()
    for address in index["links"].values():
        assert address.startswith(f"{BASE_PATH}/api/v1")
        assert client.get(f"https://{urlsplit(site.address).netloc}{address}").status_code == 200
    description = client.get(f"{site.address}/api/v1/openapi.json").json()
    assert description["servers"] == [{"url": BASE_PATH}]
    catalog = client.get(f"{site.address}/api/v1/catalog").text
    assert f"{site.address}/api/v1/openapi.json" in catalog
    assert f"{site.address}/bronnen" in catalog
    assert site.address.removesuffix(BASE_PATH) + "/api" not in catalog
    page = client.get(f"{site.address}/api/v1/observations?limit=1")
    assert page.json()["about"]["next"].startswith(f"{BASE_PATH}/api/v1/observations?")
    assert f"<{BASE_PATH}/api/v1/observations?" in page.headers["link"]
    assert client.get(f"{site.address}/api/nothing").json()["expected"] == [f"{BASE_PATH}/api/v1"]


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_for_the_host_alone_is_closed(path: str, site: Site, client: httpx.Client) -> None:
    for method in ("GET", "POST"):
        assert client.request(method, f"{site.address}{path}").status_code in (404, 405)
    assert client.get(f"{site.address}{path}").status_code == 404


def test_nothing_stands_beside_the_path(site: Site, client: httpx.Client) -> None:
    root = site.address.removesuffix(BASE_PATH)
    for path in ("/", "/api/health", "/_stcore/health", "/regio"):
        assert client.get(f"{root}{path}").status_code == 404
    assert CONTACT in client.get(f"{root}/.well-known/security.txt").text
    answer = client.get(f"{root}{BASE_PATH}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"{BASE_PATH}/")


def test_large_bodies_and_foreign_names_are_refused(site: Site, client: httpx.Client) -> None:
    assert client.post(f"{site.address}/api/v1", content=b"x" * 20_000).status_code == 413
    assert client.put(f"{site.address}/_stcore/upload_file/a/b", content=b"x" * 12_000_000).status_code == 413
    stream = f"{site.address}/_stcore/stream"
    for name, status in (("evil.example", 403), (urlsplit(site.address).netloc, 101)):
        with client.stream("GET", stream, headers={"Host": name, "Origin": f"https://{name}", **UPGRADE}) as answer:
            assert answer.status_code == status


def test_headers_and_cookies(site: Site, client: httpx.Client) -> None:
    answer = client.get(f"{site.address}/regio?taal=en")
    assert '<html lang="en">' in answer.text
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "/" not in answer.headers.get("server", "nginx")
    client.get(f"{site.address}/_stcore/host-config")
    cookies = {cookie.name: cookie for cookie in client.cookies.jar}
    assert re.fullmatch("[0-9a-f]{2}", cookies["vsv_place"].value or "")
    assert cookies["vsv_place"].path == f"{BASE_PATH}/"
    assert all(cookie.secure for cookie in cookies.values())


def test_a_visitor_keeps_one_process_and_both_have_visitors(site: Site, client: httpx.Client) -> None:
    def grown(places: list[int]) -> list[int]:
        before = [requests(site, number) for number in (0, 1)]
        for place in places:
            client.get(f"{site.address}/api/health", headers={"Cookie": f"vsv_place={place:02x}"})
        return [requests(site, number) - was for number, was in zip((0, 1), before, strict=True)]

    for place in range(0, 256, 32):
        assert sorted(grown([place] * 3)) == [0, 3]
    first, second = grown(list(range(256)))
    assert first + second == 256
    assert 0.35 < first / 256 < 0.65


def test_metrics_tell_the_host_what_happens_and_nobody_who(site: Site, client: httpx.Client) -> None:
    client.get(f"{site.address}/regio?regio={MARKER}")
    texts = [read(site, number) for number in (0, 1)]
    names = set(re.findall(r"^(\w+)(?:\{[^}]*\})? [\d.e+-]+$", texts[0], re.MULTILINE))
    assert {"vsv_requests_total", "vsv_sessions", "vsv_ready", "vsv_data_info", "process_resident_memory_bytes"} <= names
    assert all(re.fullmatch(r"#.*|\w+(\{\w+=\"[^\"]*\"(,\w+=\"[^\"]*\")*\})? [\d.e+-]+", line) for line in texts[0].splitlines())
    fingerprint = client.get(f"{site.address}/api/ready").json()["data"]
    for text in texts:
        assert f'fingerprint="{fingerprint}"' in text
        assert MARKER not in text
        assert not IPV4.search(text)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(site, 0, {"X-Forwarded-Proto": "https"})


def test_the_logs_hold_nothing_of_a_visitor(visit: Visit, site: Site, client: httpx.Client, tmp_path: Path) -> None:
    for path in (f"/api/v1/observations?region={MARKER}", f"/api/v1/{MARKER}", f"/{MARKER}/regio?x={MARKER}"):
        told = {
            "User-Agent": MARKER,
            "Referer": f"https://x/{MARKER}",
            "Cookie": f"a={MARKER}",
            "X-Forwarded-For": "198.51.100.7",
        }
        client.get(f"{site.address}{path}", headers=told)
    client.get(f"{site.own_address(0)}/api/v1/observations?region={MARKER}")
    visit.go(f"/regio?regio={MARKER}&stand={MARKER}&cijfer={MARKER}")
    own = tmp_path / f"{MARKER}.csv"
    own.write_text(f"{MARKER};aantal\nPV28;{MARKER}\n", encoding="utf-8")
    visit.go("/bronnen")
    visit.page.locator('input[type="file"]').first.set_input_files(own)
    expect(visit.page.get_by_text(MARKER).first).to_be_visible()
    written = {path.name: path.read_text(errors="replace") for path in site.folder.glob("*.log")}
    assert {"process-0.log", "process-1.log", "vsv-access.log"} <= set(written)
    for name, text in written.items():
        assert MARKER not in text, name
        assert name == "nginx-error.log" or not IPV4.search(text.replace("127.0.0.1:", "")), name
    lines = [json.loads(line) for line in written["vsv-access.log"].splitlines()]
    assert {"time", "kind", "method", "status", "bytes", "seconds"} == set(lines[0])
    assert {line["kind"] for line in lines} >= {"page /regio", "page /bronnen", "api", "stream", "static", "other"}


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV without the question that gave them: a page and an address say it each in their way."""
    return [{name: value for name, value in row.items() if name != "query"} for row in csv.DictReader(io.StringIO(text))]


def read(site: Site, number: int, headers: dict[str, str] | None = None) -> str:
    """What one process tells the host."""
    request = urllib.request.Request(f"{site.own_address(number)}/api/metrics", headers=headers or {})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read().decode()


def requests(site: Site, number: int) -> int:
    """The health checks that one process has answered."""
    found = re.search(
        r'^vsv_requests_total\{route="/api/health",status="200"\} (\d+)$',
        read(site, number),
        re.MULTILINE,
    )
    return int(found[1]) if found else 0
