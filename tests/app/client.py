"""Asks the API as a program does, through its routes and middleware, without a server."""

import asyncio
from typing import Any

import httpx
from starlette.applications import Starlette

from vsv_metrics.web import server

APP = Starlette(routes=server.ROUTES, middleware=server.MIDDLEWARE)


def ask(path: str, method: str = "GET", host: str = "localhost", **headers: str) -> httpx.Response:
    """One answer; `headers` with `_` for `-`. What the API does not answer itself would raise here."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(APP)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
            return await client.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return asyncio.run(asked())


def problem(path: str, status: int, **headers: str) -> Any:
    """The body of a refusal with this status."""
    answer = ask(path, **headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in answer.text
    return body
