"""Scripts and styles compressed well, once for all visitors and starts.

What was compressed once is kept beside the store, under the name of the script and its entity tag, which changes with it.
"""

import asyncio
import logging
import os
import re
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vsv_metrics import paths

QUALITY = 10
"""Of Brotli: a quarter smaller than gzip; two seconds for the chart library, spent once."""

FOLDER = "assets"
_ENDINGS = (".js", ".css")
_NOT_A_WORD = re.compile(r"\W")
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
            start, _ = await fetch(self.app, {**scope, "method": "HEAD"})
            if name := _name(path, start):
                compressed = await run_in_threadpool(_read, name)
                if compressed is None:
                    self._under_way[path] = asyncio.create_task(self._compress(path, name, scope))
                else:
                    self._keep(path, start, compressed)
        if path not in self._kept:
            await self.app(scope, receive, send)
            return
        start, body = self._kept[path]
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})

    async def _compress(self, path: str, name: str, scope: Scope) -> None:
        start, body = await fetch(self.app, scope)
        compressed = await run_in_threadpool(brotli.compress, body, quality=QUALITY)
        self._keep(path, start, compressed)
        await run_in_threadpool(_write, name, compressed)

    def _keep(self, path: str, start: Message, compressed: bytes) -> None:
        headers = MutableHeaders(raw=start["headers"])
        headers["content-encoding"] = "br"
        headers["content-length"] = str(len(compressed))
        headers.add_vary_header("Accept-Encoding")
        self._kept[path] = start, compressed


async def fetch(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """The whole uncompressed answer of what lies inside, also when who asked has left meanwhile: it is kept for others."""
    plain = [header for header in scope["headers"] if header[0] not in (b"accept-encoding", b"range")]
    start: Message = {}
    body = b""

    async def collect(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start":
            start = message
        else:
            body += message.get("body", b"")

    await app({**scope, "headers": plain}, _stays, collect)
    return start, body


async def _stays() -> Message:
    """Who asks, has said all and does not leave: Starlette would end the answer in the middle."""
    return await asyncio.get_running_loop().create_future()


def _may_be_kept(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
        return False
    headers = Headers(scope=scope)
    accepts = "br" in headers.get("accept-encoding", "")
    return accepts and scope["path"].endswith(_ENDINGS) and "if-none-match" not in headers


def _name(path: str, start: Message) -> str | None:
    """Under which name what is so answered is kept. None without an entity tag: it is no file, but the shell of a page, which is
    made anew each time, also for names that no script has.
    """
    tag = Headers(raw=start["headers"]).get("etag")
    return f"{Path(path).name}.{_NOT_A_WORD.sub('', tag)}.br" if start["status"] == 200 and tag else None


def _file(name: str) -> Path:
    return paths.store_dir() / FOLDER / name


def _read(name: str) -> bytes | None:
    try:
        return _file(name).read_bytes()
    except OSError:
        return None


def _write(name: str, compressed: bytes) -> None:
    """Puts the file there whole, in the place of what the script was before; a folder that cannot be written costs only time."""
    part = _file(f"{name}.{os.getpid()}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(compressed)
        part.replace(_file(name))
        for kept in part.parent.glob(f"{name.rsplit('.', 2)[0]}.*.br"):
            if kept.name != name:
                kept.unlink(missing_ok=True)
    except OSError as error:
        _LOG.warning("compressed script %s not kept: %s", name, error)
