"""Counts of small folders against figures worked out by hand, and every trap of the real files."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tools import duo_layouts as layouts
from tools.duo_layouts import persons, put
from vsv_metrics import cli, paths
from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.sources import duo, tidy
from vsv_metrics.sources.duo import cells

REFERENCE = paths.data_dir() / "reference"
REGIONS = tidy.read(REFERENCE / "region.json")[1]
ALIASES = tidy.read(REFERENCE / "region_alias.json")[1]
COLUMNS = {
    "sector": "sector",
    "level": "level",
    "path": "learning_path",
    "age": "age_group",
    "programme": "programme",
    "absence": "absence_reported",
    "left": "month_left",
    "last": "month_last_reported",
    "school": "institution",
}
A = persons(100_000_000, 10, MELDING_VERZUIM_WETTELIJK="J")
B = persons(
    200_000_000,
    8,
    **{
        "NIVEAU": "Mbo niveau 2",
        "LEERWEG": "BBL",
        "GEMCODE": "606",
        "GEBOORTEDATUM": "5/10/99",
        "BRIN": "98ZZ",
        "ILT/CREBO": "25999.0",
        "RMC_REGIO": "29",
    },
)
ELSEWHERE = persons(300_000_000, 1, RMC_REGIO="REGIO 30")
STRANGER = persons(400_000_000, 1)


def count(folder: Path, threshold: int = 3) -> duo.Outcome:
    return duo.aggregate(folder, REGIONS, ALIASES, threshold)


def value(rows: pd.DataFrame, measure: str, region: str = "RMC29", **named: str) -> int | None:
    """The one value of a cell, None when it is hidden."""
    chosen = rows[(rows["measure"] == measure) & (rows["region_code"] == region)]
    for name in COLUMNS.values():
        chosen = chosen[chosen[name] == named.get(name, "total")]
    [only] = chosen["value"].tolist()
    return None if pd.isna(only) else int(only)


def small_folder(folder: Path) -> None:
    put(folder, "202211A05IRMC29.csv", [*A, *B, *ELSEWHERE])
    put(folder, "202211A04IRMC29.csv", [*A[:4], *STRANGER])
    put(folder, "202212A05IRMC29.csv", [*A, *B, *ELSEWHERE])
    put(folder, "202212A04IRMC29.csv", [*A[:3], *B[:3], *STRANGER])


def test_counts_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    small_folder(tmp_path)
    rows = count(tmp_path).observations
    lines = (Path(__file__).parent / "counted.md").read_text(encoding="utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    expected = set()
    for cells_of in table[2:]:
        line = dict(zip(table[0], cells_of, strict=True))
        named = tuple(line[name] or "total" for name in COLUMNS)
        for measure, name in (("numerator", "leavers"), ("denominator", "enrolled")):
            if line[name]:
                expected.add((line["region"], *named, measure, line[name]))
    found = set()
    for row in rows.to_dict("records"):
        shown = "hidden" if pd.isna(row["value"]) else str(row["value"])
        shown = f"{row['lower']}–{row['upper']}" if pd.notna(row["upper"]) else shown
        assert (row["period_type"], row["period_start"]) == ("school_year", "2022-08-01")
        found.add((row["region_code"], *(row[name] for name in COLUMNS.values()), row["measure"], shown))
    assert found == expected


def test_totals_say_what_was_read_and_joined(tmp_path: Path) -> None:
    small_folder(tmp_path)
    start, leavers = sorted(count(tmp_path).lines, key=lambda line: line.kind)[::-1]
    assert (start.files, start.read, start.outside, start.persons) == (2, 38, 2, 18)
    assert (leavers.files, leavers.read, leavers.persons, leavers.joined) == (2, 12, 8, 7)
    assert leavers.unmatched is None, "one person is too few to be told"
    assert (leavers.written, leavers.masked) == (19, 2)


def spoiled(folder: Path, **how: str) -> None:
    small_folder(folder)
    path = folder / "202211A05IRMC29.csv"
    text = path.read_bytes().decode()
    if how.get("end"):
        text = text.replace("\r\n", how["end"])
    if "header" in how:
        text = text.replace("#BRIN", how["header"], 1)
    if "x" in how:
        old, new = how["x"].split("→")
        assert old in text
        text = text.replace(old, new)
    path.write_bytes(text.encode(how.get("encoding", "utf-8")))


@pytest.mark.parametrize(
    "how",
    [
        {"end": "\n"},
        {"end": "\r"},
        {"end": "\r\n\r\n"},
        {"encoding": "utf-8-sig"},
        {"encoding": "cp1252", "x": "Verzonnen College→Verzonnen Collège’s"},
        {"encoding": "cp1252", "x": "Verzonnen College→Verzonnen Collège", "end": "\r"},
        {"header": "BRIN"},
        {"x": "03-10-2004→3/10/04"},
        {"x": "03-10-2004→20041003"},
        {"x": ";0599;→;599;"},
        {"x": ";0599;→;599.0;"},
        {"x": "REGIO 29→29"},
        {"x": "Mbo4 opleidingen→Mbo niveau 4"},
        {"x": "Mbo4 opleidingen→Mbo4 opleidinge"},
        {"x": ";100000000;→;100000000.0;"},
        {"x": ";202210;→;202210.0;"},
    ],
)
def test_layouts_seen_in_real_files_count_the_same(tmp_path: Path, how: dict[str, str]) -> None:
    small_folder(tmp_path / "plain")
    spoiled(tmp_path / "other", **how)
    pd.testing.assert_frame_equal(count(tmp_path / "other").observations, count(tmp_path / "plain").observations)


@pytest.mark.parametrize(
    ("change", "code", "line", "column"),
    [
        ("03-10-2004→31-02-2004", "duo_cell", 2, "GEBOORTEDATUM"),
        (";100000002;→;Fictus;", "duo_cell", 4, "BSN_ONDERWIJSNR"),
        (";100000002;→;0;", "duo_cell", 4, "BSN_ONDERWIJSNR"),
        ("REGIO 30→Elders", "duo_cell", 20, "RMC_REGIO"),
        (";202210;100000001→;202209;100000001", "duo_cell", 3, "RAPPORTAGE_MAAND"),
        ('"Zorg; Welzijn & Sport"→Zorg; Welzijn & Sport', "duo_fields", 2, None),
        ("GEBOORTEDATUM→GEBOORTE", "duo_column", 1, "GEBOORTEDATUM"),
        ("VOORVOEGSEL→GEBOORTEDATUM", "duo_column", 1, "GEBOORTEDATUM"),
    ],
)
def test_a_refused_file_names_the_place_and_shows_no_cell(
    tmp_path: Path,
    messages: Callable[[UserError], dict[str, str]],
    change: str,
    code: str,
    line: int,
    column: str | None,
) -> None:
    spoiled(tmp_path, x=change)
    with pytest.raises(duo.Problems) as refused:
        count(tmp_path)
    [problem] = refused.value.problems
    assert isinstance(problem, DataContractError)
    assert (problem.code, problem.file, problem.row, problem.column) == (code, "202211A05IRMC29.csv", line, column)
    for sentence in messages(problem).values():
        assert "202211A05IRMC29.csv" in sentence
        assert not re.search(r"1000000|Fictus|Verzonnen|31-02|Elders", sentence + str(problem))


def test_a_separator_too_many_is_refused_even_when_the_last_cell_is_empty(tmp_path: Path) -> None:
    small_folder(tmp_path)
    path = tmp_path / "202211A04IRMC29.csv"
    lines = path.read_bytes().split(b"\r\n")
    lines[3] += b";"
    path.write_bytes(b"\r\n".join(lines))
    with pytest.raises(duo.Problems) as refused:
        count(tmp_path)
    problem = refused.value.problems[0]
    assert (problem.code, problem.row, problem.found, problem.expected) == ("duo_fields", 4, 40, 39)


@pytest.mark.parametrize("name", ["leerlingen.csv", "202213A04I27GZ.csv", "202211A04INergens.csv", "202205A14I27GZ.csv"])
def test_other_names_are_refused(tmp_path: Path, name: str) -> None:
    small_folder(tmp_path)
    (tmp_path / name).write_text("x")
    with pytest.raises(duo.Problems) as refused:
        count(tmp_path)
    assert (refused.value.code, refused.value.values["file"]) == ("duo_name", name)


@pytest.mark.parametrize("unit", ["29", "REGIO 29", "RMC29", "Rijnmond", "REGIO_29"])
def test_a_region_is_recognised_by_number_or_name(tmp_path: Path, unit: str) -> None:
    put(tmp_path, f"202211A05I{unit}.csv", [*A, *B])
    put(tmp_path, f"202211A04I{unit}.csv", A[:4])
    rows = count(tmp_path).observations
    assert set(rows["coverage"]) == {"whole"}
    assert "NL" not in set(rows["region_code"])
    assert value(rows, "numerator") == 4


def test_the_same_delivery_twice_is_refused(tmp_path: Path) -> None:
    small_folder(tmp_path)
    put(tmp_path / "oud", "202211A04I29.csv", A[:2])
    with pytest.raises(duo.Problems, match="duo_twice"):
        count(tmp_path)


def test_an_institution_is_a_part_and_has_a_total_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "202211A05I99ZZ.csv", [*A, *B, *persons(500_000_000, 6, RMC_REGIO="14", GEMCODE="0268")])
    put(tmp_path, "202211A04I99ZZ.csv", A[:4])
    rows = count(tmp_path).observations
    assert set(rows["coverage"]) == {"institution"}
    assert value(rows, "denominator", "OWN") == 24
    assert "RMC14" not in set(rows["region_code"]), "that region no longer exists in 2022"


def test_late_changes_belong_to_the_last_month_of_their_year(tmp_path: Path) -> None:
    put(tmp_path, "202310A05I29.csv", [*A, *B])
    put(tmp_path, "202310A04I29.csv", A[:4])
    put(tmp_path, "202311A14I29.csv", B[:4])
    rows = count(tmp_path).observations
    assert value(rows, "numerator") == 8
    assert value(rows, "numerator", month_left="m09") == 8
    assert set(rows["period_start"]) == {"2022-08-01"}


def test_a_month_without_leavers_is_nobody_and_a_month_without_files_has_no_row(tmp_path: Path) -> None:
    put(tmp_path, "202211A05I29.csv", [*A, *B])
    put(tmp_path, "202211A04I29.csv", A[:4])
    put(tmp_path, "202301A05I29.csv", [*A, *B])
    put(tmp_path, "202301A04I29.csv", A[:4])
    rows = count(tmp_path).observations
    assert value(rows, "numerator", month_left="m12") == 0
    assert "m11" not in set(rows["month_left"])


def test_yearly_files_are_joined_on_either_number_and_keep_their_status(tmp_path: Path) -> None:
    nameless = [{"id": "0", "ONDERWIJSNUMMER": str(600_000_000 + i)} for i in range(8)]
    for status in "VD":
        put(tmp_path, f"NRSP2023{status}I27GZ.csv", [*A, *nameless])
        put(tmp_path, f"NenR2023{status}I27GZ.csv", [*A[:3], *nameless[: 3 if status == "V" else 4]])
    rows = count(tmp_path).observations
    assert set(rows["series_id"]) == {"local_established"}
    for status, rank, leavers in (("provisional", 1, 6), ("definitive", 2, 7)):
        one = rows[rows["vintage_rank"] == rank]
        assert set(one["obs_status"]) == {status}
        assert set(one["period_start"]) == {"2022-08-01"}
        assert (value(one, "numerator"), value(one, "denominator")) == (leavers, 18)


def test_a_start_population_without_leavers_is_left_out(tmp_path: Path) -> None:
    small_folder(tmp_path)
    put(tmp_path, "202301A05IRMC29.csv", [*A, *B])
    outcome = count(tmp_path)
    assert outcome.left_out == ["202301A05IRMC29.csv"]
    assert "2022-12-01" not in set(outcome.observations["period_start"])


def test_leavers_without_a_start_population_cannot_be_counted(tmp_path: Path) -> None:
    put(tmp_path, "202211A04I29.csv", A)
    with pytest.raises(UserError, match="duo_no_start"):
        count(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HAVO/VWO bovenbouw", ("vo", "havo_vwo_upper")),
        ("VMBO bovenbouw", ("vo", "vmbo_upper")),
        ("VO onderbouw", ("vo", "vo_lower")),
        ("Mbo4 opleidinge", ("mbo", "mbo4")),
        ("Mbo niveau 1 (entree)", ("mbo", "mbo1")),
        ("Bbl3", ("mbo", "mbo3")),
        ("VAVO", ("vavo", "unknown")),
        ("", ("unknown", "unknown")),
    ],
)
def test_levels(text: str, expected: tuple[str, str]) -> None:
    assert cells.SECTOR_LEVELS[cells.sector_level(text) or 0] == expected


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("01-10-2004", "18_19"),
        ("02-10-2004", "lt18"),
        ("1/10/02", "20_22"),
        ("19991001", "23_26"),
        ("30-09-1995", "unknown"),
        ("2004-10-01", "18_19"),
    ],
)
def test_age_is_that_of_the_first_of_october(born: str, band: str) -> None:
    position = cells.age_band(born, 2022)
    assert position is not None
    assert cells.AGE_BANDS[position][0] == band


def test_a_brin_code_survives_as_a_number() -> None:
    for code in ("00AA", "27GZ", "99ZZ"):
        assert cells.brin(cells.institution(code) or 0) == code


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["vsv-metrics", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


def test_the_command_writes_what_check_accepts_and_nothing_about_persons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_folder(tmp_path / "in")
    out = tmp_path / "out" / "figures.csv"
    code, printed, complaints = run(monkeypatch, capsys, "aggregate", tmp_path / "in", "--out", out, "--json")
    assert code == 0
    report = json.loads(printed)
    assert [line["kind"] for line in report["totals"]] == ["A04", "A05"]
    names = ["figures-member.csv", "figures-member.json", "figures.csv", "figures.json"]
    assert sorted(path.name for path in out.parent.iterdir()) == names
    everything = printed + complaints + "".join(path.read_text(encoding="utf-8") for path in out.parent.iterdir())
    assert not re.search(rf"{layouts.SURNAME}|Fictus|[1-6]0000000\d|2004-10|03-10", everything)
    assert run(monkeypatch, capsys, "check", out)[0] == 0
    code, printed, _ = run(monkeypatch, capsys, "--language", "en", "aggregate", tmp_path / "in", "--out", out)
    assert code == 0
    assert "2022/23 A05 (whole region)" in printed


def test_nothing_is_written_when_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spoiled(tmp_path / "in", x="03-10-2004→31-02-2004")
    out = tmp_path / "out" / "figures.csv"
    code, printed, _ = run(monkeypatch, capsys, "aggregate", tmp_path / "in", "--out", out, "--json")
    assert code == 1
    assert json.loads(printed)["problems"][0]["line"] == 2
    code, _, complaints = run(monkeypatch, capsys, "aggregate", tmp_path / "in", "--out", out)
    assert code == 1
    assert "Er is niets geschreven." in complaints
    assert not out.parent.exists()


@pytest.mark.parametrize(("out", "code"), [("in/figures.csv", "--out"), ("figures.txt", "--out")])
def test_a_bad_place_for_the_figures_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str, code: str
) -> None:
    small_folder(tmp_path / "in")
    ended, _, complaints = run(monkeypatch, capsys, "aggregate", tmp_path / "in", "--out", tmp_path / out)
    assert ended == 1
    assert code in complaints


def test_ctrl_c_while_reading_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_folder(tmp_path / "in")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vsv_metrics.sources.duo.rows.read", interrupt)
    code, printed, _ = run(monkeypatch, capsys, "aggregate", tmp_path / "in", "--out", tmp_path / "out" / "figures.csv")
    assert code != 0
    assert printed == ""
    assert not (tmp_path / "out").exists()


def test_ctrl_c_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_folder(tmp_path / "in")
    outcome = count(tmp_path / "in")
    out = tmp_path / "out" / "figures.csv"

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        duo.write(outcome.observations, outcome.members, out)
    assert list(out.parent.iterdir()) == []
