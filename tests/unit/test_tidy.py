"""The project's own files: read strictly, and every fault named with file, row, column, found and expected."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.loading import inputs
from vsv_metrics.schema import tables
from vsv_metrics.sources import cells, tidy

Messages = Callable[[UserError], dict[str, str]]
FIGURES = "published/figures.csv"
ROOT = Path(__file__).parents[2]


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_bytes().decode("utf-8")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))


def problems(folder: Path) -> list[DataContractError]:
    return inputs.examine_inputs(folder).problems


def test_a_file_becomes_the_columns_of_its_table(tiny: Path) -> None:
    name, frame = tidy.read(tiny / "published" / "figures.json")
    assert name == "observation"
    assert tuple(frame.columns) == tables.OBSERVATION.column_names
    assert frame.index[0] == (FIGURES, 2)
    first = frame.iloc[0]
    assert first["period_start"] == pd.Timestamp("2022-08-01")
    assert first["period_type"] == "school_year"
    assert first["dataset"] == "published"
    assert first["coverage"] == "whole"
    assert first["sex"] == "total"
    assert pd.isna(first["published_on"])
    types = {str(kind) for kind in frame.dtypes}
    assert types == {"str", "Int64", "float64", "datetime64[us]"}
    assert frame.iloc[10]["value"] != frame.iloc[10]["value"]
    assert frame.iloc[10]["missing_reason"] == "suppressed"


def test_calendar_years_are_periods_too(tiny: Path) -> None:
    edit(tiny, FIGURES, "school_year", "year")
    edit(tiny, "published/figures.json", '"school_year", "type": "integer"', '"year", "type": "integer"')
    text = (tiny / FIGURES).read_text().splitlines()
    (tiny / FIGURES).write_text(f"{text[0]}\n{text[1]}\n")
    _, frame = tidy.read(tiny / "published" / "figures.json")
    assert frame["period_start"].iloc[0] == pd.Timestamp("2022-01-01")
    assert frame["period_type"].iloc[0] == "calendar_year"


def test_line_numbers_hold_after_a_text_of_several_lines(tiny: Path) -> None:
    edit(tiny, "reference/glossary.csv", "Betekenis", '"Twee\nregels"')
    edit(tiny, "reference/glossary.csv", "Meaning,1\n", "Meaning,1\nb,b,b,b,b,x\n")
    found = {(problem.code, problem.row) for problem in problems(tiny)}
    assert found == {("type_string", 2), ("type_integer", 4)}


def test_a_byte_order_mark_and_windows_line_ends_are_read(tiny: Path) -> None:
    path = tiny / FIGURES
    before = tidy.read(path.with_suffix(".json"))[1]
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    pd.testing.assert_frame_equal(tidy.read(path.with_suffix(".json"))[1], before)


def test_the_tiny_data_pass(tiny: Path) -> None:
    assert problems(tiny) == []


ROW = "new,new_leavers,NL,2022,total,numerator,300,persons,,,provisional,exact,,,1,letter"
CASES = [
    # file, old text, new text, code, line, column, what the message must name
    (FIGURES, ROW, ROW.replace("300", "drie"), "type_number", 2, "value", "drie"),
    (FIGURES, ROW, ROW.replace("300", "1.300,5"), "field_count", 2, None, "17"),
    (FIGURES, ROW, ROW.replace("300", "1e3"), "type_number", 2, "value", "1e3"),
    (FIGURES, ROW, ROW.replace("300", " 300"), "type_number", 2, "value", " 300"),
    (FIGURES, ROW, ROW.replace("300", "nan"), "type_number", 2, "value", "nan"),
    (FIGURES, ROW, ROW.replace("2022", "2022/23"), "type_school_year", 2, "school_year", "2022/23"),
    (FIGURES, ROW, ROW.replace("2022", ""), "required", 2, "school_year", "2023"),
    (FIGURES, ROW, ROW.replace(",NL,", ",,"), "required", 2, "region_code", "region_code"),
    (FIGURES, ROW, ROW.replace(",NL,", ",NL ,"), "type_string", 2, "region_code", "NL "),
    (FIGURES, ROW, ROW.replace("provisional", "voorlopig"), "code", 2, "obs_status", "definitive"),
    (FIGURES, ROW, ROW.replace(",NL,", ",RMC99,"), "unknown_region", 2, "region_code", "RMC99"),
    (FIGURES, ROW, ROW.replace("new,", "newer,", 1), "reference", 2, "series_id", "series.series_id"),
    (FIGURES, ROW, ROW.replace("letter", "rumour"), "reference", 2, "source_id", "rumour"),
    (FIGURES, ROW, ROW.replace("total", "hbo"), "unknown_member", 2, "sector", "mbo"),
    (FIGURES, ROW, f"{ROW}\n{ROW}", "duplicate_key", 3, None, f"{FIGURES}:2"),
    (FIGURES, ROW, ROW.replace("300", "-300"), "negative", 2, "value", "-300"),
    (FIGURES, ROW, ROW.replace("300", ""), "missing_without_reason", 2, "value", "suppressed"),
    (FIGURES, ",suppressed,", ",,", "missing_without_reason", 12, "value", "suppressed"),
    (FIGURES, ROW, ROW.replace("exact,,", "exact,suppressed,"), "value_and_reason", 2, "missing_reason", "suppressed"),
    (FIGURES, ROW, ROW.replace("persons", "percent"), "unit", 2, "unit", "percent"),
    (FIGURES, "3,percent,2.5,3.5", "103,percent,102.5,103.5", "rate_above_100", 10, "value", "103"),
    (FIGURES, "245,255", "251,255", "bounds", 7, "value", "250"),
    (FIGURES, "245,255", "245,", "bounds", 7, "lower", "245"),
    (FIGURES, ",b,1,", ",z,1,", "flags", 7, "flags", "bdeupc"),
    (FIGURES, ",,1,letter", ",,0,letter", "vintage", 2, "vintage_rank", "0"),
    (FIGURES, "RMC14,2019", "RMC14,2020", "region_not_valid", 12, "region_code", "2019"),
    (FIGURES, "old,new_leavers,NL,2021", "old,new_leavers,NL,2022", "series_not_valid", 11, "series_id", "2001–2021"),
    (FIGURES, ROW, ROW.replace("300", "10001"), "leavers_above_enrolled", 2, "value", "10000"),
    (FIGURES, "9760,persons,9755,9765", "9860,persons,9855,9865", "complement", 7, "value", "9860"),
    (FIGURES, "3,percent,2.5,3.5", "4,percent,3.5,4.5", "rate_mismatch", 10, "value", "250"),
    (FIGURES, "mbo,numerator,200", "mbo,numerator,201", "sums", 2, "value", "vo + mbo = 301"),
    (FIGURES, "series_id,", "reeks,", "header", 1, None, "reeks"),
    (FIGURES, ROW, ROW.replace("provisional", '"provi"sional'), "syntax", 2, None, "CSV"),
    ("reference/member.csv", "sector,total,Totaal,Total,,,0\n", "", "unknown_member", None, None, "total"),
    ("reference/member.csv", "total,school,2", "hbo,school,2", "unknown_member", None, "parent", "hbo"),
    ("reference/member.csv", "sex,total", "sex,all", "member_total", None, "code", "sex"),
    ("reference/series.csv", ",true,2", ",ja,2", "type_boolean", 3, "meets_target", "ja"),
    ("reference/source.csv", "2024-04-01", "01-04-2024", "type_date", 2, "retrieved_on", "01-04-2024"),
    ("reference/source.csv", "2024-04-01", "2024-02-30", "type_date", 2, "retrieved_on", "2024-02-30"),
    ("reference/tile.csv", ",1,2", ",1.0,2", "type_integer", 2, "col", "1.0"),
    ("published/figures.json", '"encoding": "utf-8"', '"encoding": "latin-1"', "descriptor", None, None, "latin-1"),
    ("published/figures.json", '"figures.csv"', '"../figures.csv"', "descriptor", None, None, "../figures.csv"),
    ("published/figures.json", '"observation"', '["x"]', "descriptor", None, None, "observation"),
    ("published/figures.json", '"value", "type": "number"', '"value", "type": "any"', "descriptor", None, None, "number"),
    ("published/figures.json", '{"name": "value"', '{"name": "amount"', "descriptor", None, None, "amount"),
    ("published/figures.json", '"published"', '"official"', "descriptor", None, None, "official"),
    ("published/figures.json", '"dataset": "published"', "", "column_missing", None, "dataset", "dataset"),
    ("published/figures.json", "{", "", "descriptor", None, None, "JSON"),
    ("published/figures.json", '"published"', '"demo"', "dataset", 2, "dataset", "published"),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "row", "column", "named"), CASES)
def test_a_bad_file_is_named(
    tiny: Path, messages: Messages, file: str, old: str, new: str, code: str, row: int | None, column: str | None, named: str
) -> None:
    edit(tiny, file, old, new)
    matching = [problem for problem in problems(tiny) if problem.code == code]
    assert matching, [str(problem) for problem in problems(tiny)]
    problem = matching[0]
    if row is not None:
        assert problem.row == row
    if column is not None:
        assert problem.column == column
    for sentence in messages(problem).values():
        assert problem.file in sentence
        assert named in sentence
        assert "None" not in sentence
        assert problem.row is None or re.search(rf"\b{problem.row}\b", sentence)


def test_the_first_problem_is_raised(tiny: Path) -> None:
    edit(tiny, FIGURES, ROW, ROW.replace("300", "drie"))
    with pytest.raises(DataContractError) as caught:
        inputs.read_inputs(tiny)
    assert (caught.value.code, caught.value.file, caught.value.row) == ("type_number", FIGURES, 2)


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty_file", None),
        (b"a,b\n1,\xe9\n", "encoding", 2),
        (b"a,b\n1,\x00\n", "encoding", 2),
        ("a,b\n".encode("utf-16"), "encoding", 1),
        (b"a,b\n1,2\n\n", "field_count", 3),
        (b"a,b\n1,2\n3\n", "field_count", 3),
        (b'a,b\n1,"2\n', "syntax", 2),
        (b"<html><body>404</body></html>\n", "header", 1),
        (b"a;b\n1;2\n", "header", 1),
    ],
)
def test_bytes_that_are_no_such_file_are_refused(
    tiny: Path, messages: Messages, content: bytes, code: str, row: int | None
) -> None:
    (tiny / FIGURES).write_bytes(content)
    [problem] = problems(tiny)
    assert (problem.code, problem.row, problem.file) == (code, row, FIGURES)
    nl, en = messages(problem).values()
    assert FIGURES in nl
    assert FIGURES in en
    assert nl != en


@pytest.mark.parametrize(
    ("gone", "code", "named"),
    [
        (FIGURES, "file_missing", "figures.csv"),
        ("published/figures.json", "descriptor_missing", "figures.json"),
        ("reference/region.csv", "file_missing", "region.csv"),
    ],
)
def test_a_missing_file_is_named(tiny: Path, messages: Messages, gone: str, code: str, named: str) -> None:
    (tiny / gone).unlink()
    [problem] = problems(tiny)
    assert problem.code == code
    assert all(named in sentence for sentence in messages(problem).values())


def test_a_missing_table_is_named(tiny: Path, messages: Messages) -> None:
    for suffix in (".csv", ".json"):
        (tiny / "reference" / f"norm{suffix}").unlink()
    [problem] = problems(tiny)
    assert problem.code == "table_missing"
    assert all("norm" in sentence for sentence in messages(problem).values())


def test_a_key_that_stands_in_two_files_is_named(tiny: Path) -> None:
    for suffix in (".csv", ".json"):
        text = (tiny / "published" / f"figures{suffix}").read_text().replace("figures.csv", "again.csv")
        (tiny / "published" / f"again{suffix}").write_text(text)
    problem = problems(tiny)[0]
    assert problem.code == "duplicate_key"
    assert problem.file == "published/figures.csv"
    assert problem.expected == "published/again.csv:2"


def test_a_break_begins_a_piece_for_all_measures(tiny: Path) -> None:
    frame = inputs.read_inputs(tiny)["observation"]
    by_year = frame[frame["series_id"] == "new"].groupby(frame["period_start"].dt.year)["piece"].unique()
    assert {year: list(pieces) for year, pieces in by_year.items()} == {2022: [0], 2023: [1]}


def test_rounding_explains_what_differs_within_its_bounds(tiny: Path) -> None:
    edit(tiny, FIGURES, "9760,persons,9755,9765", "9770,persons,9765,9775")
    assert [problem.code for problem in problems(tiny)] == ["complement"]
    edit(tiny, FIGURES, "250,persons,245,255", "245,persons,240,250")
    assert problems(tiny) == []


def test_every_code_has_a_sentence_in_both_languages() -> None:
    source = "".join(path.read_text() for path in (ROOT / "vsv_metrics").rglob("*.py"))
    used = set(re.findall(r'(?:DataContractError|UserError|_problem|problem)\(\s*"([a-z_0-9]+)"', source))
    used |= set(re.findall(r'frame[^"\n]*, "([a-z_0-9]+)", "\w+", ', source))
    used |= {f"type_{kind}" for kind in (*cells.EXAMPLES, "string")}
    for language in ("nl", "en"):
        keys = tomllib.loads((ROOT / "vsv_metrics" / "text" / language / "errors.toml").read_text()).keys()
        assert used <= keys, used - keys


def test_the_descriptors_that_ship_are_frictionless_resources() -> None:
    descriptors = [file.with_suffix(".json") for file in sorted((ROOT / "data").glob("*/*.csv"))]
    assert descriptors
    for path in descriptors:
        resource = json.loads(path.read_text())
        assert resource["licenses"], path
        assert resource.get("sources") or path.parent.name != "published", path
        assert all(field["description"] for field in resource["schema"]["fields"]), path
        assert set(resource["schema"]["primaryKey"]) <= {field["name"] for field in resource["schema"]["fields"]}, path
