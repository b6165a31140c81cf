"""Instroommomenten with published, fictional and local figures: what it needs, what it shows, and nothing hollow."""

import json

import pytest
from local_counts import running_year
from shown import Open, charts, hollow, run, texts

from vsv_metrics.charts.months import HIDDEN
from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.text import Locale

NL = Locale("nl")
PAGE = "intake_moments"
PARTS = {"jaarverloop": ("nl", 3), "momenten": ("en", 3), "rekenvoorbeeld": ("nl", 1), "verzuim": ("en", 2)}
"""Part: language it is opened in, charts of the country with `groep=level`."""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_figures_it_says_what_it_needs_and_opens_the_example(open_page: Open, language: str) -> None:
    words = Locale(language)
    app = open_page(PAGE, taal=language)
    assert charts(app) == []
    assert hollow(app) == []
    assert words("intake_moments.need") in [info.value for info in app.info]
    assert "vsv-metrics aggregate" in app.code[0].value
    assert words.month_name(2) in " ".join(texts(app)), "the moments are public"
    [button] = [button for button in app.button if button.label == words("intake_moments.open_demo")]
    button.click()
    assert len(charts(run(app))) == 2


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_whole_with_fictional_figures(open_page: Open, part: str) -> None:
    language, count = PARTS[part]
    app = open_page(PAGE, voorbeeld="true", taal=language, onderdeel=part, groep="level", maand="5")
    assert hollow(app) == []
    assert len(charts(app)) == count
    for chart in charts(app):
        assert len(chart.alt) > 40
        notes = [note["text"] for note in json.loads(chart.spec)["layout"]["annotations"]]
        assert notes.count(str(demo_mark(Locale(language))["text"])) == 1


def test_a_year_that_is_over_shows_what_was_expected_and_what_came(open_page: Open) -> None:
    app = open_page(PAGE, voorbeeld="true", jaar="2022", groep="regio")
    labels = [metric.label for metric in app.metric]
    assert labels[-2:] == [NL("intake_moments.kpi_expected"), NL("intake_moments.kpi_total")]
    said = " ".join(text.value for text in app.markdown)
    assert "In 10 volledige eerdere schooljaren" in said
    assert len(app.table[0].value) == 12, "the country is set beside its provinces"
    assert app.query_params["jaar"] == "2022"
    assert "maand" not in app.query_params


def test_more_moments_take_away_waiting_and_the_steps_say_the_sum(open_page: Open) -> None:
    app = open_page(PAGE, voorbeeld="true", onderdeel="rekenvoorbeeld", momenten="8,9,11,2,4", terug="40")
    said = " ".join(text.value for text in app.markdown)
    assert "maanden minder" in said
    assert "Komt daarvan **40\u00a0%**" in said
    assert app.query_params["momenten"] == "8,9,11,2,4"
    usual = open_page(PAGE, voorbeeld="true", onderdeel="rekenvoorbeeld", momenten="2,9,8")
    assert "momenten" not in usual.query_params
    assert "geen verschil in wachttijd" in " ".join(text.value for text in usual.markdown)
    none = open_page(PAGE, voorbeeld="true", onderdeel="rekenvoorbeeld", momenten="")
    assert NL("intake_moments.no_moments") in [info.value for info in none.info]


def test_nonsense_in_the_address_is_said_and_the_default_shown(open_page: Open) -> None:
    app = open_page(PAGE, voorbeeld="true", regio="RMC99", jaar="1899", maand="13", groep="x", onderdeel="<b>", terug="7")
    assert len([warning for warning in app.warning if "Onbekende waarde" in warning.value]) == 5
    assert len(charts(app)) == 2
    assert hollow(app) == []
    other = open_page(PAGE, voorbeeld="true", onderdeel="rekenvoorbeeld", momenten="13", terug="7", wie="vo")
    assert len([warning for warning in other.warning if "Onbekende waarde" in warning.value]) == 3


def test_local_counts_of_a_running_year_name_what_is_hidden(open_page: Open, tmp_path) -> None:
    own = running_year(tmp_path)
    app = open_page(PAGE)
    app.session_state["_own_store"] = own
    app.query_params["eigen"] = "true"
    for part in PARTS:
        app.query_params["onderdeel"] = part
        app = run(app)
        assert hollow(app) == [], part
        is_said = NL("intake_moments.hidden_note").split("{n}")[1][:30] in " ".join(texts(app))
        assert is_said == (part != "verzuim"), part
        if part == "jaarverloop":
            assert app.metric[1].label == "Tot en met januari"
            assert app.metric[1].value != "10", "a hidden month is not zero"
            notes = [note["text"] for note in json.loads(charts(app)[1].spec)["layout"]["annotations"]]
            assert HIDDEN in notes
            assert NL("intake_moments.no_expectation_hidden") in [text.value for text in app.markdown]
        if part == "rekenvoorbeeld":
            assert NL("intake_moments.no_target") in [info.value for info in app.info], "a session has no national figure"
    own.close()
