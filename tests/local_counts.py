"""Invented local counts: DUO files of people who do not exist, counted and masked as on the machine of a region."""

from pathlib import Path

import pandas as pd

from tools.duo_layouts import persons, put
from vsv_metrics import loading, paths
from vsv_metrics.schema import codes, tables
from vsv_metrics.sources import duo, tidy
from vsv_metrics.store import Store

THRESHOLD = 3
REFERENCE = paths.data_dir() / "reference"
SAME = {"dataset": "local", "indicator_id": "new_leavers", "unit": "persons", "precision": "exact", "flags": None}


def running_year(folder: Path, unit: str = "RMC29") -> Store:
    """Report months October, November and January of 2022/23: 6, 1 (hidden) and 4 new; two of October are not in November's."""
    everyone = persons(100_000_000, 40)
    for name, leavers in {"202211": everyone[:6], "202212": everyone[2:7], "202302": everyone[2:11]}.items():
        put(folder, f"{name}A05I{unit}.csv", everyone)
        put(folder, f"{name}A04I{unit}.csv", leavers)
    return local_store(folder)


def local_store(folder: Path) -> Store:
    """A store of the masked counts of DUO files, without institutions and programmes."""
    regions, aliases = (tidy.read(REFERENCE / f"{name}.json")[1] for name in ("region", "region_alias"))
    rows = duo.aggregate(folder, regions, aliases, THRESHOLD).observations
    rows = rows[(rows["institution"] == codes.TOTAL) & (rows["programme"] == codes.TOTAL)].assign(**SAME, published_on=None)
    missing = {column.name: column.default for column in tables.OBSERVATION.columns if column.name not in rows}
    rows = rows.assign(**missing)
    for name in ("value", "lower", "upper"):
        rows[name] = rows[name].astype("Float64").astype(float)
    rows["missing_reason"] = rows["missing_reason"].astype(object).where(rows["missing_reason"].notna(), None)
    rows["period_start"] = pd.to_datetime(rows["period_start"])
    return loading.session_store(rows[[column.name for column in tables.OBSERVATION.columns]], paths.data_dir())
