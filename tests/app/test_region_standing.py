"""Regio: where an area stands among its kind, and why not where that cannot be said; the rest only on demand."""

import pytest
from shown import Open, charts, hollow, run
from streamlit.testing.v1 import AppTest

from vsv_metrics import loading, paths
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.text import Locale

NL = Locale("nl")
OWN = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;50\n2023-2024;RMC29;1000;40\n"


def said(app: AppTest) -> str:
    return " ".join(text.value for text in (*app.markdown, *app.caption, *app.info)).replace("\\", "")


def compare_links(app: AppTest) -> list[str]:
    return [link.proto.query_string for link in app.get("page_link") if link.proto.page == "vergelijken"]


def opened(app: AppTest) -> AppTest:
    assert NL("region.standing_more") in [getattr(one, "label", "") for one in app.get("expander")]
    app.session_state["standing_more"] = True
    return run(app)


def test_an_area_with_counts_has_its_places_and_the_rest_on_demand(open_page: Open) -> None:
    app = open_page("region", voorbeeld="true", regio="RMC29")
    assert NL("region.standing_heading") in [header.value for header in app.header]
    assert "Plaats 26 – 36 van 40, van laag naar hoog." in said(app)
    assert "Trend: geen duidelijke verandering." in said(app)
    assert NL("compare.versus_overview") in said(app)
    [link] = compare_links(app)
    assert {"niveau=rmc", "onderdeel=rangorde", "regio=RMC29", "jaar=2024"} <= set(link.split("&"))
    assert "Het meest lijken op" not in said(app)
    before = len(charts(app))
    app = opened(app)
    assert hollow(app) == []
    assert len(charts(app)) == before + 1
    assert "Het meest lijken op Rijnmond" in said(app)
    assert "Met het percentage van Nederland" in said(app)
    assert sorted("onderdeel=profiel" in link for link in compare_links(app)) == [False, True]


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("RMC26", NL("compare.only_rates", period="2016/17")),
        ("RMC29", "heeft in 2016/17 geen percentage in deze reeks"),
        ("PV28", "Trend: niet te bepalen"),
        ("LD01", NL("region.standing_alone")),
    ],
)
def test_where_the_method_may_not_be_used_a_sentence_says_why(open_page: Open, region: str, found: str) -> None:
    app = open_page("region", regio=region)
    assert found in said(app)
    assert hollow(app) == []
    assert "van 40, van laag naar hoog" not in said(app)


def test_percentages_alone_have_a_profile_without_a_worked_example(open_page: Open) -> None:
    app = opened(open_page("region", regio="RMC01"))
    assert hollow(app) == []
    assert NL("compare_region.fewer_no_counts") in said(app)


def test_one_area_of_ones_own_stands_alone(open_page: Open) -> None:
    app = open_page("region", regio="RMC29")
    own = read_own("regio.csv", OWN.encode(), loading.read_reference(paths.data_dir()))
    app.session_state["_own_store"] = loading.session_store(own.frame, paths.data_dir())
    app.query_params["eigen"] = "true"
    run(app)
    assert NL("region.standing_alone") in said(app)
    assert compare_links(app) == []
