"""Adding figures in the running dashboard: those of CBS at one button, a table of one's own for one visitor alone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tools.browser import Visit, new_visit, wait_drawn
from tools.duo_layouts import SURNAME, persons, put
from tools.server import ROOT, serving
from tools.statline import Statline, counts, national, regional
from tools.statline import serving as statline_serving

OWN = """schooljaar;regio;deelnemers;vsv'ers
2021-2022;RMC29;70.000;1.900
2022-2023;RMC29;71.000;1.850
2023-2024;RMC29;72.000;1.800
"""
PERSONS = "BSN;ACHTERNAAM;GEBOORTEDATUM\n000000000;Test;01-01-2005\n"


@pytest.fixture(scope="module")
def fetching(light_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard of its own, without fictional figures, which fetches from a server beside it."""
    folder = tmp_path_factory.mktemp("fetching")
    for name in ("vsv_metrics", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, folder / "app" / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder / "app")
    shutil.copytree(light_data, folder / "app" / "data")
    table = Statline({"84780NED": regional(("GM0546", "GM9999")), "85368NED": national()})
    with statline_serving(table) as cbs, serving(folder / "store", cbs=cbs, root=folder / "app") as address:
        yield address


def test_a_folder_of_duo_files_is_counted_where_it_lies(fetching: str, browser: BrowserContext, tmp_path: Path) -> None:
    people = persons(100_000_000, 400)
    put(tmp_path, "NRSP2023VI29.csv", people)
    put(tmp_path, "NenR2023VI29.csv", people[:60])
    visit = new_visit(browser, fetching)
    visit.go("/bronnen")
    box = visit.page.get_by_role("textbox", name="Map met de bestanden")
    box.fill(str(tmp_path))
    box.press("Tab")
    visit.page.get_by_role("button", name="Tel deze map").click()
    expect(visit.page.get_by_text("Geteld en geladen")).to_be_visible(timeout=60_000)
    visit.page.get_by_role("button", name="Toon mijn eigen cijfers").click()
    expect(visit.page.get_by_text("u ziet wat op deze computer is toegevoegd")).to_be_visible()
    visit.go("/regio?regio=RMC29&eigen=true")
    expect(visit.page.get_by_test_id("stMetricValue").first).to_have_text("60")
    assert SURNAME not in visit.page.content()
    visit.close()


def test_one_button_brings_the_figures_of_every_region(fetching: str, browser: BrowserContext) -> None:
    visit = new_visit(browser, fetching)
    visit.go("/regio?regio=RMC30")
    page = visit.page
    expect(page.get_by_text("Nog geen CBS-cijfers geladen")).to_be_visible()
    page.get_by_role("button", name="Haal CBS-cijfers op").click()
    leavers, _ = counts("MC30", 2024, 2, 1)
    expect(page.get_by_test_id("stMetricValue").first).to_have_text(f"{leavers:,}".replace(",", "."), timeout=60_000)
    expect(page.get_by_text("Nog geen CBS-cijfers geladen")).to_have_count(0)

    elsewhere = new_visit(browser, fetching)
    elsewhere.go("/regio?regio=GM9999")
    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Gebied GM9999")
    elsewhere.go("/bronnen")
    expect(elsewhere.page.get_by_text("Herkende gebieden").first).to_contain_text("40 RMC")
    for done in (visit, elsewhere):
        done.close()


def upload(visit: Visit, name: str, content: str) -> None:
    visit.page.locator('input[type="file"]').first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    )


def test_a_table_of_ones_own_is_shown_to_its_owner_alone(opened: Callable[..., Visit]) -> None:
    visit, other = opened("/bronnen"), opened("/regio?regio=RMC29")
    upload(visit, "regio.csv", OWN)
    expect(visit.page.get_by_text("regio.csv is bruikbaar: 3 regels")).to_be_visible()
    expect(visit.page.get_by_role("cell", name="nieuwe vsv'ers", exact=True)).to_be_visible()
    visit.page.get_by_role("button", name="Gebruik deze cijfers").click()
    expect(visit.page.get_by_text("u ziet het bestand dat u hebt geladen")).to_be_visible()
    visit.page.get_by_test_id("stTopNavLink").filter(has_text="Regio").click()
    visit.page.locator(".st-key-area_level").get_by_role("combobox").click()
    visit.page.get_by_role("option", name="Doorstroompuntregio (RMC)").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Oost-Groningen")
    wait_drawn(visit.page)
    visit.page.locator(".st-key-choice_regio").get_by_role("combobox").fill("Rijnmond")
    visit.page.get_by_role("option", name="Rijnmond (RMC29)").click()
    expect(visit.page.get_by_test_id("stMetricValue").first).to_have_text("1.800")
    wait_drawn(visit.page)
    other.go("/regio?regio=RMC29&eigen=true")
    expect(other.page.get_by_text("Er zijn geen eigen cijfers geladen")).to_be_visible()
    expect(other.page.get_by_text("1.800")).to_have_count(0)


def test_a_file_of_persons_is_refused_and_says_where_to_go(opened: Callable[..., Visit]) -> None:
    visit = opened("/bronnen")
    upload(visit, "leerlingen.csv", PERSONS)
    expect(visit.page.get_by_text("leerlingen.csv is niet bruikbaar")).to_be_visible()
    expect(visit.page.get_by_text("vsv-metrics aggregate").first).to_be_visible()
    expect(visit.page.get_by_role("button", name="Gebruik deze cijfers")).to_have_count(0)


def test_a_folder_that_cannot_be_counted_says_why(fetching: str, browser: BrowserContext, tmp_path: Path) -> None:
    visit = new_visit(browser, fetching)
    visit.go("/bronnen")
    box = visit.page.get_by_role("textbox", name="Map met de bestanden")
    box.fill(str(tmp_path / "nowhere"))
    box.press("Tab")
    visit.page.get_by_role("button", name="Tel deze map").click()
    expect(visit.page.get_by_test_id("stAlertContentError")).to_contain_text("is er niet, op de computer")
    expect(visit.page.get_by_text("Geteld en geladen")).to_have_count(0)
    visit.close()
