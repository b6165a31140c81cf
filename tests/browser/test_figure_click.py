"""A figure in a chart is clicked: the page that tells where it comes from opens beside this one."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tools.browser import Visit, wait_drawn

POINTS = ".js-plotly-plot .points .point"
PROVINCE = "new_leavers:cbs_vsv:PV28:2023"
HOVER = ".hoverlayer .hovertext"


@pytest.mark.parametrize(
    ("path", "figure", "title"),
    [
        ("/regio?regio=PV28", PROVINCE, "Zuid-Holland"),
        ("/regio?regio=RMC29&voorbeeld=true&taal=en", "new_leavers:demo_vsv:RMC29:2024:sector=vavo", "Rijnmond"),
        ("/regio?regio=PV28&beleid=corona", PROVINCE, "Zuid-Holland"),
    ],
)
def test_a_click_opens_where_the_figure_comes_from(opened: Callable[..., Visit], path: str, figure: str, title: str) -> None:
    visit = opened(path)
    page = visit.page
    before = page.url
    with page.context.expect_page() as opening:
        page.mouse.click(*middle(page, figure))
    told = opening.value
    wait_drawn(told)
    asked = parse_qs(urlsplit(told.url).query)
    assert asked.pop("cijfer") == [figure]
    assert asked == {key: values for key, values in parse_qs(urlsplit(path).query).items() if key in ("taal", "voorbeeld")}
    expect(told.get_by_role("heading", level=2).first).to_contain_text(title)
    told.close()
    assert page.url == before
    assert not visit.complaints


def test_a_finger_only_asks_what_the_figure_is(opened: Callable[..., Visit]) -> None:
    page = noting(opened("/regio?regio=PV28").page)
    finger = page.context.new_cdp_session(page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    x, y = middle(page, PROVINCE)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(HOVER)).to_contain_text("2023/24")
    assert noted(page) == []


def test_a_figure_of_ones_own_opens_nothing(opened: Callable[..., Visit]) -> None:
    page = noting(opened("/regio?regio=PV28").page)
    page.evaluate("history.replaceState(history.state, '', '?eigen=true')")
    page.mouse.click(*middle(page, PROVINCE))
    expect(page.locator(HOVER)).to_contain_text("2023/24")
    assert noted(page) == []


def middle(page: Page, figure: str) -> tuple[float, float]:
    """Where the point or bar of a figure stands on the screen."""
    drawn = page.evaluate("""
        [...document.querySelectorAll('.js-plotly-plot')].flatMap(chart => chart.data.flatMap(
            ({ x, y, customdata }) => customdata.filter((_, place) => x[place] !== null && y[place] !== null)))
    """)
    point = page.locator(POINTS).nth(drawn.index(figure))
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def noting(page: Page) -> Page:
    """The page, which now notes what it would open beside it."""
    page.evaluate("() => { window.noted = []; window.open = address => window.noted.push(String(address)) }")
    return page


def noted(page: Page) -> list[str]:
    """What it would have opened, two frames from now."""
    return page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.noted))))")
