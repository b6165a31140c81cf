"""Files of figures taken into the store by name: all of them or nothing, and withdrawn again; every figure is invented."""

import json
import shutil
import sys
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from vsv_metrics import cli, loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.sources import duo
from vsv_metrics.sources.duo.figures import COLUMNS
from vsv_metrics.store import Store
from vsv_metrics.store.slices import slices

pytestmark = pytest.mark.usefixtures("without_demo")

OWN = """\
schooljaar;regio_code;regio_naam;deelnemers;vsv;opmerking
2022-2023;29;Rijnmond;10.000;250;bel mevrouw Verzonnen
2022-2023;28;Haaglanden;8.000;<5;
"""
STATLINE = """\
"Geslacht";"Regiokenmerken";"Perioden";"Leerlingen (aantal)";"Voortijdig schoolverlaters (aantal)"
"Totaal mannen en vrouwen";"Drenthe (PV)";"2023/'24*";"40.100";"1.110"
"Bron: CBS"
"""
VERKENNER = "schooljaar;status;categorie;deelnemers;vsv'ers;% vsv;norm\n2012-2013;definitief;Totaal;95.000;2.700;2,8%;\n"
LAYOUTS = tomllib.loads(files("vsv_metrics.sources").joinpath("duo_layouts.toml").read_text(encoding="utf-8"))
PERSON_COLUMNS = LAYOUTS["nrsp"]["columns"].split()
PERSONS = "\n".join([";".join(PERSON_COLUMNS), ";".join(["verzonnen"] * len(PERSON_COLUMNS)), ""])

Opened = Callable[[], Store]


@pytest.fixture
def own_dir(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture(scope="module")
def loaded_once(light_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of own figures that holds `goed`, to be copied."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "goed.csv").write_text(OWN, encoding="utf-8")
    assert loading.load(folder / "goed.csv", light_data, folder / "own").loaded
    return folder / "own"


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str], Path]:
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def load(path: Path, own_dir: Path, name: str | None = None) -> loading.Taken:
    return loading.load(path, paths.data_dir(), own_dir, name)


def codes_of(taken: loading.Taken) -> list[str]:
    return [problem.code for problem in taken.report.problems]


def held(own_dir: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in own_dir.rglob("*") if path.is_file()}


def counted(folder: Path, stem: str, institution: str, name: str) -> Path:
    """The output of `aggregate` of one institution: its part of region 29, and the region as a whole."""
    same = {
        "series_id": "local_established",
        "period_type": "school_year",
        "period_start": "2022-08-01",
        **dict.fromkeys(("sector", "level", "learning_path", "age_group", "absence_reported"), "total"),
        **dict.fromkeys(("month_left", "month_last_reported"), "total"),
        "region_code": "RMC29",
        "coverage": "institution",
        "obs_status": "definitive",
        "vintage_rank": 2,
        "source_id": "duo_local_yearly",
        "institution": institution,
        "lower": None,
        "upper": None,
        "missing_reason": None,
    }
    rows = [
        same | {"programme": programme, "measure": measure, "value": value}
        for programme, leavers, enrolled in (("total", 12, 300), ("99001", 7, 100))
        for measure, value in (("numerator", leavers), ("denominator", enrolled))
    ]
    members = [
        {"breakdown": "institution", "code": institution, "name_nl": name, "name_en": name, "parent": "total"},
        {"breakdown": "programme", "code": "99001", "name_nl": f"Opleiding van {name}", "name_en": name, "parent": "total"},
    ]
    named = pd.DataFrame(members).assign(partition=None, sort=1)
    folder.mkdir(exist_ok=True)
    return duo.write(pd.DataFrame(rows)[list(COLUMNS)], named, folder / f"{stem}.csv")[0]


def test_a_table_of_ones_own_is_in_the_store_until_it_is_withdrawn(
    put: Callable[[str, str], Path], own_dir: Path, tmp_path: Path
) -> None:
    taken = load(put("Mijn cijfers (2023).csv", OWN), own_dir)
    assert taken.loaded is not None
    assert (taken.loaded.name, taken.loaded.dataset, taken.loaded.rows) == ("mijn-cijfers-2023", "local", 2)
    assert not taken.is_replacement
    assert loading.loaded(own_dir) == [taken.loaded]
    store = Store.open(loading.ensure_store(paths.data_dir(), tmp_path / "store", own_dir=own_dir).path)
    figures = store.query("figures", dataset="local", series_ids=["own_figures"]).set_index("region_code")
    assert figures.at["RMC29", "rate_pct"] == pytest.approx(2.5)
    assert figures["numerator"].isna().to_dict() == {"RMC28": True, "RMC29": False}
    assert figures.at["RMC28", "missing_reason"] == "suppressed"
    assert figures.at["RMC29", "source_id"] == "local_mijn_cijfers_2023"
    source = store.query("sources").set_index("source_id").loc["local_mijn_cijfers_2023"]
    assert source["title"].endswith(": mijn-cijfers-2023")
    store.close()
    assert loading.unload(own_dir, "mijn-cijfers-2023") == taken.loaded
    assert loading.loaded(own_dir) == []
    assert not (own_dir / "local-mijn-cijfers-2023").exists()


def test_nothing_is_kept_of_columns_that_are_ignored(loaded_once: Path) -> None:
    kept = held(loaded_once)
    assert kept
    assert not any(b"mevrouw" in content or b"opmerking" in content for content in kept.values())


def test_the_same_name_replaces_and_another_name_may_not_repeat(put: Callable[[str, str], Path], own_dir: Path) -> None:
    load(put("cijfers.csv", OWN), own_dir)
    newer = put("nieuw.csv", OWN.replace(";250;", ";260;"))
    before = held(own_dir)
    clash = load(newer, own_dir)
    assert set(codes_of(clash)) == {"load_clash"}
    problem = clash.report.problems[0]
    assert (problem.file, problem.row, problem.expected) == ("nieuw.csv", 2, "cijfers")
    assert held(own_dir) == before
    again = load(newer, own_dir, "Cijfers")
    assert again.is_replacement
    [only] = loading.loaded(own_dir)
    assert only == again.loaded


def test_two_institutions_stand_beside_each_other_and_never_beside_the_region(own_dir: Path, tmp_path: Path) -> None:
    for stem, institution, name in (("een", "90ZZ", "Instelling Een"), ("twee", "91ZZ", "Instelling Twee")):
        assert codes_of(load(counted(tmp_path / "out", stem, institution, name), own_dir)) == []
    assert [item.rows for item in loading.loaded(own_dir)] == [4, 4]
    store = Store.open(loading.ensure_store(paths.data_dir(), tmp_path / "store", own_dir=own_dir).path)
    chosen = {"series_ids": ["local_established"], "region_codes": ["RMC29"]}
    assert store.query("figures", dataset="local", **chosen).empty
    assert store.query("offer", dataset="local").empty
    part = store.query("figures", dataset="local_part", **chosen, slice=slices({"institution": ["91ZZ"]}))
    assert list(part["numerator"]) == [12]
    names = store.query("members").set_index(["breakdown", "code"])["name_nl"]
    assert names["institution", "91ZZ"] == "Instelling Twee"
    assert names["programme", "99001"] == "Opleiding van Instelling Een", "a code that is known keeps its first name"
    store.close()


def test_a_file_of_cbs_becomes_a_later_round_than_what_ships(
    put: Callable[[str, str], Path], own_dir: Path, tmp_path: Path, store: Store
) -> None:
    chosen = {"dataset": "published", "series_ids": ["cbs_vsv"], "region_codes": ["PV22"]}
    shipped = store.query("figures", **chosen).set_index("period").loc[2023].to_dict()
    taken = load(put("statline.csv", STATLINE), own_dir)
    assert taken.loaded is not None
    assert (taken.loaded.format, taken.loaded.dataset) == ("statline_csv", "published")
    built = Store.open(loading.ensure_store(paths.data_dir(), tmp_path / "store", own_dir=own_dir).path)
    figure = built.query("figures", **chosen).set_index("period").loc[2023].to_dict()
    assert (figure["numerator"], figure["vintage_rank"], figure["source_id"]) == (1110, 90, "local_statline")
    assert shipped["numerator"] != 1110
    assert shipped["vintage_rank"] < 90
    built.close()


def test_a_table_of_the_verkenner_is_taken_in(put: Callable[[str, str], Path], own_dir: Path) -> None:
    taken = load(put("regio_29.csv", VERKENNER), own_dir)
    assert codes_of(taken) == []
    assert taken.loaded is not None
    assert taken.loaded.format == "verkenner"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OWN.replace("Rijnmond", "Haaglanden"), "name_mismatch"),
        (OWN.replace(";250;", ";25000;"), "leavers_exceed"),
        (OWN.replace("opmerking", "BSN"), "person_columns"),
        (PERSONS, "load_persons"),
        (STATLINE.replace("1.110", "50.000"), "leavers_above_enrolled"),
    ],
)
def test_a_wrong_file_changes_nothing(
    put: Callable[[str, str], Path], loaded_once: Path, own_dir: Path, text: str, code: str
) -> None:
    shutil.copytree(loaded_once, own_dir)
    before = held(own_dir)
    taken = load(put("fout.csv", text), own_dir)
    assert code in codes_of(taken)
    assert taken.loaded is None
    assert held(own_dir) == before


def test_a_table_that_ships_is_not_ones_own(own_dir: Path) -> None:
    assert codes_of(load(paths.data_dir() / "published" / "sector_ocw.csv", own_dir)) == ["load_dataset"]
    assert codes_of(load(paths.data_dir() / "reference" / "norm.csv", own_dir)) == ["load_table"]
    assert held(own_dir) == {}


def test_what_was_never_taken_in_cannot_be_withdrawn(own_dir: Path) -> None:
    with pytest.raises(UserError) as refused:
        loading.unload(own_dir, "onbekend")
    assert refused.value.code == "load_unknown"


def test_the_commands_take_in_list_and_withdraw(
    put: Callable[[str, str], Path],
    own_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(paths.OWN_DIR_VARIABLE, str(own_dir))
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(tmp_path / "store"))

    def run(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["vsv-metrics", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    file = put("cijfers.csv", OWN)
    code, out, _ = run("load", file, "--json")
    assert code == 0
    assert json.loads(out)["loaded"]["name"] == "cijfers"
    code, out, _ = run("load")
    assert out.startswith("cijfers: eigen, 2 rijen, opgenomen op ")
    code, out, err = run("load", put("fout.csv", OWN.replace("Rijnmond", "Haaglanden")))
    assert (code, "fout.csv, regel 2" in err) == (1, True)
    assert run("load", tmp_path / "weg.csv")[0] == 2
    assert run("unload", "nooit")[0] == 1
    assert run("unload", "cijfers")[0] == 0
    assert run("load", "--json")[1] == '{\n  "loaded": []\n}\n'
