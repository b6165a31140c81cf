"""Rules that rows obey, whatever file they came from. Each returns the rows that break it as problems.

Every frame here has the columns of its table and an index that says where each row stands: (file, line).
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from vsv_metrics.errors import DataContractError
from vsv_metrics.schema import codes, tables

Problems = list[DataContractError]

FIRST_MONTH = 10
"""School years are counted from 1 October in the files that report by month."""

SHOWN = 20
"""Problems reported per rule; the rest is of the same kind."""


def duplicates(frame: pd.DataFrame, table: tables.Table) -> Problems:
    """Return a problem for each row whose key stands on an earlier row; `expected` names that row."""
    group = group_id(frame, table.key)
    repeated = _first(pd.Series(group).duplicated())
    return [
        problem("duplicate_key", frame, i, *_key(frame, i, table), place(frame, int(np.argmax(group == group[i]))))
        for i in repeated
    ]


def references(frames: Mapping[str, pd.DataFrame], table: tables.Table) -> Problems:
    """Return a problem for each value that the table it refers to does not hold; regions have a code of their own."""
    found: Problems = []
    frame = frames[table.name]
    for name, target in table.references.items():
        target_table, target_column = target.split(".")
        known = frames[target_table][target_column]
        code = "unknown_region" if target_table == "region" else "reference"
        found += _where(frame, frame[name].notna() & ~frame[name].isin(known), code, name, target)
    if table is tables.OBSERVATION:
        for name in codes.BREAKDOWNS:
            members = frames["member"].loc[frames["member"]["breakdown"] == name, "code"]
            found += _where(frame, ~frame[name].isin(members), "unknown_member", name, " | ".join(members))
    return found


def members(frame: pd.DataFrame) -> Problems:
    """Return a problem for each breakdown without a total, and each member whose parent is not in the same breakdown."""
    found: Problems = []
    for name, group in frame.groupby("breakdown"):
        parents = group["parent"].notna() & ~group["parent"].isin(group["code"])
        found += _where(group, parents, "unknown_member", "parent", " | ".join(group["code"]))
        if codes.TOTAL not in set(group["code"]):
            found.append(problem("member_total", group, 0, "code", str(name), codes.TOTAL))
    return found


def values(frame: pd.DataFrame) -> Problems:
    """Return a problem for each observation whose value cannot be: sign, unit, bounds, missing without a reason."""
    value, lower, upper = frame["value"], frame["lower"], frame["upper"]
    is_rate = frame["measure"] == "rate"
    unit_is_right = is_rate == (frame["unit"] == "percent")
    flags = frame["flags"].fillna("")
    return [
        *_where(frame, value.isna() & frame["missing_reason"].isna(), "missing_without_reason", "value", _reasons()),
        *_where(frame, value.notna() & frame["missing_reason"].notna(), "value_and_reason", "missing_reason", ""),
        *_where(frame, (value < 0) | (lower < 0), "negative", "value", "≥ 0"),
        *_where(frame, is_rate & ((value > 100) | (upper > 100)), "rate_above_100", "value", "0–100"),
        *_where(frame, ~unit_is_right, "unit", "unit", "numerator, denominator, complement: persons; rate: percent"),
        *_where(frame, (lower > value) | (upper < value) | (lower > upper), "bounds", "value", "lower ≤ value ≤ upper"),
        *_where(frame, lower.isna() != upper.isna(), "bounds", "lower", "lower, upper"),
        *_where(frame, ~flags.str.fullmatch(f"[{codes.FLAGS}]*"), "flags", "flags", codes.FLAGS),
        *_where(frame, frame["vintage_rank"] < 1, "vintage", "vintage_rank", "1, 2, 3, …"),
    ]


def validity(frame: pd.DataFrame, regions: pd.DataFrame, series: pd.DataFrame) -> Problems:
    """Return a problem for each observation of a region or a series in a year in which it does not exist."""
    year = frame["period_start"].dt.year
    year = year.where(~is_before_october(frame), year - 1)
    found: Problems = []
    for code, key, table, begin, end in (
        ("region_not_valid", "region_code", regions, "valid_from", "valid_to"),
        ("series_not_valid", "series_id", series, "first_period", "last_period"),
    ):
        limits = table.set_index(key)[[begin, end]]
        first = frame[key].map(limits[begin]).astype("float64").fillna(-np.inf)
        last = frame[key].map(limits[end]).astype("float64").fillna(np.inf)
        outside = (year < first) | (year > last)
        for i in _first(outside):
            spans = (first.iloc[i], last.iloc[i])
            span = "–".join("" if np.isinf(limit) else str(int(limit)) for limit in spans)
            found.append(problem(code, frame, i, key, f"{frame[key].iloc[i]}, {year.iloc[i]}", span))
    return found


def future(frame: pd.DataFrame, sources: pd.DataFrame) -> Problems:
    """Return a problem for each observation of a period that is still to begin.

    A clock may be set back: nothing is later than today and the newest day that a source names.
    """
    days = [pd.Timestamp.today(), *sources[["published_on", "retrieved_on"]].max().dropna()]
    outside = frame["period_start"] > max(days)
    years = frame["period_start"].dt.year
    return [problem("year_future", frame, i, "period_start", int(years.iloc[i]), max(days).year) for i in _first(outside)]


def is_before_october(frame: pd.DataFrame) -> pd.Series:
    """Return which rows are about a month that belongs to the school year that began the year before."""
    return (frame["period_type"] == "month") & (frame["period_start"].dt.month < FIRST_MONTH)


def dataset_folder(frame: pd.DataFrame, folder: str) -> Problems:
    """Return a problem for each row of another dataset than the folder is for: fictional figures never mix with real."""
    return _where(frame, frame["dataset"] != folder, "dataset", "dataset", folder)


def group_id(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return a number per row that is equal exactly where all these columns are equal (null equals null)."""
    group = np.zeros(len(frame), dtype=np.int64)
    for name in columns:
        positions, uniques = pd.factorize(frame[name], use_na_sentinel=False)
        if len(uniques) > 1:
            group = pd.factorize(group * len(uniques) + positions)[0].astype(np.int64)
    return group


def problem(code: str, frame: pd.DataFrame, position: int, column: str, found: object, expected: object) -> DataContractError:
    """Return a problem that points at one row of the frame."""
    file, line = frame.index[position]
    return DataContractError(code, file=file, row=int(line), column=column, found=found, expected=expected)


def place(frame: pd.DataFrame, position: int) -> str:
    """Return where a row stands, as `file:line`."""
    file, line = frame.index[position]
    return f"{file}:{line}"


def column_of(table: tables.Table, name: str) -> tables.Column:
    """Return a column of the table by its name."""
    return next(column for column in table.columns if column.name == name)


def _key(frame: pd.DataFrame, position: int, table: tables.Table) -> tuple[str, str]:
    """Return the columns and the values of a row's key as a person reads them: only those that differ from the default."""
    columns, parts = [], []
    for name in table.key:
        value = frame[name].iloc[position]
        if pd.isna(value) or value == column_of(table, name).default:
            continue
        columns.append(name)
        parts.append(str(value.date()) if isinstance(value, pd.Timestamp) else str(value))
    return ", ".join(columns), ", ".join(parts)


def _where(frame: pd.DataFrame, mask: pd.Series, code: str, column: str, expected: str) -> Problems:
    return [problem(code, frame, i, column, _shown(frame[column].iloc[i]), expected) for i in _first(mask)]


def _first(mask: Iterable[bool]) -> np.ndarray:
    return np.flatnonzero(np.asarray(mask, dtype=bool))[:SHOWN]


def _shown(value: object) -> str:
    if value is pd.NA or value is None or value != value:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _reasons() -> str:
    return " | ".join(codes.MISSING_REASONS)
