"""Lists of one's own taken into the store beside the figures and the measures that ship, and withdrawn again."""

from pathlib import Path

import pandas as pd
import pytest

from vsv_metrics import loading, paths
from vsv_metrics.store import Store

pytestmark = pytest.mark.usefixtures("without_demo")

MEASURES = "naam;start;einde;hoofdlijn;regio;bron\nCoach;augustus 2024;2026;2;RMC29;Regioplan\nHuis;2025;;;;\n"
MOMENTS = "naam;maand;niveau;leerweg;regio\nLente;april;2;bol;Rijnmond\n"


def load(path: Path, text: str, own_dir: Path) -> loading.Taken:
    path.write_text(text, encoding="utf-8")
    return loading.load(path, paths.data_dir(), own_dir)


def test_a_list_is_in_the_store_until_it_is_withdrawn(tmp_path: Path, store: Store) -> None:
    own_dir = tmp_path / "own"
    for name, text in (("regio.csv", MEASURES), ("regio-2.csv", MEASURES), ("lente.csv", MOMENTS)):
        taken = load(tmp_path / name, text, own_dir)
        assert taken.report.problems == []
    assert [(item.name, item.format, item.dataset, item.rows) for item in loading.loaded(own_dir)] == [
        ("lente", "own_moments", "local", 1),
        ("regio", "own_measures", "local", 2),
        ("regio-2", "own_measures", "local", 2),
    ]
    built = Store.open(loading.ensure_store(paths.data_dir(), tmp_path / "store", own_dir=own_dir).path)
    measures = {row["measure_id"]: row for row in built.query("policy_measures").to_dict("records")}
    assert len(measures) == len(store.query("policy_measures")) + 4
    coach = measures["local_regio_2"]
    assert (coach["name_nl"], coach["name_en"], coach["kind"], coach["works_on"]) == ("Coach", "Coach", "measure", "region")
    assert (coach["action_line"], coach["line_basis"], coach["region_code"]) == ("actieplan_line_2", "user", "RMC29")
    assert (coach["text_nl"], coach["text_en"]) == ("Coach (bron: Regioplan)", "Coach (source: Regioplan)")
    assert (coach["starts_on"], coach["ends_on"]) == (pd.Timestamp(2024, 8, 1), pd.Timestamp(2026, 12, 31))
    assert coach["period_precision"] == "year"
    house = measures["local_regio_2_3"]
    assert (house["name_nl"], house["starts_on"], house["works_on"]) == ("Huis", pd.Timestamp(2025, 1, 1), "country")
    assert all(pd.isna(house[name]) for name in ("ends_on", "action_line", "line_basis", "region_code", "instrument_id"))
    [spring] = [row for row in built.query("intake_moments").to_dict("records") if row["moment_id"] == "local_lente_2"]
    assert (spring["first_month"], spring["last_month"], spring["basis"]) == (4, 4, "user")
    held_for = ("sector", "level", "learning_path", "region_code")
    assert [spring[name] for name in held_for] == ["mbo", "mbo2", "bol", "RMC29"]
    assert {"local_lente", "local_regio"} <= set(built.query("sources")["source_id"])
    built.close()
    for name in ("regio", "regio-2", "lente"):
        loading.unload(own_dir, name)
    assert loading.loaded(own_dir) == []
    assert not list(own_dir.glob("local-*"))


def test_a_wrong_list_changes_nothing(tmp_path: Path) -> None:
    own_dir = tmp_path / "own"
    taken = load(tmp_path / "fout.csv", MEASURES.replace("2026;2", "2023;7"), own_dir)
    assert [(item.code, item.row, item.column) for item in taken.report.problems] == [
        ("list_reversed", 2, "einde"),
        ("list_line", 2, "hoofdlijn"),
    ]
    assert taken.loaded is None
    assert not own_dir.exists()
