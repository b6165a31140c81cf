"""What the host of the dashboard allows: calling out, and writing on this machine."""

import os
import sys

import streamlit as st
from starlette.requests import Request

TOOLS_VARIABLE = "VSV_HOST_TOOLS"
"""Environment variable: `on` or `off`; when not set, on as long as only this machine reaches the dashboard."""

LOCAL_VARIABLE = "VSV_SHOW_LOCAL"
"""Environment variable: `on` or `off`; whether all visitors see the own figures loaded on this machine. Not set: as above."""

SQL_VARIABLE = "VSV_SQL"
"""Environment variable: `on` or `off`; whether visitors may ask questions in SQL. Not set: off. On Linux only."""
API_LOCAL_VARIABLE = "VSV_API_LOCAL"
"""Environment variable: `on` or `off`; whether the API gives the own figures loaded on this machine. Not set: off."""

METRICS_VARIABLE = "VSV_METRICS"
"""Environment variable: `on` or `off`; whether `/api/metrics` answers. Not set: only to this machine, past no proxy."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "via")
"""Headers that a proxy adds."""

PREPARE_VARIABLE = "VSV_PREPARE"
"""Environment variable: `on`, `first` or `off`; whether pages are made beforehand while nobody asks for anything, with `first`
the one that opens before the server is ready. Not set: on."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def allows_tools() -> bool:
    """Whether a visitor may fetch figures and have files on this machine counted."""
    return _is_on(TOOLS_VARIABLE)


def shows_local() -> bool:
    """Whether visitors see the figures that were loaded on this machine; an upload is shown to its owner alone."""
    return _is_on(LOCAL_VARIABLE)


def allows_sql() -> bool:
    """Whether visitors may ask questions in SQL: only Linux keeps what answers them within its memory."""
    return os.environ.get(SQL_VARIABLE) == "on" and sys.platform == "linux"


def api_gives_local() -> bool:
    """Whether the API may give the figures that were loaded on this machine; an upload it never gives."""
    return os.environ.get(API_LOCAL_VARIABLE) == "on"


def prepares() -> bool:
    """Whether the server makes the pages that most visitors ask for before they do."""
    return os.environ.get(PREPARE_VARIABLE) != "off"


def prepares_first() -> bool:
    """Whether the server is ready only when the page that opens has been made: a site sends it visitors from then on."""
    return os.environ.get(PREPARE_VARIABLE) == "first"


def gives_metrics(request: Request) -> bool:
    """Whether who asks may read what the host watches."""
    asked = os.environ.get(METRICS_VARIABLE)
    if asked in ("on", "off"):
        return asked == "on"
    is_near = request.client is not None and request.client.host in LOOPBACK
    return is_near and not any(name in request.headers for name in FORWARDED)


def is_own_name(name: str | None) -> bool:
    """Whether the server may be called so: a page elsewhere that calls it by a name of its own gets no own figures."""
    allowed = st.get_option("server.allowedHosts")
    return not allowed or "*" in allowed or name in allowed


def _is_on(variable: str) -> bool:
    asked = os.environ.get(variable)
    return asked == "on" if asked in ("on", "off") else st.get_option("server.address") in LOOPBACK
