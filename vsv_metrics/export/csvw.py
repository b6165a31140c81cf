"""The tables of a data folder as CSV on the Web describes them: `csv-metadata.json`, which its readers look for beside a CSV.

Made from the descriptors that stand beside the files.
"""

import json
import re
from pathlib import Path
from typing import Any

from vsv_metrics.export.catalog import FOLDERS, TERMS, descriptors, licence

FILE = "csv-metadata.json"
DATATYPES: dict[str, Any] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": {"base": "boolean", "format": "true|false"},
    "date": {"base": "date", "format": "yyyy-MM-dd"},
}
"""Type of a descriptor -> datatype."""


def as_files(data_dir: Path) -> dict[str, bytes]:
    """Return the description of each folder by its path below the data folder."""
    return {
        f"{folder}/{FILE}": (json.dumps(group(data_dir, folder), indent=1, ensure_ascii=False) + "\n").encode()
        for folder in FOLDERS
    }


def group(data_dir: Path, folder: str) -> dict[str, Any]:
    """Return the description of all tables in a folder."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True, "lineTerminators": "\n"},
        "tables": [_table(about) for file, about in descriptors(data_dir) if file.parent.name == folder],
    }


def _table(about: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_column(field) for field in about["schema"]["fields"]]}
    if key := about["schema"].get("primaryKey"):
        schema["primaryKey"] = key
    return {
        "url": about["path"],
        "dc:title": {"nl": about["title_nl"], "en": about["title"]},
        "dc:description": {"nl": about["description_nl"], "en": about["description"]},
        "dc:license": {"@id": licence(about, f"../{TERMS}")},
        "tableSchema": schema,
    }


def _column(field: dict[str, Any]) -> dict[str, Any]:
    constraints = field.get("constraints", {})
    datatype: Any = DATATYPES[field["type"]]
    if codes := constraints.get("enum"):
        datatype = {"base": "string", "format": "|".join(map(re.escape, codes))}
    found = {"name": field["name"], "titles": field["name"], "dc:description": field.get("description", ""), "datatype": datatype}
    return found | ({"required": True} if constraints.get("required") else {})
