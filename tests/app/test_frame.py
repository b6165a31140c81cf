"""The frame around every page: language, data set, banner, age of the figures, and foreign text in names and addresses."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from shown import Open, clear_caches, hollow, run, texts
from streamlit.testing.v1 import AppTest

from vsv_metrics import paths
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web.frame import PAGES
from vsv_metrics.web.markdown import LONGEST_ECHO, echo, plain

NL, EN = Locale("nl"), Locale("en")
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "[klik](javascript:alert(1))",
    "![](http://evil.example/x.png)",
    '<a href="javascript:alert(1)">k</a>',
    ":red[x] :material/home: $\\href{javascript:alert(1)}{x}$",
    "</script><script>alert(1)</script>",
    "x' UNION SELECT * FROM read_text('/etc/passwd')--",
)


def language_link(app: AppTest) -> str:
    [link] = [node.proto.body for node in app.get("html") if "lang=" in node.proto.body]
    return link


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_every_page_stands_in_its_frame(open_page: Open, page: str, language: str, dataset: str) -> None:
    words = Locale(language)
    address = ({"taal": "en"} if language == "en" else {}) | ({"voorbeeld": "true"} if dataset == "demo" else {})
    app = open_page(page, **address)
    assert f"**{words('common.app_title')}**" in [text.value for text in app.markdown]
    assert (words("common.demo_banner") in [warning.value for warning in app.warning]) == (dataset == "demo" and page != "sql")
    footer = app.caption[-1].value
    expected = (
        words("common.footer_demo")
        if dataset == "demo" and page != "sql"
        else {"nl": "24 maart 2025", "en": "24 March 2025"}[language]
    )
    assert expected in footer
    assert dict.fromkeys(app.query_params) == dict.fromkeys(address)
    assert hollow(app) == []


@pytest.mark.parametrize(("page", "path"), PAGES.items())
def test_the_other_language_is_a_link_that_keeps_the_page_and_its_choices(open_page: Open, page: str, path: str) -> None:
    dutch, english = open_page(page, voorbeeld="true"), open_page(page, voorbeeld="true", taal="en")
    assert f'href="./{path}?voorbeeld=true&taal=en" lang="en"' in language_link(dutch).replace("&amp;", "&")
    assert f'href="./{path}?voorbeeld=true" lang="nl"' in language_link(english)


@pytest.mark.parametrize("language", ["de", "", "EN", "nl,en"])
def test_an_unknown_language_is_dutch_with_a_notice(open_page: Open, language: str) -> None:
    app = open_page("overview", taal=language)
    assert [title.value for title in app.title] == [NL("overview.title")]
    [warning] = [warning.value for warning in app.warning]
    assert "taal" in warning
    assert "taal" not in app.query_params
    assert list(run(app).warning) == []


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("key", ["taal", "voorbeeld", "regio"])
def test_an_address_is_shown_and_never_interpreted(open_page: Open, key: str, value: str) -> None:
    app = open_page("region", **{key: value})
    [warning] = [warning.value for warning in app.warning]
    assert plain(value) in warning
    assert value not in texts(app)
    assert [text for text in texts(app) if "//evil.example" in text and text != warning] == []


def test_a_long_address_is_cut(open_page: Open) -> None:
    [warning] = [warning.value for warning in open_page("region", regio="x" * 8_000).warning]
    assert echo("x" * 8_000) in warning
    assert warning.count("x") <= LONGEST_ECHO


def test_the_data_set_switch_changes_figures_and_address(open_page: Open) -> None:
    app = open_page("overview")
    real = app.metric[0].value
    app.toggle[0].set_value(True)
    run(app)
    assert app.metric[0].value != real
    assert "voorbeeld" in app.query_params
    app.toggle[0].set_value(False)
    run(app)
    assert app.metric[0].value == real
    assert "voorbeeld" not in app.query_params


@pytest.fixture
def hostile_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Real figures of areas, series and sources whose names are markup; gives the markup."""
    markup = "<img src=x onerror=alert(1)>[klik](javascript:alert(1))"
    for folder in ("reference", "published"):
        shutil.copytree(paths.data_dir() / folder, tmp_path / "data" / folder)
    for table, names in (
        ("region", ("Zuid-Holland", "Flevoland", "Noord")),
        ("series", ("OCW", "CBS")),
        ("source", ("CBS", "NJi")),
    ):
        path = tmp_path / "data" / "reference" / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        for name in names:
            text = text.replace(f",{name}", f",{markup}{name}").replace(f',"{name}', f',"{markup}{name}')
        path.write_text(text, encoding="utf-8", newline="")
    monkeypatch.setattr(paths, "data_dir", lambda: tmp_path / "data")
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(tmp_path / "store"))
    clear_caches()
    yield markup
    clear_caches()


def test_names_from_files_are_shown_and_never_interpreted(open_page: Open, hostile_names: str) -> None:
    """Streamlit interprets Markdown in these elements; options, table cells and alt texts are plain text to the browser."""
    found = []
    for page, address in (
        ("overview", {}),
        ("region", {"regio": "PV28"}),
        ("region", {"regio": "PV24"}),
        ("region", {"regio": "GM0546"}),
    ):
        app = open_page(page, **address)
        elements = [*app.title, *app.header, *app.markdown, *app.caption, *app.warning, *app.info]
        found += [(page, element.type, element.value) for element in elements if hostile_names in element.value]
        found += [(page, "metric", metric.label) for metric in app.metric if hostile_names in f"{metric.label}{metric.delta}"]
    assert found == []
