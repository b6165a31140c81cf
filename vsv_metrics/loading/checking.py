"""Whether a file or folder of figures can be used, and what is wrong with it, without loading it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from vsv_metrics import paths
from vsv_metrics.errors import DataContractError
from vsv_metrics.loading import boundaries, inputs
from vsv_metrics.schema import tables
from vsv_metrics.sources import foreign, tidy
from vsv_metrics.sources.boundaries import is_geojson

_DECLARED_ROWS = ("rows", "row_count", "rowCount", "n_rows", "aantal_regels")
"""Names under which a description of another kind says how many rows its file has."""


MOST_NAMED = 8
"""Codes that a remark names."""


@dataclass(frozen=True)
class Report:
    """The outcome of a check. The totals add up the values as they stand in one file; None where that says nothing."""

    name: str
    format: str
    rows: int
    problems: Sequence[DataContractError]
    enrolled_total: float | None = None
    leavers_total: float | None = None
    warnings: Sequence[DataContractError] = ()
    notes: Sequence[DataContractError] = ()

    @property
    def accepted(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Examined:
    """A report with what it is about: rows of `table`, indexed by (file, line), and the members named beside them.

    A refused file has no rows.
    """

    report: Report
    table: tables.Table = tables.OBSERVATION
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    members: pd.DataFrame = field(default_factory=pd.DataFrame)


def check_folder(data_dir: Path) -> Report:
    """Return the outcome for all files of a data folder together."""
    found = inputs.examine_inputs(data_dir)
    rows = sum(len(frame) for frame in found.frames.values())
    return Report(str(data_dir), "folder", rows, found.problems)


def check_file(path: Path, data_dir: Path | None, *, single_year_is_end: bool = False) -> Report:
    """Return the outcome for one file: a tidy CSV with its descriptor beside it, else whatever format it is recognised as.

    Codes are looked up in the reference tables of `data_dir`; without it in those of the data folder in which the file lies,
    else in those that ship. A file `NAME-member.csv` beside `NAME.csv` adds the members it names.
    """
    return examine_file(path, data_dir, single_year_is_end=single_year_is_end).report


def examine_file(path: Path, data_dir: Path | None, *, single_year_is_end: bool = False) -> Examined:
    """Return the outcome for one file, as `check_file`, with its rows."""
    own = path.resolve().parent.parent
    folder = data_dir or (own if (own / "reference").is_dir() else paths.data_dir())
    if _is_map(path):
        return _check_boundaries(path, folder)
    descriptor = _described(path)
    if descriptor is None or descriptor.get("profile") == "tabular-data-resource":
        return _check_tidy(path, folder)
    return _check_foreign(path, folder, descriptor, single_year_is_end)


def read_reference(data_dir: Path) -> foreign.Reference:
    """Return the reference tables that foreign files are held against; raise `DataContractError` when one is wrong."""
    names = ("region", "region_alias", "member", "region_part", "policy_measure")
    return foreign.Reference(*(tidy.read(data_dir / "reference" / f"{name}.json")[1] for name in names))


def _check_tidy(path: Path, folder: Path) -> Examined:
    try:
        part = tidy.examine(path.with_suffix(".json"))
        named = path.with_name(f"{path.stem}{tidy.COMPANION}.json")
        beside = [tidy.examine(named)] if part.table is tables.OBSERVATION and named.is_file() else []
        problems = [problem for each in (part, *beside) for problem in each.problems]
        problems = problems or inputs.examine_rows(part, folder, beside)
    except DataContractError as error:
        return Examined(Report(path.name, "tidy", 0, [error]))
    totals = {}
    if part.table is tables.OBSERVATION:
        totals = part.frame.groupby("measure")["value"].sum().to_dict()
    report = Report(
        path.name,
        "tidy",
        len(part.frame),
        problems,
        enrolled_total=totals.get("denominator"),
        leavers_total=totals.get("numerator"),
    )
    if problems:
        return Examined(report, part.table)
    return Examined(report, part.table, part.frame, beside[0].frame if beside else pd.DataFrame())


def _check_foreign(path: Path, folder: Path, descriptor: dict[str, Any], single_year_is_end: bool) -> Examined:
    try:
        reference = read_reference(folder)
        with path.open("rb") as file:
            data = file.read(foreign.PERSON_FILE_LIMIT + 1)
    except DataContractError as error:
        return Examined(Report(path.name, "unknown", 0, [error]))
    except OSError as error:
        found = error.strerror or type(error).__name__
        problem = DataContractError("file_unreadable", file=path.name, found=found, expected="")
        return Examined(Report(path.name, "unknown", 0, [problem]))
    reading = foreign.examine(path.name, data, reference, single_year_is_end=single_year_is_end)
    problems = list(reading.problems)
    declared = next((descriptor[name] for name in _DECLARED_ROWS if isinstance(descriptor.get(name), int)), None)
    if declared is not None and not problems and reading.lines != declared:
        problems.append(DataContractError("rows_declared", file=path.name, found=reading.lines, expected=declared))
    report = Report(
        path.name,
        reading.format,
        0 if problems else reading.rows,
        problems,
        enrolled_total=reading.enrolled_total,
        leavers_total=reading.leavers_total,
        warnings=reading.warnings,
        notes=reading.notes,
    )
    return Examined(report) if problems else Examined(report, reading.table, reading.frame)


def _check_boundaries(path: Path, folder: Path) -> Examined:
    """The rows are the areas that are recognised; what is not is a warning."""
    try:
        level = path.stem if path.stem in boundaries.LEVELS else None
        found = boundaries.read(path, read_reference(folder), level)
    except DataContractError as error:
        return Examined(Report(path.name, "boundaries", 0, [error]))
    few = ", ".join(found.unknown[:MOST_NAMED]) + (" …" if len(found.unknown) > MOST_NAMED else "")
    left_out = DataContractError("boundary_unknown", file=path.name, found=few, expected=len(found.unknown))
    return Examined(Report(path.name, "boundaries", len(found.rings), [], warnings=[left_out] if few else []))


def _is_map(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return is_geojson(path.name, file.read(2_000))
    except OSError:
        return False


def _described(path: Path) -> dict[str, Any] | None:
    """Return the description beside a CSV (or itself), empty when there is none, None when it cannot be read as one."""
    beside = path.with_suffix(".json")
    if path.suffix.lower() not in (".csv", ".json") or not beside.is_file():
        return {}
    try:
        found = json.loads(beside.read_bytes().decode("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
