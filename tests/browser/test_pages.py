"""Every page in every state fits its screen, asks no other host, complains of nothing, speaks one language, serves everyone."""

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, expect

from tools.browser import Visit, rerun, wait_drawn, wait_until

SOURCES = Path(__file__).parents[2] / "data" / "reference" / "source.csv"
WIDTHS = (1280, 390, 320)
PUBLISHED = {
    "overview": "/?",
    "region": "/regio?regio=PV28",
    "region with counts only": "/regio?regio=RMC26",
    "region without figures": "/regio?regio=RMC30",
    "register": "/actielijnen?onderdeel=register",
    "target": "/doel?regio=PV28&start=2022",
    "tables": "/tabellen?regio=PV28,RMC26&grafiek=true",
    "empty table": "/tabellen?regio=RMC30",
    "sources": "/bronnen?",
    "one series": "/bronnen?reeks=ocw_national",
    "one figure": "/cijfer?cijfer=new_leavers:cbs_vsv:PV28:2023",
}
DEMO = {
    "overview": "/?voorbeeld=true",
    "region": "/regio?regio=RMC29&voorbeeld=true",
    "compare": "/vergelijken?regio=RMC29&voorbeeld=true",
    "compare funnel": "/vergelijken?regio=RMC29&onderdeel=trechter&voorbeeld=true",
    "compare profile": "/vergelijken?regio=RMC29&onderdeel=profiel&voorbeeld=true",
    "compare change": "/vergelijken?regio=RMC29&onderdeel=verandering&voorbeeld=true",
    "action lines": "/actielijnen?lijn=1&voorbeeld=true",
    "target": "/doel?regio=RMC29&start=2021&voorbeeld=true",
    "intake moments": "/instroommomenten?onderdeel=momenten&maand=5&voorbeeld=true",
    "tables": "/tabellen?regio=RMC29&grafiek=true&voorbeeld=true",
    "sources": "/bronnen?voorbeeld=true",
}
STATES = {f"published {name}": path for name, path in PUBLISHED.items()} | {f"demo {name}": path for name, path in DEMO.items()}
MAIN_STATES = ("published overview", "published region", "published tables", "published sources", "demo overview", "demo region")

REFUSED = re.compile(r"^script-src wasm-eval \S+/static/js/protobuf\.\w+\.js:1$")
"""Streamlit's message reader tries WebAssembly for 64-bit numbers, once, and does without when that is refused."""

BACKGROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"

ENGLISH = re.compile(
    r"(?<![\w./-])(?:"
    r"the|and|for|with|from|this|that|these|those|not|by|have|has|which|other|than|only|more|your|our|new|old|all|any|each|both|none|"
    r"years?|regions?|sources?|series|figures?|tables?|number|count|rate|share|total|target|change|country|province|municipality|"
    r"young|people|education|leav(?:ers|ing)|show|hide|choose|select(?:ed)?|sort|learn|loading|required|optional|"
    r"unknown|provisional|definitive|revised|after|before|between|higher|lower"
    r")(?![\w/-]|\.\w)",
    re.IGNORECASE,
)
"""Words that are English and not Dutch, alone between blanks or marks: parts of codes and addresses do not count."""

ENGLISH_ALLOWED = ("early leavers", "CC BY")
"""Eurostat's own name for what it counts, and the name of a licence."""


class Own(NamedTuple):
    """A finding of axe in what Streamlit draws: rule, which elements, and how many on one page at most."""

    rule: str
    selector: str
    most: int
    reason: str


STREAMLITS_OWN = (
    Own(
        "scrollable-region-focusable",
        '[data-testid="stTable"] > div, [data-testid="stTable"] td [data-testid="stMarkdownContainer"]',
        30,
        "st.table scrolls sideways where it does not fit, and gives the box no tab stop",
    ),
    Own(
        "color-contrast",
        "[data-tag] > span",
        4,
        "a chosen value of st.multiselect is white on the primary colour, which is light in the dark theme",
    ),
)


@pytest.mark.parametrize("path", STATES.values(), ids=STATES)
def test_a_dutch_page(path: str, opened: Callable[..., Visit]) -> None:
    visit = opened(path)
    page = visit.page
    behind = page.locator("summary", has_text="Tabel, bron en download")
    if behind.count():
        with rerun(page):
            behind.first.click()
        expect(page.get_by_test_id("stTable").first).to_be_visible()
        page.mouse.move(0, 0)
    found = _faults(visit) | {"English": _english(page), "axe": _axe(page)}
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    wait_until(page, f"light => ({BACKGROUND}) !== light", light)
    found |= {"axe in the dark": _axe(page)}
    assert not {name: what for name, what in found.items() if what}


@pytest.mark.parametrize("name", MAIN_STATES)
def test_an_english_page(name: str, opened: Callable[..., Visit]) -> None:
    visit = opened(f"{STATES[name]}&taal=en".replace("?&", "?"))
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    assert not {name: what for name, what in _faults(visit).items() if what}


def _faults(visit: Visit) -> dict[str, object]:
    return {
        "other hosts": visit.other_hosts(),
        "refused": [what for what in visit.violations() if not REFUSED.match(what)],
        "complaints": visit.complaints,
        "wider than the screen": _too_wide(visit.page),
    }


DRAWN_WIDTH = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"


def _too_wide(page: Page) -> dict[int, int]:
    """Width of the screen -> width of what is drawn on it, where it stays more: charts and tables follow the screen later."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wait_until(page, "width => document.querySelector('[data-testid=stMain]').clientWidth === width", width)
        with suppress(Error):
            wait_until(page, f"width => {DRAWN_WIDTH} <= width", width)
        drawn = page.evaluate(DRAWN_WIDTH)
        if drawn > width:
            found[width] = drawn
    return found


def _axe(page: Page) -> list[str]:
    """Serious and critical findings of axe that are not Streamlit's own."""
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": 1280, "height": height + 100})
    wait_drawn(page)
    wait_until(page, "() => document.getAnimations().every(animation => animation.playState !== 'running')")
    found: list[str] = []
    own = dict.fromkeys(STREAMLITS_OWN, 0)
    for violation in Axe().run(page).response["violations"]:
        for node in violation["nodes"] if violation["impact"] in ("serious", "critical") else ():
            pin = next((pin for pin in own if pin.rule == violation["id"] and _matches(page, node["target"][0], pin)), None)
            if pin is None:
                found.append(f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:250]}")
            else:
                own[pin] += 1
    return found + [f"{count} × {pin.rule} on {pin.selector}" for pin, count in own.items() if count > pin.most]


def _matches(page: Page, target: str, pin: Own) -> bool:
    return page.evaluate("([target, own]) => document.querySelector(target).matches(own)", [target, pin.selector])


def _english(page: Page) -> list[str]:
    """Lines of the page with English words, apart from the titles of sources and what Streamlit itself says.

    To be asked before axe, which paints texts too, to see whether they are pictures.
    """
    lines: list[str] = page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), lines = [];
            const others = '[data-testid=stIconMaterial], [href="#stMain"], [lang]:not(html), code, style, script, noscript';
            while (walker.nextNode()) {
                const parent = walker.currentNode.parentElement;
                if (!parent.closest(others) && parent.checkVisibility()) lines.push(walker.currentNode.textContent);
            }
            return [...lines, ...window.painted];
        }"""
    )
    assert len(lines) > 20, "the page has text"
    with SOURCES.open(encoding="utf-8", newline="") as file:
        names = sorted({row[column] for row in csv.DictReader(file) for column in ("title", "publisher")}, key=len, reverse=True)
    found = []
    for line in lines:
        rest = line
        for name in (*names, *ENGLISH_ALLOWED):
            rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
        if words := ENGLISH.findall(rest):
            found.append(f"{words}: {line.strip()}")
    return found
