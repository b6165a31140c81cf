"""SQL: off unless the host turns it on, never run by a link, and its answers shown as data."""

import pytest
from shown import Open, hollow, run, texts
from streamlit.testing.v1 import AppTest

from vsv_metrics.store.sandbox import VIEWS, is_bounded
from vsv_metrics.store.sandbox.examples import EXAMPLES, example
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web import host, sql
from vsv_metrics.web.markdown import plain

pytestmark = pytest.mark.skipif(not is_bounded(), reason="on Linux only")
NL, EN = Locale("nl"), Locale("en")


@pytest.fixture
def _on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(host.SQL_VARIABLE, "on")


def press(app: AppTest) -> AppTest:
    [button] = [button for button in app.button if button.label in (NL("sql.run"), EN("sql.run"))]
    button.click()
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("setting", [None, "off", "yes"])
def test_it_is_off_unless_the_host_turns_it_on(open_page: Open, monkeypatch: pytest.MonkeyPatch, setting: str | None) -> None:
    if setting is None:
        monkeypatch.delenv(host.SQL_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(host.SQL_VARIABLE, setting)
    app = open_page("sql", q="SELECT 1")
    assert NL("sql.off") in [info.value for info in app.info]
    assert not app.text_area


@pytest.mark.usefixtures("_on")
def test_a_link_shows_the_question_and_the_button_runs_it(open_page: Open) -> None:
    statement = "SELECT 1234567 AS n, 2.5 AS x, 2023 AS y"
    app = open_page("sql", q=statement)
    assert app.text_area[0].value == statement
    assert len(app.dataframe) == 0
    assert NL("sql.not_run") in [info.value for info in app.info]
    press(app)
    assert app.dataframe[0].value.to_dict("records") == [{"n": 1234567, "x": 2.5, "y": 2023}]
    assert statement in app.query_params["q"]
    assert hollow(app) == []
    other = open_page("sql", q=statement)
    assert len(other.dataframe) == 0


@pytest.mark.usefixtures("_on")
def test_fictional_figures_are_marked_and_a_refusal_is_a_sentence(open_page: Open) -> None:
    app = press(open_page("sql", q=example("demo_provinces"), taal="en"))
    assert EN("sql.warn_demo") in [warning.value for warning in app.warning]
    app.text_area[0].set_value("DROP TABLE figures")
    press(app)
    assert [error.value for error in app.error] == [plain(EN("errors.sql_kind", found="DROP"))]
    assert len(app.dataframe) == 0


@pytest.mark.usefixtures("_on")
def test_an_error_of_the_database_is_shown_and_never_interpreted(open_page: Open) -> None:
    app = press(open_page("sql", q="SELECT error('![x](http://evil.example/x.png) <img src=x onerror=alert(1)>')"))
    [error] = [error.value for error in app.error]
    assert "\\!\\[x\\]\\(" in error
    assert "\\<img" in error


@pytest.mark.usefixtures("_on")
def test_a_question_too_long_for_a_link_stays_out_of_the_address(open_page: Open) -> None:
    app = open_page("sql", q="SELECT 1")
    app.text_area[0].set_value("SELECT 1 -- " + "x" * sql.MOST_IN_LINK)
    press(app)
    assert len(app.dataframe) == 1
    assert NL("sql.too_long_for_link", most=NL.number(sql.MOST_IN_LINK)) in [caption.value for caption in app.caption]
    assert "xx" not in "".join(app.query_params["q"])


@pytest.mark.usefixtures("_on")
def test_an_example_fills_the_box_and_a_table_shows_its_columns(open_page: Open) -> None:
    app = open_page("sql", tabel="series")
    assert [box.label for box in app.selectbox] == [NL("sql.examples"), NL("sql.tabel")]
    assert len(app.table[0].value) == len(VIEWS["series"].columns)
    app.selectbox[0].select(EXAMPLES[1])
    run(app)
    assert app.text_area[0].value == example(EXAMPLES[1])
    assert "![" not in "".join(texts(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_column_and_example_has_words(language: str) -> None:
    words = Locale(language)
    for view in VIEWS.values():
        assert words.has(f"sql.view.{view.subject}")
        assert all(sql.column_about(view, column, words) for column in view.columns)
    assert all(words.has(f"sql.example_{name}") for name in EXAMPLES)
