"""What a browser never asks of the dashboard is not answered: commands to the server, and more uploads than a visitor needs.

Streamlit takes some messages and requests from anyone that only its developer's menu sends, such as the one that empties the
caches of all visitors; and it keeps every file that is sent for as long as the session lives.
"""

import asyncio
import logging
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg

from vsv_metrics.web.host import LOOPBACK

WANTED = ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat")
"""Kinds of message that a page sends."""

WANTED_OPERATIONS = ("deferred_file", "dataframe_chunk")
"""Kinds of `backend_operation_request` that a page sends: a download made on the click, more rows of a table."""

CLOSED = ("/_stcore/agent", "/_stcore/metrics", "/_stcore/script-health-check")
"""Addresses that serve programs and the host, not visitors. Whoever needs them asks a server of their own."""

UPLOAD = "/_stcore/upload_file/"
MOST_FILES = 6
"""Files of one session that are held at the same time."""

MOST_BYTES = 200_000_000
"""Of all files that are held, of all sessions."""

MOST_AT_ONCE = 8
"""Uploads under way."""

LONGEST_UPLOAD_SECONDS = 120.0
RETRY_SECONDS = 60
POLICY_VIOLATION = 1008

_LOG = logging.getLogger(__name__)


class Guard:
    """ASGI middleware around everything that reaches Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and is_from_elsewhere(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif scope["type"] == "websocket":
            await self.app(scope, _only_wanted(receive), send)
        elif scope["type"] == "http" and any(address in scope["path"] for address in CLOSED):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "PUT" and UPLOAD in scope["path"]:
            await self._upload(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = scope["path"].partition(UPLOAD)[2].partition("/")[0]
        files, size = _held(session)
        if files >= MOST_FILES:
            await _refused(429, "Too many files")(scope, receive, send)
            return
        if size >= MOST_BYTES or self._under_way >= MOST_AT_ONCE:
            await _refused(503, "Too many uploads")(scope, receive, send)
            return
        self._under_way += 1
        try:
            async with asyncio.timeout(LONGEST_UPLOAD_SECONDS):
                await self.app(scope, receive, send)
        except TimeoutError:
            _LOG.warning("an upload took longer than %d seconds", LONGEST_UPLOAD_SECONDS)
            await _refused(408, "Too slow")(scope, receive, send)
        finally:
            self._under_way -= 1


def is_from_elsewhere(headers: Headers) -> bool:
    """Whether a page on the visitor's own machine calls a server elsewhere; Streamlit takes such a page for its own."""
    try:
        origin, host = urlsplit(headers.get("origin", "")).hostname, urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return True
    return origin in LOOPBACK and host not in LOOPBACK


def is_wanted(data: bytes) -> bool:
    """Whether a page sends such a message; what is no message at all is for Streamlit to refuse."""
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return True
    kind = message.WhichOneof("type")
    if kind == "backend_operation_request":
        operation = message.backend_operation_request
        return any(operation.HasField(name) for name in WANTED_OPERATIONS)
    return kind in WANTED


def _only_wanted(receive: Receive) -> Receive:
    async def next_wanted() -> Message:
        while True:
            message = await receive()
            data = message.get("bytes")
            if message["type"] != "websocket.receive" or data is None or is_wanted(data):
                return message
            _LOG.warning("a message that no page sends was passed over")

    return next_wanted


def _held(session: str) -> tuple[int, int]:
    """Files of this session, and bytes of all sessions, that Streamlit holds."""
    if not runtime.exists():
        return 0, 0
    storage: dict[str, dict[str, Any]] = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    size = sum(len(file.data) for files in list(storage.values()) for file in list(files.values()))
    return len(storage.get(session, ())), size


def _refused(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(text, status, {"Retry-After": str(RETRY_SECONDS)})
