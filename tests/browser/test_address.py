"""The address holds every choice: a link opens the same page elsewhere, and nonsense in it is answered with a sentence."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tools.browser import Visit, choose, wait_drawn

UNKNOWN = {
    "/regio": [
        {"regio": "RMC99", "maat": "NaN"},
        {"regio": "![](http://evil.example/x.png)"},
        {"regio": "x' UNION SELECT * FROM read_text('/etc/passwd')--"},
        {"regio": "<img src=x onerror=alert(1)>"},
        {"regio": "a" * 8000},
        {"regio": "../../etc/passwd"},
    ],
    "/": [{"voorbeeld": "misschien", "taal": "xx"}],
    "/tabellen": [{"jaren": "-1", "regio": "RMC99"}, {"jaren": "NaN"}],
}
"""Path -> addresses with unknown values."""

LONGEST = 80
"""Signs of a value that a notice repeats."""


def test_a_choice_changes_the_address_and_the_address_gives_the_page(opened: Callable[..., Visit]) -> None:
    page = opened("/regio").page
    choose(page, "Gebied", "Zeeland (PV29)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeeland")
    expect(page).to_have_url(re.compile(r"/regio\?regio=PV29$"))
    choose(page, "Soort gebied", "Gemeente")
    choose(page, "Gebied", "Leiden (GM0546)")
    page.get_by_role("radio", name="Percentage").click()
    expect(page).to_have_url(re.compile(r"regio=GM0546"))
    expect(page).to_have_url(re.compile(r"maat=rate_pct"))
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Percentage nieuwe vsv'ers, Leiden")
    wait_drawn(page)

    elsewhere = opened(page.url.removeprefix(page.url.split("/regio")[0])).page
    assert elsewhere.url == page.url
    assert main_text(elsewhere) == main_text(page)


def test_the_back_button_goes_back_to_the_page_before(opened: Callable[..., Visit]) -> None:
    page = opened("/?voorbeeld=true").page
    page.get_by_role("navigation").get_by_role("link", name="Regio").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zuid-Holland")
    expect(page).to_have_url(re.compile(r"/regio\?.*voorbeeld=true"))
    wait_drawn(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voortijdig schoolverlaten in Nederland")
    expect(page).to_have_url(re.compile(r"/\?voorbeeld=true$"))
    wait_drawn(page)
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zuid-Holland")


def test_an_opened_link_replaces_what_was_chosen(opened: Callable[..., Visit]) -> None:
    visit = opened("/regio?regio=PV29")
    visit.go("/regio?regio=GM0546")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Leiden")
    visit.go("/regio?regio=NL34")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Zeeland")


@pytest.mark.parametrize(("query", "language", "is_demo"), [("", "nl", False), ("?taal=en&voorbeeld=true", "en", True)])
def test_language_and_data_set_survive_navigation(query: str, language: str, is_demo: bool, opened: Callable[..., Visit]) -> None:
    page = opened(f"/{query}").page
    switch, title, pages = {
        "nl": ("Voorbeeldgegevens", "Zuid-Holland", ("Regio", "Tabellen", "Bronnen", "Overzicht")),
        "en": ("Example data", "South Holland", ("Region", "Tables", "Sources", "Overview")),
    }[language]
    for name in pages:
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        path = {"Regio": "/regio", "Region": "/regio", "Tabellen": "/tabellen", "Tables": "/tabellen"}.get(name, "/")
        expect(page).to_have_url(re.compile(re.escape(path) if path != "/" else "."))
        expect(page.get_by_role("navigation").locator("[aria-current=page]")).to_contain_text(name)
        wait_drawn(page)
        expect(page.get_by_role("switch", name=switch)).to_be_checked(checked=is_demo)
        assert ("taal=en" in page.url, "voorbeeld=true" in page.url) == (language == "en", is_demo)
        if path == "/regio":
            expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_language_link_keeps_the_choices_and_changes_the_language_of_the_document(opened: Callable[..., Visit]) -> None:
    page = opened("/regio?regio=PV29&voorbeeld=true").page
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    wait_drawn(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeeland")
    expect(page.get_by_role("switch", name="Example data")).to_be_checked()
    page.get_by_role("link", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    wait_drawn(page)
    assert sorted(page.url.split("?")[1].split("&")) == ["regio=PV29", "voorbeeld=true"]


@pytest.mark.parametrize("path", ["/regio", "/", "/tabellen"])
def test_an_unknown_value_gives_a_notice_and_the_default(path: str, opened: Callable[..., Visit]) -> None:
    visit = opened(path)
    page, heading = visit.page, visit.page.get_by_role("heading", level=1).inner_text()
    for asked in UNKNOWN[path]:
        visit.go(f"{path}?{urlencode(asked)}")
        notices = page.get_by_test_id("stAlertContainer").filter(has_text="Onbekende waarde")
        expect(notices).to_have_count(len(asked))
        for name, value in asked.items():
            shown = value if len(value) < LONGEST else f"{value[: LONGEST - 1]}…"
            said = f"voor {name} in het adres: «{shown}». De standaardkeuze wordt getoond."
            expect(notices.filter(has_text=said)).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.get_by_test_id("stMain").locator("img")).to_have_count(0)
        assert not asked.keys() & parse_qs(urlsplit(page.url).query).keys()
    assert not visit.other_hosts()
    assert not visit.complaints
    visit.go("/regio?regio=PV29")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeeland")
    expect(page.get_by_test_id("stAlertContainer")).to_have_count(0)


def test_a_foreign_parameter_leads_nowhere(opened: Callable[..., Visit]) -> None:
    visit = opened("/?next=//evil.example")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Voortijdig schoolverlaten in Nederland")
    assert not visit.other_hosts()


def main_text(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()
