"""The chart library that is sent: that of this Streamlit, with what is drawn here and no more."""

import asyncio

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vsv_metrics.web import chart_script
from vsv_metrics.web.whole_answer import fetch


def test_the_script_of_this_streamlit_is_the_one_that_was_checked_and_loses_more_than_half() -> None:
    script = next(chart_script.STATIC.glob(chart_script.PATTERN)).read_bytes()
    changed = chart_script.changed(script)
    assert changed != script, "Another script: see docs/adr/0013 for what to look at, then set CHECKED to its checksum."
    assert len(changed) < 0.4 * len(script)
    assert changed.count(chart_script.TEMPLATE_BY_CONTENT) == 1
    assert b"maplibre_worker" not in changed


def test_another_script_goes_to_the_browser_as_it_is() -> None:
    script = b'var a=_({"lib/index.js"(e,t){var n=b();n.register([c()])}});'
    assert chart_script.changed(script) == script


def test_the_changed_script_has_an_entity_tag_of_its_own_also_when_only_its_headers_are_asked_for() -> None:
    path = next(chart_script.STATIC.glob(chart_script.PATTERN))

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        await FileResponse(path)(scope, receive, send)

    async def told(app: ASGIApp, method: str) -> tuple[Message, bytes]:
        return await fetch(app, {"type": "http", "method": method, "path": f"/static/js/{path.name}", "headers": []})

    def tag(start: Message) -> bytes:
        return dict(start["headers"])[b"etag"]

    async def asked() -> list[tuple[Message, bytes]]:
        mended = chart_script.ChartScript(streamlit)
        return [await told(mended, "GET"), await told(mended, "HEAD"), await told(streamlit, "GET")]

    (whole, body), (head, nothing), (unchanged, script) = asyncio.run(asked())
    assert tag(whole) == tag(head) != tag(unchanged)
    assert (dict(whole["headers"])[b"content-length"], nothing) == (str(len(body)).encode(), b"")
    assert len(body) < len(script)
    assert dict(whole["headers"])[b"cache-control"] == b"no-cache", "its address stays when we change it otherwise"
