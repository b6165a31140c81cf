"""A shared link tells whether the figures it names have changed since it was made."""

from urllib.parse import parse_qs, urlsplit

import pytest
from shown import Open, hollow, run
from streamlit.testing.v1 import AppTest

from vsv_metrics.store import Store
from vsv_metrics.text import Locale

NL = Locale("nl")
NATIONAL = "new_leavers:ocw_national:NL:2023"


def link(app: AppTest) -> dict[str, list[str]]:
    app.session_state["share"] = True
    run(app)
    return parse_qs(urlsplit(app.code[0].value).query)


def test_a_link_holds_the_choices_the_data_and_the_newest_figures(open_page: Open, store: Store) -> None:
    found = link(open_page("region", regio="PV29", maat="numerator"))
    assert found["regio"] == ["PV29"]
    assert found["maat"] == ["numerator"]
    assert found["stand"] == [store.fingerprint[:12]]
    assert found["gezien"][0].startswith("new_leavers:cbs_vsv:PV29:2023*")


def test_a_link_made_with_these_data_gives_no_notice(open_page: Open, store: Store) -> None:
    app = open_page("overview", stand=store.fingerprint[:12], gezien=f"{NATIONAL}*1")
    assert not app.info


def test_an_older_link_says_what_the_figure_was_and_is(open_page: Open) -> None:
    app = open_page("overview", stand="0123456789ab", gezien=f"{NATIONAL}*30246")
    [notice] = app.info
    assert "0123456789ab" in notice.value
    assert "30.246" in notice.value
    assert "29.163" in notice.value
    assert hollow(app) == []


def test_an_older_link_says_that_its_figures_are_the_same(open_page: Open) -> None:
    [notice] = open_page("overview", stand="0123456789ab", gezien=f"{NATIONAL}*29163").info
    assert NL("common.stale_same") in notice.value


@pytest.mark.parametrize(
    ("stand", "seen"),
    [("x" * 500, ""), ("![](http://evil.example)", "a*b"), ("1", f"{NATIONAL}*<b>x</b>"), ("1", ",,,*,*"), ("1", "a:b:c:2023*5")],
)
def test_nonsense_in_a_link_is_answered_with_a_sentence(open_page: Open, stand: str, seen: str) -> None:
    app = open_page("overview", stand=stand, gezien=seen)
    [notice] = app.info
    assert "![](" not in notice.value
    assert "<b>" not in notice.value.replace("\\<b\\>", "")
    assert len(notice.value) < 600
