"""Two visitors of one server: what one uploads, the other sees nowhere."""

from collections.abc import Callable

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from visitor import Visitor, deferred, said

OWN = "schooljaar;regio;deelnemers;vsv'ers\n2021-2022;RMC29;70007;1901\n2022-2023;RMC29;71007;1853\n2023-2024;RMC29;72007;1807\n"
LIST = "naam;omschrijving;hoofdlijn;start;einde\nGeheime kring;Verzonnen maatregel van deze bezoeker;1;2024-08-01;2026-07-31\n"
SECRETS = ("1.807", "72.007", "Geheime kring", "geheim-bestand")
IN_FILES = (*SECRETS, ":1807", ":72007", ",1807", ",72007")
BOX, LIST_BOX = "Kies een bestand", "lijst met maatregelen"
ADDRESSES = ("", "regio", "vergelijken", "tabellen", "actielijnen", "bronnen")


@pytest.fixture
def owner(visitor: Callable[..., Visitor]) -> Visitor:
    """A visitor who uses own figures and an own list."""
    found = visitor()
    found.open("bronnen")
    found.upload(BOX, "geheim-bestand.csv", OWN.encode())
    found.open("bronnen")
    found.press("Gebruik deze cijfers")
    found.open("bronnen")
    found.upload(LIST_BOX, "geheim-bestand.csv", LIST.encode())
    found.open("bronnen", "eigen=true")
    found.press("Gebruik deze lijst")
    found.open("bronnen", "eigen=true")
    return found


def test_nothing_of_one_visitor_reaches_another(owner: Visitor, visitor: Callable[..., Visitor]) -> None:
    other = visitor()
    assert "1.807" in owner.open("regio", "regio=RMC29&eigen=true")
    assert "Geheime kring" in owner.open("actielijnen", "onderdeel=lijnen&lijn=1&eigen=true")
    for page in ADDRESSES:
        owner.open(page, "regio=RMC29&eigen=true")
        text = other.open(page, "regio=RMC29&eigen=true")
        assert not [secret for secret in SECRETS if secret in text], page
    assert "1.807" in owner.open("regio", "regio=RMC29&eigen=true")
    for path in (
        "/api/v1/observations?dataset=local",
        "/api/v1/observations?region=RMC29",
        "/api/v1/sources",
        "/api/v1/datasets",
        "/api/v1/members",
        "/api/ready",
    ):
        answer = other.http.get(path).text
        assert not [secret for secret in IN_FILES if secret in answer.replace(" ", "")], path


def test_a_file_made_for_one_visitor_has_no_address_that_another_can_find(
    owner: Visitor, visitor: Callable[..., Visitor]
) -> None:
    owner.open("tabellen", "eigen=true&niveau=rmc")
    files = {button.download_button.deferred_file_id for button in owner.elements("download_button")} - {""}
    urls = {url: file for file in files if (url := deferred(owner, owner.session, file))}
    [url] = [url for url in urls if "72007" in owner.http.get(url).text][:1]
    other = visitor()
    other.open("tabellen", "niveau=rmc")
    assert url not in said(other.heard)
    assert not [file for file in files if deferred(other, owner.session, file)]
    assert all(len(file) == 32 and file not in said(other.heard) for file in files)
    assert not [guess for file in files for guess in (file[::-1], file[:-1], "") if deferred(other, other.session, guess)]
    name = url.rsplit("/", 1)[-1]
    for guess in (name[:-6], name[::-1], f"{'0' * 56}.csv", "", "..", "%2e%2e"):
        assert "72007" not in other.http.get(f"/media/{guess}").text


def test_a_file_made_on_the_click_holds_what_its_visitor_added(owner: Visitor, visitor: Callable[..., Visitor]) -> None:
    for one, is_there in ((owner, True), (visitor(), False)):
        one.open("actielijnen", "onderdeel=effectrapportage&regio=RMC29")
        button = one.element("download_button", "CSV")
        report = one.http.get(deferred(one, one.session, button.deferred_file_id)).text
        assert "RMC29" in report
        assert ("Geheime kring" in report) == is_there


def test_rows_of_a_table_are_given_to_their_visitor_alone(owner: Visitor, visitor: Callable[..., Visitor]) -> None:
    owner.open("tabellen", "eigen=true&niveau=rmc")
    sources = {element.arrow_data_frame.source_id for element in owner.elements("arrow_data_frame")}
    other = visitor()
    other.open("tabellen")
    for source in [*sources, "0"]:
        for session in (owner.session, other.session):
            asked = BackMsg()
            asked.backend_operation_request.request_id = "one"
            asked.backend_operation_request.session_id = session
            asked.backend_operation_request.dataframe_chunk.source_id = source
            asked.backend_operation_request.dataframe_chunk.limit = 100
            other.send(asked)
            answer = other.hear("backend_operation_response").backend_operation_response
            assert not answer.dataframe_chunk.arrow_data.data


def test_what_one_visitor_forgot_is_gone(owner: Visitor) -> None:
    owner.widgets.clear()
    owner.open("bronnen", "eigen=true")
    owner.press("Vergeet mijn cijfers")
    owner.open("bronnen")
    assert "1.807" not in owner.open("regio", "regio=RMC29&eigen=true")
