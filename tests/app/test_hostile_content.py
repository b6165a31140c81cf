"""Hostile text in the files of visitors: read without an error, shown as it is, kept out of the log."""

import csv
import io
import logging

import pytest
from hostile import payloads
from shown import Open, texts
from streamlit.testing.v1 import AppTest

from vsv_metrics import loading, paths
from vsv_metrics.errors import DataContractError
from vsv_metrics.sources.foreign import Reading, read_own
from vsv_metrics.sources.foreign.reading import Reference
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web import failures, lists
from vsv_metrics.web.markdown import plain

HOSTILE = payloads("content")
NAMES = payloads("names")
HEADER = ["schooljaar", "regio_code", "regio_naam", "onderwijssoort", "deelnemers", "vsv"]
ROW = ["2022-2023", "RMC29", "Rijnmond", "mbo", "1000", "40"]
LIST_HEADER = ["naam", "omschrijving", "hoofdlijn", "start", "einde"]
SPECIAL = frozenset("\\`*_{}[]()#+-.!|<>~:$&^=\u202e\u200b\u2028\x1b\0\r\n")
LONGEST = 1_000
"""Characters of the longest text that a page may show of a file."""


@pytest.fixture(scope="module")
def reference() -> Reference:
    return loading.read_reference(paths.data_dir())


def table(*rows: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows(rows)
    return written.getvalue().encode("utf-8", "surrogatepass")


def files(payload: str) -> list[bytes]:
    """The payload as the name of an area, an area alone, a school type, a column, a cell that is not used, and a count."""
    placed = [table(HEADER, [*ROW[:at], payload, *ROW[at + 1 :]]) for at in range(len(ROW))]
    return [*placed, table([*HEADER, payload], [*ROW, "x"]), table([*HEADER, "opmerking"], [*ROW, payload])]


def sentences(reading: Reading) -> list[str]:
    items: list[DataContractError] = [*reading.problems, *reading.warnings, *reading.notes]
    return [failures.sentence(item, Locale(language)) for item in items for language in LANGUAGES]


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_in_a_file_is_answered_in_one_line_and_never_interpreted(payload: str, reference: Reference) -> None:
    for content in files(payload):
        reading = read_own("cijfers.csv", content, reference)
        for said in sentences(reading):
            assert len(said) < LONGEST
            assert said.isprintable()
            assert not SPECIAL.intersection(payload) or len(payload.strip()) < 4 or payload.strip() not in said
        if reading.accepted:
            assert set(reading.frame["region_code"]) == {"RMC29"}
            assert not reading.frame.astype("str").apply(lambda column: column.str.contains(payload, regex=False)).any().any()


def _draw() -> None:
    """The script of a page that shows what was found in the files that stand in the session."""
    import streamlit as st

    from vsv_metrics.text import locale
    from vsv_metrics.web import upload

    for number, reading in enumerate(st.session_state["readings"]):
        upload.findings(reading, locale("nl"), key=f"findings_{number}")
        upload.preview(reading, locale("nl"))


def test_what_was_found_in_a_file_is_shown_as_it_is(reference: Reference) -> None:
    app = AppTest.from_function(_draw, default_timeout=60)
    marked = [payload for payload in HOSTILE.values() if "<" in payload or "](" in payload or payload.startswith((":", "$"))]
    contents = [content for payload in marked for content in files(payload)[1:3] + files(payload)[6:]]
    app.session_state["readings"] = [read_own(f"{name}.csv", content, reference) for content in contents for name in marked[:1]]
    app.run()
    assert not app.exception
    found = texts(app)
    assert any(plain("<img src=q onerror=alert(7)>") in text for text in found)
    assert not [text for text in found if any(payload.strip() in text for payload in marked)]


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_name_is_shown_short_and_opens_nothing(name: str, reference: Reference) -> None:
    app = AppTest.from_function(_draw, default_timeout=60)
    app.session_state["readings"] = [read_own(name, content, reference) for content in (table(HEADER, ROW), b"<html>")]
    app.run()
    assert not app.exception
    for text in texts(app):
        assert len(text) < 400
        assert "<img" not in text.replace("\\<", "")
        assert "![](" not in text
        assert "\u202e" not in text
        assert "\0" not in text


def test_the_names_of_a_list_of_measures_are_shown_as_they_are(open_page: Open, reference: Reference) -> None:
    marked = [
        " ".join(payload.split())
        for payload in HOSTILE.values()
        if len(payload) < 200 and payload.isprintable() and "@" not in payload
    ]
    rows = [[name, name, "1", "2025-01-01", "2025-12-31"] for name in marked]
    reading = read_own("lijst.csv", table(LIST_HEADER, *rows), reference)
    assert reading.accepted, sentences(reading)[:5]
    assert reading.rows > 20
    app = open_page("action_lines")
    app.session_state["_own_measures"] = lists.OwnList("lijst.csv", _rows(reading))
    app.run()
    for section in ("lijnen", "register"):
        app.query_params["onderdeel"] = section
        app.run()
        assert not app.exception
        found = texts(app)
        assert any("alert(7)" in text or plain("alert(7)") in text for text in found)
        interpreted = [element.value for element in [*app.markdown, *app.caption, *app.warning, *app.info]]
        assert not [
            text for text in interpreted for name in marked if SPECIAL.intersection(name) and len(name) > 3 and name in text
        ]


def _rows(reading: Reading):
    from vsv_metrics.web import data

    rows = loading.named_list(reading.frame, reading.table, lists.SESSION).astype(object)
    return data.Private(rows.where(rows.notna(), None).itertuples(index=False, name=None))


def test_a_line_in_a_file_makes_no_line_in_the_log(reference: Reference, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for payload in HOSTILE.values():
            for item in read_own(f"{payload[:50]}.csv", files(payload)[1], reference).problems:
                failures.log(item)
    assert caplog.records
    assert not [record.getMessage() for record in caplog.records if not record.getMessage().isprintable()]
    assert all(len(record.getMessage()) < LONGEST for record in caplog.records)
