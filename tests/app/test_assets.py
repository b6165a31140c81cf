"""Scripts that are compressed once for all visitors."""

import asyncio
from pathlib import Path

import brotli
import httpx
import pytest
from starlette.responses import FileResponse, HTMLResponse
from starlette.types import Message, Receive, Scope, Send

from vsv_metrics.paths import STORE_DIR_VARIABLE
from vsv_metrics.web.assets import CompressedAssets

SCRIPT = b"".join(b"const name_%d = %d;\n" % (number, number) for number in range(20_000))
"""Longer than what is read of a file at once."""

SCOPE: Scope = {
    "type": "http",
    "asgi": {"spec_version": "2.3"},
    "method": "GET",
    "path": "/static/js/long.js",
    "headers": [(b"accept-encoding", b"br")],
}


def test_who_leaves_in_the_middle_leaves_a_whole_script_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(tmp_path / "store"))
    script = tmp_path / "long.js"
    script.write_bytes(SCRIPT)

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        await FileResponse(script)(scope, receive, send)

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def stays() -> Message:
        return await asyncio.get_running_loop().create_future()

    async def visits() -> bytes:
        assets, sent = CompressedAssets(inside), b""

        async def take(message: Message) -> None:
            nonlocal sent
            sent += message.get("body", b"")

        async def nothing(_: Message) -> None:
            pass

        await assets(SCOPE, gone, nothing)
        await asyncio.gather(*assets._under_way.values())
        await assets(SCOPE, stays, take)
        return sent

    assert brotli.decompress(asyncio.run(visits())) == SCRIPT
    [kept] = (tmp_path / "store" / "assets").iterdir()
    assert brotli.decompress(kept.read_bytes()) == SCRIPT


def test_a_script_that_changed_is_compressed_anew_and_the_shell_of_a_page_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(tmp_path / "store"))
    script, shell = tmp_path / "long.js", HTMLResponse("<html>" + "-" * 2000)
    answers: list[bytes] = []

    async def inside(scope: Scope, receive: Receive, send: Send) -> None:
        await (FileResponse(script) if scope["path"] == SCOPE["path"] else shell)(scope, receive, send)

    async def visit(path: str) -> None:
        """Two visitors of a server that has just started."""
        assets = CompressedAssets(inside)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(assets), base_url="http://localhost") as client:
            await client.get(path)
            await asyncio.gather(*assets._under_way.values())
            answers.append((await client.get(path)).content)

    for content in (SCRIPT, SCRIPT[::-1]):
        script.write_bytes(content + b"0" * len(answers))
        asyncio.run(visit(SCOPE["path"]))
        assert answers[-1] == script.read_bytes()
    for number in range(3):
        asyncio.run(visit(f"/static/js/unknown{number}.js"))
        assert answers[-1] == shell.body
    [kept] = (tmp_path / "store" / "assets").iterdir()
    assert brotli.decompress(kept.read_bytes()) == answers[1]
