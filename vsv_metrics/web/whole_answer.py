"""The whole answer of what lies inside a middleware."""

import asyncio

from starlette.types import ASGIApp, Message, Scope


async def fetch(app: ASGIApp, scope: Scope) -> tuple[Message, bytes]:
    """The uncompressed answer, its start and its body, also when who asked has left meanwhile: it may be kept for others."""
    plain = [header for header in scope["headers"] if header[0] not in (b"accept-encoding", b"range")]
    start: Message = {}
    body: list[bytes] = []

    async def collect(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
        else:
            body.append(message.get("body", b""))

    await app({**scope, "headers": plain}, _stays, collect)
    return start, b"".join(body)


async def _stays() -> Message:
    """Who asks, has said all and does not leave: Starlette would end the answer in the middle."""
    return await asyncio.get_running_loop().create_future()
