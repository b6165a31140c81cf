"""Addresses that standards name: where to report a weakness, and the catalogue of data."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rdflib
from client import ask, problem
from rdflib.namespace import DCAT, DCTERMS, RDF

from vsv_metrics import paths
from vsv_metrics.export import catalog
from vsv_metrics.web import security_txt, server
from vsv_metrics.web.frame import FAVICON

CATALOG = "/api/v1/catalog"


def test_without_a_contact_there_is_no_security_txt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(security_txt.CONTACT_VARIABLE, raising=False)
    assert ask(security_txt.PATH).status_code == 404


def test_security_txt_names_the_contacts_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(security_txt.CONTACT_VARIABLE, "mailto:meldpunt@example.org https://example.org/melden")
    answer = ask(security_txt.PATH)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = [(name, text) for name, _, text in (line.partition(": ") for line in answer.text.splitlines())]
    assert fields[:2] == [("Contact", "mailto:meldpunt@example.org"), ("Contact", "https://example.org/melden")]
    ends = datetime.fromisoformat(dict(fields)["Expires"])
    assert timedelta(days=30) < ends - datetime.now(UTC) < timedelta(days=365)
    assert dict(fields)["Preferred-Languages"] == "nl, en"


@pytest.mark.parametrize("contact", ["meldpunt@example.org", "javascript:alert(1)", "mailto:a@b.nl\r\nPolicy:https://x.nl", " "])
def test_what_is_no_contact_is_not_served(contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(security_txt.CONTACT_VARIABLE, contact)
    assert ask(security_txt.PATH).status_code == 404


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_catalogue_is_served_with_addresses_of_this_server() -> None:
    answer = ask(CATALOG)
    assert answer.headers["content-type"].startswith("application/ld+json")
    graph = rdflib.Graph().parse(data=answer.text, format="json-ld")
    [service] = graph.subjects(RDF.type, DCAT.DataService)
    assert str(service) == "http://localhost/api/v1"
    distributions = set(graph.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) == len(list(catalog.descriptors(paths.data_dir())))
    assert all((distribution, DCAT.accessService, service) in graph for distribution in distributions)
    addresses = {str(item) for item in graph.objects(None, DCTERMS.license)}
    assert all(address.startswith("http") for address in addresses)
    assert ask(CATALOG, If_None_Match=answer.headers["etag"]).status_code == 304
    problem(CATALOG, 404, host="elsewhere.example")


def test_the_picture_of_the_tab_is_ours() -> None:
    answer = ask(FAVICON)
    assert answer.content == (Path(server.__file__).parent / "static" / "favicon.png").read_bytes()
    assert answer.headers["content-type"] == "image/png"
