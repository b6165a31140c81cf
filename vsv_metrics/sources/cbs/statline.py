"""StatLine's answers as observations: counts with their bounds, status and missing reason, one row a value.

Counts are rounded to tens, so each lies within five. A blank cell cannot occur and is left out; a dot is unknown, unreliable or
secret. Municipalities follow the division of their year: nothing is added up over changed borders.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from vsv_metrics.errors import UserError
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.sources.cbs.odata import DATA, Answer

SERIES_ID = "cbs_vsv"
INDICATOR_ID = "new_leavers"
ROUNDING = 5
"""Counts are rounded to tens."""

_SCHOOL_YEAR = re.compile(r"(19|20)(\d\d)SJ00")
_COUNT = re.compile(r"\d{1,9}")


@dataclass(frozen=True)
class Figures:
    """What a table holds, and what of it was not read."""

    table: str
    title: str
    modified: str
    observations: pd.DataFrame
    """Columns region_code, school_year, breakdowns, measure, value, lower, upper, missing_reason, obs_status."""
    regions: pd.DataFrame
    """Code and name of every area met: region_code, name."""
    not_read: dict[str, int] = field(default_factory=dict)
    """Code that has no meaning here -> number of records that carry it."""

    def levels(self) -> dict[str, int]:
        """Return how many areas were recognised per kind: NL, LD, PV, RMC, GM."""
        kinds = self.regions["region_code"].str.extract(r"^([A-Z]+)")[0]
        return {str(kind): int(n) for kind, n in kinds.value_counts().sort_index().items()}


def tables() -> dict[str, dict[str, Any]]:
    """Return the tables that are read: code -> `title` and `vintage`, the round of publication of what is fetched."""
    return _codes()["tables"]


def read(table: str, answers: Sequence[Answer]) -> Figures:
    """Return the figures of one table's pages; raise `UserError` when they are not that table or hold none of the regions."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for answer in answers:
        lists.setdefault(answer.name.split("-")[0], []).extend(answer.records())
    if "TypedDataSet" in lists:
        lists.setdefault(DATA, [_untyped(record) for record in lists["TypedDataSet"]])
    for needed in ("TableInfos", "DataProperties", DATA):
        if not lists.get(needed):
            raise UserError("refresh_list_missing", table=table, found=", ".join(sorted(lists)), expected=needed)
    kinds = {key: str(row.get("Type", "")) for key, row in _by_key(lists["DataProperties"], table).items()}
    frame = pd.DataFrame(lists[DATA], dtype=object)
    measures = _measures(kinds, frame, table)
    dimensions = [name for name, kind in kinds.items() if kind.endswith("Dimension")]
    if missing := [name for name in dimensions if name not in frame]:
        raise UserError("refresh_list_missing", table=table, found=", ".join(frame.columns), expected=", ".join(missing))
    for name in dimensions:
        frame[name] = frame[name].fillna("").astype(str).str.strip()
    not_read: dict[str, int] = {}
    columns: dict[str, pd.Series] = {"region_code": pd.Series("NL", frame.index)}
    statuses: dict[str, str] = {}
    names = {"NL": "Nederland"}
    for name in dimensions:
        titles = {key: str(row.get("Title", key)).strip() for key, row in _by_key(lists.get(name, []), table).items()}
        if kinds[name] == "GeoDimension":
            codes = {code: _region(code) for code in frame[name].unique()}
            names |= {ours: titles.get(code, code) for code, ours in codes.items() if ours}
            columns["region_code"] = frame[name].map(codes)
        elif kinds[name] == "TimeDimension":
            codes = {code: _school_year(code) for code in frame[name].unique()}
            statuses = {code: _status(titles.get(code, "")) for code in codes}
            columns["school_year"] = frame[name].map(codes)
            columns["obs_status"] = frame[name].map(statuses)
        else:
            breakdown = _breakdown(name, table)
            codes = {code: _member(breakdown, code, titles.get(code, "")) for code in frame[name].unique()}
            columns[breakdown] = frame[name].map(codes)
        for code, ours in codes.items():
            if ours is None:
                not_read[code] = int((frame[name] == code).sum())
    wide = pd.DataFrame(columns).assign(**{measure: frame[key] for key, measure in measures.items()})
    wide = wide.dropna(subset=list(columns))
    if "school_year" not in wide or wide.empty:
        raise UserError("refresh_nothing_read", table=table, codes=", ".join(list(not_read)[:5]))
    long = wide.melt(id_vars=list(columns), value_vars=list(measures.values()), var_name="measure", value_name="cell")
    observations = _counted(long, table)
    regions = pd.DataFrame({"region_code": sorted(set(observations["region_code"]))})
    regions["name"] = regions["region_code"].map(names)
    if "GeoDimension" in kinds.values() and not regions["region_code"].str.startswith("RMC").any():
        raise UserError("refresh_no_regions", table=table, codes=", ".join(list(not_read)[:5]))
    about = lists["TableInfos"][0]
    return Figures(table, str(about.get("Title", table)), str(about.get("Modified", "")), observations, regions, not_read)


@cache
def _codes() -> dict[str, Any]:
    return tomllib.loads(files("vsv_metrics.sources.cbs").joinpath("tables.toml").read_text(encoding="utf-8"))


def _by_key(records: Sequence[Mapping[str, Any]], table: str) -> dict[str, Mapping[str, Any]]:
    """Return the records of a list by their key."""
    for record in records:
        if "Key" not in record:
            raise UserError("refresh_list_missing", table=table, found=", ".join(map(str, record)), expected="Key")
    return {str(record["Key"]).strip(): record for record in records}


def _untyped(record: Mapping[str, Any]) -> dict[str, Any]:
    """Typed data do not say why a cell is empty: that is unknown."""
    return {key: "." if value is None else value for key, value in record.items()}


def _measures(kinds: Mapping[str, str], frame: pd.DataFrame, table: str) -> dict[str, str]:
    """Return the columns with counts: key of the table -> measure."""
    wanted = dict(_codes()["measures"].items())
    found = {}
    for key, kind in kinds.items():
        name = key.rsplit("_", 1)[0]
        if kind == "Topic" and name in wanted and key in frame:
            found[key] = wanted[name]
    if {"numerator", "denominator"} - set(found.values()):
        raise UserError("refresh_list_missing", table=table, found=", ".join(kinds), expected=", ".join(wanted))
    return found


def _region(code: str) -> str | None:
    for pattern, ours in _codes()["regions"].items():
        if match := re.fullmatch(pattern, code):
            return match.expand(ours)
    return None


def _school_year(code: str) -> int | None:
    match = _SCHOOL_YEAR.fullmatch(code)
    return int(code[:4]) if match else None


def _status(title: str) -> str:
    return "revised_provisional" if title.endswith("**") else "provisional" if title.endswith("*") else "definitive"


def _breakdown(name: str, table: str) -> str:
    for begin, breakdown in _codes()["dimensions"].items():
        if name.startswith(begin):
            return breakdown
    raise UserError("refresh_list_missing", table=table, found=name, expected=", ".join(_codes()["dimensions"]))


def _member(breakdown: str, code: str, title: str) -> str | None:
    codes, titles = _codes()["members"].get(breakdown, {}), _codes().get("titles", {}).get(breakdown, {})
    return codes.get(code) or titles.get(title) or (TOTAL if title == "Totaal" else None)


def _counted(long: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the rows with value, bounds and missing reason; blank cells are left out."""
    cells = long["cell"].map(lambda cell: "" if cell is None else str(cell).strip())
    long = long[cells != ""].drop(columns="cell")
    cells = cells[cells != ""]
    is_unknown = cells == "."
    wrong = cells[~is_unknown & ~cells.str.fullmatch(_COUNT)]
    if not wrong.empty:
        raise UserError("refresh_cell", table=table, found=wrong.iloc[0], expected="123, .")
    value = cells.where(~is_unknown).astype("float64")
    return long.assign(
        value=value,
        lower=(value - ROUNDING).clip(lower=0),
        upper=value + ROUNDING,
        missing_reason=is_unknown.map({True: "unknown", False: None}),
        school_year=long["school_year"].astype(int),
    ).reset_index(drop=True)
