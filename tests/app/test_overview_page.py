"""Overzicht in both languages and data sets: its sentence, its numbers, its charts."""

import json

import pytest
from shown import Open, charts, hollow, texts

from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.text import LANGUAGES, Locale

STATES = [(language, dataset) for language in LANGUAGES for dataset in ("published", "demo")]
TITLES = {"nl": "Voortijdig schoolverlaten in Nederland", "en": "Early school leaving in the Netherlands"}
COUNTS = {
    "nl": ["29.163", "11.164", "538", "1.083", "29.701", "30.246", "2,29\u00a0%", "2023/24"],
    "en": ["29,163", "11,164", "538", "1,083", "29,701", "30,246", "2.29%", "2023/24"],
}
CHARTS = {"published": 4, "demo": 3}
"""Trend, sectors, provinces and, only for real figures, Europe."""


def opened(open_page: Open, language: str, dataset: str):
    address = ({"taal": "en"} if language == "en" else {}) | ({"voorbeeld": "true"} if dataset == "demo" else {})
    return open_page("overview", **address)


@pytest.mark.parametrize(("language", "dataset"), STATES)
def test_the_page_is_whole(open_page: Open, language: str, dataset: str) -> None:
    app, words = opened(open_page, language, dataset), Locale(language)
    assert [title.value for title in app.title] == [TITLES[language]]
    assert hollow(app) == []
    assert len(charts(app)) == CHARTS[dataset]
    for chart in charts(app):
        assert len(chart.alt) > 60
        assert chart.alt.startswith(tuple(heading.value.replace("\\", "").lstrip("# ") for heading in app.markdown))
    banner = [warning.value for warning in app.warning]
    assert banner == ([words("common.demo_banner")] if dataset == "demo" else [])


@pytest.mark.parametrize(("language", "dataset"), STATES)
def test_every_chart_says_whether_it_is_fictional(open_page: Open, language: str, dataset: str) -> None:
    mark = str(demo_mark(Locale(language))["text"])
    for chart in charts(opened(open_page, language, dataset)):
        notes = [note["text"] for note in json.loads(chart.spec)["layout"].get("annotations", [])]
        assert notes.count(mark) == (1 if dataset == "demo" else 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_says_where_the_country_stands(open_page: Open, language: str) -> None:
    app = opened(open_page, language, "published")
    said = " ".join(text.value for text in app.markdown)
    assert [number for number in COUNTS[language] if number not in said] == []
    metrics = {metric.value for metric in app.metric}
    assert {COUNTS[language][0], COUNTS[language][1], COUNTS[language][6]} <= metrics


def test_both_versions_of_the_year_before_are_named(open_page: Open) -> None:
    app = opened(open_page, "nl", "published")
    [sentence] = [text.value for text in app.markdown if "30.246" in text.value]
    assert "voorlopig" in sentence
    assert "**−538**" in sentence
    assert "**−1.083**" in sentence


def test_the_sectors_are_compared_in_words(open_page: Open) -> None:
    said = " ".join(text.value for text in opened(open_page, "nl", "published").markdown)
    assert "mbo −1.978 (−8,1\u00a0%) naar 22.308" in said
    assert "+1.440" in said


def test_fictional_figures_never_show_a_real_one(open_page: Open) -> None:
    shown = " ".join(texts(opened(open_page, "nl", "demo")))
    assert "29.163" not in shown
    assert "DUO" not in shown
    assert "CBS" not in shown.replace("CBS-reeksen", "")


def test_the_charts_are_validated_plotly(open_page: Open) -> None:
    import plotly.graph_objects as go

    for chart in charts(opened(open_page, "nl", "published")):
        figure = go.Figure(json.loads(chart.spec))
        assert figure.data
        assert json.loads(chart.config)["displayModeBar"] is False


def test_the_targets_and_breaks_are_marked(open_page: Open) -> None:
    trend = json.loads(charts(opened(open_page, "nl", "published"))[0].spec)
    targets = next(trace for trace in trend["data"] if trace.get("name") == "Doel")
    assert dict(zip(targets["x"], targets["y"], strict=True)) == {2015: 25_000, 2020: 20_000, 2023: 20_000, 2025: 18_000}
    marks = [note["text"] for note in trend["layout"]["annotations"] if note["text"].startswith("(")]
    assert marks == ["(1)", "(2)", "(3)"]
    lines = [trace for trace in trend["data"] if trace is not targets]
    assert len(lines) == 4
    assert sum(len(trace["x"]) for trace in lines) >= 20
