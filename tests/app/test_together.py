"""What the browser is told of one run of a page leaves the server together and in order, and never late."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from visitor import Visitor

from vsv_metrics.web import together
from vsv_metrics.web.server import MIDDLEWARE
from vsv_metrics.web.together import Together

SETTLED_TICKS = 20


def forward(**fields: Any) -> Message:
    return {"type": "websocket.send", "bytes": ForwardMsg(**fields).SerializeToString()}


def begin() -> Message:
    message = ForwardMsg()
    message.new_session.SetInParent()
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


def element(text: str) -> Message:
    message = ForwardMsg()
    message.delta.new_element.markdown.body = text
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


END = forward(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)


def sent_after(*steps: Message, is_patient: bool = False) -> list[list[Message]]:
    """What has gone to the browser after each of these messages; patiently, when nothing is left to send."""
    gone: list[Message] = []
    seen: list[list[Message]] = []

    async def send(message: Message) -> None:
        await asyncio.sleep(0)
        gone.append(message)

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        for step in steps:
            await send(step)
            for _ in range(SETTLED_TICKS):
                await asyncio.sleep(0)
            seen.append(list(gone))
        while is_patient and len(gone) < len(steps):
            await asyncio.sleep(0)
        seen.append(list(gone))

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    asyncio.run(Together(page)({"type": "websocket"}, receive, send))
    return seen


def test_it_is_what_the_server_has_next_to_streamlit() -> None:
    assert MIDDLEWARE[-1].cls is Together


def test_a_run_goes_together_and_in_order() -> None:
    accept: Message = {"type": "websocket.accept"}
    steps = [
        accept,
        begin(),
        element("one"),
        element("x" * 10_000),
        END,
        forward(heartbeat_ack=True),
        begin(),
        element("two"),
        END,
    ]
    counts = [len(found) for found in sent_after(*steps)]
    assert counts == [1, 1, 1, 1, 5, 6, 6, 6, 9, 9]
    assert sent_after(*steps)[-1] == steps


def test_rows_do_not_wait_for_what_comes_after_them() -> None:
    rows = element("x" * together.AT_ONCE_BYTES)
    steps = [begin(), element("one"), rows, element("two"), rows, element("three"), END, begin()]
    assert [len(found) for found in sent_after(*steps)] == [0, 0, 3, 3, 5, 5, 7, 7, 7]
    assert sent_after(*steps)[-1] == steps[:-1]
    assert [len(found) for found in sent_after(rows, element("one"), rows)] == [1, 2, 3, 3]


def test_of_a_run_that_takes_longer_what_is_there_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "LONGEST_SECONDS", 0.0)
    steps = [begin(), element("one"), element("two"), END, begin()]
    assert [len(found) for found in sent_after(*steps)][1:4] == [2, 3, 4]
    monkeypatch.setattr(together, "LONGEST_SECONDS", 0.001)
    assert sent_after(begin(), element("one"), is_patient=True)[-1] == [begin(), element("one")]


def test_a_run_that_another_cuts_off_goes_before_it() -> None:
    early = forward(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    steps = [begin(), element("one"), early, begin(), element("two"), END]
    assert [len(found) for found in sent_after(*steps)] == [0, 0, 3, 3, 3, 6, 6]


def test_what_is_no_message_of_streamlit_passes() -> None:
    steps: list[Message] = [
        {"type": "websocket.send", "bytes": b"\xff\xff"},
        {"type": "websocket.send", "text": "word"},
        begin(),
        {"type": "websocket.close"},
    ]
    assert [len(found) for found in sent_after(*steps)] == [1, 2, 2, 4, 4]


def test_a_browser_that_has_gone_is_told_to_the_one_who_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "LONGEST_SECONDS", 0.0)

    asked = asyncio.Event()

    async def gone(message: Message) -> None:
        asked.set()
        raise OSError("the browser has gone")

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await send(begin())
        await asked.wait()
        with pytest.raises(OSError, match="gone"):
            await send(element("one"))

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    async def run() -> list[dict[str, object]]:
        heard: list[dict[str, object]] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, about: heard.append(about))
        await Together(page)({"type": "websocket"}, receive, gone)
        await asyncio.sleep(0)
        return heard

    assert asyncio.run(run()) == []


def test_streamlit_ends_a_run_with_a_message_that_is_read(server: str) -> None:
    visitor = Visitor(server)
    visitor.open("regio")
    visitor.leave()
    last = visitor.heard[-1]
    assert last.WhichOneof("type") == "script_finished"
    assert last.ByteSize() <= together.LONGEST_LAST
