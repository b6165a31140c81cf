"""What a host watches: counts per kind of address, closed to others, and the API below a base path."""

import re
from collections.abc import Iterator

import pytest
from client import ask
from shown import Open
from streamlit import config

from vsv_metrics.delivery.question import API
from vsv_metrics.web import host, monitoring

MARKER = "merkteken7391"


@pytest.fixture
def below_path() -> Iterator[str]:
    """The dashboard is served below a path."""
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "cijfers/vsv/")
    yield "/cijfers/vsv"
    config.set_option("server.baseUrlPath", before)


def value(text: str, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/", 200, "page"),
        ("/regio", 200, "page"),
        (f"/{MARKER}", 200, "page"),
        (f"/{MARKER}/x", 200, "other"),
        ("/api/v1/observations", 200, "/api/v1/observations"),
        ("/api/v1", 200, "/api/v1"),
        ("/api/ready", 503, "/api/ready"),
        (f"/api/v1/{MARKER}", 404, "other"),
        ("/static/js/index.abc.js", 200, "static"),
        (f"/media/{MARKER}.csv", 200, "media"),
        (f"/_stcore/upload_file/{MARKER}/1", 204, "_stcore/upload_file"),
        ("/_stcore/metrics", 404, "other"),
    ],
)
def test_every_address_is_of_one_of_a_few_kinds(path: str, status: int, kind: str) -> None:
    assert monitoring.kind(path, status) == kind


def test_requests_are_counted_by_kind_and_status() -> None:
    series = 'vsv_requests_total{route="/api/v1/regions",status="200"}'
    before = value(monitoring.text(), series)
    for _ in range(2):
        ask(f"{API}/regions")
    ask(f"{API}/{MARKER}")
    text = ask(monitoring.PATH).text
    assert value(text, series) == before + 2
    assert MARKER not in text


def test_runs_are_counted_by_page(open_page: Open) -> None:
    before = value(monitoring.text(), 'vsv_rerun_seconds_count{page="bronnen"}')
    open_page("sources", reeks=MARKER)
    text = monitoring.text()
    assert value(text, 'vsv_rerun_seconds_count{page="bronnen"}') == before + 1
    assert value(text, 'vsv_rerun_seconds_bucket{page="bronnen",le="+Inf"}') == before + 1
    assert value(text, "vsv_ready") == 1
    assert MARKER not in text


@pytest.mark.parametrize("header", host.FORWARDED)
def test_metrics_are_not_given_past_a_proxy(header: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(host.METRICS_VARIABLE, raising=False)
    assert ask(monitoring.PATH).status_code == 200
    assert ask(monitoring.PATH, **{header.replace("-", "_"): "x"}).status_code == 404
    monkeypatch.setenv(host.METRICS_VARIABLE, "on")
    assert ask(monitoring.PATH, **{header.replace("-", "_"): "x"}).status_code == 200
    monkeypatch.setenv(host.METRICS_VARIABLE, "off")
    assert ask(monitoring.PATH).status_code == 404


def test_addresses_below_a_path_name_the_path(below_path: str) -> None:
    index = ask(f"{below_path}{API}").json()
    assert index["links"]["openapi"] == f"{below_path}{API}/openapi.json"
    assert {ask(link).status_code for link in index["links"].values()} == {200}
    assert ask(index["links"]["openapi"]).json()["servers"] == [{"url": below_path}]
    page = ask(f"{below_path}{API}/observations?limit=1&region=PV28")
    assert page.json()["about"]["next"].startswith(f"{below_path}{API}/observations?")
    assert ask(page.json()["about"]["next"]).status_code == 200
    assert ask(f"{below_path}/api/x").json()["expected"] == [f"{below_path}{API}"]
    assert value(monitoring.text(), f'vsv_requests_total{{route="{API}",status="200"}}') > 0
