"""The parts of Vergelijken about one area: whole in both languages and data sets, and a sentence where there is nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shown import charts, clear_caches, hollow, run, texts
from streamlit.testing.v1 import AppTest

from vsv_metrics import paths
from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.store import Store
from vsv_metrics.text import Locale

HEADER = (
    "series_id,indicator_id,region_code,school_year,sector,measure,value,unit,lower,upper,obs_status,precision,"
    "missing_reason,flags,vintage_rank,source_id"
)
NL = Locale("nl")


def one_part() -> None:
    """A page with one part, for the data set and language in the session."""
    import streamlit as st

    from vsv_metrics.text import locale
    from vsv_metrics.web import compare_change, compare_profile, data, links
    from vsv_metrics.web.frame import Visit

    data.begin()
    links.begin("vergelijken")
    dataset = st.session_state["test_dataset"]
    data.choose(dataset)
    part = {"profiel": compare_profile.part, "verandering": compare_change.part}[st.session_state["test_part"]]
    part(Visit(locale(st.session_state["test_language"]), dataset, data.store()))


def opened(part: str, dataset: str = "published", language: str = "nl", **address: str) -> AppTest:
    app = AppTest.from_function(one_part, default_timeout=60)
    for name, value in {"part": part, "dataset": dataset, "language": language}.items():
        app.session_state[f"test_{name}"] = value
    for key, value in address.items():
        app.query_params[key] = value
    return run(app)


def address(app: AppTest, key: str) -> str | None:
    """What the page wrote in its address, as text: a run gives a list or a word."""
    value = app.query_params.get(key)
    return value[0] if isinstance(value, list) and value else value or None  # type: ignore[return-value]


def said(app: AppTest) -> str:
    return " ".join(texts(app)).replace("\\", "")


# What is shipped


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("part", "dataset", "code", "drawn", "shown"),
    [
        ("profiel", "demo", "RMC29", 1, "1.700"),
        ("profiel", "published", "PV28", 1, "7.470"),
        ("profiel", "published", "RMC14", 1, "1,81"),
        ("profiel", "published", "RMC29", 0, "2.855"),
        ("verandering", "demo", "RMC01", 1, "+0,71"),
        ("verandering", "published", "RMC29", 1, "+0,11"),
        ("verandering", "published", "NL", 0, "2018/19"),
        ("verandering", "published", "PV28", 0, "2023/24"),
    ],
)
def test_a_part_is_whole(language: str, part: str, dataset: str, code: str, drawn: int, shown: str) -> None:
    app = opened(part, dataset, language, regio=code)
    assert hollow(app) == []
    assert len(charts(app)) == drawn
    assert (shown if language == "nl" else shown.translate(str.maketrans(".,", ",."))) in said(app)
    for chart in charts(app):
        assert len(chart.alt) > 40
        marks = [note["text"] for note in json.loads(chart.spec)["layout"].get("annotations", [])]
        assert marks.count(str(demo_mark(Locale(language))["text"])) == (1 if dataset == "demo" else 0)


def test_a_group_of_ones_own_stands_in_the_address() -> None:
    app = opened("profiel", "demo", regio="RMC29", groep="RMC21,RMC28,RMC99")
    assert address(app, "groep") == "RMC21,RMC28"
    [warning] = [item.value for item in app.warning]
    assert "RMC99" in warning
    app.multiselect[0].set_value([])
    assert address(run(app), "groep") is None
    assert NL("compare_region.similar_weight") in said(app)


def test_a_change_over_hidden_cells_is_refused_in_words() -> None:
    app = opened("verandering", "demo", regio="RMC01", naar="learning_path", van="2019", tot="2024")
    [info] = [item.value for item in app.info]
    assert NL("compare_region.refusal.masked") in info
    assert not charts(app)
    app.selectbox[1].select("2018")
    assert len(charts(run(app))) == 1


def test_years_of_two_series_are_refused_and_nonsense_is_said() -> None:
    app = opened("verandering", regio="NL", van="2001", tot="2023")
    assert NL("compare_region.refusal.other_series") in app.info[0].value
    app = opened("verandering", regio="NL", van="x", naar="y")
    assert len(app.warning) == 2


# Little figures


OnFigures = Callable[[str], None]


@pytest.fixture
def with_figures(
    open_tiny: Callable[[str, str], Store], tiny: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> OnFigures:
    """Puts a store with these rows only in use."""

    def use(rows: str) -> None:
        members = tiny / "reference" / "member.csv"
        members.write_text(members.read_text().replace(",school,", ",school_sector,"))
        store = open_tiny(HEADER, rows)
        monkeypatch.setattr(paths, "data_dir", lambda: tiny)
        monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(store.path.parent))
        clear_caches()
        request.addfinalizer(clear_caches)

    return use


def row(year: int, area: str, sector: str, leavers: str, enrolled: str) -> str:
    hidden = "" if leavers else "suppressed"
    start = f"new,new_leavers,{area},{year},{sector}"
    return (
        f"{start},numerator,{leavers},persons,{'0,4' if hidden else ','},definitive,exact,{hidden},,1,letter\n"
        f"{start},denominator,{enrolled},persons,,,definitive,exact,,,1,letter\n"
    )


def block(leavers: tuple[str, str, str], enrolled: tuple[str, str, str], areas: tuple[str, ...] = ("PV28",)) -> str:
    return "".join(
        row(year, area, sector, n, d)
        for year in (2022, 2023)
        for area in areas
        for sector, n, d in zip(("vo", "mbo", "total"), leavers, enrolled, strict=True)
    )


SIZES = ("600", "400", "1000")
EDGES: dict[str, str] = {
    "one region, two years": block(("6", "40", "46"), SIZES),
    "zero leavers": block(("0", "0", "0"), SIZES, ("PV28", "NL")),
    "all equal": block(("6", "40", "46"), SIZES, ("PV28", "NL")),
    "a cell masked": block(("", "", "6"), SIZES, ("PV28", "NL")),
    "all masked": block(("", "", ""), SIZES, ("PV28", "NL")),
    "enrolled 0": block(("0", "0", "0"), ("0", "0", "0"), ("PV28", "NL")),
    "everybody left": block(("600", "400", "1000"), SIZES, ("PV28", "NL")),
}


SAID_OF_MASKED = {
    "profiel": ("common.suppressed", "compare_region.expected_refusal.masked"),
    "verandering": ("compare_region.refusal.masked",),
}
"""Part, and the sentences it must have when some cells are masked."""


@pytest.mark.parametrize("name", EDGES)
def test_at_the_edges_there_is_a_sentence(with_figures: OnFigures, name: str) -> None:
    with_figures(EDGES[name])
    for part, keys in SAID_OF_MASKED.items():
        app = opened(part)
        assert hollow(app) == [], part
        assert app.markdown or app.info, part
        payload: list[Any] = [json.loads(chart.spec) for chart in charts(app)]
        assert "NaN" not in json.dumps(payload), part
        if "masked" in name:
            assert not payload, part
            assert name == "all masked" or not [key for key in keys if NL(key) not in said(app)], part
