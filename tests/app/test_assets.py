"""Scripts that are compressed once for all visitors."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.responses import FileResponse, HTMLResponse
from starlette.types import Message, Receive, Scope, Send
from streamlit import config

from vsv_metrics.paths import STORE_DIR_VARIABLE
from vsv_metrics.web import chart_script
from vsv_metrics.web.assets import IMMUTABLE, CompressedAssets
from vsv_metrics.web.base_path import base_path

SCRIPT = b"".join(b"const name_%d = %d;\n" % (number, number) for number in range(20_000))
"""Longer than what is read of a file at once."""

SHELL = "<html>" + "-" * 2000

SCOPE: Scope = {
    "type": "http",
    "asgi": {"spec_version": "2.3"},
    "method": "GET",
    "path": "/static/js/long.js",
    "headers": [(b"accept-encoding", b"br")],
}


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script among the static files; what is compressed is kept elsewhere."""
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(tmp_path / "store"))
    file = tmp_path / "static" / "js" / "long.js"
    file.parent.mkdir(parents=True)
    file.write_bytes(SCRIPT)
    return file


def middleware(script: Path) -> CompressedAssets:
    """As a server has it that has just started."""

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        is_script = scope["path"] == f"{base_path()}/static/js/{script.name}"
        await (FileResponse(script) if is_script else HTMLResponse(SHELL, 404))(scope, receive, send)

    return CompressedAssets(inside, script.parent.parent)


async def visits(assets: CompressedAssets, path: str, headers: Mapping[str, str]) -> httpx.Response:
    """What a visitor gets after one who was the first."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(assets), base_url="http://localhost") as client:
        await client.get(path, headers={"Accept-Encoding": "br"})
        await asyncio.gather(*assets._under_way.values())
        return await client.get(path, headers={"Accept-Encoding": "br", **headers})


def visited(script: Path, path: str = SCOPE["path"], **headers: str) -> httpx.Response:
    return asyncio.run(visits(middleware(script), path, headers))


def kept(script: Path) -> list[Path]:
    return [*(script.parents[2] / "store").rglob("*.br")]


def test_who_leaves_in_the_middle_leaves_a_whole_script_to_others(script: Path) -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def stays() -> Message:
        return await asyncio.get_running_loop().create_future()

    async def two_visits() -> bytes:
        assets, sent = middleware(script), b""

        async def take(message: Message) -> None:
            nonlocal sent
            sent += message.get("body", b"")

        async def nothing(_: Message) -> None:
            pass

        await assets(SCOPE, gone, nothing)
        await asyncio.gather(*assets._under_way.values())
        await assets(SCOPE, stays, take)
        return sent

    assert brotli.decompress(asyncio.run(two_visits())) == SCRIPT
    [file] = kept(script)
    assert brotli.decompress(file.read_bytes()) == SCRIPT


def test_a_script_that_changed_is_compressed_anew_and_the_older_one_is_not_kept(script: Path) -> None:
    for content in (SCRIPT, SCRIPT[::-1] + b"0"):
        script.write_bytes(content)
        answer = visited(script)
        assert (answer.content, answer.headers["content-encoding"]) == (content, "br")
        [file] = kept(script)
        assert brotli.decompress(file.read_bytes()) == content


def test_another_version_of_what_changes_scripts_keeps_its_own(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = visited(script).headers["etag"]
    monkeypatch.setattr(chart_script, "CHANGE", chart_script.CHANGE + 1)
    assert visited(script).headers["etag"] != before


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/unknown.js",
        "/static/js/../long.js",
        "/static/js/long.js/",
        "/static/media/long.js",
        "/static/js/long.js.txt",
        "/elsewhere/static/js/long.js",
    ],
)
def test_what_is_no_script_is_kept_nowhere(path: str, script: Path) -> None:
    answer = visited(script, path)
    assert (answer.text, kept(script)) == (SHELL, [])


@pytest.fixture
def below() -> Iterator[None]:
    before = config.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", "vsv")
    yield
    config.set_option("server.baseUrlPath", before)


@pytest.mark.usefixtures("below")
def test_below_a_base_path_only_scripts_there_are_meant(script: Path) -> None:
    """Elsewhere no script answers: what does may not be kept under the name of one, nor stand in its way."""
    assets = middleware(script)
    elsewhere, there = (asyncio.run(visits(assets, path, {})) for path in (SCOPE["path"], f"/vsv{SCOPE['path']}"))
    assert elsewhere.text == SHELL
    assert (there.content, there.headers["content-encoding"]) == (SCRIPT, "br")


def test_what_is_not_found_inside_is_not_kept(script: Path) -> None:
    other = script.with_name("other.js")
    other.write_bytes(SCRIPT)
    assert (visited(script, "/static/js/other.js").text, kept(script)) == (SHELL, [])


def test_headers_of_a_compressed_script(script: Path) -> None:
    headers = visited(script).headers
    assert headers["content-type"].startswith("text/javascript")
    assert headers["vary"] == "Accept-Encoding"
    assert headers["cache-control"] == IMMUTABLE
    same = visited(script, **{"If-None-Match": headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_the_chart_library_is_asked_for_again(script: Path) -> None:
    """Its name stays when we change it: a browser that kept the older one would not draw a new kind of chart."""
    library = script.rename(script.with_name("PlotlyChart.abc.js"))
    assert visited(library, f"/static/js/{library.name}").headers["cache-control"] == "no-cache"


def test_who_takes_no_brotli_gets_what_lies_inside(script: Path) -> None:
    answer = visited(script, **{"Accept-Encoding": "gzip"})
    assert (answer.content, "content-encoding" in answer.headers) == (SCRIPT, False)
