"""A data package (Frictionless, version 1): a zip with the table as CSV, its description, and how to read and cite it."""

import io
import json
import zipfile
from typing import Any

from vsv_metrics.export.csv import to_csv
from vsv_metrics.export.described import Kind, about, kind, label
from vsv_metrics.export.document import Document, metadata, text
from vsv_metrics.schema.codes import BREAKDOWNS

TABLE, DESCRIPTION, README = "table.csv", "datapackage.json", "README.md"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same table gives the same bytes."""
TYPES: dict[Kind, str] = {
    "text": "string",
    "persons": "number",
    "percent": "number",
    "number": "number",
    "whole": "integer",
    "date": "date",
}
KEY = ("dataset", "series_id", "indicator_id", "region_code", "coverage", "period_type", "year", "piece")
"""Columns that, with the breakdowns, tell figures apart."""
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
FINGERPRINT_SHOWN = 12


def to_package(document: Document) -> bytes:
    """The zip; its CSV is the international one."""
    files = {
        TABLE: to_csv(document.table, "int"),
        DESCRIPTION: json.dumps(description(document), ensure_ascii=False, indent=2).encode() + b"\n",
        README: readme(document).encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name, EARLIEST), content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def description(document: Document) -> dict[str, Any]:
    """What `datapackage.json` says."""
    locale = document.locale
    known = metadata(document)
    fields: list[dict[str, Any]] = [
        {
            "name": field.name,
            "type": TYPES[kind(field.name, field.type)],
            "title": label(field.name, locale),
            "description": about(field.name, locale),
        }
        for field in document.table.schema
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key := _primary_key(document):
        schema["primaryKey"] = key
    resource = {
        "profile": "tabular-data-resource",
        "name": "table",
        "path": TABLE,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }
    licences = dict.fromkeys(text(row["licence"]) for row in document.sources)
    return {
        "profile": "tabular-data-package",
        "name": document.stem,
        "title": document.heading,
        "description": "\n".join(document.all_notes),
        "version": document.fingerprint[:FINGERPRINT_SHOWN],
        "created": f"{document.made_on.isoformat()}T00:00:00Z",
        "sources": [_source(row) for row in known["sources"]],
        "licenses": [
            {"name": name} | ({"path": LICENCES[name]} if name in LICENCES else {}) for name in licences if name is not None
        ],
        "resources": [resource],
        "vsv": {
            key: known[key] for key in ("is_fictional", "query", "data_fingerprint", "app_version", "filters", "series", "breaks")
        },
    }


def readme(document: Document) -> str:
    """How to read the table, and how to cite it."""
    locale = document.locale
    lines = [
        f"# {document.heading}",
        "",
        *document.all_notes,
        "",
        f"## {locale('files.readme_contents')}",
        "",
        locale("files.readme_table", table=TABLE, rows=locale.number(len(document.table))),
        locale("files.readme_description", description=DESCRIPTION),
        "",
        f"## {locale('files.readme_read')}",
        "",
        f"    pandas.read_csv('{TABLE}', dtype={{'region_code': 'str'}})",
        f"    read.csv('{TABLE}', colClasses = c(region_code = 'character'))",
        "",
        f"## {locale('files.readme_cite')}",
        "",
        *(f"- {line}" for line in citations(document)),
        "",
        f"## {locale('files.filters')}",
        "",
        *(f"- {name}: {choice}" for name, choice in (*document.filters, *provenance(document))),
        "",
    ]
    return "\n".join(lines)


def citations(document: Document) -> list[str]:
    """One line per source, and one for the table made from them."""
    locale = document.locale
    lines = []
    for row in document.sources:
        dated = text(row["published_label"]) or locale("files.no_date")
        parts = [f"{row['publisher']} ({dated}). {row['title']}", text(row["address"]), text(row["licence"])]
        if retrieved := text(row["retrieved_on"]):
            parts.append(locale("files.retrieved", day=retrieved))
        lines.append(". ".join(part for part in parts if part) + ".")
    return [
        *lines,
        locale(
            "files.cite_table",
            title=document.heading,
            version=document.app_version,
            fingerprint=document.fingerprint[:FINGERPRINT_SHOWN],
            day=document.made_on.isoformat(),
            query=document.query,
        ),
    ]


def provenance(document: Document) -> tuple[tuple[str, str], ...]:
    """Where the table comes from: name, value."""
    locale = document.locale
    return (
        (label("query", locale), document.query),
        (label("data_fingerprint", locale), document.fingerprint),
        (label("app_version", locale), document.app_version),
        (locale("files.made_on"), document.made_on.isoformat()),
    )


def _source(row: dict[str, str | None]) -> dict[str, str]:
    found = {"title": row["title"], "path": row["address"], "publisher": row["publisher"], "licence": row["licence"]}
    found |= {name: row[name] for name in ("published_on", "retrieved_on")}
    return {name: value for name, value in found.items() if value is not None}


def _primary_key(document: Document) -> list[str]:
    """Columns that no two rows share, empty when there are none."""
    names = [name for name in document.table.column_names if name in (*KEY, *BREAKDOWNS)]
    if not names:
        return []
    keys = document.table.select(names).to_pandas()
    return [] if keys.duplicated().any() or keys.isna().any(axis=None) else names
