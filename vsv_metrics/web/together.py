"""What one run of a page tells the browser goes there together, so that the browser draws the page once instead of in pieces.

Streamlit sends each element as it is made, and the browser draws anew whatever it has got: a dozen times for a page that takes
the server a twentieth of a second. Of a page that takes longer, what is there is sent from time to time, and the rows of a table
as soon as they are there: those are what somebody waits for.
"""

import asyncio
from contextlib import suppress

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LONGEST_SECONDS = 0.06
"""How long a message waits for the end of its run."""

AT_ONCE_BYTES = 1 << 16
"""A message of so many does not wait; `together.js` paints it before what comes later."""

LONGEST_LAST = 64
"""Bytes of the message that a run is over; a longer one need not be read during a run."""


class Together:
    """ASGI middleware around the messages to a browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        held = _Held(send)
        try:
            await self.app(scope, receive, held.send)
        finally:
            held.end()


class _Held:
    """The messages of one connection: those of a run wait for its end."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: list[Message] = []
        self._in_order = asyncio.Lock()
        self._timer: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        self._waiting.append(message)
        kind = _kind(message, is_running=self._timer is not None)
        if kind == "new_session":
            self._timer = asyncio.create_task(self._from_time_to_time())
        elif kind == "script_finished" or message["type"] != "websocket.send":
            self._timer = None
        elif self._timer is not None and len(message.get("bytes") or b"") >= AT_ONCE_BYTES:
            self._timer = asyncio.create_task(self._from_time_to_time())
            await self._release()
        if self._timer is None or self._timer.done():
            await self._release()

    def end(self) -> None:
        """The connection is over: what waits has nowhere to go."""
        self._timer = None
        self._waiting.clear()

    async def _from_time_to_time(self) -> None:
        """Until the run is over; it is never cancelled, since that could lose the message on its way."""
        with suppress(OSError, RuntimeError):  # the browser has gone: the next message says so to whom sends it
            await asyncio.sleep(LONGEST_SECONDS)
            while self._timer is asyncio.current_task():
                await self._release()
                await asyncio.sleep(LONGEST_SECONDS)

    async def _release(self) -> None:
        async with self._in_order:
            while self._waiting:
                await self._send(self._waiting.pop(0))


def _kind(message: Message, *, is_running: bool) -> str | None:
    """The kind of a message that begins or ends a run; None for what certainly does not."""
    content = message.get("bytes")
    if content is None or (is_running and len(content) > LONGEST_LAST):
        return None
    try:
        return ForwardMsg.FromString(content).WhichOneof("type")
    except DecodeError:
        return None
