"""Bronnen: every source, series, break and term, a search, and one source or series on top."""

import pandas as pd
import pytest
from shown import Open, hollow
from streamlit.testing.v1 import AppTest

from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, locale
from vsv_metrics.web.markdown import plain
from vsv_metrics.web.sources import link


def said(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.warning) for element in kind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_every_section_is_there(open_page: Open, store: Store, language: str, dataset: str) -> None:
    words = locale(language)
    app = open_page("sources", taal=language, **({"voorbeeld": "true"} if dataset == "demo" else {}))
    text = said(app)
    for row in store.query("series").to_dict("records"):
        assert plain(words.name(row, "definition")) in text
    for row in store.query("breaks").to_dict("records"):
        assert plain(words.name(row, "reason")) in text
    for row in store.query("targets").to_dict("records"):
        assert plain(words.name(row, "text")) in text
    for row in store.query("glossary").to_dict("records"):
        assert plain(words.name(row, "meaning")) in text
    assert {box.label for box in app.expander} == {
        f"{plain(str(name))} ({count})" for name, count in store.query("sources")["publisher"].value_counts().items()
    }
    assert store.fingerprint in text
    assert "84780NED" in text
    assert len(app.table[0].value) == store.query("norms")["school_year"].nunique()
    assert hollow(app) == []


def test_the_newest_figures_follow_the_data_set(open_page: Open) -> None:
    assert "**OCW, landelijke definitie**, Nieuwe vsv'ers: 2023/24 (voorlopig); gepubliceerd: 24 maart 2025" in said(
        open_page("sources")
    )
    assert "): 2024/25 (" not in said(open_page("sources"))
    assert "2024/25 (" in said(open_page("sources", voorbeeld="true"))


def test_a_link_to_one_series_gives_its_definition_sources_and_breaks(open_page: Open, store: Store) -> None:
    text = said(open_page("sources", reeks="ocw_national"))
    top = text[: text.index(locale("nl")("sources.newest_intro"))]
    series = store.query("series").set_index("series_id")
    assert plain(str(series.at["ocw_national", "definition_nl"])) in top
    assert "landelijke definitie" in top
    used = store.query("source_use")
    titles = store.query("sources").set_index("source_id")["title"]
    for source in used.loc[used["series_id"] == "ocw_national", "source_id"].unique():
        assert plain(titles[source]) in top
    assert plain(str(series.at["cbs_vsv_71", "definition_nl"])) not in top


def test_a_link_to_one_source_gives_its_address_licence_and_use(open_page: Open) -> None:
    text = said(open_page("sources", bron="cbs_84780_ed2025"))
    top = text[: text.index(locale("nl")("sources.newest_intro"))]
    assert "](https://www.cbs.nl/nl-nl/cijfers/detail/84780NED" in top
    assert "CC BY 4.0" in top
    assert "88 waarden" in top


def test_a_search_shows_what_holds_every_word(open_page: Open) -> None:
    app = open_page("sources", zoek="cbs HERKOMST")
    text = said(app)
    assert len(app.expander) == 1
    assert "71303ned" in text
    assert "Leerplichttelling" not in text
    assert locale("nl")("sources.newest_intro") not in text


def test_a_search_without_result_says_so(open_page: Open) -> None:
    app = open_page("sources", zoek="<b>zeppelin</b>")
    assert "bronnen 0, reeksen 0, begrippen 0" in said(app)
    assert "<b>" not in said(app)
    assert not app.expander


@pytest.mark.parametrize("address", [{"bron": "niets"}, {"reeks": "[x](javascript:alert(1))"}])
def test_an_unknown_value_gets_a_notice(open_page: Open, address: dict[str, str]) -> None:
    app = open_page("sources", **address)
    assert len(app.warning) == 1
    assert "](javascript" not in app.warning[0].value
    assert locale("nl")("sources.newest_intro") in said(app)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://www.cbs.nl/a?b=c&d=%20", "[T](https://www.cbs.nl/a?b=c&d=%20) (cbs\\.nl)"),
        ("http://x.org/a_(b)", "[T](http://x.org/a_%28b%29) (x\\.org)"),
        ("javascript:alert(1)", "T"),
        ("https://x.org/ <script>", "T"),
        ("data:text/html,x", "T"),
        ("//evil.example", "T"),
        (None, "T"),
        (pd.NA, "T"),
    ],
)
def test_only_web_addresses_become_links(address: str | None, shown: str) -> None:
    assert link("T", address) == shown


def test_a_title_can_not_break_out_of_its_link() -> None:
    assert link("a](javascript:alert(1)) [b", "https://x.org").startswith("[a\\]\\(javascript")
