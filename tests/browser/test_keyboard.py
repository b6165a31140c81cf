"""Every page by keyboard alone: each control is reached, shows that it has the focus and has a name; and some are worked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from states import EVERY, STATES

from tools.browser import Visit, rerun

WALKED = ("published region", "published tables", "demo intake moments")
NAMES = tuple(STATES) if EVERY else WALKED
MOST_STEPS = 400

LOOK = """
window.keyboard = (() => {
    const focusable = 'a[href], button, input, select, textarea, summary, [tabindex]';
    const groups = '[role=radiogroup], [role=tablist], [role=toolbar], [role=group], [role=grid], [role=listbox], table';
    const widget = '[data-testid=stElementContainer]';
    const isShown = element => element.checkVisibility({opacityProperty: false, visibilityProperty: true})
        && element.getClientRects().length > 0;
    const name = element => {
        const words = ids => (ids || '').split(' ').map(id => document.getElementById(id)?.textContent || '').join(' ');
        const labels = [...(element.labels || [])].map(label => label.textContent).join(' ');
        return [element.ariaLabel, element.closest('[role][aria-label]')?.ariaLabel,
                words(element.getAttribute('aria-labelledby')), labels, element.title,
                element.tagName === 'INPUT' ? '' : element.textContent].find(text => text && text.trim()) || '';
    };
    const controls = () => [...document.querySelectorAll(focusable)].filter(element => isShown(element) && !element.disabled
        && element.tabIndex >= 0 && !element.closest('[inert], [aria-hidden=true]'));
    const looks = element => {
        const parts = [element, element.nextElementSibling, element.firstElementChild];
        for (let up = element.parentElement, n = 0; up && n < 7; up = up.parentElement, n++) parts.push(up, up.firstElementChild);
        return parts.filter(Boolean).map(part => {
            const style = getComputedStyle(part);
            return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor,
                    style.backgroundColor, style.color, style.textDecoration].join();
        }).join('|');
    };
    const brief = element => element.outerHTML.slice(0, 160);
    let last = null, shown = [], seen = new Set(), found = [], stays = 0, outside = 0;
    return {
        step() {
            const now = document.activeElement;
            const isOut = !now || now === document.body;
            if (now === last?.element && (stays += 1) < 60) return true;
            shown = shown.filter(({element, focused}) => {
                if (element.closest(widget)?.contains(now) && now !== element) return true;
                if (now !== element && looks(element) === focused) found.push('shows no focus: ' + brief(element));
                return false;
            });
            if (now === last?.element) found.push('keeps the focus: ' + brief(now));
            if (isOut || seen.has(now)) { last = null; return isOut && (outside += 1) < 2; }
            stays = outside = 0;
            seen.add(now);
            if (!name(now).trim()) found.push('has no name: ' + brief(now));
            last = {element: now};
            if (now.tagName !== 'CANVAS') shown.push({element: now, focused: looks(now)});
            return true;
        },
        missed() {
            const reached = new Set([...seen].map(element => element.closest(groups)).filter(Boolean));
            return controls().filter(element => !seen.has(element) && !reached.has(element.closest(groups)))
                .map(element => 'is not reached: ' + brief(element));
        },
        found: () => found,
        count: () => seen.size,
    };
})();
"""
"""Follows the focus. The members of a group share one stop of the Tab key; arrows lead from one to the next. A table that is
painted keeps the focus while Tab goes through the cells of a row."""


def walk(page: Page) -> list[str]:
    """Presses Tab from the top of the page until the focus leaves it; what is wrong."""
    page.evaluate(LOOK)
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if not page.evaluate("keyboard.step()"):
            break
    else:
        return ["the focus never leaves the page"]
    assert page.evaluate("keyboard.count()") > 5
    return page.evaluate("[...keyboard.found(), ...keyboard.missed()]")


def reach(page: Page, wanted: Locator) -> None:
    """Presses Tab until this control has the focus."""
    for _ in range(MOST_STEPS):
        if wanted.evaluate("element => element === document.activeElement || element.contains(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached")


@pytest.mark.parametrize("name", NAMES)
def test_every_control_is_reached_and_seen(name: str, opened: Callable[..., Visit]) -> None:
    faults = walk(opened(STATES[name]).page)
    assert not faults, "\n".join(faults)


def test_a_region_is_chosen_and_its_table_taken_along(opened: Callable[..., Visit]) -> None:
    page = opened("/regio").page
    reach(page, page.get_by_role("combobox", name="Gebied", exact=True))
    page.keyboard.type("Zeeland")
    option = page.get_by_role("option", name="Zeeland (PV29)")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("data-focused", "true")
    with rerun(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zeeland")
    reach(page, page.get_by_role("radiogroup").first)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    with rerun(page):
        page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Aantal nieuwe vsv'ers, Zeeland")
    behind = page.locator("summary", has_text="Tabel, bron en download").first
    reach(page, behind)
    with rerun(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="Zeeland").first).to_be_visible()
    reach(page, page.get_by_role("button", name="CSV (internationaal)").first)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert "pv29" in waiting.value.suggested_filename
