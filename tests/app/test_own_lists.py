"""A visitor's own lists: used in one session, behind those of the store, and kept nowhere."""

import pandas as pd
import pytest
from shown import Open, texts
from streamlit.testing.v1 import AppTest

from vsv_metrics import loading, paths
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.sources.foreign.lists import FORMATS
from vsv_metrics.text import LANGUAGES, locale
from vsv_metrics.web import data, lists

MEASURES = b"naam;start;einde;hoofdlijn;regio\nCoach *op* school;01-08-2024;;2;RMC29\nHuis;2025;2026;;\n"
MOMENTS = b"naam;maand;niveau\nLente;april;2\n"


def upload(app: AppTest, kind: str, content: bytes) -> None:
    [box] = [box for box in app.file_uploader if box.label == locale("nl")(f"lists.{kind}_choose")]
    box.set_value(("lijst.csv", content, "text/csv")).run()
    assert not app.exception


def press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception


def test_a_list_is_used_and_forgotten_in_one_session(open_page: Open) -> None:
    app = open_page("sources")
    upload(app, "measures", MEASURES.replace(b";2;", b";6;").replace(b"2025;2026", b"2025;2024"))
    said = "\n".join(texts(app))
    assert "regel 2, kolom hoofdlijn" in said
    assert "regel 3, kolom einde" in said
    assert not [button for button in app.button if button.key == "use_measures"]
    upload(app, "measures", MEASURES)
    said = "\n".join(texts(app))
    for shown in ("Coach \\*op\\* school", "1 augustus 2024", "niet genoemd", "2. Extra begeleiding bij hoog risico", "Rijnmond"):
        assert shown.replace(". E", "\\. E") in said
    press(app, "use_measures")
    assert [box.value for box in app.success] == ["Uw lijst **lijst\\.csv** is in gebruik: 2 maatregelen."]
    rows = app.session_state["_own_measures"].rows
    hash(rows)
    store = data.common_store()
    shipped, joined = store.query("policy_measures"), lists.joined("measures", rows)
    pd.testing.assert_frame_equal(joined.iloc[: len(shipped)], shipped)
    own = joined.iloc[len(shipped) :]
    assert list(own["measure_id"]) == ["session_2", "session_3"]
    assert list(own["starts_on"]) == [pd.Timestamp(2024, 8, 1), pd.Timestamp(2025, 1, 1)]
    assert list(own["action_line"].fillna("")) == ["actieplan_line_2", ""]
    assert set(own["source_id"]) <= set(store.query("sources")["source_id"])
    upload(app, "moments", MEASURES)
    assert [box.value for box in app.error] == [locale("nl")("lists.moments_other", file="lijst\\.csv")]
    upload(app, "moments", MOMENTS)
    press(app, "use_moments")
    [moment] = lists.joined("moments", app.session_state["_own_moments"].rows).tail(1).to_dict("records")
    assert (moment["moment_id"], moment["first_month"], moment["level"]) == ("session_2", 4, "mbo2")
    press(app, "forget_measures")
    assert "_own_measures" not in app.session_state
    assert "_own_moments" in app.session_state


def test_what_is_made_from_a_visitors_rows_is_not_kept() -> None:
    made: list[int] = []

    @data.shared(4)
    def count(rows: tuple[tuple[object, ...], ...]) -> int:
        made.append(len(rows))
        return len(rows)

    for _ in range(2):
        count(())
        count(data.Private([("a",)]))
    assert sorted(made) == [0, 1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", lists.KINDS)
def test_an_example_is_a_list_that_is_accepted(kind: lists.Kind, language: str) -> None:
    reading = read_own("voorbeeld.csv", lists.example(kind, locale(language)), loading.read_reference(paths.data_dir()))
    assert (reading.format, reading.problems, reading.warnings, reading.rows) == (FORMATS[kind], (), (), 3)
    assert {meaning for _, meaning in reading.mapping if meaning is None} == set()
