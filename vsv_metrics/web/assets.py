"""Scripts and styles compressed well, once for all visitors and starts.

What was compressed once is kept beside the store, under the name of the file and what changes with it. A visit asks for a hundred
of them: here that takes a look at the file and no more, where Streamlit hands each to other threads a few times.
"""

import asyncio
import logging
import os
import re
from http import HTTPStatus
from pathlib import Path

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from vsv_metrics import paths
from vsv_metrics.web import chart_script
from vsv_metrics.web.base_path import base_path
from vsv_metrics.web.whole_answer import fetch

QUALITY = 10
"""Of Brotli: a quarter smaller than gzip; two seconds for the chart library, spent once."""

FOLDER = "assets"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}

IMMUTABLE = "public, max-age=31536000, immutable"
"""A year: the names of Streamlit's scripts and styles change with what stands in them."""

_ADDRESS = re.compile(r"/static/((?:js|css)/[\w.-]+\.(?:js|css))")
_LOG = logging.getLogger(__name__)


class CompressedAssets:
    """ASGI middleware: static scripts and styles with Brotli, as soon as they have been compressed once.

    Until then what lies inside answers, and the compression goes on in the background. `root` holds the files.
    """

    def __init__(self, app: ASGIApp, root: Path = chart_script.STATIC) -> None:
        self.app = app
        self._root = root
        self._kept: dict[str, bytes] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = self._name(scope)
        if name and name not in self._kept and name not in self._under_way:
            if compressed := _read(name):
                self._kept[name] = compressed
            else:
                self._under_way[name] = asyncio.create_task(self._compress(name, scope))
        answer = _answer(name, self._kept[name], scope) if name in self._kept else self.app
        await answer(scope, receive, send)

    def _name(self, scope: Scope) -> str | None:
        """Under which name the file that is asked for is kept; None when it may not be, or is none."""
        if scope["type"] != "http" or scope["method"] != "GET" or "br" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        base = base_path()
        found = _ADDRESS.fullmatch(scope["path"], len(base)) if scope["path"].startswith(base) else None
        if found is None:
            return None
        file = self._root / found[1]
        try:
            state = file.stat()
        except OSError:
            return None
        return f"{file.name}.{state.st_mtime_ns:x}-{state.st_size:x}-{chart_script.CHANGE:08x}.br"

    async def _compress(self, name: str, scope: Scope) -> None:
        start, body = await fetch(self.app, scope)
        if start["status"] != HTTPStatus.OK:
            return
        compressed = await run_in_threadpool(brotli.compress, body, quality=QUALITY)
        self._kept[name] = compressed
        await run_in_threadpool(_write, name, compressed)


def _answer(name: str, compressed: bytes, scope: Scope) -> Response:
    path = Path(scope["path"])
    headers = {
        "Cache-Control": chart_script.CACHED if path.match(chart_script.PATTERN) else IMMUTABLE,
        "ETag": f'"{name}"',
        "Vary": "Accept-Encoding",
    }
    if Headers(scope=scope).get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(compressed, headers={**headers, "Content-Encoding": "br"}, media_type=MEDIA_TYPES[path.suffix])


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
