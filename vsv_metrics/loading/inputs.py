"""The files that ship as the tables of the schema, checked within and between files."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from vsv_metrics.errors import DataContractError
from vsv_metrics.schema import tables
from vsv_metrics.sources import rules, sums, tidy

FOLDERS = ("reference", "published", "demo")
"""Folders of the data; those of figures are named after the dataset they may hold."""


@dataclass(frozen=True)
class Inputs:
    """Every table with all its rows, and everything that is wrong with them."""

    frames: dict[str, pd.DataFrame]
    problems: list[DataContractError]


def read_inputs(data_dir: Path) -> dict[str, pd.DataFrame]:
    """Return every table with its rows in the columns of the schema; raise `DataContractError` at the first problem."""
    inputs = examine_inputs(data_dir)
    if inputs.problems:
        raise inputs.problems[0]
    return inputs.frames


def examine_inputs(data_dir: Path) -> Inputs:
    """Return every table and all problems: those inside the files first, and only when there are none those between them."""
    tidies, problems = _read_files(_input_files(data_dir))
    problems = problems or _absent(tidies, tables.TABLES.values(), data_dir)
    if problems:
        return Inputs({}, problems)
    frames = _joined(tidies, tables.TABLES.values())
    frames["observation"]["piece"] = sums.pieces(frames["observation"])
    problems = [problem for name, table in tables.TABLES.items() for problem in rules.duplicates(frames[name], table)]
    return Inputs(frames, problems or _between(frames, tables.TABLES.values()))


def examine_rows(part: tidy.Tidy, data_dir: Path) -> list[DataContractError]:
    """Return what is wrong with the rows of one file beside the reference tables of a data folder."""
    files = [path for path in _input_files(data_dir) if path.parent.name == "reference"]
    tidies, problems = _read_files(files)
    problems = problems or _absent(tidies, tables.REFERENCE_TABLES, data_dir)
    if problems:
        return problems
    frames = _joined(tidies, tables.REFERENCE_TABLES)
    frames[part.table.name] = part.frame
    return _between(frames, [part.table])


def digest(data_dir: Path) -> str:
    """Return the sha256 of every input file with its name."""
    found = hashlib.sha256()
    for path in _input_files(data_dir):
        found.update(path.relative_to(data_dir).as_posix().encode() + b"\0")
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _input_files(data_dir: Path) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (data_dir / folder).glob("*") if path.suffix in (".csv", ".json"))


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
            if not problems:
                problems += sums.figures(observation)
                problems += sums.partitions(observation, frames["member"])
    return problems
