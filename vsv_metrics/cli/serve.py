"""`vsv-metrics serve`: the dashboard as a web server, on this computer or for others."""

import errno
import gc
import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli.messages import fail
from vsv_metrics.cli.parameters import Whole, option
from vsv_metrics.cli.production import Production, apply, production
from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale

DEFAULT_PORT = 8501
LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Addresses that only this computer reaches; with another one, the dashboard answers under any name it has."""

PLOTLY_FIGURES = "plotly.graph_objects"
PORTS_TRIED = 50
"""Ports looked at for one to suggest."""

_BASE_PATH = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others."""

    @group.command(help=locale("cli.serve_help"))
    @option("--port", type=Whole(1, 65535), default=DEFAULT_PORT, envvar="VSV_PORT", help=locale("cli.port_help"))
    @option("--address", default="localhost", help=locale("cli.address_help"))
    @option("--base-path", default="", envvar="VSV_BASE_PATH", help=locale("cli.base_path_help"))
    @option("--production", "is_production", is_flag=True, help=locale("cli.production_help"))
    @option("--host-name", "host_names", multiple=True, envvar="VSV_HOST_NAME", help=locale("cli.host_name_help"))
    @option("--proxy", "proxies", multiple=True, envvar="VSV_PROXY", help=locale("cli.proxy_help"))
    def serve(
        port: int, address: str, base_path: str, is_production: bool, host_names: tuple[str, ...], proxies: tuple[str, ...]
    ) -> None:
        base = _checked_base_path(base_path)
        for_others = production(host_names, proxies or ("127.0.0.1",), os.environ, locale) if is_production else None
        _check_port(address, port)
        stamp = loading.store_stamp(paths.store_dir())
        handle = loading.ensure_store(paths.data_dir(), paths.store_dir(), lambda: print(locale("cli.building")), paths.own_dir())
        if handle.problem:
            fail(locale, handle.problem)
            print(locale("cli.previous_kept"), file=sys.stderr)
        print(locale("cli.serving", address=address, port=port, base=base), flush=True)
        _become_streamlit(stamp, handle, _options(address, port, base, for_others), for_others, locale)


def _checked_base_path(text: str) -> str:
    """Return the path without a slash behind it; raise `UserError` when it is no path."""
    if not _BASE_PATH.fullmatch(text):
        raise UserError("base_path", found=text)
    return text.rstrip("/")


def _check_port(address: str, port: int) -> None:
    """Return when the server can listen there; raise `UserError` with a free port to use instead."""
    if _is_free(address, port):
        return
    candidates = range(port + 1, min(port + PORTS_TRIED, 65536))
    other = next((candidate for candidate in candidates if _is_free(address, candidate)), port)
    raise UserError("port_in_use", address=address, port=port, other=other)


def _is_free(address: str, port: int) -> bool:
    try:
        places = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError("address_unusable", address=address, port=port, reason=reason) from None
    refusals: list[OSError] = []
    for family, kind, protocol, _, place in places:
        try:
            with socket.socket(family, kind, protocol) as probe:
                if os.name == "posix":
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(place)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            refusals.append(error)
    if len(refusals) == len(places):
        reason = refusals[0].strerror or str(refusals[0])
        raise UserError("address_unusable", address=address, port=port, reason=reason)
    return True


def _become_streamlit(
    stamp: int, handle: loading.StoreHandle, options: dict[str, Any], for_others: Production | None, locale: Locale
) -> None:
    """Go on as `streamlit run`, in this process: most of what it needs has been imported already.

    `web.server` looks for garbage again when it has started.
    """
    if for_others:
        apply(for_others)
    gc.disable()
    with _without_plotly_figures():
        from vsv_metrics.web import data, streamlit_server

    data.begin_with(stamp, handle)
    os.chdir(paths.app_root())
    streamlit_server.run(paths.app_script(), options, locale)


@contextmanager
def _without_plotly_figures() -> Iterator[None]:
    """Have Streamlit imported as if Plotly had no figures: it would make a theme for them, a tenth of the time of a start.

    Charts are plain data here (docs/adr/0007).
    """
    sys.modules[PLOTLY_FIGURES] = None  # pyright: ignore[reportArgumentType]: what Python takes for a module that cannot be imported
    try:
        yield
    finally:
        del sys.modules[PLOTLY_FIGURES]


def _options(address: str, port: int, base_path: str, for_others: Production | None) -> dict[str, Any]:
    """Return Streamlit's options."""
    options: dict[str, Any] = {"server.port": port, "server.address": address, "server.headless": True}
    options["logger.hideWelcomeMessage"] = True  # the command has said where the dashboard is, in the user's language
    if base_path:
        options["server.baseUrlPath"] = base_path
    if for_others:
        return options | for_others.options | {"server.allowedHosts": [*for_others.host_names]}
    return options if address in LOOPBACK else options | {"server.allowedHosts": ["*"]}
