"""What other programs read of this project: terms of use, public code, catalogue and tables on the web."""

import csv
import json
import re
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from rdflib.namespace import DCAT, DCTERMS, RDF

from vsv_metrics import paths
from vsv_metrics.export import catalog, csvw
from vsv_metrics.text import LANGUAGES

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
"""Of rdflib's own reader."""

ROOT = Path(__file__).parents[2]
DATA = paths.data_dir()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FILES = list(catalog.descriptors(DATA))
MANDATORY = (
    *("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description"),
    *("legal", "maintenance", "localisation"),
)


# REUSE


def test_every_file_says_its_terms() -> None:
    done = subprocess.run([ROOT / ".venv" / "bin" / "reuse", "lint"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_terms_of_data_are_those_of_their_descriptors() -> None:
    stated = {}
    for entry in tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]:
        listed = entry["path"] if isinstance(entry["path"], list) else [entry["path"]]
        stated |= dict.fromkeys(listed, entry["SPDX-License-Identifier"])
    for file, about in FILES:
        names = [entry["name"].replace("terms-of-source", "LicenseRef-terms-of-source") for entry in about["licenses"]]
        assert stated.get(f"data/{file.parent.name}/{file.name}", stated["**"]) == " AND ".join(names), file


def test_the_licence_stands_where_both_look_for_it() -> None:
    assert (ROOT / "LICENSES" / "EUPL-1.2.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()


# publiccode.yml


@pytest.fixture(scope="module")
def public_code() -> Any:
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_public_code_has_what_the_standard_demands(public_code: Any) -> None:
    assert set(MANDATORY) <= set(public_code)
    assert public_code["softwareVersion"] == PROJECT["version"]
    assert public_code["legal"]["license"] == PROJECT["license"]
    assert public_code["localisation"] == {"localisationReady": True, "availableLanguages": list(LANGUAGES)}
    assert set(public_code["description"]) == set(LANGUAGES)
    for about in public_code["description"].values():
        assert len(about["shortDescription"]) <= 150
        assert 150 <= len(about["longDescription"]) <= 10_000
        assert 5 <= len(about["features"]) <= 20
    assert f'versionMin: "{PROJECT["requires-python"].removeprefix(">=")}"' in (ROOT / "publiccode.yml").read_text()


def test_public_code_invents_nobody(public_code: Any) -> None:
    kind = public_code["maintenance"]["type"]
    assert kind in ("none", "internal", "contract", "community")
    if kind in ("internal", "community"):
        assert all(contact["name"] for contact in public_code["maintenance"]["contacts"])
    assert "@" not in json.dumps(public_code)


# Catalogue


def test_the_descriptions_are_those_that_are_made() -> None:
    for name, content in (catalog.as_files(DATA) | csvw.as_files(DATA)).items():
        assert (DATA / name).read_bytes() == content, "run `make catalog`"


def read(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="json-ld", publicID="https://example.org/data/")


def test_the_catalogue_is_dcat_and_lists_every_file() -> None:
    graph = read((DATA / catalog.FILE).read_text(encoding="utf-8"))
    [found] = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(found, DCAT.dataset))
    assert len(datasets) == len(FILES) == len(set(graph.subjects(RDF.type, DCAT.Dataset)))
    downloads = set()
    for dataset in (found, *datasets):
        for wanted in (DCTERMS.title, DCTERMS.description):
            assert {text.language for text in graph.objects(dataset, wanted) if isinstance(text, rdflib.Literal)} == set(
                LANGUAGES
            )
        assert (dataset, DCTERMS.publisher, None) in graph
        assert (dataset, DCTERMS.license, None) in graph
    for dataset in datasets:
        for wanted in (DCTERMS.identifier, DCTERMS.spatial, DCTERMS.accessRights, DCTERMS.conformsTo, DCAT.theme):
            assert (dataset, wanted, None) in graph, (dataset, wanted)
        [distribution] = graph.objects(dataset, DCAT.distribution)
        for wanted in (DCAT.accessURL, DCAT.mediaType, DCTERMS.license, DCTERMS.format):
            assert (distribution, wanted, None) in graph
        downloads.add(str(graph.value(distribution, DCAT.downloadURL)).removeprefix("https://example.org/data/"))
    assert downloads == {f"{file.parent.name}/{file.name}" for file, _ in FILES}
    figures = [dataset for dataset in datasets if "#published/" in str(dataset)]
    assert all((dataset, DCTERMS.temporal, None) in graph for dataset in figures)
    assert "demo" not in (DATA / catalog.FILE).read_text(encoding="utf-8")


def test_no_text_of_the_catalogue_names_another_licence_than_the_descriptor() -> None:
    graph = read((DATA / catalog.FILE).read_text(encoding="utf-8"))
    for file, about in FILES:
        [dataset] = graph.subjects(DCTERMS.identifier, rdflib.Literal(f"{file.parent.name}/{about['name']}"))
        [licence] = graph.objects(dataset, DCTERMS.license)
        names = {entry["name"] for entry in about["licenses"]}
        assert str(licence).endswith("#terms") == ("terms-of-source" in names)


# CSV on the Web


@pytest.mark.parametrize("folder", catalog.FOLDERS)
def test_every_table_is_described_as_it_is(folder: str) -> None:
    described = json.loads((DATA / folder / csvw.FILE).read_text(encoding="utf-8"))
    tables = {table["url"]: table for table in described["tables"]}
    assert set(tables) == {file.name for file in (DATA / folder).glob("*.csv")}
    for name, table in tables.items():
        columns = {column["name"]: column for column in table["tableSchema"]["columns"]}
        with (DATA / folder / name).open(encoding="utf-8", newline="") as opened:
            rows = csv.DictReader(opened)
            assert list(rows.fieldnames or ()) == list(columns)
            for row in rows:
                for column, cell in row.items():
                    assert fits(cell, columns[column]), (name, rows.line_num, column, cell)
        assert set(table["tableSchema"].get("primaryKey", ())) <= set(columns)


def fits(cell: str, column: dict[str, Any]) -> bool:
    """Whether a cell is of the datatype of its column."""
    if cell == "":
        return not column.get("required", False)
    datatype = column["datatype"]
    base, pattern = (datatype, "") if isinstance(datatype, str) else (datatype["base"], datatype["format"])
    if base == "date":
        return date.fromisoformat(cell).isoformat() == cell
    kinds = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?(E-?\d+)?", "boolean": pattern, "string": pattern or r"(?s:.*)"}
    return re.fullmatch(kinds[base], cell) is not None


# Safety


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/threat-model.md"])
def test_every_test_that_is_named_is_there(name: str) -> None:
    named = set(re.findall(r"`((?:tests/)?[a-z]+/(?:[a-z]+/)?test_\w+\.py)`", (ROOT / name).read_text(encoding="utf-8")))
    assert len(named) > 4
    assert not [test for test in named if not (ROOT / "tests" / test.removeprefix("tests/")).is_file()]
