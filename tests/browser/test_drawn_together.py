"""A choice changes the page in one go: the browser does not draw half a page first."""

from collections.abc import Callable

from playwright.sync_api import expect

from tools.browser import Visit, choose, wait_drawn

MOST_CHANGES = 4
"""Pieces in which a page may change; twice as many when each message is sent and handed on by itself."""

COUNT_CHANGES = """() => {
    new MutationObserver(() => { window.changes += 1; })
        .observe(document.querySelector('[data-testid=stMain]'), {childList: true, characterData: true, subtree: true});
}"""

HANDED_ON = """async () => {
    const socket = new WebSocket(location.origin.replace('http', 'ws') + '/nothing'), heard = [];
    const tell = (data) => socket.dispatchEvent(new MessageEvent('message', {data}));
    const handedOn = new Promise((done) => socket.addEventListener('message', ({data}) => {
        heard.push(data);
        if (data === 2) queueMicrotask(done);
    }));
    socket.addEventListener('close', () => heard.push('closed'), {once: true});
    [1, 2].forEach(tell);
    heard.push('later');
    await handedOn;
    heard.push('moment');
    tell(3);
    socket.dispatchEvent(new CloseEvent('close'));
    return heard;
}"""


def test_a_choice_changes_the_page_in_one_go(opened: Callable[..., Visit]) -> None:
    page = opened("/regio?regio=PV28").page
    choose(page, "Gebied", "Zeeland (PV29)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeeland")
    page.evaluate(COUNT_CHANGES)
    counts = []
    for label, name in (("Limburg (PV31)", "Limburg"), ("Flevoland (PV24)", "Flevoland"), ("Drenthe (PV22)", "Drenthe")):
        page.evaluate("window.changes = 0")
        choose(page, "Gebied", label)
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        wait_drawn(page)
        counts.append(page.evaluate("window.changes"))
    assert 1 <= min(counts) <= MOST_CHANGES


def test_messages_are_handed_on_together_in_order_and_before_the_end_of_the_connection(opened: Callable[..., Visit]) -> None:
    assert opened("/").page.evaluate(HANDED_ON) == ["later", 1, 2, "moment", 3, "closed"]
