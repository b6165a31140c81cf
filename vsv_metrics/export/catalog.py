"""The files of figures and reference tables as a catalogue that data portals read (DCAT 3, with the fields of DCAT-AP-NL 3).

Made from the descriptors that stand beside the files. Example figures are no data to be found, and stay out. Who publishes a
copy adds a contact point: none is known here.
"""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FOLDERS = ("published", "reference")
FILE = "catalog.jsonld"
PUBLISHER = "Contributors to the VSV dashboard"

_EU = "http://publications.europa.eu/resource/authority"
LICENCES = {
    "CC0-1.0": f"{_EU}/licence/CC0",
    "CC-BY-4.0": f"{_EU}/licence/CC_BY_4_0",
    "EUPL-1.2": f"{_EU}/licence/EUPL_1_2",
}
"""Licence of a descriptor -> its address in the European list."""

TERMS = "README.md#terms"
"""Where the terms stand that are no licence, relative to the data folder."""

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
TITLES = {
    "nl": (
        "Cijfers over voortijdig schoolverlaten",
        "Gepubliceerde cijfers over voortijdig schoolverlaten in Nederland, met hun bronnen.",
    ),
    "en": (
        "Figures on early school leaving",
        "Published figures on early school leaving in the Netherlands, with their sources.",
    ),
}
YEARS = ("school_year", "year")
Place = Callable[[Path], dict[str, Any]]
"""What a distribution says of where its file is."""


def descriptors(data_dir: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the CSV and the descriptor of every file that is catalogued, in order."""
    for folder in FOLDERS:
        for csv_file in sorted((data_dir / folder).glob("*.csv")):
            yield csv_file, json.loads(csv_file.with_suffix(".json").read_text(encoding="utf-8"))


def as_files(data_dir: Path) -> dict[str, bytes]:
    """Return the catalogue by its file name; addresses in it are relative to the data folder."""

    def beside(file: Path) -> dict[str, Any]:
        name = f"{file.parent.name}/{file.name}"
        size = _typed(str(file.stat().st_size), "nonNegativeInteger")
        return {"dcat:accessURL": _at(name), "dcat:downloadURL": _at(name), "dcat:byteSize": size}

    return {FILE: (json.dumps(catalog(data_dir, beside, "", TERMS), indent=1, ensure_ascii=False) + "\n").encode()}


def served(data_dir: Path, address: str, documentation: str, terms: str) -> dict[str, Any]:
    """Return the catalogue of a dashboard that gives its figures at `address` and tells the terms of each source at `terms`."""
    service = {
        "@id": address,
        "@type": "dcat:DataService",
        "dct:title": [_text("VSV-dashboard, API", "nl"), _text("VSV dashboard, API", "en")],
        "dct:publisher": _publisher(),
        "dcat:endpointURL": _at(address),
        "dcat:endpointDescription": _at(documentation),
        "dct:accessRights": _at(f"{_EU}/access-right/PUBLIC"),
    }

    def over_http(file: Path) -> dict[str, Any]:
        return {"dcat:accessURL": _at(address), "dcat:accessService": _at(address)}

    made = catalog(data_dir, over_http, f"{address}/catalog", terms)
    return made | {"dcat:service": service}


def catalog(data_dir: Path, place: Place, base: str, terms: str) -> dict[str, Any]:
    """Return the catalogue as JSON-LD that needs nothing from elsewhere; the names of its data sets begin with `base`."""
    return {
        "@context": CONTEXT,
        "@id": base or FILE,
        "@type": "dcat:Catalog",
        "dct:title": [_text(TITLES[code][0], code) for code in TITLES],
        "dct:description": [_text(TITLES[code][1], code) for code in TITLES],
        "dct:publisher": _publisher(),
        "dct:language": _languages(),
        "dct:license": _at(LICENCES["EUPL-1.2"]),
        "dcat:themeTaxonomy": _at(f"{_EU}/data-theme"),
        "dcat:dataset": [_dataset(file, about, place, base, terms) for file, about in descriptors(data_dir)],
    }


def licence(about: dict[str, Any], terms: str) -> str:
    """Return the address of what binds most: the terms of the source wherever it has no licence."""
    names = [entry["name"] for entry in about["licenses"]]
    return LICENCES[names[0]] if all(name in LICENCES for name in names) else terms


def _dataset(file: Path, about: dict[str, Any], place: Place, base: str, terms: str) -> dict[str, Any]:
    name = f"{file.parent.name}/{about['name']}"
    found: dict[str, Any] = {
        "@id": f"{base or FILE}#{name}",
        "@type": "dcat:Dataset",
        "dct:identifier": name,
        "dct:title": [_text(about["title_nl"], "nl"), _text(about["title"], "en")],
        "dct:description": [_text(about["description_nl"], "nl"), _text(about["description"], "en")],
        "dct:publisher": _publisher(),
        "dct:accessRights": _at(f"{_EU}/access-right/PUBLIC"),
        "dct:license": _at(licence(about, terms)),
        "dct:language": _languages(),
        "dct:spatial": _at(f"{_EU}/country/NLD"),
        "dct:conformsTo": _at("https://specs.frictionlessdata.io/tabular-data-resource/"),
        "dcat:theme": _at(f"{_EU}/data-theme/EDUC"),
        "dcat:keyword": [_text("voortijdig schoolverlaten", "nl"), _text("early school leaving", "en")],
        "dcat:distribution": _distribution(file, about, place, terms),
    }
    if years := _years(file):
        start, end = years
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(start, "date"),
            "dcat:endDate": _typed(end, "date"),
        }
    if addresses := [source["path"] for source in about.get("sources", ()) if "path" in source]:
        found["dct:source"] = [_at(address) for address in addresses]
    return found


def _distribution(file: Path, about: dict[str, Any], place: Place, terms: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": [_text(f"{about['title_nl']}, CSV", "nl"), _text(f"{about['title']}, CSV", "en")],
        "dct:format": _at(f"{_EU}/file-type/CSV"),
        "dcat:mediaType": _at("https://www.iana.org/assignments/media-types/text/csv"),
        "dct:license": _at(licence(about, terms)),
        "dct:conformsTo": _at("https://www.w3.org/TR/tabular-metadata/"),
        **place(file),
    }


def _years(file: Path) -> tuple[str, str] | None:
    """Return the first and last day of the years in a file; None when it has no such column."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened)
        column = next((name for name in YEARS if name in (rows.fieldnames or ())), None)
        years = [int(row[column]) for row in rows if row[column]] if column else []
    if not years:
        return None
    is_school_year = column == "school_year"
    start, end = ("-08-01", "-07-31") if is_school_year else ("-01-01", "-12-31")
    return f"{min(years)}{start}", f"{max(years) + is_school_year}{end}"


def _publisher() -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": PUBLISHER}


def _languages() -> list[dict[str, str]]:
    return [_at(f"{_EU}/language/{code}") for code in ("NLD", "ENG")]


def _at(address: str) -> dict[str, str]:
    return {"@id": address}


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}
