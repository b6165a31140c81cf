"""`vsv-metrics query`, and answers in SQL as files: exact, harmless in a spreadsheet, with where they come from."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from vsv_metrics import cli
from vsv_metrics.delivery import document
from vsv_metrics.delivery import sql as files
from vsv_metrics.export.formats import FORMATS
from vsv_metrics.paths import STORE_DIR_VARIABLE
from vsv_metrics.store import Store
from vsv_metrics.store.sandbox import SqlAnswer
from vsv_metrics.text import Locale

NL, EN = Locale("nl"), Locale("en")


def answer(table: pa.Table, sql: str = "SELECT 1", **more: object) -> SqlAnswer:
    facts = {"kind": "SELECT", "cut": "", "columns": table.num_columns, "seconds": 0.1, "datasets": ("published",)} | more
    return SqlAnswer(sql, table, fingerprint="abc123", **facts)  # type: ignore[arg-type]


Query = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def query(store: Store, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Query:
    """Runs a command as from a shell, with `given` on standard input: its exit code, standard output and standard error."""
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(store.path.parent))

    def command(*words: str, given: bytes = b"") -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["vsv-metrics", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capfdbinary.readouterr()
        return int(ended.value.code or 0), said.out, said.err.decode()

    return command


def test_an_answer_comes_as_csv_on_standard_output(query: Query) -> None:
    code, out, err = query("query", "SELECT region_code, period, -1.5 AS x, '=1+1' AS \"a,b\" FROM figures ORDER BY ALL LIMIT 1")
    assert (code, err) == (0, "")
    assert out == b'region_code,period,x,"a,b"\r\nCC_AT,2023,-1.5,\'=1+1\r\n'


@pytest.mark.parametrize(("language", "told"), [("nl", "Alleen lezen kan"), ("en", "Only reading is possible")])
def test_a_refusal_is_one_line_and_exit_code_1(query: Query, language: str, told: str) -> None:
    code, out, err = query("--language", language, "query", "DROP TABLE figures")
    assert (code, out) == (1, b"")
    assert err.startswith(told)
    assert err.count("\n") == 1


def test_a_statement_from_standard_input_becomes_a_file_that_says_what_it_is(store: Store, query: Query, tmp_path: Path) -> None:
    file = tmp_path / "answer.parquet"
    code, out, err = query("query", "-", "--out", str(file), given="SELECT count(*) AS n FROM demo_figures".encode("utf-8-sig"))
    assert (code, out) == (0, b"")
    assert NL("export.note_demo") in err
    [row] = parquet.read_table(file).to_pylist()
    [rows] = store.query("dataset_rows").query("source == 'figure' and dataset == 'demo'")["n"]
    assert row["n"] == rows
    assert (row["data_fingerprint"], row["query"]) == (store.fingerprint, "SELECT count(*) AS n FROM demo_figures")
    assert NL("export.note_demo") in row["note"]


@pytest.mark.parametrize("words", [("query",), ("query", "SELECT 1", "--out", "answer.txt")])
def test_misuse_is_exit_code_2(query: Query, words: tuple[str, ...]) -> None:
    assert query(*words)[0] == 2


def test_a_file_tells_where_it_comes_from_and_what_was_cut_off() -> None:
    table = pa.table({"query": [1], "n": [2.5]})
    made = files.with_origin(answer(table, "SELECT 1", cut="rows", columns=3, datasets=("demo",)), EN).to_pylist()[0]
    assert (made["query"], made["vsv_query"], made["data_fingerprint"]) == (1, "SELECT 1", "abc123")
    assert made["note"].startswith(f"{EN('export.note_demo')} Cut off: ")
    assert "note" not in files.with_origin(answer(table), EN).column_names


def test_a_long_statement_is_named_by_its_checksum() -> None:
    table = pa.table({"n": list(range(10_000))})
    sql = "SELECT 1 -- " + "x" * 1_000
    assert files.with_origin(answer(table, sql), EN)["query"][0].as_py() == f"sha256:{files.digest(sql)}"


def test_what_is_written_reads_back() -> None:
    table = pa.table([["=1+1", None], [1, -2], [0.5, None]], ['a;"b', "=x", "n"])
    dutch = pd.read_csv(io.BytesIO(files.content(table, "csv", "nl")), sep=";", decimal=",", encoding="utf-8-sig")
    international = pd.read_csv(io.BytesIO(files.content(table, "csv", "int")))
    for frame in (dutch, international):
        assert list(frame.columns) == ['a;"b', "'=x", "n"]
        assert frame["'=x"].tolist() == [1, -2]
        assert frame['a;"b'].tolist()[0] == "'=1+1"
        assert frame["n"].tolist()[0] == 0.5
    assert json.loads(files.content(table, "json")) == table.to_pylist()
    assert parquet.read_table(io.BytesIO(files.content(table, "parquet"))).to_pylist() == table.to_pylist()
    odd = pa.table({"x": [float("nan"), float("inf"), 1.0]})
    assert json.loads(files.content(odd, "json")) == [{"x": None}, {"x": None}, {"x": 1.0}]


@pytest.mark.parametrize("form", FORMATS)
def test_an_answer_goes_to_the_same_files_as_every_table(store: Store, form: str) -> None:
    table = pa.table([["=1+1", "PV28"], [float("inf"), 0.5], ["cbs_84780_ed2025", None]], ["=x", "n", "source_id"])
    made = files.finite(files.with_origin(answer(table, "SELECT 1"), NL))
    about = document(store, made, NL, dataset="published", title="Uitkomst", stem="vsv-sql", query="SELECT 1")
    content = FORMATS[form].write(about)
    assert content == FORMATS[form].write(about)
    assert [row["source_id"] for row in about.sources] == ["cbs_84780_ed2025"]
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    elif form == "json":
        assert [row["n"] for row in json.loads(content)["rows"]] == [None, 0.5]
