"""The ten tasks of docs/tasks.md, walked from the start page, their clicks counted and compared with what the document says."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tools.browser import Visit, choose, rerun, wait_drawn

DOCUMENT = Path(__file__).parents[2] / "docs" / "tasks.md"
MOST_CLICKS = 3
PROVINCES = 12
A4_PAGES = 1


class Walk:
    """A visit that begins on the start page and counts what is clicked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def navigate(self, name: str) -> None:
        with rerun(self.page):
            self.click(self.page.get_by_role("navigation", name="App pages").get_by_role("link", name=name))
        expect(self.page.get_by_role("navigation", name="App pages").locator("[aria-current=page]")).to_contain_text(name)

    def choose(self, label: str, option: str) -> None:
        choose(self.page, label, option)
        self.clicks += 1

    def says(self, *texts: str) -> None:
        """One paragraph holds all these texts."""
        paragraph = self.page.get_by_test_id("stMain").locator("p")
        for text in texts:
            paragraph = paragraph.filter(has_text=text)
        expect(paragraph.first).to_be_visible()

    def to_the_region(self) -> None:
        self.navigate("Regio")
        self.choose("Soort gebied", "Doorstroompuntregio (RMC)")
        self.choose("Gebied", "Zuid-Holland-Noord (RMC26)")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Zuid-Holland-Noord")
        wait_drawn(self.page)


def on_track(walk: Walk) -> None:
    walk.says("29.163", "minder dan 18.000 in 2026", "11.164")


def which_sector_rose(walk: Walk) -> None:
    walk.says("mbo −1.978", "vo en vavo samen (totaal min mbo) +1.440", "Deze jaren mogen worden vergeleken")


def provinces_that_differ(walk: Walk) -> None:
    walk.says("zelfde reeks (2,69", "zijn hoger: ", "Groningen", "Flevoland", "Lager: ", "Overijssel")


def a_region_beside_the_country(walk: Walk) -> None:
    walk.to_the_region()
    walk.says("in 2020/21 verlieten in Zuid-Holland-Noord 451 jongeren", "Nieuwer dan 2020/21 hebben we")
    titles = walk.page.get_by_role("heading", level=2)
    expect(titles.nth(0)).to_contain_text("Zuid-Holland-Noord")
    expect(titles.nth(1)).to_contain_text("Nederland, zelfde reeks")
    expect(walk.page.get_by_role("figure")).to_have_count(2)


def a_region_on_paper(walk: Walk) -> None:
    walk.to_the_region()
    paper = walk.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/MediaBox", paper)) == A4_PAGES


def own_figures(walk: Walk) -> None:
    walk.navigate("Bronnen")
    walk.click(walk.page.get_by_role("link", name="Eigen cijfers of CBS-cijfers toevoegen").first)
    expect(walk.page.get_by_role("heading", name="Eigen cijfers of CBS-cijfers toevoegen")).to_be_in_viewport()
    for command in ("vsv-metrics check", "vsv-metrics build"):
        expect(walk.page.get_by_test_id("stMain").locator("code").filter(has_text=command)).to_be_visible()


def provinces_as_csv(walk: Walk) -> None:
    walk.navigate("Tabellen")
    with rerun(walk.page):
        walk.click(walk.page.get_by_role("button", name="Alle provincies, 2019/20 – 2023/24"))
    said = walk.page.get_by_test_id("stMain").locator("p").filter(has_text="rijen, allemaal hieronder")
    expect(walk.page.get_by_role("heading", name="Provincie · 2019/20 tot en met 2023/24")).to_be_visible()
    rows_on_screen = re.match(r"[\d.]+", said.inner_text())
    assert rows_on_screen
    with walk.page.expect_download() as waiting:
        walk.click(walk.page.get_by_role("button", name="CSV (internationaal)"))
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"))))
    assert len(rows) == int(rows_on_screen[0])
    assert len({row["region_code"] for row in rows}) == PROVINCES
    periods = {row["period"] for row in rows}
    assert min(periods) >= "2019/20"
    assert max(periods) == "2023/24"
    assert len(rows) == PROVINCES * len(periods)


def definition_and_source(walk: Walk) -> None:
    walk.click(walk.page.locator("summary").filter(has_text="Tabel, bron en download").first)
    box = walk.page.get_by_test_id("stExpander").filter(has_text="Tabel, bron en download").first
    row = box.get_by_role("row").filter(has_text="29.163")
    expect(row).to_contain_text("OCW, landelijke definitie")
    expect(row.get_by_role("cell").last).not_to_be_empty()
    expect(box.get_by_text("Wie op 1 oktober stond ingeschreven in vo, vavo of mbo")).to_be_visible()


def a_link_for_a_colleague(walk: Walk) -> None:
    walk.navigate("Regio")
    walk.choose("Gebied", "Zeeland (PV29)")
    heading = walk.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Zeeland")
    expect(walk.page).to_have_url(re.compile("regio=PV29"))
    colleague = walk.page.context.new_page()
    colleague.goto(walk.page.url)
    wait_drawn(colleague)
    wait_drawn(walk.page)
    assert colleague.get_by_test_id("stMain").inner_text() == walk.page.get_by_test_id("stMain").inner_text()
    colleague.close()


def provisional_and_revised(walk: Walk) -> None:
    walk.says("30.246 (voorlopig)", "29.701 (vermoedelijk definitief)", "−545", "−538", "−1.083")


TASKS = {
    1: on_track,
    2: which_sector_rose,
    3: provinces_that_differ,
    4: a_region_beside_the_country,
    5: a_region_on_paper,
    6: own_figures,
    7: provinces_as_csv,
    8: definition_and_source,
    9: a_link_for_a_colleague,
    10: provisional_and_revised,
}


def written_clicks() -> dict[int, int]:
    """Task -> clicks, as docs/tasks.md says."""
    sections = re.split(r"^## (?=\d+\. )", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found = [(re.match(r"\d+", section), re.findall(r"^- Clicks: (\d+)$", section, flags=re.MULTILINE)) for section in sections]
    return {int(number[0]): int(clicks[0]) for number, clicks in found if number and len(clicks) == 1}


def test_the_document_names_the_ten_tasks() -> None:
    assert written_clicks().keys() == TASKS.keys()


@pytest.mark.parametrize("number", TASKS)
def test_a_task_takes_the_clicks_that_are_written(number: int, opened: Callable[..., Visit]) -> None:
    walk = Walk(opened("/").page)
    TASKS[number](walk)
    assert walk.clicks == written_clicks()[number]
    assert walk.clicks <= MOST_CLICKS
