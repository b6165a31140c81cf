"""The map of Vergelijken with boundaries of one's own, and the grid by indicators."""

import json
from pathlib import Path

import pytest
from shown import Open, charts, hollow
from streamlit.testing.v1 import AppTest

from vsv_metrics.indicators.figures import figures
from vsv_metrics.paths import OWN_DIR_VARIABLE
from vsv_metrics.store import Store
from vsv_metrics.text import Locale

NL = Locale("nl")
DEMO = {"voorbeeld": "true", "niveau": "rmc"}


@pytest.fixture
def boundary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the boundaries of regions are looked for."""
    monkeypatch.setenv(OWN_DIR_VARIABLE, str(tmp_path))
    path = tmp_path / "boundaries" / "rmc.geojson"
    path.parent.mkdir()
    return path


def write(path: Path, codes: list[str]) -> None:
    """A square per area, in rows of seven, the first in the north-west."""
    features = []
    for number, code in enumerate(codes):
        x, y = 4 + 0.3 * (number % 7), 53 - 0.3 * (number // 7)
        ring = [[x, y], [x + 0.3, y], [x + 0.3, y - 0.3], [x, y - 0.3], [x, y]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"statcode": code}, "geometry": shape})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def said(app: AppTest) -> str:
    return " ".join(text.value for text in (*app.markdown, *app.caption, *app.info, *app.warning)).replace("\\", "")


def labels(app: AppTest) -> list[str]:
    return [getattr(one, "label", "") for one in app.get("button_group")]


def fills(app: AppTest) -> list[dict]:
    [chart] = charts(app)
    return [trace for trace in json.loads(chart.spec)["data"] if trace.get("fill") == "toself"]


def test_boundaries_give_a_map_beside_the_tiles(open_page: Open, boundary_file: Path, store: Store) -> None:
    codes = list(store.query("tiles", tile_map="rmc")["region_code"])
    write(boundary_file, [code.replace("RMC", "RM") for code in codes if code != "RMC29"] + ["XX99", "RMC14"])
    app = open_page("compare", **DEMO)
    assert NL("compare.choose_form") in labels(app)
    assert fills(app) == []
    app = open_page("compare", **DEMO, vorm="kaart")
    assert app.query_params["vorm"] == "kaart"
    assert hollow(app) == []
    assert fills(app)
    assert "Zonder grens in dat bestand: Rijnmond." in said(app)
    assert "Niet herkend in dat bestand: «XX99»." in said(app)
    assert "Wel in dat bestand, maar geen gebied van 2024/25: RMC14." in said(app)
    by_area = [trace for trace in json.loads(charts(app)[0].spec)["data"] if "customdata" in trace]
    assert [trace["customdata"][0] for trace in by_area] == [code for code in codes if code != "RMC29"]
    assert "Agglomeratie Amsterdam" in " ".join(trace["hovertext"] for trace in by_area)


def test_a_bad_file_is_told_and_the_tiles_stay(open_page: Open, boundary_file: Path) -> None:
    boundary_file.write_text('{"type": "Topology"}', encoding="utf-8")
    app = open_page("compare", **DEMO, vorm="kaart")
    [warning] = [one.value.replace("\\", "") for one in app.warning if "rmc" in one.value]
    assert "gevonden type = Topology, verwacht FeatureCollection" in warning
    assert fills(app) == []
    assert NL("compare.choose_form") not in labels(app)


def test_without_boundaries_a_link_to_them_says_so(open_page: Open) -> None:
    app = open_page("compare", **DEMO, vorm="kaart")
    assert NL("compare.outline_absent", kinds=NL("compare.many_rmc")) in said(app)
    assert fills(app) == []


@pytest.mark.parametrize(
    ("address", "columns", "compared"),
    [
        ({"voorbeeld": "true", "niveau": "rmc", "regio": "RMC29"}, 13, True),
        ({"niveau": "rmc", "taal": "en"}, 2, False),
        ({"niveau": "province"}, 2, True),
    ],
)
def test_each_indicator_is_compared_within_its_own_series(
    open_page: Open, address: dict[str, str], columns: int, compared: bool
) -> None:
    app = open_page("compare", **address, onderdeel="raster", kolommen="indicatoren")
    assert hollow(app) == []
    [chart] = charts(app)
    spec = json.loads(chart.spec)
    heads = spec["layout"]["xaxis"]["ticktext"]
    assert len(heads) == columns
    assert all(any(sign.isdigit() for sign in head) for head in heads), "every column names its year"
    marks = " ".join(spec["data"][1]["text"])
    assert any(shape in marks for shape in "▲▼●") == compared


def test_a_cell_without_a_figure_says_so(open_page: Open, store: Store) -> None:
    app = open_page("compare", niveau="rmc", onderdeel="raster", kolommen="indicatoren")
    spec = json.loads(charts(app)[0].spec)
    [cells] = [trace for trace in spec["data"] if "hovertext" in trace]
    empty = [hover for text, hover in zip(cells["text"], cells["hovertext"], strict=True) if text.strip() == "–"]
    known = [
        figures(store, "published", indicators=[code], levels=["rmc"], series=[series])["rate_pct"].notna().sum()
        for code, series in (("new_leavers", "ocw_2016"), ("vulnerable_position", "ocw_vulnerable"))
    ]
    assert len(empty) == 2 * len(spec["layout"]["yaxis"]["ticktext"]) - sum(known)
    assert all(NL("common.no_data") in hover for hover in empty)
