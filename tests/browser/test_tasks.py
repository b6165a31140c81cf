"""The tasks of docs/tasks.md, walked from the start page, their clicks counted and compared with what the document says."""

import csv
import io
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import openpyxl
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

    def follow(self, name: str) -> None:
        with rerun(self.page):
            self.click(self.page.get_by_role("link", name=name))

    def part(self, name: str) -> None:
        with rerun(self.page):
            self.click(self.page.get_by_role("radio", name=name, exact=True))

    def rows(self) -> int:
        """How many rows the page Tabellen says that it shows."""
        said = self.page.get_by_test_id("stMain").locator("p").filter(has_text="rijen, allemaal hieronder").inner_text()
        return int(said.split(" ")[0].replace(".", ""))

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


def provinces_beyond_chance(walk: Walk) -> None:
    walk.follow("Vergelijk de provincies")
    walk.says("Hoger dan verwacht: geen. Lager dan verwacht: geen. Geen duidelijk verschil: 12 van de 12.")


def why_a_rate_changed(walk: Walk) -> None:
    walk.navigate("Vergelijken")
    walk.part("Waarom veranderde het?")
    walk.choose("Gebied", "Rijnmond (RMC29)")
    walk.says("van 2,87\xa0% naar 2,98\xa0%", "+0,11", "−0,05", "+0,17")


def at_the_rate_of_similar_areas(walk: Walk) -> None:
    walk.navigate("Vergelijken")
    walk.part("Profiel van één gebied")
    walk.choose("Gebied", "Flevoland (PV24)")
    walk.says("Het meest lijken op Flevoland: ")
    expect(walk.page.get_by_text("ongeveer 239 minder (marge 159 tot 323)")).to_be_visible()
    walk.says("geen voorspelling en geen doel")


def measures_before_a_change(walk: Walk) -> None:
    walk.navigate("Actielijnen")
    walk.part("Register van maatregelen")
    dates = walk.page.get_by_test_id("stMain").locator("p strong").all_inner_texts()
    plans = [text.split(": ")[0] for text in dates if re.match(r"(\d+ )?[a-z]+ 20\d\d: ", text.lower())]
    assert plans[:3] == ["14 februari 2023", "3 april 2023", "20 juni 2023"]


def the_target_for_a_province(walk: Walk) -> None:
    walk.navigate("Doel")
    walk.choose("Gebied", "Zeeland (PV29)")
    walk.says("Rekenvoorbeeld Zeeland", "van 710 jongeren in 2023/24 naar ongeveer 438 in 2025/26", "per jaar")


def when_young_people_wait(walk: Walk) -> None:
    walk.navigate("Instroommomenten")
    with rerun(walk.page):
        walk.click(walk.page.get_by_role("button", name="Bekijk met voorbeeldgegevens"))
    walk.part("Instroommomenten")
    walk.says("Wie eind deze periode vertrok, wacht dan 1 maand; wie aan het begin vertrok 5 maanden")
    expect(walk.page.get_by_role("heading", name="Maanden tussen vertrek en het volgende instroommoment")).to_be_visible()
    expect(walk.page.get_by_text("alle cijfers op deze pagina zijn verzonnen")).to_be_visible()


def provinces_as_a_workbook(walk: Walk) -> None:
    walk.follow("Alle provincies, alle jaren, als tabel")
    rows = walk.rows()
    with rerun(walk.page):
        walk.click(walk.page.get_by_role("button", name="Meer bestandsvormen"))
    with walk.page.expect_download() as waiting:
        walk.click(walk.page.get_by_role("button", name="Excel (XLSX)"))
    sheets = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    assert rows + 1 in [sheet.max_row for sheet in sheets.worksheets]


def the_same_table_by_a_line(walk: Walk) -> None:
    walk.follow("Alle provincies, alle jaren, als tabel")
    rows = walk.rows()
    walk.click(walk.page.locator("summary").filter(has_text="Zelf ophalen"))
    line = walk.page.get_by_test_id("stCode").filter(has_text="read_csv")
    expect(line).to_be_visible()
    address = re.search(r'read_csv\("([^"]+)"\)', line.inner_text())
    assert address
    with urllib.request.urlopen(address[1], timeout=60) as answer:
        assert len(list(csv.DictReader(io.StringIO(answer.read().decode("utf-8"))))) == rows


def a_question_in_sql(walk: Walk) -> None:
    walk.navigate("SQL")
    walk.choose("Beginnen met een voorbeeld", "Hoeveel nieuwe vsv’ers waren er per schooljaar?")
    with rerun(walk.page):
        walk.click(walk.page.get_by_role("button", name="Uitvoeren"))
    expect(walk.page.get_by_test_id("stDataFrame")).to_be_visible()


def a_link_that_tells_of_changes(walk: Walk) -> None:
    with rerun(walk.page):
        walk.click(walk.page.get_by_role("button", name="Deel deze weergave"))
    expect(walk.page.get_by_test_id("stCode")).to_contain_text(re.compile(r"\?.*stand=[0-9a-f]{12}.*gezien=.*29163"))


def where_a_figure_comes_from(walk: Walk) -> None:
    with walk.page.expect_popup() as opening:
        walk.click(walk.page.get_by_test_id("stMetric").get_by_role("link", name="Nieuwe vsv'ers 2023/24"))
    figure = opening.value
    expect(figure.get_by_role("heading", level=1)).to_have_text("Herkomst van een cijfer")
    expect(figure.get_by_role("heading", level=2).first).to_contain_text("Nederland, 2023/24")
    for heading in ("Hoe het is berekend", "Reeks", "Bron", "Herzieningen"):
        expect(figure.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    figure.close()


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
    11: provinces_beyond_chance,
    12: why_a_rate_changed,
    13: at_the_rate_of_similar_areas,
    14: measures_before_a_change,
    15: the_target_for_a_province,
    16: when_young_people_wait,
    17: provinces_as_a_workbook,
    18: the_same_table_by_a_line,
    19: a_question_in_sql,
    20: a_link_that_tells_of_changes,
    21: where_a_figure_comes_from,
}
READ = {1, 2, 3, 10}
"""Tasks that are done by reading the start page."""


def written_clicks() -> dict[int, int]:
    """Task -> clicks, as docs/tasks.md says."""
    sections = re.split(r"^## (?=\d+\. )", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found = [(re.match(r"\d+", section), re.findall(r"^- Clicks: (\d+)$", section, flags=re.MULTILINE)) for section in sections]
    return {int(number[0]): int(clicks[0]) for number, clicks in found if number and len(clicks) == 1}


def test_the_document_names_these_tasks() -> None:
    assert written_clicks().keys() == TASKS.keys()


def test_some_tasks_need_no_click(opened: Callable[..., Visit]) -> None:
    walk = Walk(opened("/").page)
    for number in READ:
        TASKS[number](walk)
        assert (walk.clicks, written_clicks()[number]) == (0, 0), number


@pytest.mark.parametrize("number", sorted(TASKS.keys() - READ))
def test_a_task_takes_the_clicks_that_are_written(number: int, opened: Callable[..., Visit]) -> None:
    walk = Walk(opened("/").page)
    TASKS[number](walk)
    assert walk.clicks == written_clicks()[number]
    assert walk.clicks <= MOST_CLICKS
