"""The path below which a host serves the dashboard, such as `/vsv`.

Streamlit's own addresses stand below `server.baseUrlPath`; ours learn it here. Links between pages are relative and need nothing.
"""

import streamlit as st
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

OURS = "/api"
"""Below this stand the addresses that are not Streamlit's."""

FILES = "/app/static"
"""And below this, which Streamlit keeps for the files of an app and leaves as it is when a page names it."""


def base_path() -> str:
    """The path with a slash before it and none behind; empty at the root of a host."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def base_of(request: Request) -> str:
    """The part of the address of a request that stands before ours."""
    return request.scope.get("root_path", "")


class BasePath:
    """ASGI middleware: our addresses answer below the base path too, and know that it stands before them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (base := base_path()):
            path: str = scope["path"]
            if any(path == f"{base}{ours}" or path.startswith(f"{base}{ours}/") for ours in (OURS, FILES)):
                scope = {**scope, "root_path": base}
        await self.app(scope, receive, send)
