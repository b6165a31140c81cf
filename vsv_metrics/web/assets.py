"""Scripts and styles compressed well, once for all visitors and starts, and the chart script announced early.

Streamlit sends 7 MB of scripts to a first visitor, two thirds of it the chart library. What was compressed once is kept beside
the store, under the name of the script and a checksum of its content.

One setting of the chart library is mended on the way (docs/adr/0012).
"""

import asyncio
import logging
import os
import zlib
from pathlib import Path

import brotli
import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vsv_metrics import paths

QUALITY = 10
"""Of Brotli: a quarter smaller than gzip; seven seconds for the chart library, spent once."""

FOLDER = "assets"
STATIC = Path(streamlit.__file__).parent / "static" / "static"
CHART_SCRIPT = "js/PlotlyChart.*.js"

TEMPLATE, TEMPLATE_BY_CONTENT = (
    b"template:{valType:`any`,editType:`calc`}",
    b"template:{valType:`any`,editType:`calc`,_compareAsJSON:!0}",
)
"""The setting of charts that Streamlit gives twice, with the same content, and what has Plotly look at that content."""

_ENDINGS = (".js", ".css")
_LOG = logging.getLogger(__name__)


class CompressedAssets:
    """ASGI middleware: static scripts and styles with Brotli, as soon as they have been compressed once.

    Until then what lies inside answers, and the compression goes on in the background.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, tuple[Message, bytes]] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if not _may_be_kept(scope):
            await self.app(scope, receive, send)
            return
        if path not in self._kept and path not in self._under_way:
            start, body = await _fetch(self.app, scope, receive)
            name = f"{Path(path).name}.{zlib.crc32(body):08x}.br"
            if start["status"] == 200 and not await run_in_threadpool(_exists, name):
                self._under_way[path] = asyncio.create_task(self._compress(path, name, start, body))
            elif start["status"] == 200:
                self._keep(path, start, await run_in_threadpool(_read, name))
        if path not in self._kept:
            await self.app(scope, receive, send)
            return
        start, body = self._kept[path]
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})

    async def _compress(self, path: str, name: str, start: Message, body: bytes) -> None:
        compressed = await run_in_threadpool(brotli.compress, body, quality=QUALITY)
        self._keep(path, start, compressed)
        await run_in_threadpool(_write, name, compressed)

    def _keep(self, path: str, start: Message, compressed: bytes) -> None:
        headers = MutableHeaders(raw=start["headers"])
        headers["content-encoding"] = "br"
        headers["content-length"] = str(len(compressed))
        headers.add_vary_header("Accept-Encoding")
        self._kept[path] = start, compressed


class DrawnOnce:
    """ASGI middleware: the chart library compares the template of a chart by its content.

    Streamlit gives Plotly every chart twice, with equal templates that are two objects, so that Plotly draws it twice.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not Path(scope["path"]).match(CHART_SCRIPT):
            await self.app(scope, receive, send)
            return
        start, body = await _fetch(self.app, scope, receive)
        body = body.replace(TEMPLATE, TEMPLATE_BY_CONTENT)
        if start["status"] == 200:
            MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})


def chart_script() -> str | None:
    """Address of the chart library's script; None when this Streamlit names it otherwise."""
    found = next(STATIC.glob(CHART_SCRIPT), None)
    return None if found is None else f"./static/js/{found.name}"


async def _fetch(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """The whole uncompressed answer of what lies inside."""
    plain = [header for header in scope["headers"] if header[0] not in (b"accept-encoding", b"range")]
    start: Message = {}
    body = b""

    async def collect(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
        else:
            body += message.get("body", b"")

    await app({**scope, "headers": plain}, receive, collect)
    return start, body


def _may_be_kept(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
        return False
    headers = Headers(scope=scope)
    accepts = "br" in headers.get("accept-encoding", "")
    return accepts and scope["path"].endswith(_ENDINGS) and "if-none-match" not in headers


def _file(name: str) -> Path:
    return paths.store_dir() / FOLDER / name


def _exists(name: str) -> bool:
    return _file(name).is_file()


def _read(name: str) -> bytes:
    return _file(name).read_bytes()


def _write(name: str, compressed: bytes) -> None:
    """Puts the file there whole; a folder that cannot be written costs only time at the next start."""
    part = _file(f"{name}.{os.getpid()}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(compressed)
        part.replace(_file(name))
    except OSError as error:
        _LOG.warning("compressed script %s not kept: %s", name, error)
