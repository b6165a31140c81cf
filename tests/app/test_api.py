"""The API: lists, pages, tags, refusals, limits, what it keeps to itself, and its description of itself."""

import asyncio
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from client import ask, problem
from shown import clear_caches

from vsv_metrics import loading, paths
from vsv_metrics.delivery.formats import FORMATS
from vsv_metrics.delivery.question import API, PARAMETERS
from vsv_metrics.loading.inputs import read_inputs
from vsv_metrics.metrics import intervals
from vsv_metrics.paths import STORE_DIR_VARIABLE
from vsv_metrics.store import Store
from vsv_metrics.store.build import build
from vsv_metrics.text import LANGUAGES, Locale, subject
from vsv_metrics.web import api, data
from vsv_metrics.web.api import answering, limits, openapi
from vsv_metrics.web.api.asking import PAGING
from vsv_metrics.web.api.lists import LISTS
from vsv_metrics.web.host import API_LOCAL_VARIABLE

ROOT = Path(__file__).parents[2]
HOSTILE = [
    json.loads(line) for line in (Path(__file__).parent / "hostile_questions.jsonl").read_text(encoding="utf-8").splitlines()
]
SECRET = "school-of-the-owner"


@pytest.fixture
def with_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store with a figure, a source and an institution that belong to this machine alone."""
    frames = read_inputs(paths.data_dir())
    demo = frames["observation"].query("dataset == 'demo' and institution == 'total'").head(1)
    institution = frames["member"].query("breakdown == 'institution'").head(1)
    added = {
        "observation": demo.assign(dataset="local", source_id=SECRET),
        "source": frames["source"].head(1).assign(source_id=SECRET, title=SECRET),
        "member": institution.assign(code=SECRET, name_nl=SECRET, name_en=SECRET),
    }
    frames |= {name: pd.concat([frames[name], rows]) for name, rows in added.items()}
    build(frames, tmp_path, loading.fingerprint(paths.data_dir()), intervals.measured)
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(tmp_path))
    clear_caches()
    yield
    clear_caches()


# Lists


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_the_same_as_json_and_csv(name: str) -> None:
    body = ask(f"{API}/{name}").json()
    assert body["about"]["count"] == len(body["data"]) > 1
    csv = ask(f"{API}/{name}?format=csv")
    rows = pd.read_csv(io.BytesIO(csv.content), dtype=str, keep_default_na=False)
    assert list(rows.columns) == list(body["data"][0])
    key = rows.columns[0]
    assert rows[key].tolist() == [row[key] for row in body["data"]]
    assert csv.headers["content-disposition"] == f'attachment; filename="vsv-{name}.csv"'


def test_a_day_is_a_day() -> None:
    sources = ask(f"{API}/sources").json()["data"]
    days = [row[name] for row in sources for name in ("published_on", "retrieved_on") if row[name]]
    assert days
    assert all(str(date.fromisoformat(day)) == day for day in days)


def test_a_short_file_says_how_long_it_is() -> None:
    for name in FORMATS:
        answer = ask(f"{API}/observations?dataset=demo&region=RMC29&format={name}", Accept_Encoding="identity")
        assert answer.headers["content-length"] == str(len(answer.content))


def test_the_index_leads_to_every_address() -> None:
    links = ask(API).json()["links"]
    assert set(links.values()) == {route.path for route in api.ROUTES}  # type: ignore[attr-defined]
    assert {ask(path).status_code for path in links.values()} == {200}


# Pages, files, tags


def test_pages_of_json_make_the_whole(store: Store) -> None:
    question = f"{API}/observations?dataset=demo&region=RMC29&by=sector"
    whole = ask(question).json()
    assert whole["about"]["next"] is None
    assert whole["about"]["dataset_note"] == Locale("nl")("export.note_demo")
    assert whole["about"]["data_fingerprint"] == store.fingerprint
    rows: list[Any] = []
    address: str | None = f"{question}&limit=7"
    while address:
        answer = ask(address)
        page = answer.json()
        assert (f'<{page["about"]["next"]}>; rel="next"' in answer.headers["link"]) == bool(page["about"]["next"])
        rows += page["data"]
        address = page["about"]["next"]
    assert rows == whole["data"]
    assert len(rows) == whole["about"]["count"] > 14


@pytest.mark.parametrize("name", FORMATS)
def test_an_answer_is_known_by_its_tag_and_has_an_honest_name(name: str) -> None:
    question = f"{API}/observations?dataset=demo&region=PV28&years=2020&format={name}"
    first = ask(question)
    tag = first.headers["etag"]
    again = ask(question, If_None_Match=f'"other", {tag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert ask(question + "&lang=en", If_None_Match=tag).status_code == 200
    head = ask(question, method="HEAD")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["x-content-type-options"] == "nosniff"
    if name != "json":
        expected = f'attachment; filename="vsv-voorbeeld-new_leavers-pv28-2020.{FORMATS[name].ending}"'
        assert first.headers["content-disposition"] == expected


def test_a_tag_changes_with_figures_version_and_question(monkeypatch: pytest.MonkeyPatch) -> None:
    tags = {answering.etag(*key) for key in (("a", "x"), ("b", "x"), ("a", "y"))}
    monkeypatch.setattr(answering, "app_version", lambda: "other")
    assert len(tags | {answering.etag("a", "x")}) == 4


def test_repeated_values_are_a_list() -> None:
    first = ask(f"{API}/observations?dataset=demo&region=PV28&region=RMC29&years=2020&years=2021").json()
    assert first["data"] == ask(f"{API}/observations?dataset=demo&region=PV28,RMC29&years=2020,2021").json()["data"]


# Refusals


@pytest.mark.parametrize(
    ("path", "status", "code", "parameter"),
    [
        ("/observations?regio=PV28", 400, "query_parameter", "regio"),
        ("/observations?region=PV99", 400, "query_value", "region"),
        ("/observations?years=many", 400, "query_years", "years"),
        ("/observations?format=xml", 400, "query_value", "format"),
        ("/observations?limit=0", 400, "api_number", "limit"),
        (f"/observations?limit={limits.MOST_ROWS + 1}", 400, "api_number", "limit"),
        ("/observations?offset=-1", 400, "api_number", "offset"),
        ("/observations?limit=5&format=csv", 400, "api_whole", "limit"),
        ("/observations?dataset=demo&dataset=published", 400, "api_repeated", "dataset"),
        ("/observations?region=" + "NL," * limits.MOST_VALUES + "NL", 400, "api_values", "region"),
        ("/observations?region=" + "x" * limits.LONGEST_QUERY, 414, "api_long", None),
        ("/observations?dataset=local", 400, "query_value", "dataset"),
        ("/series?region=PV28", 400, "query_parameter", "region"),
        ("/nothing", 404, "api_path", None),
        ("/observations/1", 404, "api_path", None),
    ],
)
def test_a_wrong_question_is_refused_in_both_languages(path: str, status: int, code: str, parameter: str | None) -> None:
    dutch = problem(API + path, status)
    english = problem(API + path, status, Accept_Language="fr, en-GB;q=0.8, nl;q=0.1")
    assert dutch["type"].endswith(f":{code}")
    assert dutch.get("parameter") == parameter
    assert (dutch["title"], english["title"]) == tuple(Locale(name)(f"api.status_{status}") for name in LANGUAGES)
    assert dutch["detail"] != english["detail"]


def test_only_reading_is_possible() -> None:
    for path in (API, f"{API}/observations", "/api/health", "/api/other"):
        answer = ask(path, method="POST")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["id"])
def test_a_hostile_question_is_refused(case: dict[str, str]) -> None:
    for name in LISTS:
        assert ask(f"{API}/{name}?{case['query']}").status_code in (400, 414)
    refused = ask(f"{API}/observations?{case['query']}")
    assert refused.status_code in (400, 414)
    assert refused.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in refused.text
    assert "rows" not in refused.json()


def test_what_is_unexpected_gets_a_number_and_no_trace(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr(import_module("vsv_metrics.web.api.observations"), "parse", broken)
    body = problem(f"{API}/observations", 500)
    assert "secret" not in json.dumps(body)
    assert body["number"] in body["detail"]
    assert f"[{body['number']}]" in caplog.text


def test_more_answers_than_fit_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering.Endpoint, "busy", limits.MOST_AT_ONCE)
    answer = ask(f"{API}/observations")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, str(limits.RETRY_SECONDS))
    monkeypatch.setattr(answering.Endpoint, "busy", 0)
    assert ask(f"{API}/observations?limit=1").status_code == 200
    problem(f"{API}/observations?region=PV99", 400)
    assert answering.Endpoint.busy == 0


# What stays here


@pytest.mark.usefixtures("with_own")
def test_own_figures_are_given_only_when_the_host_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = [f"{API}/{name}{kind}" for name in LISTS for kind in ("", "?format=csv")]
    assert "local" in data.scopes(data.common_store().fingerprint)
    assert not [path for path in addresses if SECRET in ask(path).text]
    problem(f"{API}/observations?dataset=local", 400)

    monkeypatch.setenv(API_LOCAL_VARIABLE, "on")
    found = ask(f"{API}/observations?dataset=local")
    assert found.json()["about"]["count"] == 1
    assert "access-control-allow-origin" not in found.headers
    assert SECRET in ask(f"{API}/sources").text
    assert "access-control-allow-origin" not in ask(f"{API}/sources").headers

    elsewhere = ask(f"{API}/observations?dataset=local", host="evil.example")
    assert elsewhere.status_code == 400
    assert SECRET not in ask(f"{API}/sources", host="evil.example").text


# Long answers


def test_a_long_answer_is_sent_in_parts_while_the_server_answers_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from client import APP

    sent: list[tuple[int, bool]] = []

    async def run() -> None:
        async def receive() -> dict[str, Any]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.body":
                sent.append((len(message.get("body", b"")), message.get("more_body", False)))

        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        ticking = asyncio.create_task(tick())
        query = b"dataset=demo&by=sex,level&format=csv"
        scope = {"type": "http", "method": "GET", "path": f"{API}/observations", "query_string": query, "headers": []}
        await APP({**scope, "root_path": "", "server": ("localhost", 80), "scheme": "http"}, receive, send)
        ticking.cancel()
        assert ticks > 5

    asyncio.run(run())
    assert sum(size for size, _ in sent) > 10_000_000
    assert max(size for size, _ in sent) <= 1 << 20
    assert sent[-1] == (0, False)


# The description


def test_the_description_names_every_route_and_parameter() -> None:
    described = ask(f"{API}/openapi.json").json()
    assert described == json.loads(json.dumps(openapi.described()))
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {route.path for route in api.ROUTES}  # type: ignore[attr-defined]
    schemas = described["components"]["schemas"]
    for path, item in described["paths"].items():
        operation = item["get"]
        assert {"operationId", "summary", "responses"} <= set(operation)
        assert "200" in operation["responses"]
        for answer in operation["responses"].values():
            assert answer["description"]
            for content in answer.get("content", {}).values():
                reference = content["schema"].get("$ref", "")
                assert not reference or reference.rsplit("/", 1)[-1] in schemas
        named = [parameter["name"] for parameter in operation["parameters"]]
        assert all(parameter["in"] == "query" and parameter["schema"]["type"] for parameter in operation["parameters"])
        if path.endswith("observations"):
            assert named == [*PARAMETERS, *PAGING]
            assert set(operation["responses"]["200"]["content"]) == {kind.media_type for kind in FORMATS.values()}
    assert len({item["get"]["operationId"] for item in described["paths"].values()}) == len(described["paths"])


def test_the_api_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert "docs/api.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(/api/v1[^`]*)` \|", text, re.MULTILINE)) == {route.path for route in api.ROUTES}  # type: ignore[attr-defined]
    section = text.split("## Parameters of `observations`")[1].split("\n## ")[0]
    cells = re.findall(r"^\| ((?:`\w+` ?)+)\|", section, re.MULTILINE)
    assert [name for cell in cells for name in re.findall(r"\w+", cell)] == [
        *(name for name in PARAMETERS if name != "lang"),
        "lang",
        *PAGING,
    ]
    assert all(f"`{name}`" in section for name in FORMATS)
    stated = text.split("## Limits")[1]
    assert all(f"{most:,}" in stated for most in limits.LIMITS.values())
    statuses = set(re.findall(r"^\| (\d{3}) \|", text, re.MULTILINE))
    assert statuses == {key.removeprefix("api.status_") for key in subject("nl", "api") if key.startswith("api.status_")}
