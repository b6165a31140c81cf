"""Policy over the trends: chosen in the address, said in words, told of below the chart, and never shown unasked."""

import json
from datetime import date

import pytest
from shown import Open, charts, hollow, run, texts

from vsv_metrics.paths import pages_dir
from vsv_metrics.text import LANGUAGES, Locale

CHOSEN = {"beleid": "corona,aanvalsplan_2023,wet_2026", "maatregel": "aanvalsplan_2023"}
NAMES = {
    "nl": ("Corona", "Aanvalsplan voortijdig schoolverlaten", "Wet van school naar duurzaam werk"),
    "en": ("Corona", "Attack plan on early school leaving", "Act “from school to lasting work”"),
}


def letters(chart) -> list[str]:
    """The letters over a chart."""
    return [letter for trace in json.loads(chart.spec)["data"] if trace.get("yaxis") == "y2" for letter in trace["text"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chosen_items_lie_over_every_trend_and_one_is_told_of(open_page: Open, language: str) -> None:
    words = Locale(language)
    app = open_page("overview", taal=language, **CHOSEN)
    assert hollow(app) == []
    assert list(app.warning) == []
    trend, sectors, provinces, europe = charts(app)
    assert [letters(chart) for chart in (trend, sectors, europe)] == [["A", "B", "C"]] * 3
    assert letters(provinces) == []
    for chart in (trend, sectors, europe):
        assert [name for name in NAMES[language] if name not in chart.alt] == []
        assert chart.alt.endswith(words("timeline.alt", items="").split(". ")[-1])
    said = " ".join(texts(app))
    assert words("timeline.no_proof") in said
    assert words.day(date(2023, 4, 3)) in said
    assert "https://www.rijksoverheid.nl/actueel/nieuws/2023/04/03/" in said
    around = app.table[0].value
    assert list(around.columns)[1:4] == [
        f"2021/22 ({words('timeline.before')})",
        "2022/23",
        f"2023/24 ({words('timeline.after')})",
    ]
    [row] = around.to_numpy().tolist()
    shown = [cell.replace("\\", "") for cell in row]
    assert shown[1:4] == [
        f"{words.number(30242)} ({words('status.provisional')})",
        words.number(29701),
        f"{words.number(29163)} ({words('status.provisional')})",
    ]


def test_without_a_choice_nothing_lies_over_a_chart(open_page: Open) -> None:
    app = open_page("region", regio="PV28")
    assert [letters(chart) for chart in charts(app)] == [[]]
    assert Locale("nl")("timeline.no_proof") not in texts(app)


def test_an_unknown_code_is_said_and_what_is_known_is_drawn(open_page: Open) -> None:
    app = open_page("region", regio="PV28", beleid="zomaar,corona", maatregel="wet_2026")
    said = [warning.value for warning in app.warning]
    assert [("zomaar" in said[0], "maatregel" in said[1])] == [(True, True)]
    assert letters(charts(app)[0]) == ["A"]


def test_one_word_asks_for_every_plan_and_the_choice_goes_along(open_page: Open) -> None:
    app = open_page("region", regio="RMC29", voorbeeld="true", beleid="alles")
    assert letters(charts(app)[0]) == list("ABCDEFGHI")
    app.selectbox(key="choice_maatregel").select("corona")
    run(app)
    assert Locale("nl")("timeline.demo") in " ".join(texts(app))
    app.switch_page(str(pages_dir() / "overview.py"))
    run(app)
    assert letters(charts(app)[0]) == list("ABCDEFGHI")


def test_a_table_that_is_drawn_can_have_it_too(open_page: Open) -> None:
    app = open_page("tables", regio="PV28,PV29", grafiek="true", beleid="actieplan_2023", maatregel="actieplan_2023")
    assert letters(charts(app)[0]) == ["A"]
    assert hollow(app) == []
    areas = [row[0].replace("\\", "") for row in app.table[-1].value.to_numpy()]
    assert areas == ["Zuid-Holland", "Zeeland"]
