"""The fictional figures as files: a tidy CSV and a descriptor (Frictionless tabular data resource) for each table."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from vsv_metrics.schema import tables
from vsv_metrics.sources.tidy_files import PERIOD_FIELDS, described

DATASET = "demo"
SERIES_ID = "demo_vsv"
INDICATOR_ID = "new_leavers"
SOURCE_ID = "demo_generator"

_FICTIONAL = "Fictional figures, made by the program vsv-metrics; they describe no real region and no real person. "
_TITLES = {
    "vsv_region_total": "Leavers and enrolled per country, landsdeel, province and RMC region",
    "vsv_region_sector_level": "Leavers and enrolled per region by sector and level",
    "vsv_region_path": "Leavers and enrolled in the mbo per region by level and learning path",
    "vsv_region_age_sex": "Leavers and enrolled per region by age group and by sex",
    "vsv_region_absence": "Leavers per region by age group and reported absence",
    "vsv_region_month": "Leavers per region by month of leaving",
    "vsv_month_sector": "Leavers per country, province and RMC region by sector and month of leaving",
    "vsv_month_age": "Leavers per country, province and RMC region by age group and month of leaving",
    "vsv_month_level_path": "Leavers from the mbo in the country by level or learning path and month of leaving",
    "vsv_month_absence": "Leavers in the country by age group, reported absence and month of leaving",
    "vsv_month_reported": "Leavers per country, province and RMC region by month of leaving and month last reported",
    "vsv_municipality": "Leavers and enrolled per municipality (division of 2023) by sector",
}
_LICENCE = {
    "name": "EUPL-1.2",
    "title": "European Union Public Licence 1.2",
    "path": "https://eupl.eu/1.2/en/",
}


def write(frames: dict[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Write NAME.csv and NAME.json per frame and return the paths; the same frames give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, frame in frames.items():
        for path, text in (
            (folder / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n")),
            (folder / f"{name}.json", json.dumps(_descriptor(name, frame), indent=2, ensure_ascii=False) + "\n"),
        ):
            path.write_bytes(text.encode("utf-8"))
            paths.append(path)
    return paths


def _descriptor(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    observation = {column.name: column for column in tables.OBSERVATION.columns}
    defaults = {"dataset": DATASET, "series_id": SERIES_ID, "indicator_id": INDICATOR_ID, "period_type": "school_year"}
    if "measure" not in frame:
        defaults["measure"] = "numerator"
    defaults |= {"unit": "persons", "precision": "exact", "source_id": SOURCE_ID}
    key = {*tables.OBSERVATION.key, "school_year"}
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": f"Fictional: {_TITLES[name]}",
        "description": _FICTIONAL + "Method and parameters: docs/demo.md.",
        "path": f"{name}.csv",
        "encoding": "utf-8",
        "format": "csv",
        "mediatype": "text/csv",
        "licenses": [_LICENCE],
        "sources": [{"title": "vsv-metrics demo (fictional)", "path": "docs/demo.md"}],
        "schema": {
            "fields": [PERIOD_FIELDS.get(column) or described(observation[column]) for column in frame.columns],
            "primaryKey": [column for column in frame.columns if column in key],
            "foreignKeys": [
                {"fields": column, "reference": dict(zip(("resource", "fields"), target.split("."), strict=True))}
                for column, target in tables.OBSERVATION.references.items()
                if column in frame
            ],
            "missingValues": [""],
        },
        "vsv": {"table": "observation", "defaults": defaults},
    }
