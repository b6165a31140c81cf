"""The files that ship as the tables of the schema, checked within and between files."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from vsv_metrics.errors import DataContractError
from vsv_metrics.schema import tables
from vsv_metrics.schema.codes import DATASETS
from vsv_metrics.sources import rules, sums, tidy

FOLDERS = ("reference", *DATASETS)
"""Folders of the data; those of figures are named after the dataset they may hold."""

DESCRIBING = "csv-metadata.json"
"""A description for other programs, made from the descriptors; no input."""


@dataclass(frozen=True)
class Inputs:
    """Every table with all its rows, and everything that is wrong with them."""

    frames: dict[str, pd.DataFrame]
    problems: list[DataContractError]


def read_inputs(data_dir: Path, added: Sequence[Path] = ()) -> dict[str, pd.DataFrame]:
    """Return every table with its rows in the columns of the schema; raise `DataContractError` at the first problem."""
    inputs = examine_inputs(data_dir, added)
    if inputs.problems:
        raise inputs.problems[0]
    return inputs.frames


def examine_inputs(data_dir: Path, added: Sequence[Path] = (), without: Sequence[str] = ()) -> Inputs:
    """Return every table and all problems: those inside the files first, and only when there are none those between them.

    `added` are folders laid out like the data that ship. Of their reference rows only those count whose key is not known yet.
    The data sets `without` are not read.
    """
    tidies, problems = _read_files([path for path in _input_files([data_dir]) if path.parent.name not in without])
    more, more_problems = _read_files(_input_files(added))
    problems = problems + more_problems or _absent(tidies, tables.TABLES.values(), data_dir)
    if problems:
        return Inputs({}, problems)
    frames = _joined(tidies, tables.TABLES.values())
    for part in more:
        frames[part.table.name] = _appended(frames[part.table.name], part)
    frames["observation"]["piece"] = sums.pieces(frames["observation"])
    problems = [problem for name, table in tables.TABLES.items() for problem in rules.duplicates(frames[name], table)]
    return Inputs(frames, problems or _between(frames, tables.TABLES.values()))


def examine_rows(part: tidy.Tidy, data_dir: Path, beside: Iterable[tidy.Tidy] = ()) -> list[DataContractError]:
    """Return what is wrong with the rows of one file beside the reference tables of a data folder and those in `beside`."""
    return beside_reference(part.table, part.frame, data_dir, beside).problems


def beside_reference(table: tables.Table, frame: pd.DataFrame, data_dir: Path, beside: Iterable[tidy.Tidy] = ()) -> Inputs:
    """Return the reference tables of a data folder and of `beside` with these rows, and what is wrong with the rows."""
    tidies, problems = _read_files([path for path in _input_files([data_dir]) if path.parent.name == "reference"])
    problems = problems or _absent(tidies, tables.REFERENCE_TABLES, data_dir)
    if problems:
        return Inputs({}, problems)
    frames = _joined([*tidies, *beside], tables.REFERENCE_TABLES)
    frames[table.name] = frame
    doubled = [problem for each in beside for problem in rules.duplicates(frames[each.table.name], each.table)]
    return Inputs(frames, doubled or _between(frames, [table]))


def digest(data_dir: Path, added: Sequence[Path] = ()) -> str:
    """Return the sha256 of every input file with its name."""
    found = hashlib.sha256()
    for path in _input_files([data_dir, *added]):
        found.update(f"{path.parent.name}/{path.name}".encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _input_files(roots: Sequence[Path]) -> list[Path]:
    return [
        path
        for root in roots
        for folder in sorted(FOLDERS)
        for path in sorted((root / folder).glob("*"))
        if path.suffix in (".csv", ".json") and path.name != DESCRIBING
    ]


def _appended(known: pd.DataFrame, part: tidy.Tidy) -> pd.DataFrame:
    """Return the rows with those of an added file; a reference row whose key is known is left out."""
    if part.table is tables.OBSERVATION:
        return pd.concat([known, part.frame])
    key = list(part.table.key)
    is_known = pd.MultiIndex.from_frame(part.frame[key]).isin(pd.MultiIndex.from_frame(known[key]))
    return pd.concat([known, part.frame[~is_known]])


def _read_files(files: list[Path]) -> tuple[list[tidy.Tidy], list[DataContractError]]:
    problems = []
    for path in files:
        if path.suffix == ".csv" and path.with_suffix(".json") not in files:
            descriptor = path.with_suffix(".json")
            file = f"{descriptor.parent.name}/{descriptor.name}"
            problems.append(DataContractError("descriptor_missing", file=file, found="", expected=descriptor.name))
    tidies = []
    for path in files:
        if path.suffix != ".json":
            continue
        try:
            part = tidy.examine(path)
        except DataContractError as error:
            problems.append(error)
            continue
        tidies.append(part)
        problems += part.problems
        if part.table is tables.OBSERVATION:
            problems += rules.dataset_folder(part.frame, path.parent.name)
    return tidies, problems


def _absent(tidies: list[tidy.Tidy], needed: Iterable[tables.Table], data_dir: Path) -> list[DataContractError]:
    present = {part.table.name for part in tidies}
    return [
        DataContractError("table_missing", file=data_dir.name, found="", expected=table.name)
        for table in needed
        if table.name not in present
    ]


def _joined(tidies: list[tidy.Tidy], needed: Iterable[tables.Table]) -> dict[str, pd.DataFrame]:
    return {table.name: pd.concat([part.frame for part in tidies if part.table is table]) for table in needed}


def _between(frames: dict[str, pd.DataFrame], chosen: Iterable[tables.Table]) -> list[DataContractError]:
    """Return what is wrong between tables; sums are checked only among values that are right in themselves."""
    problems: list[DataContractError] = []
    for table in chosen:
        problems += rules.references(frames, table)
        if table.name == "member":
            problems += rules.members(frames["member"])
        if table is tables.OBSERVATION:
            observation = frames["observation"]
            problems += rules.values(observation)
            problems += rules.validity(observation, frames["region"], frames["series"])
            problems += rules.future(observation, frames["source"])
            if not problems:
                problems += sums.figures(observation)
                problems += sums.partitions(observation, frames["member"])
    return problems
