"""A folder of StatLine exports: read like the open data, held against what was there; every figure is invented."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tools.statline import Statline, national, regional, serving
from vsv_metrics import loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.loading import own

pytestmark = pytest.mark.usefixtures("without_demo")

HEADER = (
    '"Geslacht";"Regiokenmerken";"Perioden";"Leerlingen (aantal)";"Voortijdig schoolverlaters (aantal)";'
    '"Voortijdig schoolverlaters (percentage) (%)"'
)
ROWS = (
    '"Totaal mannen en vrouwen";"Nederland";"2023/\'24*";"900.000";"30.000";"3"',
    '"Totaal mannen en vrouwen";"Rijnmond (RM)";"2022/\'23";"40.010";"900";"2"',
    '"Totaal mannen en vrouwen";"Rijnmond (RM)";"2023/\'24*";"40.100";".";"."',
    '"Mannen";"Rijnmond (RM)";"2023/\'24*";"20.000";"600";"3"',
    '"Totaal mannen en vrouwen";"Aalburg";"2022/\'23";"100";"10";"10"',
)
OLD = """\
"Voortijdig schoolverlaters; regio"
"Onderwerpen_1";"";"Leerlingen";"Leerlingen";"Voortijdig schoolverlaters";"Voortijdig schoolverlaters"
"Perioden";"";"2015/'16";"2016/'17*";"2015/'16";"2016/'17*"
"Regio's";"Geslacht";"";"";"";""
"";"";"aantal";"aantal";"aantal";"aantal"
"Rijnmond (RM)";"Totaal mannen en vrouwen";"40010";"40100";"900";"."
"© Centraal Bureau voor de Statistiek, Den Haag/Heerlen 10-10-2017"
"""
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "saved").mkdir()
    return tmp_path / "saved"


def export(*rows: str) -> str:
    return "\n".join((HEADER, *(rows or ROWS), '"Bron: CBS"', ""))


def refresh(folder: Path, own_dir: Path) -> list[loading.Outcome]:
    return loading.refresh(paths.data_dir(), own_dir, address=NOBODY, from_folder=folder)


def figures(own_dir: Path, name: str = "cbs-84780ned") -> list[dict[str, str]]:
    delivery = own.current(own_dir, name)
    assert delivery
    with (delivery.folder / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_an_export_with_regions_is_the_regional_table(folder: Path, tmp_path: Path) -> None:
    content = export().encode()
    (folder / "tabel.CSV").write_bytes(content)
    (folder / "iets anders.csv").write_text("naam;kleur\na;b\n")
    [outcome] = refresh(folder, tmp_path / "own")
    assert (outcome.table, outcome.modified, outcome.levels) == ("84780NED", "", {"NL": 1, "RMC": 1})
    assert outcome.left_out == {"tabel.CSV": 1}, "a municipality that is gone"
    rows = figures(tmp_path / "own")
    assert {row["measure"] for row in rows} == {"numerator", "denominator"}, "percentages without decimals are left"
    [hidden] = [row for row in rows if row["missing_reason"]]
    assert (hidden["region_code"], hidden["school_year"], hidden["value"]) == ("RMC29", "2023", "")
    [men] = [row for row in rows if row["sex"] == "men" and row["measure"] == "numerator"]
    assert (float(men["lower"]), float(men["upper"]), men["obs_status"]) == (595, 605, "provisional")
    delivery = own.current(tmp_path / "own", "cbs-84780ned")
    assert delivery
    assert (delivery.folder / "raw" / "tabel.CSV").read_bytes() == content
    [entry] = json.loads((delivery.folder / "raw" / "manifest.json").read_text())["files"]
    assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert loading.read_inputs(paths.data_dir(), [delivery.folder])


def test_the_layout_of_old_is_read_too(folder: Path, tmp_path: Path) -> None:
    (folder / "oud.csv").write_text(OLD, encoding="latin-1")
    [outcome] = refresh(folder, tmp_path / "own")
    assert (outcome.first_year, outcome.last_year, outcome.rows) == (2015, 2016, 4)


def test_an_export_of_the_country_is_the_other_table(folder: Path, tmp_path: Path) -> None:
    (folder / "land.csv").write_text(export(ROWS[0]), encoding="utf-8")
    assert [outcome.table for outcome in refresh(folder, tmp_path / "own")] == ["85368NED"]


def test_answers_of_the_open_data_go_first(folder: Path, tmp_path: Path) -> None:
    with serving(Statline({"84780NED": regional(()), "85368NED": national()})) as address:
        loading.refresh(paths.data_dir(), tmp_path / "fetched", address=address)
    delivery = own.current(tmp_path / "fetched", "cbs-84780ned")
    assert delivery
    for path in (delivery.folder / "raw").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "tabel.csv").write_text(export(), encoding="utf-8")
    [outcome] = refresh(folder, tmp_path / "own")
    assert outcome.modified
    assert figures(tmp_path / "own") == figures(tmp_path / "fetched")


def test_the_open_data_may_follow_an_export_but_a_smaller_export_not_an_export(folder: Path, tmp_path: Path) -> None:
    (folder / "tabel.csv").write_text(export(), encoding="utf-8")
    refresh(folder, tmp_path / "own")
    (folder / "tabel.csv").write_text(export(*ROWS[1:2]), encoding="utf-8")
    with pytest.raises(UserError, match="refresh_shrunk"):
        refresh(folder, tmp_path / "own")
    with serving(Statline({"84780NED": regional(()), "85368NED": national()})) as address:
        outcome, _ = loading.refresh(paths.data_dir(), tmp_path / "own", address=address)
    assert outcome.is_new
    assert outcome.modified


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (export('"Mannen";"Drenthe (PV)";"2023/\'24*";"20.000";"600";"3"'), "refresh_no_regions"),
        (export().replace('"600"', '"zes"'), "count_unknown"),
        (export().replace('"600"', '"60.000"').replace('"3"', '""'), "leavers_above_enrolled"),
        (export(*(row.replace("2022/'23", "2010/'11") for row in ROWS)), "refresh_series"),
    ],
)
def test_a_wrong_export_changes_nothing(folder: Path, tmp_path: Path, text: str, code: str) -> None:
    (folder / "tabel.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        refresh(folder, tmp_path / "own")
    assert refused.value.code == code
    assert own.all_current(tmp_path / "own") == []
