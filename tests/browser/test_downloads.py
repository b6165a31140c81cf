"""A downloaded file holds exactly what stands on the screen, and says so when it is fictional."""

import csv
import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tools.browser import Visit, rerun, wait_until
from vsv_metrics.web.table_rows import LEAST

BUTTONS = {"nl": "CSV (Nederlandse Excel)", "int": "CSV (internationaal)"}
PAINTED = "text => window.painted.has(text)"
"""What people see of a table is painted: what a screen reader reads stands beside it."""


@pytest.mark.parametrize("query", ["", "&voorbeeld=true"], ids=["published", "demo"])
def test_the_file_below_a_chart_holds_the_table_behind_it(query: str, opened: Callable[..., Visit]) -> None:
    page = opened(f"/regio?regio=PV28{query}").page
    with rerun(page):
        page.locator("summary", has_text="Tabel, bron en download").first.click()
    table = page.get_by_test_id("stExpander").get_by_test_id("stTable").first
    expect(table).to_be_visible()
    shown = cells(table)
    for dialect, button in BUTTONS.items():
        name, rows = downloaded(page, button, dialect)
        assert ("voorbeeld" in name) == bool(query)
        assert {row["dataset"] for row in rows} == {"demo" if query else "published"}
        assert [row["region_name"] for row in rows] == [row["Regio"] for row in shown]
        assert [row["period"] for row in rows] == [row["Periode"] for row in shown]
        assert [whole(row["numerator"]) for row in rows] == [row["Aantal"] for row in shown]
        assert [rate(row["rate_pct"], row["Percentage"]) for row in merged(rows, shown)] == [row["Percentage"] for row in shown]
        assert [row["source_title"] for row in rows] == [row["Bron"] for row in shown]


@pytest.mark.parametrize("query", ["", "&voorbeeld=true"], ids=["published", "demo"])
def test_the_file_of_the_tables_page_holds_the_rows_on_screen(query: str, opened: Callable[..., Visit]) -> None:
    page = opened(f"/tabellen?regio=PV28,PV29&jaren=2021,2023{query}", size=(2400, 1200)).page
    grid = page.get_by_test_id("stDataFrame").locator("canvas table").first
    expect(grid.locator("tbody tr").first).to_be_attached()
    shown = cells(grid)
    said = page.get_by_text("allemaal hieronder").inner_text()
    for dialect, button in BUTTONS.items():
        name, rows = downloaded(page, button, dialect)
        assert ("voorbeeld" in name) == bool(query)
        assert said.startswith(f"{len(rows)} rijen")
        assert len(shown) == len(rows)
        assert {row["dataset"] for row in rows} == {"demo" if query else "published"}
        assert [row["region_code"] for row in rows] == [row["Code"] for row in shown]
        assert [row["period"] for row in rows] == [row["Periode"] for row in shown]
        assert [row["numerator"] for row in rows] == [row["Aantal"] for row in shown]
        assert [row["denominator"] for row in rows] == [row["Ingeschreven op 1 oktober"] for row in shown]
        assert [row["series_name"] for row in rows] == [row["Reeks"] for row in shown]


def test_a_long_table_is_sorted_as_a_whole_and_scrolled_to_its_end(opened: Callable[..., Visit]) -> None:
    by = "sector,level,learning_path,age_group,sex,absence_reported,month_left,month_last_reported"
    page = opened(f"/tabellen?voorbeeld=true&uitsplitsing={by}&jaren=2023,2024", size=(2400, 1200)).page
    said = page.get_by_text("allemaal hieronder").inner_text()
    count = int(said.split(" ")[0].replace(".", ""))
    assert count > LEAST
    frame = page.get_by_test_id("stDataFrame")
    grid = frame.locator("canvas table").first
    expect(grid).to_have_attribute("aria-rowcount", str(count + 1))
    expect(grid.locator("tbody tr").first).to_contain_text("Nederland")
    page.mouse.click(*inside(frame, 30, 15))
    expect(grid.locator("tbody tr").first).to_contain_text("Aa en Hunze")
    wait_until(page, PAINTED, "Aa en Hunze")
    page.mouse.move(*inside(frame, 30, 200))
    page.mouse.wheel(0, 100 * count)
    expect(grid.locator("tbody tr").last).to_contain_text("Zwolle")
    wait_until(page, PAINTED, "Zwolle")


def inside(element: Locator, right: float, down: float) -> tuple[float, float]:
    """A place inside an element, on the page."""
    box = element.bounding_box()
    assert box
    return box["x"] + right, box["y"] + down


def cells(table: Locator) -> list[dict[str, str]]:
    """The rows of a table on screen, by the names of their columns."""
    header, *rows = table.evaluate(
        "table => [...table.querySelectorAll('tr')].map(row => [...row.children].map(cell => cell.textContent.trim()))"
    )
    return [dict(zip(header, row, strict=True)) for row in rows]


def downloaded(page: Page, button: str, dialect: str) -> tuple[str, list[dict[str, str]]]:
    """Name and rows of the file behind a button, after a look at how it is written; numbers with a decimal point."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).first.click()
    name, content = waiting.value.suggested_filename, waiting.value.path().read_bytes()
    assert name.endswith(f"-{dialect}.csv")
    assert content.startswith(b"\xef\xbb\xbf") == (dialect == "nl")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";" if dialect == "nl" else ",", strict=True))
    numbers = ("numerator", "denominator", "rate_pct")
    assert all(("," in row["rate_pct"]) == (dialect == "nl") for row in rows if not row["rate_pct"].isdecimal())
    return name, [row | {column: row[column].replace(",", ".") for column in numbers} for row in rows]


def merged(rows: list[dict[str, str]], shown: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row | seen for row, seen in zip(rows, shown, strict=True)]


def whole(text: str) -> str:
    return f"{int(text):,}".replace(",", ".") if text else ""


def rate(text: str, seen: str) -> str:
    """The percentage as the page writes it, with as many decimals as it shows."""
    digits = len(seen.partition(",")[2].rstrip(" %\xa0"))
    return f"{float(text):.{digits}f}".replace(".", ",") + "\xa0%" if text else ""
