"""A letter above a trend can be clicked: what it stands for appears below the chart and in the address."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tools.browser import Visit

LETTERS = ".js-plotly-plot .xy2 .point"


def test_a_click_on_a_letter_tells_what_it_is(opened: Callable[..., Visit]) -> None:
    visit = opened("/regio?regio=PV28&beleid=corona,aanvalsplan_2023")
    page = visit.page
    page.locator(LETTERS).nth(1).scroll_into_view_if_needed()
    box = page.locator(LETTERS).nth(1).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    heading = page.get_by_role("heading", level=3)
    expect(heading).to_have_text(re.compile("^B. Aanvalsplan"))
    expect(page).to_have_url(re.compile("maatregel=aanvalsplan_2023"))
    expect(page.get_by_text("Dit is geen bewijs.")).to_be_visible()
    assert not visit.complaints


def test_the_choice_goes_along_to_a_page_with_the_same_list(opened: Callable[..., Visit]) -> None:
    page = opened("/regio?regio=PV28&beleid=corona").page
    page.get_by_role("link", name="Overzicht", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nederland")
    expect(page.locator(LETTERS).first).to_be_visible()
    expect(page).to_have_url(re.compile("beleid=corona"))
