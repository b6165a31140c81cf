"""Actielijnen: every part in both languages and data sets, the register complete, gaps named, warnings in the downloads."""

import io
import json

import pandas as pd
import plotly.graph_objects as go
import pytest
from shown import Open, charts, hollow, texts

from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.delivery import origin
from vsv_metrics.export.table import download_table
from vsv_metrics.schema.codes import ACTION_LINES, THEMES
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web import action_lines, effects
from vsv_metrics.web.frame import Visit

NL = Locale("nl")


def address(language: str, dataset: str) -> dict[str, str]:
    return ({"taal": "en"} if language == "en" else {}) | ({"voorbeeld": "true"} if dataset == "demo" else {})


@pytest.mark.parametrize(
    ("language", "dataset", "choices", "count"),
    [
        ("nl", "published", {}, 3),
        ("en", "published", {"lijn": "2", "regio": "RMC29"}, 4),
        ("nl", "demo", {"lijn": "4"}, 2),
        ("en", "demo", {"onderdeel": "themas", "thema": "attendance_18"}, 3),
        ("nl", "published", {"onderdeel": "themas", "thema": "fitting_pay"}, 1),
    ],
)
def test_charts_gaps_and_warning_stand_together(
    open_page: Open, language: str, dataset: str, choices: dict[str, str], count: int
) -> None:
    app, words = open_page("action_lines", **address(language, dataset), **choices), Locale(language)
    assert hollow(app) == []
    assert len(charts(app)) == count
    for chart in charts(app):
        assert len(chart.alt) > 60
        spec = json.loads(chart.spec)
        assert go.Figure(spec).data
        marks = [mark["text"] for mark in spec["layout"]["annotations"]]
        assert marks.count(str(demo_mark(words)["text"])) == (1 if dataset == "demo" else 0)
    [warning] = [info.value for info in app.info]
    assert words("action_lines.caveat") in warning
    headings = [header.value for header in app.header]
    assert words("action_lines.needed_heading") in headings
    assert set(app.query_params) == {*address(language, dataset), *choices}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_is_whole_and_says_what_is_not_known(open_page: Open, store: Store, language: str) -> None:
    app, words = open_page("action_lines", **address(language, "published"), onderdeel="register"), Locale(language)
    assert hollow(app) == []
    said = " ".join(texts(app)).replace("\\", "")
    for name in ("policy_instruments", "policy_measures"):
        for row in store.query(name).to_dict("records"):
            assert words.name(row) in said
            assert words.name(row, "text") in said
    assert words("action_lines.unknown_points") in said
    measures = store.query("policy_measures")
    assert said.count(words("action_lines.place_ours")) == (measures["line_basis"] == "ours").sum()
    assert {"nl": "vanaf augustus 2025", "en": "from August 2025"}[language] in said
    assert {"nl": "Oktober 2023: Actieplan", "en": "October 2023: Action plan"}[language] in said
    without = [row for row in measures.to_dict("records") if pd.isna(row["action_line"]) and row["kind"] != "action_line"]
    [last] = [text.value for text in app.markdown if words.name(without[0]) in text.value.replace("\\", "")]
    assert all(words.name(row) in last.replace("\\", "") for row in without)


def test_the_file_for_the_report_has_every_row_and_its_reason(open_page: Open, store: Store) -> None:
    app = open_page("action_lines", onderdeel="effectrapportage", regio="RMC26")
    assert hollow(app) == []
    content = effects._content(Visit(NL, "published", store), "RMC26", "Zuid-Holland-Noord", "nl")
    file = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", encoding="utf-8-sig")
    assert f"{NL.number(len(file))} regels" in " ".join(texts(app))
    assert set(file["region_code"]) == {"RMC26"}
    assert (file["missing_text"].notna() | file["numerator"].notna() | file["rate_pct"].notna()).all()
    assert set(file["note"]) == {NL("action_lines.caveat")}
    known = file[file["numerator"].notna()]
    assert known[["period", "series_id", "obs_status", "source_title"]].notna().all(axis=None)


def test_a_download_says_what_may_not_be_concluded(store: Store) -> None:
    found = [action_lines.topic(store.fingerprint, "published", code, "NL", "nl") for code in (*ACTION_LINES, *THEMES)]
    found.append(action_lines.topic(store.fingerprint, "demo", ACTION_LINES[3], "NL", "nl"))
    for block in (block for topic in found for shown in topic.shown for block in shown.blocks):
        assert block.figures["series_id"].nunique() == 1
        assert go.Figure(block.figure.to_dict()).data
        table = download_table(block.figures, origin(store, "/actielijnen", block.warning), NL).to_pandas()
        assert table["note"].str.contains(NL("action_lines.caveat"), regex=False).all()
        if "is_share" in block.figures:
            assert table["note"].str.startswith("Teller:").all()


@pytest.mark.parametrize(
    ("good", "wrong"),
    [({}, {"onderdeel": "alles", "lijn": "6", "regio": "PV28"}), ({"onderdeel": "themas"}, {"thema": "labour market"})],
)
def test_an_unknown_value_gets_a_notice_and_the_default(open_page: Open, good: dict[str, str], wrong: dict[str, str]) -> None:
    app = open_page("action_lines", **good, **wrong)
    assert len(app.warning) == len(wrong)
    for key, warning in zip(wrong, app.warning, strict=True):
        assert key in warning.value
        assert key not in app.query_params
    assert charts(app)


def test_the_register_is_one_click_away_and_keeps_the_choices(open_page: Open) -> None:
    app = open_page("action_lines", lijn="3", regio="RMC29")
    [button] = [button for button in app.button if button.label == NL("action_lines.to_register")]
    button.click().run()
    assert NL("action_lines.instruments_heading") in [header.value for header in app.header]
    assert set(app.query_params) == {"lijn", "regio", "onderdeel"}
