"""What comes together is handed on together, so that the browser does not draw half a page first; rows go before the rest."""

from collections.abc import Callable

from tools.browser import Visit
from vsv_metrics.web.together import AT_ONCE_BYTES

HANDED_ON = """async () => {
    const socket = new EventTarget(), heard = [];
    const listen = (kind, hear) => WebSocket.prototype.addEventListener.call(socket, kind, hear);
    const tell = (data) => socket.dispatchEvent(new MessageEvent('message', {data}));
    const handedOn = new Promise((done) => listen('message', ({data}) => {
        heard.push(data);
        if (data === 2) queueMicrotask(done);
    }));
    listen('close', () => heard.push('closed'));
    [1, 2].forEach(tell);
    heard.push('later');
    await handedOn;
    heard.push('moment');
    tell(3);
    socket.dispatchEvent(new CloseEvent('close'));
    return heard;
}"""

LARGE_FIRST = """async (largeBytes) => {
    const frames = [], heard = [], rows = new ArrayBuffer(largeBytes);
    window.requestAnimationFrame = (paint) => frames.push(paint);
    const frame = () => frames.splice(0).forEach((paint) => paint());
    const socket = new EventTarget();
    const tell = (...messages) => messages.forEach((data) => socket.dispatchEvent(new MessageEvent('message', {data})));
    const after = (ms, what) => new Promise((done) => setTimeout(() => done(heard.push(what)), ms));
    const hear = ({data}) => heard.push(data.byteLength ? 'large' : data);
    WebSocket.prototype.addEventListener.call(socket, 'message', hear);
    tell('first', rows, 'last');
    heard.push('later');
    await after(20, 'moment');
    frame();
    await after(20, 'frame');
    frame();
    await after(40, 'two frames');
    tell(rows, 'last');
    await after(1000, 'end');
    return heard;
}"""


def test_messages_are_handed_on_together_in_order_and_before_the_end_of_the_connection(opened: Callable[..., Visit]) -> None:
    assert opened("/").page.evaluate(HANDED_ON) == ["later", 1, 2, "moment", 3, "closed"]


def test_rows_are_handed_on_at_once_and_painted_before_what_follows(opened: Callable[..., Visit]) -> None:
    heard = opened("/").page.evaluate(LARGE_FIRST, AT_ONCE_BYTES)
    assert heard == ["first", "large", "later", "moment", "frame", "last", "two frames", "large", "last", "end"]
