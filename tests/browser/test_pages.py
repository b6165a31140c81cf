"""Every page in every state fits its screen, asks no other host, complains of nothing, speaks one language, serves everyone."""

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Error, Page, expect
from states import EVERY, STATES, english

from tools.browser import Visit, rerun, wait_until
from vsv_metrics.text import LANGUAGES

SOURCES = Path(__file__).parents[2] / "data" / "reference" / "source.csv"
WIDTHS = (1280, 390, 320)
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

ENGLISH_ALLOWED = ("early leavers", "CC BY", "SELECT")
"""Eurostat's own name for what it counts, the name of a licence, a word of SQL."""

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""Of axe: the rules that can find something else in the dark; the page is the same."""


@pytest.mark.parametrize("path", STATES.values(), ids=STATES)
def test_a_dutch_page(path: str, opened: Callable[..., Visit]) -> None:
    visit = opened(path)
    _open_a_table(visit.page)
    found = {"English": _english(visit.page), "axe": _axe(visit.page)}
    _darken(visit.page)
    found |= {"axe in the dark": _axe(visit.page, COLOURS)} | _faults(visit)
    assert not {name: what for name, what in found.items() if what}


@pytest.mark.parametrize("name", MAIN_STATES)
def test_an_english_page(name: str, opened: Callable[..., Visit]) -> None:
    visit = opened(english(STATES[name]), motion="no-preference")
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    found = _faults(visit) | {"axe on a phone": _axe(visit.page)}
    assert not {name: what for name, what in found.items() if what}


@pytest.mark.skipif(not EVERY, reason="takes minutes: EVERY_STATE=1")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", STATES.values(), ids=STATES)
def test_axe_finds_nothing(path: str, language: str, opened: Callable[..., Visit]) -> None:
    page = opened(path if language == "nl" else english(path)).page
    _open_a_table(page)
    found = {}
    for scheme in ("light", "dark"):
        if scheme == "dark":
            _darken(page)
        for width in (1280, 320):
            _set_width(page, width)
            found[scheme, width] = _axe(page)
    assert not {state: what for state, what in found.items() if what}


def _open_a_table(page: Page) -> None:
    """Opens the first table behind a chart, where there is one."""
    behind = page.locator("summary", has_text=re.compile("Tabel, bron en download|Table, source and download"))
    if behind.count():
        with rerun(page):
            behind.first.click()
        expect(page.get_by_test_id("stTable").first).to_be_visible()
        page.mouse.move(0, 0)


def _darken(page: Page) -> None:
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    wait_until(page, f"light => ({BACKGROUND}) !== light", light)


def _faults(visit: Visit) -> dict[str, object]:
    return {
        "other hosts": visit.other_hosts(),
        "refused": [what for what in visit.violations() if not REFUSED.match(what)],
        "complaints": visit.complaints,
        "does not fit": _unfitting(visit.page),
    }


DRAWN_WIDTH = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
CUT = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(element =>
    element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1 && element.textContent.trim()
    && getComputedStyle(element).overflowX === 'hidden' && element.checkVisibility()
    && !element.closest('svg, style, script, [data-testid=stDataFrame], [data-testid=stMultiSelectTagsContainer]')
).map(element => element.textContent.trim())"""
"""Values chosen in a list stand in one row that scrolls."""


def _unfitting(page: Page) -> dict[int, object]:
    """Width of the screen -> texts that stay cut off, and the width of all: charts and tables follow the screen later."""
    found: dict[int, object] = {}
    for width in WIDTHS:
        _set_width(page, width)
        with suppress(Error):
            wait_until(page, f"width => {DRAWN_WIDTH} <= width && !({CUT})().length", width)
        drawn, cut = page.evaluate(DRAWN_WIDTH), page.evaluate(CUT)
        if cut or drawn > width:
            found[width] = cut, drawn
    return found


def _set_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    wait_until(page, "width => document.querySelector('[data-testid=stMain]').clientWidth === width", width)


def _axe(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """What axe finds, of every impact, at the width that the page has."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    wait_until(page, "() => document.getAnimations().every(animation => animation.playState !== 'running')")
    return page.evaluate(
        """options => axe.run(document, {resultTypes: ['violations'], ...options}).then(found => found.violations.flatMap(
            rule => rule.nodes.map(({html, failureSummary}) =>
                `${rule.id} (${rule.impact}): ${html.slice(0, 200)} ${failureSummary.slice(0, 250)}`)))""",
        options or {},
    )


def _english(page: Page) -> list[str]:
    """Lines of the page with English words, apart from titles of sources, names of tables and what Streamlit itself says.

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
        rest = re.sub(r"“\w+”", " ", line)
        for name in (*names, *ENGLISH_ALLOWED):
            rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE)
        if words := ENGLISH.findall(rest):
            found.append(f"{words}: {line.strip()}")
    return found
