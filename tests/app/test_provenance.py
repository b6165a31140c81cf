"""Herkomst: every figure in a table leads to its series, source, formula, revisions and the statement that asks for it."""

import itertools
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from shown import Open, charts, hollow, run, texts

from vsv_metrics.indicators import provenance as known
from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.store import Store, slices
from vsv_metrics.store.sandbox import ask
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web import data, overview, provenance

NATIONAL = "new_leavers:ocw_national:NL:2022"
LINK = re.compile(r"\]\((cijfer\?[^)]*)\)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_revised_figure_shows_both_publications(open_page: Open, language: str) -> None:
    words = Locale(language)
    app = open_page("provenance", cijfer=NATIONAL, taal=language)
    said = texts(app)
    assert {words.number(29_701), words.number(30_246)} <= set(said)
    assert words("provenance.revisions_more") in said
    assert "/api/v1/observations?dataset=published&indicator=new_leavers" in "".join(code.value for code in app.code)
    assert hollow(app) == []


def test_a_percentage_from_rounded_counts_shows_how_far_it_may_be_off(open_page: Open) -> None:
    """CBS, Zuid-Holland 2023/24: 7,465 / 270,955 and 7,475 / 270,945."""
    said = " ".join(texts(open_page("provenance", cijfer="new_leavers:cbs_vsv:PV28:2023")))
    assert "2,76\xa0% = 100 × 7.470 / 270.950" in said
    assert "tussen 2,755 en 2,759\xa0%" in said


def test_a_fictional_figure_says_so(open_page: Open) -> None:
    app = open_page("provenance", cijfer="new_leavers:demo_vsv:RMC29:2024:sector=mbo;level=mbo2", voorbeeld="true")
    assert f"**{Locale('nl')('common.demo_mark')}**" in [text.value for text in app.markdown]
    assert "Mbo 2" in app.header[0].value


@pytest.mark.parametrize(
    "name", ["", "x", "new_leavers:cbs_vsv:PV99:2023", "a:b:c:2023:hair=red", "a:" * 400, "<script>:b:c:2023"]
)
def test_what_names_no_figure_gets_a_sentence_and_a_way_on(open_page: Open, name: str) -> None:
    app = open_page("provenance", cijfer=name) if name else open_page("provenance")
    assert len(app.warning) == bool(name)
    assert not app.header
    assert app.get("page_link")


def test_every_link_in_a_table_leads_to_its_figure(open_page: Open, store: Store) -> None:
    app = open_page("region", regio="PV28")
    [shown] = [chart.id.rsplit("chart_", 1)[1] for chart in charts(app)][:1]
    app.session_state[f"behind_{shown}"] = True
    run(app)
    cells = [text for text in texts(app) if LINK.search(text)]
    assert cells
    for cell in cells:
        [address] = LINK.findall(cell)
        [name] = parse_qs(urlsplit(address).query)[provenance.PARAMETER]
        reference = known.parse(name)
        assert reference is not None
        assert known.figure(store, "published", reference) is not None


@pytest.mark.parametrize(
    ("page", "dataset"),
    [*itertools.product(["overview", "region", "target", "tables"], ["published", "demo"]), ("action_lines", "published")],
)
def test_every_figure_in_a_chart_leads_to_it(open_page: Open, store: Store, page: str, dataset: str) -> None:
    choices = {"tables": {"regio": "PV28", "grafiek": "true"}, "action_lines": {"lijn": "1"}}.get(page, {})
    app = open_page(page, **choices, **({"voorbeeld": "true"} if dataset == "demo" else {}))
    found = 0
    for chart in charts(app):
        for trace in json.loads(chart.spec)["data"]:
            is_map = trace.get("mode") == "text"
            values = trace["x" if trace.get("orientation") == "h" else "y"]
            for name, value in zip(trace.get("customdata") or [""] * len(values), values, strict=True):
                if name and value is not None:
                    reference = known.parse(name)
                    assert reference is not None
                    figure = known.figure(store, dataset, reference)
                    assert figure is not None
                    assert is_map or value in (figure["numerator"], figure["rate_pct"])
                    found += 1
    assert found


@pytest.mark.parametrize("page", ["overview", "region", "target"])
def test_every_key_figure_leads_to_it(open_page: Open, store: Store, page: str) -> None:
    found = 0
    for metric in open_page(page, taal="en").metric:
        for name in (parse_qs(urlsplit(address).query)[provenance.PARAMETER][0] for address in LINK.findall(metric.label)):
            reference = known.parse(name)
            assert reference is not None
            figure = known.figure(store, "published", reference)
            assert figure is not None
            words = Locale("en")
            assert metric.value in (words.number(figure["numerator"]), words.percent(figure["rate_pct"]))
            found += 1
    assert found


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_the_name_of_a_figure_finds_it_again(store: Store, dataset: str) -> None:
    figures = store.query("figures", dataset=dataset, region_codes=["NL"], slice=slices(dict.fromkeys(BREAKDOWNS)))
    for row in figures.iloc[:: max(1, len(figures) // 40)].to_dict("records"):
        reference = known.reference(row)
        assert known.parse(str(reference)) == reference
        found = known.figure(store, dataset, reference)
        assert found is not None
        assert str(found["numerator"]) == str(row["numerator"])


def test_figures_that_a_chart_reckons_lead_nowhere_or_to_the_figure(store: Store) -> None:
    scope = (data.check_ready(), "published", "nl")
    sectors = overview.sectors(*scope)
    assert sectors is not None
    for row in sectors[0].figures.to_dict("records"):
        found = known.figure(store, "published", known.reference(row))
        assert found is None or found["numerator"] == row["numerator"]


@pytest.mark.parametrize("name", [NATIONAL, "new_leavers:demo_vsv:RMC29:2024:sector=mbo;level=mbo2"])
def test_the_statement_asks_for_the_figure(store: Store, name: str) -> None:
    dataset = "demo" if "demo" in name else "published"
    reference = known.parse(name)
    assert reference is not None
    figure = known.figure(store, dataset, reference)
    assert figure is not None
    answer = ask(store, provenance.statement(figure), ("published", "demo"), name)
    assert answer.table.column("numerator").to_pylist() == [figure["numerator"]]
