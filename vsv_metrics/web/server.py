"""What surrounds the Streamlit script: start-up, health and readiness, compression, page language and security headers."""

import asyncio
import base64
import gc
import hashlib
import json
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import delta_generator
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES, locale
from vsv_metrics.web import (
    api,
    assets,
    beforehand,
    chart_script,
    data,
    failures,
    guard,
    host,
    links,
    monitoring,
    notify,
    quiet,
    reconnected,
    security_txt,
    together,
)
from vsv_metrics.web.api.answering import Endpoint
from vsv_metrics.web.api.unknown import unknown
from vsv_metrics.web.base_path import BasePath, base_path
from vsv_metrics.web.frame import FAVICON
from vsv_metrics.web.security_headers import SecurityHeaders

SCRIPT = "vsv_metrics/web/main.py"
"""The router, relative to app.py; in an installed package the launcher is `vsv_metrics/_app/app.py` (see paths)."""

GZIP_FROM_BYTES = 1000
THREAD_FROM_BYTES = 1 << 15
"""Pieces that are compressed beside the event loop: those of a long answer are, so that others need not wait."""

PROBES = ("/api/health", "/api/ready", monitoring.PATH, "/_stcore/health")
"""Asked by what watches the server, not by visitors."""

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""Charts write their size and colour into style attributes, hence 'unsafe-inline' for styles; scripts only by hash."""

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = [(_STATIC / name).read_text(encoding="utf-8") for name in ("history.js", "together.js", "reach.js", "figures.js")]
_STYLE = "".join((_STATIC / name).read_text(encoding="utf-8") for name in ("screen.css", "print.css"))
_FONT_PRELOAD = re.compile(rb'<link\s+rel="preload"[^>]*as="font"[^>]*/?>')
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_LOG = logging.getLogger(__name__)

manifest_scanner.scan_component_manifests = list
"""Streamlit reads what every installed package says of itself, in search of components: a tenth of the time of a start. Pages use
none, and a package that happens to be there shall add none."""

delta_generator._use_warning_has_been_displayed = True
"""Streamlit warns whoever runs a script without its server, and looks through all modules to know: a sixth of a second of the
first visit. Here the server runs."""

WebsocketSessionManager.list_active_sessions = reconnected.active


async def health(_: Request) -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def ready(_: Request) -> JSONResponse:
    """The store opens and answers; 503 when it does not."""
    try:
        fingerprint = await run_in_threadpool(data.check_ready)
    except Exception:
        _LOG.exception("the store does not answer")
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"status": "ready", "data": fingerprint})


def metrics(request: Request) -> Response:
    """What a host watches, for who may see it."""
    return Response(monitoring.text(), media_type=monitoring.MEDIA_TYPE) if host.gives_metrics(request) else unknown(request)


def favicon(_: Request) -> FileResponse:
    """The picture of the tab, which the shell names and each run."""
    return FileResponse(_STATIC / "favicon.png", headers={"Cache-Control": "public, max-age=86400"})


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Opens the store, built when it is absent, before anybody is answered, and makes pages while nobody asks."""
    try:
        data.hold()
        await run_in_threadpool(beforehand.first if host.prepares_first() else data.check_ready)
    except Exception as error:
        failures.log(error, at_start=True)
    gc.freeze()
    gc.enable()
    preparing = asyncio.create_task(_prepare())
    notify.tell("READY=1")
    yield {}
    notify.tell("STOPPING=1")
    preparing.cancel()


def log_script_error(error: Exception) -> bool:
    """Shows a sentence with a number instead of a trace; the trace goes to the log under that number."""
    return failures.show(error)


class PageShell:
    """ASGI middleware: the language, title and policy of the HTML shell."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].removeprefix(base_path()) not in PROBES:
            quiet.note()
        # Streamlit compresses the shell of every path but the root; here it must be readable, what surrounds this compresses it.
        headers = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        start: Message | None = None
        body = b""

        async def rewrite(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                if MutableHeaders(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    start = message
                    return
            elif start is not None:
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                shell = _shell(body, _language(scope))
                headers = MutableHeaders(raw=start["headers"])
                headers["content-length"] = str(len(shell))
                headers["Content-Security-Policy"] = _policy(shell)
                for stale in ("etag", "last-modified"):
                    if stale in headers:
                        del headers[stale]
                await send(start)
                await send({"type": "http.response.body", "body": shell if scope["method"] != "HEAD" else b""})
                return
            await send(message)

        await self.app({**scope, "headers": headers}, receive, rewrite)


ROUTES: list[BaseRoute] = [
    Route("/api/health", health),
    Route("/api/ready", ready),
    Route(monitoring.PATH, Endpoint(metrics)),
    Route(security_txt.PATH, security_txt.answer),
    Route(FAVICON, favicon),
    *api.ROUTES,
    *api.LAST,
]
MIDDLEWARE = [
    Middleware(monitoring.Counted),
    Middleware(BasePath),
    Middleware(SecurityHeaders),
    Middleware(assets.CompressedAssets),
    Middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES, thread_minimum_size=THREAD_FROM_BYTES),
    Middleware(chart_script.ChartScript),
    Middleware(PageShell),
    Middleware(guard.Guard),
    Middleware(together.Together),
]


async def _prepare() -> None:
    """Makes the pages that most visitors ask for."""
    if not host.prepares():
        return
    try:
        await beforehand.make()
    except Exception as error:
        failures.log(error, at_start=True)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("taal", [DEFAULT_LANGUAGE])[-1]
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def _shell(body: bytes, language: str) -> bytes:
    """The shell in this language, without the font that the theme does not use, with our style, the steps back and the boxes of
    tables mended, and the chart script announced.
    """
    words = locale(language)
    title = words("common.app_title").encode()
    script = chart_script.address()
    preload = "" if script is None else f'<link rel="modulepreload" crossorigin href="{script}">'
    filled_in = {
        "LABEL": words("common.scrolls_sideways"),
        "KEPT": json.dumps([*links.ALWAYS_KEPT]),
        "LARGE": str(together.AT_ONCE_BYTES),
    }
    scripts = "".join(
        f"<script>{re.sub('|'.join(filled_in), lambda found: filled_in[found[0]], script)}</script>" for script in _SCRIPTS
    )
    extra = f"<style>{_STYLE}</style>{scripts}{preload}</head>".encode()
    body = _FONT_PRELOAD.sub(b"", body)
    for old, new in (
        (b'<html lang="en">', f'<html lang="{language}">'.encode()),
        (b'"./favicon.png"', f'".{FAVICON}"'.encode()),
        (b"<title>Streamlit</title>", b"<title>" + title + b"</title>"),
        (b"</head>", extra),
    ):
        body = body.replace(old, new, 1)
    return body


def _policy(shell: bytes) -> str:
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE_SCRIPT.findall(shell))
    return CONTENT_SECURITY_POLICY.format(hashes="".join(f" 'sha256-{digest}'" for digest in digests))
