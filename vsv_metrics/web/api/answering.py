"""What every address of the API does: one way to answer, to refuse, to wait and to stop."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from vsv_metrics.errors import UserError
from vsv_metrics.paths import app_version
from vsv_metrics.web.api.limits import LONGEST_QUERY, LONGEST_SECONDS, MOST_AT_ONCE
from vsv_metrics.web.api.problems import problem

METHODS = ("GET", "HEAD")
BATCH_BYTES = 4 << 20
_LOG = logging.getLogger(__name__)


class Endpoint:
    """An address of the API: `make` gives the answer, in a thread of its own; `is_large`: few are made at once."""

    busy = 0

    def __init__(self, make: Callable[[Request], Response], *, is_large: bool = False) -> None:
        self.make = make
        self.is_large = is_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if not self.is_large:
            await (await self._made(request))(scope, receive, send)
            return
        if Endpoint.busy >= MOST_AT_ONCE:
            await problem(request, UserError("api_busy", most=MOST_AT_ONCE))(scope, receive, send)
            return
        Endpoint.busy += 1
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await (await self._made(request))(scope, receive, send)
        except TimeoutError:
            _LOG.warning("an answer was not taken within %d seconds", LONGEST_SECONDS)
        finally:
            Endpoint.busy -= 1

    async def _made(self, request: Request) -> Response:
        try:
            if request.method not in METHODS:
                raise UserError("api_method", method=request.method[:20], expected=",".join(METHODS))
            if len(request.scope["query_string"]) > LONGEST_QUERY:
                raise UserError("api_long", most=LONGEST_QUERY)
            return await run_in_threadpool(self.make, request)
        except Exception as error:
            return problem(request, error)


def answered(
    request: Request,
    key: tuple[object, ...],
    content: Callable[[], Iterator[bytes] | str],
    media_type: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to a question: nothing when who asks has it already, its headers when those were asked for, else the content.

    `key` names what the content depends on: the fingerprint of the figures and the question.
    """
    tag = etag(*key)
    about = {"ETag": tag, "Cache-Control": "no-cache", **(headers or {})}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=about)
    if request.method == "HEAD":
        response = Response(headers=about, media_type=media_type)
        del response.headers["content-length"]
        return response
    found = content()
    if isinstance(found, str):
        return Response(found, 200, about, media_type)
    first = _batch(found)
    if sum(map(len, first)) < BATCH_BYTES:
        return Response(b"".join(first), 200, about, media_type)
    return StreamingResponse(_sent(found, first), 200, about, media_type)


def etag(*key: object) -> str:
    """A weak tag, since the answer may be sent compressed or not."""
    text = "\n".join(map(str, (app_version(), *key)))
    return f'W/"{hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def open_to_all() -> dict[str, str]:
    """Headers with which pages of other sites may read the answer."""
    return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition"}


def _has(held: str, tag: str) -> bool:
    return held.strip() == "*" or tag.removeprefix("W/") in (part.strip().removeprefix("W/") for part in held.split(","))


async def _sent(parts: Iterator[bytes], first: list[bytes]) -> AsyncIterator[bytes]:
    """The parts, made in another thread many at a time: a step to and fro for each would take longer than sending it."""
    batch = first
    while batch:
        for part in batch:
            yield part
        try:
            batch = await run_in_threadpool(_batch, parts)
        except Exception:
            _LOG.exception("an answer broke off")
            raise


def _batch(parts: Iterator[bytes]) -> list[bytes]:
    """The next parts, together about `BATCH_BYTES`; none at the end."""
    found: list[bytes] = []
    size = 0
    while size < BATCH_BYTES and (part := next(parts, None)) is not None:
        found.append(part)
        size += len(part)
    return found
