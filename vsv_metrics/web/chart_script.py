"""The chart library as this dashboard needs it: less than half of Streamlit's script, and each chart drawn once.

Streamlit sends all of Plotly: maps, globes and three-dimensional charts are most of its 4.7 MB. Plotly's own way to a smaller
library is to register fewer kinds of charts; here that is done with the script itself, and what nothing refers to any more is
left out (docs/adr/0013). One setting is mended on the way (docs/adr/0012).
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from vsv_metrics.web.whole_answer import fetch

STATIC = Path(streamlit.__file__).parent / "static" / "static"
PATTERN = "js/PlotlyChart.*.js"

KINDS = ("bar", "heatmap")
"""Kinds of charts that are kept, beside `scatter`, which belongs to Plotly's core."""

CHECKED = 0x98F5AAB9
"""Checksum (CRC-32) of the one script that is changed. Another may be put together otherwise: it goes to the browser as it is."""

CHANGE = zlib.crc32(Path(__file__).read_bytes())
"""Stands in the entity tag: another version of this module may change the script otherwise."""

CACHED = "no-cache"
"""For how long a browser may keep the script: until it is asked for again, since its name does not change with what we change."""

TEMPLATE, TEMPLATE_BY_CONTENT = (
    b"template:{valType:`any`,editType:`calc`}",
    b"template:{valType:`any`,editType:`calc`,_compareAsJSON:!0}",
)
"""The setting of charts that Streamlit gives twice, with the same content, and what has Plotly look at that content."""

_MODULE = re.compile(rb'=[_g]\(\{"([^"]+)"\(')
_NAME = re.compile(rb"[\w$]+$")
_LONGEST_NAME = 12
_CALL = re.compile(rb"(?<![\w$.])([\w$]+)\(\)")
_REGISTER = re.compile(rb'_\(\{"lib/index\.js"(?P<root>[^[]+)\.register\(\[(?P<kinds>[^]]+)\]\)')
_ALONE = b"}}),"
"""How the text of a module ends when it declares nothing else."""


class ChartScript:
    """ASGI middleware: the changed script in the place of Streamlit's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not Path(scope["path"]).match(PATTERN):
            await self.app(scope, receive, send)
            return
        start, body = await fetch(self.app, scope)
        headers = MutableHeaders(raw=start["headers"])
        if start["status"] == 200 and "etag" in headers:
            headers["etag"] = f'{headers["etag"][:-1]}-{CHANGE:08x}"'
            headers["cache-control"] = CACHED
            if scope["method"] == "GET":
                body = await run_in_threadpool(changed, body)
                headers["content-length"] = str(len(body))
            else:
                del headers["content-length"]
        await send(start)
        await send({"type": "http.response.body", "body": body})


def address() -> str | None:
    """Where the browser finds the chart library; None when this Streamlit names it otherwise."""
    found = next(STATIC.glob(PATTERN), None)
    return None if found is None else f"./static/js/{found.name}"


def changed(script: bytes) -> bytes:
    """The script with the kinds of charts that are drawn here, and templates compared by content; another script as it is."""
    if zlib.crc32(script) != CHECKED:
        return script
    kept = b"".join(piece for piece, is_needed in pieces(script) if is_needed)
    return kept.replace(TEMPLATE, TEMPLATE_BY_CONTENT)


def pieces(script: bytes) -> Iterator[tuple[bytes, bool]]:
    """The script in its order: what precedes the modules, then each module, and whether it is needed.

    A module is declared as `name=_({"path"(e,t){...}})`, and those that need it call `name()`. After the last one stands the
    root, which has no name and registers the kinds of charts. A short name may mean something else inside a module, so that more
    may be kept than is needed, never less.
    """
    *modules, (_, _, text) = _modules(script)
    wanted = {f"lib/{kind}.js".encode() for kind in KINDS}
    at = _REGISTER.search(text)
    assert at is not None
    kept = [name for name, path, _ in modules if path in wanted]
    needed = _reached([*_CALL.findall(at["root"]), *kept], {name: text for name, _, text in modules})
    yield script[: script.index(modules[0][2])], True
    for name, _, module in modules:
        yield module, name in needed or not module.endswith(_ALONE)
    kinds = b",".join(name + b"()" for name in kept)
    yield text[: at.start("kinds")] + kinds + text[at.end("kinds") :], True


def _modules(script: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, path and text of each module; the text goes on to the next one."""
    found = [
        (name, at[1])
        for at in _MODULE.finditer(script)
        if (name := _NAME.search(script, max(0, at.start() - _LONGEST_NAME), at.start()))
    ]
    ends = [name.start() for name, _ in found[1:]] + [len(script)]
    for (name, path), end in zip(found, ends, strict=True):
        yield name[0], path, script[name.start() : end]


def _reached(roots: list[bytes], texts: dict[bytes, bytes]) -> set[bytes]:
    """The modules that these call, directly or through others, with themselves."""
    reached: set[bytes] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached and name in texts:
            reached.add(name)
            waiting += _CALL.findall(texts[name])
    return reached
