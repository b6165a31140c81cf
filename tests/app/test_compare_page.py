"""Vergelijken in both languages and data sets: each part says what may be concluded, and nothing where counts are missing."""

import json

import pytest
from shown import HOLLOW, Open, charts, hollow, run
from streamlit.testing.v1 import AppTest

from vsv_metrics import loading, paths
from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.text import Locale

NL = Locale("nl")
OWN = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;50\n2023-2024;RMC29;1000;40\n"
PARTS = ("kaart", "rangorde", "trechter", "raster")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("language", "address"),
    [
        ("nl", {"voorbeeld": "true", "regio": "RMC29"}),
        ("en", {"niveau": "province", "regio": "PV28"}),
        ("nl", {"niveau": "rmc"}),
        ("en", {"voorbeeld": "true", "niveau": "municipality", "regio": "GM0546"}),
    ],
)
def test_each_part_is_whole(open_page: Open, part: str, language: str, address: dict[str, str]) -> None:
    named = address | {"onderdeel": part} | ({"taal": "en"} if language == "en" else {})
    app = open_page("compare", **named)
    assert hollow(app) == []
    assert [warning.value for warning in app.warning if "voorbeeld" not in named] == []
    for chart in charts(app):
        assert len(chart.alt) > 60
        assert not HOLLOW.search(chart.alt)
        notes = [note["text"] for note in json.loads(chart.spec)["layout"]["annotations"]]
        assert notes.count(str(demo_mark(Locale(language))["text"])) == ("voorbeeld" in named)


def said(app: AppTest) -> str:
    return " ".join(text.value for text in (*app.markdown, *app.caption, *app.info)).replace("\\", "")


def test_choices_stand_in_the_address_and_nonsense_gives_the_default(open_page: Open) -> None:
    named = {"voorbeeld": "true", "niveau": "province", "jaar": "2020", "regio": "PV28", "onderdeel": "trechter"}
    app = open_page("compare", **named)
    assert {key: app.query_params[key] for key in named} == named
    assert "**Zuid-Holland**, 2020/21" in said(app)
    [link] = [link.proto for link in app.get("page_link") if link.proto.page == "regio"]
    assert "regio=PV28" in link.query_string
    app = open_page("compare", niveau="land", reeks="x", jaar="1850", regio="GM9999", kleur="rood", onderdeel="kaart")
    assert len(app.warning) == 5
    assert not {"niveau", "reeks", "jaar", "regio", "kleur"} & set(app.query_params)


def test_an_area_in_the_address_brings_its_own_kind(open_page: Open) -> None:
    app = open_page("compare", regio="RMC29")
    assert not app.warning
    assert app.query_params["niveau"] == "rmc"
    assert app.query_params["regio"] == "RMC29"
    app.selectbox(key="choice_niveau").select("province").run()
    assert not {"niveau", "regio"} & set(app.query_params)
    app.run()
    assert app.selectbox(key="choice_niveau").value == "province"
    assert not app.warning


def test_percentages_without_counts_are_shown_and_not_compared(open_page: Open) -> None:
    address = {"niveau": "rmc", "regio": "RMC29"}
    app = open_page("compare", **address)
    assert NL("compare.only_rates", period="2016/17", kinds="") in said(app)
    assert "15 gebieden zonder percentage" in said(app)
    assert [getattr(one, "label", "") for one in app.get("button_group")] == [NL("compare.choose_part")]
    for part in ("rangorde", "trechter"):
        app = open_page("compare", **address, onderdeel=part)
        assert charts(app) == []
        assert "geen trechter en geen rangorde" in said(app)


def test_one_region_of_ones_own_has_nothing_to_compare_with(open_page: Open) -> None:
    app = open_page("compare")
    own = read_own("regio.csv", OWN.encode(), loading.read_reference(paths.data_dir()))
    app.session_state["_own_store"] = loading.session_store(own.frame, paths.data_dir())
    app.query_params["eigen"] = "true"
    run(app)
    assert NL("compare.one_area") in said(app)
    assert charts(app) == []


@pytest.mark.parametrize(("page", "parameters"), [("overview", {}), ("region", {"regio": "PV28"})])
def test_other_pages_lead_here(open_page: Open, page: str, parameters: dict[str, str]) -> None:
    links = [link.proto for link in open_page(page, **parameters).get("page_link")]
    [link] = [link for link in links if link.page == "vergelijken"]
    assert "niveau=province" in link.query_string
