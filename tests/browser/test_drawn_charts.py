"""What the charts draw in the browser: one line piece per series, open points for provisional figures, marks, and filters."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tools.browser import Visit, choose, new_visit, wait_until

CHARTS = '[data-testid="stPlotlyChart"] .js-plotly-plot'
OPEN, CLOSED = "circle-open", "circle"
COUNT_DRAWINGS = """
window.drawings = [];
Object.defineProperty(HTMLDivElement.prototype, 'on', {configurable: true, set(on) {
    Object.defineProperty(this, 'on', {value: on, writable: true, configurable: true});
    const at = window.drawings.push(0) - 1;
    on('plotly_beforeplot', () => { window.drawings[at] += 1; });
}});
"""
"""How often Plotly draws each chart; it gives an element its method `on` before it draws there first."""


def test_the_national_trend_is_never_drawn_across_a_break_or_a_missing_year_and_provisional_points_are_open(
    opened: Callable[..., Visit],
) -> None:
    trend = charts(opened("/").page)[0]
    lines = [trace for trace in trend["data"] if "lines" in trace["mode"]]
    names = list(dict.fromkeys(trace["name"] for trace in lines))
    assert names == ["OCW, oude methode", "OCW, methode vanaf 2012/13", "OCW, methode vanaf 2016/17", "OCW, landelijke definitie"]
    spans = sorted((min(trace["x"]), max(trace["x"])) for trace in lines)
    assert spans[0][0] == 2001
    assert spans[-1][1] == 2023
    assert all(before[1] < after[0] for before, after in pairwise(spans)), "pieces do not overlap"
    assert not [trace["name"] for trace in lines if trace["connectgaps"]]
    assert [trace["x"] for trace in lines] == [list(range(trace["x"][0], trace["x"][-1] + 1)) for trace in lines]
    points = {year: value for trace in lines for year, value in zip(trace["x"], trace["y"], strict=True)}
    assert points[2002] is None, "2002/03 was not published"
    assert points[2022] == 29701
    assert points[2023] == 29163
    assert len([shape for shape in trend["layout"]["shapes"] if shape["type"] == "line"]) == len(names) - 1
    symbols = {year: symbol for trace in lines for year, symbol in zip(trace["x"], trace["marker"]["symbol"], strict=True)}
    assert symbols[2023] == OPEN
    assert symbols[2001] == CLOSED
    drawn = [symbol for trace in lines for symbol in trace["marker"]["symbol"] if symbol]
    assert 0 < drawn.count(OPEN) < len(drawn)


@pytest.mark.parametrize(
    "path", ["/", "/?voorbeeld=true", "/regio?regio=RMC29&voorbeeld=true", "/vergelijken?regio=PV28", "/actielijnen"]
)
def test_every_chart_is_drawn_once_and_says_in_words_what_it_shows_and_whether_it_is_fictional(
    path: str, browser: BrowserContext, server: str
) -> None:
    visit = new_visit(browser, server)
    visit.page.add_init_script(COUNT_DRAWINGS)
    visit.go(path)
    found = charts(visit.page)
    drawings = visit.page.evaluate("window.drawings")
    assert drawings
    for times, chart in zip(drawings, found, strict=True):
        assert 1 <= times <= 1 + chart["layout"]["margin"]["autoexpand"], "again only for a wide legend"
        notes = [note["text"] for note in chart["layout"].get("annotations", [])]
        assert ("VOORBEELD<br>fictieve cijfers" in notes) == ("voorbeeld" in path)
    said = [figure.get_attribute("aria-label") or "" for figure in visit.page.get_by_role("figure").all()]
    assert len(said) == len(found)
    assert not [text for text in said if not re.search(r"\d", text)]
    visit.close()


def test_choosing_a_region_changes_the_chart(opened: Callable[..., Visit]) -> None:
    page = opened("/regio?regio=PV28").page
    before = charts(page)[0]["data"]
    choose(page, "Gebied", "Zeeland (PV29)")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Zeeland")
    wait_until(
        page,
        "before => JSON.stringify(document.querySelector('.js-plotly-plot').data[0].y) !== JSON.stringify(before)",
        before[0]["y"],
    )
    after = charts(page)[0]["data"]
    assert after[0]["name"] == "Zeeland"
    assert after[-1]["name"] == before[-1]["name"] == "Nederland, zelfde reeks"
    assert after[-1]["y"] == before[-1]["y"]

    page.get_by_role("radio", name="Aantal").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Aantal nieuwe vsv'ers, Zeeland")
    wait_until(page, "() => Math.max(...document.querySelector('.js-plotly-plot').data[0].y) > 100")


def test_the_sample_switch_changes_every_figure_and_back(opened: Callable[..., Visit]) -> None:
    page = opened("/").page
    published = page.get_by_test_id("stMetricValue").first.inner_text()
    assert published == "29.163"
    expect(page.get_by_text("alle cijfers op deze pagina zijn verzonnen")).to_have_count(0)
    page.get_by_text("Voorbeeldgegevens", exact=True).click()
    expect(page.get_by_text("alle cijfers op deze pagina zijn verzonnen")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").first).not_to_have_text(published)
    expect(page).to_have_url(re.compile("voorbeeld=true"))
    page.get_by_text("Voorbeeldgegevens", exact=True).click()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(published)
    expect(page).not_to_have_url(re.compile("voorbeeld"))


def charts(page: Page) -> list[dict[str, Any]]:
    """Data and layout of every chart as Plotly holds them."""
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map(chart => ({
            data: JSON.parse(JSON.stringify(chart.data)),
            layout: JSON.parse(JSON.stringify(chart.layout)),
        }))""",
        CHARTS,
    )
