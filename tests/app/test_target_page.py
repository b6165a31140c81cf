"""Doel in both languages and data sets: what is needed, what is drawn, one area as arithmetic, and choices in the address."""

import json
from typing import Any

import pytest
from shown import HOLLOW, Open, charts, hollow, run, texts

from vsv_metrics import loading, paths
from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.text import LANGUAGES, Locale

NL = Locale("nl")
STATES = [(language, dataset) for language in LANGUAGES for dataset in ("published", "demo")]
OWN = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;50\n2023-2024;RMC29;1000;40\n"


def address(language: str, dataset: str) -> dict[str, str]:
    return ({"taal": "en"} if language == "en" else {}) | ({"voorbeeld": "true"} if dataset == "demo" else {})


def drawn(app: Any) -> dict[str, dict]:
    [chart] = charts(app)
    return {trace["name"]: trace for trace in json.loads(chart.spec)["data"]}


def said(app: Any) -> str:
    return " ".join(text.value for text in (*app.markdown, *app.caption, *app.info)).replace("\\", "")


@pytest.mark.parametrize(("language", "dataset"), STATES)
def test_the_page_is_whole(open_page: Open, language: str, dataset: str) -> None:
    app, words = open_page("target", regio="RMC29", **address(language, dataset)), Locale(language)
    assert [title.value for title in app.title] == [words("target.title")]
    assert hollow(app) == []
    [chart] = charts(app)
    assert len(chart.alt) > 100
    assert not HOLLOW.search(chart.alt)
    layout = json.loads(chart.spec)["layout"]
    notes = [note["text"] for note in layout["annotations"]]
    assert notes.count(str(demo_mark(words)["text"])) == (1 if dataset == "demo" else 0)
    assert "(1)" in notes
    assert [shape["x0"] for shape in layout["shapes"]] == [2025.5]
    names = set(drawn(app))
    assert {words("target.line_observed"), words("target.line_linear"), words("target.line_geometric")} <= names
    assert (words("target.line_projected") in names) == (words("target.line_band") in names) == (dataset == "demo")
    assert ("29.163" in said(app).replace(",", ".")) == (dataset == "published")


def test_a_path_is_dashed_without_points_and_never_an_observation(open_page: Open) -> None:
    traces = drawn(open_page("target"))
    linear, observed = traces[NL("target.line_linear")], traces[NL("target.line_observed")]
    assert (linear["x"], linear["y"]) == ([2023, 2024, 2025], [29_163, 23_581, 17_999])
    assert (linear["mode"], linear["line"]["dash"]) == ("lines", "dash")
    assert observed["line"]["dash"] == "solid"
    assert max(observed["x"]) == 2023
    assert traces[NL("common.target")]["y"] == [18_000]


def test_the_choices_stand_in_the_address(open_page: Open) -> None:
    named = {"lezing": "2026", "doelwaarde": "20000", "start": "2021", "regio": "PV28"}
    app = open_page("target", **named)
    assert {key: app.query_params[key] for key in named} == named
    assert "19.999" in said(app)
    assert max(drawn(app)[NL("target.line_linear")]["x"]) == 2026
    app.number_input[0].set_value(18_000)
    run(app)
    assert "doelwaarde" not in app.query_params


@pytest.mark.parametrize(
    ("key", "value"),
    [("lezing", "2024"), ("doelwaarde", "999"), ("doelwaarde", "1e4"), ("start", "2016"), ("start", "x"), ("regio", "RMC99")],
)
def test_nonsense_in_the_address_gives_a_notice_and_the_default(open_page: Open, key: str, value: str) -> None:
    app = open_page("target", **{key: value})
    [warning] = [warning.value for warning in app.warning]
    assert key in warning
    assert key not in app.query_params
    assert "−5.582" in [metric.value for metric in app.metric]


def test_without_enough_years_the_page_says_why_there_is_no_projection(open_page: Open) -> None:
    shown = said(open_page("target"))
    assert "Er zijn er nu **3** (2020/21 tot en met 2023/24)" in shown
    assert "ten minste 5 verschillen" in shown
    assert "Van 2019/20 is alleen een afgerond cijfer" in shown
    assert "De mbo-reeks heeft 6 verschillen" in shown


def test_an_area_is_arithmetic_with_its_rounding_or_a_reason(open_page: Open) -> None:
    province = said(open_page("target", regio="PV28"))
    assert "van **7.470** jongeren in 2023/24 naar ongeveer **4.610** in 2025/26" in province
    assert "4.607 – 4.613" in province
    assert NL("target.area_other_series") in province
    refused = said(open_page("target", regio="RMC26"))
    assert "Geen rekenvoorbeeld voor Zuid-Holland-Noord" in refused
    assert "2020/21 en 2019/20" in refused
    assert "451" in said(open_page("target", regio="RMC26", start="2020"))


def test_the_example_has_a_table_that_says_what_is_reckoned(open_page: Open) -> None:
    app = open_page("target", regio="PV28", start="2022")
    app.session_state["behind_rekenvoorbeeld-PV28-cbs_vsv"] = True
    run(app)
    kinds = [table.value[NL("common.kind")].to_list() for table in app.table if NL("common.kind") in table.value]
    assert kinds == [["waargenomen", "waargenomen", "rekenvoorbeeld"]]


def test_earlier_targets_are_not_shown_among_fictional_figures(open_page: Open) -> None:
    assert "22.948 in 2015/16" in " ".join(texts(open_page("target"))).replace("\\", "")
    assert "22.948" not in " ".join(texts(open_page("target", voorbeeld="true")))


def test_own_figures_stand_only_in_the_example(open_page: Open) -> None:
    app = open_page("target", regio="RMC29")
    app.session_state["_own_store"] = loading.session_store(
        read_own("regio.csv", OWN.encode(), loading.read_reference(paths.data_dir())).frame, paths.data_dir()
    )
    app.query_params["eigen"] = "true"
    run(app)
    assert NL("target.national_published") in said(app)
    assert "van **40** jongeren in 2023/24 naar ongeveer **25**" in said(app)
    assert drawn(app)[NL("target.line_observed")]["y"][-1] == 29_163


@pytest.mark.parametrize(("page", "parameters"), [("overview", {}), ("region", {"regio": "PV28"})])
def test_other_pages_lead_here(open_page: Open, page: str, parameters: dict[str, str]) -> None:
    links = [link.proto for link in open_page(page, **parameters).get("page_link")]
    [link] = [link for link in links if link.page == "doel"]
    assert "regio=PV28" in link.query_string or page == "overview"
