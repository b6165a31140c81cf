"""Files of figures and lists that users take into their store by name: checked with all the others, delivered, withdrawn.

Only what a reader understood is kept, never the file itself: columns that it ignored stay where they are.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.loading import lists, own, staging
from vsv_metrics.loading.checking import Examined, Report, examine_file
from vsv_metrics.schema import tables
from vsv_metrics.sources import rules, tidy, tidy_files

VINTAGE = 90
"""Publication round of official figures that a user brings: later than any that ships, earlier than those fetched from CBS."""

DATASET = "local"
_PREFIX = "local-"
_LONGEST_NAME = 60
_PERSONS = "duo_"
_OPEN_FILE = "duo_open"
_LOADED_FILE = re.compile(rf"[a-z]+/{_PREFIX}([a-z0-9-]+)\.csv:\d+")
_ALWAYS_A_COLUMN = ("region_code", "period_type", "period_start", "measure", "value")
_NOTE_NL = "Opgenomen met vsv-metrics load en niet nagerekend; het bestand zelf is niet bewaard."
_NOTE_EN = "Taken in with vsv-metrics load and not recalculated; the file itself was not kept."


@dataclass(frozen=True)
class Loaded:
    """A file that was taken in. `rows` counts its usable lines as `check` does; `loaded_on` is an ISO date."""

    name: str
    format: str
    dataset: str
    rows: int
    loaded_on: str


@dataclass(frozen=True)
class Taken:
    """What became of a file: the report of its check and, unless it was refused, what is held of it now."""

    report: Report
    loaded: Loaded | None = None
    is_replacement: bool = False


def load(path: Path, data_dir: Path, own_dir: Path, name: str | None = None, *, single_year_is_end: bool = False) -> Taken:
    """Take a file into the own data folder under a name (default its stem), in place of a former one of that name.

    A file that is wrong in itself or beside what ships and what was delivered changes nothing; its problems are in the report.
    Raise `UserError` when the folder cannot be written.
    """
    examined = examine_file(path, data_dir, single_year_is_end=single_year_is_end)
    report = examined.report
    if problems := list(report.problems) or _not_loadable(examined):
        return Taken(replace(report, rows=0, problems=problems))
    delivery = _PREFIX + _slug(name or path.stem)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    dataset = DATASET if lists.is_list(report.format) else str(examined.frame["dataset"].iloc[0])
    files, lines = _files(delivery, examined, data_dir, sha256)
    loaded = Loaded(delivery.removeprefix(_PREFIX), report.format, dataset, report.rows, dt.date.today().isoformat())
    with own.locked(own_dir):
        if problems := staging.problems(data_dir, own_dir, {delivery: files}):
            return Taken(replace(report, rows=0, problems=[_in_users_file(problem, lines) for problem in problems]))
        is_replacement = own.current(own_dir, delivery) is not None
        own.deliver(own_dir, delivery, files, asdict(loaded) | {"sha256": sha256})
    return Taken(report, loaded, is_replacement)


def loaded(own_dir: Path) -> list[Loaded]:
    """Return the files that were taken in, by name."""
    fields = Loaded.__dataclass_fields__
    held = [delivery.about for delivery in own.all_current(own_dir) if delivery.name.startswith(_PREFIX)]
    return [Loaded(**{name: about[name] for name in fields}) for about in held if fields.keys() <= about.keys()]


def unload(own_dir: Path, name: str) -> Loaded:
    """Remove what was taken in under this name and return it; raise `UserError` when there is none."""
    with own.locked(own_dir):
        held = loaded(own_dir)
        known = next((item for item in held if item.name == _slug(name)), None)
        if known is None:
            raise UserError("load_unknown", name=name, known=", ".join(item.name for item in held) or "–")
        own.withdraw(own_dir, _PREFIX + known.name)
    return known


def _slug(text: str) -> str:
    """Return a text in small letters, figures and hyphens, at most as long as any file system takes it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain)[:_LONGEST_NAME].strip("-") or "cijfers"


def _not_loadable(examined: Examined) -> list[DataContractError]:
    """Return why a file that reads well has no figures to take in: it is about persons, or of another kind."""
    report = examined.report
    if report.format.startswith(_PERSONS) and report.format != _OPEN_FILE:
        kind = report.format.removeprefix(_PERSONS).upper()
        return [DataContractError("load_persons", file=report.name, found=kind, expected="vsv-metrics aggregate")]
    if lists.is_list(report.format):
        return []
    if report.format == "boundaries":
        return [DataContractError("load_boundaries", file=report.name, found=report.rows, expected="boundaries/rmc.geojson")]
    if examined.table is not tables.OBSERVATION:
        expected = tables.OBSERVATION.name
        return [DataContractError("load_table", file=report.name, found=examined.table.name, expected=expected)]
    if examined.frame.empty:
        return [DataContractError("no_rows", file=report.name, row=1, found=0, expected=1)]
    if report.format == "tidy" and (strange := rules.dataset_folder(examined.frame, DATASET)):
        first = strange[0]
        return [
            DataContractError(
                "load_dataset", file=report.name, row=first.row, column=first.column, found=first.found, expected=DATASET
            )
        ]
    return []


def _files(delivery: str, examined: Examined, data_dir: Path, sha256: str) -> tuple[dict[str, bytes], Mapping[str, pd.Index]]:
    """Return the delivery and, per file of it, where the user's file has each of its rows."""
    frame = examined.frame
    described = f"Taken in as {delivery} from a file of format {examined.report.format}."
    parts: list[tuple[str, str, pd.DataFrame, tables.Table, str]] = []
    if examined.report.format != "tidy":
        source = _source(delivery, str(frame["source_id"].iloc[0]), data_dir, sha256)
        parts.append(("reference", f"source-{delivery}", source, tables.TABLES["source"], "Source of these figures"))
        frame = frame.assign(source_id=source["source_id"].iloc[0])
        if lists.is_list(examined.report.format):
            rows = lists.named(frame, examined.table, delivery)
            parts.append(("reference", f"{examined.table.name}-{delivery}", rows, examined.table, "List taken in"))
        elif frame["dataset"].iloc[0] != DATASET:
            frame = frame.assign(vintage_rank=VINTAGE)
    if len(examined.members):
        members = tables.TABLES["member"]
        parts.append(("reference", f"member-{delivery}", examined.members, members, "Members named in these figures"))
    if examined.table is tables.OBSERVATION:
        parts.append((str(frame["dataset"].iloc[0]), delivery, frame, tables.OBSERVATION, "Figures taken in"))
    files: dict[str, bytes] = {}
    lines: dict[str, pd.Index] = {}
    for folder, stem, rows, table, title in parts:
        written, constants = _without_constants(rows) if table is tables.OBSERVATION else (rows, None)
        contents = tidy_files.as_files(stem, written, table, title=title, description=described, defaults=constants)
        files |= {f"{folder}/{file}": content for file, content in contents.items()}
        if isinstance(rows.index, pd.MultiIndex):
            lines[f"{folder}/{stem}.csv"] = rows.index
    return files, lines


def _source(delivery: str, source_id: str, data_dir: Path, sha256: str) -> pd.DataFrame:
    """Return the source of a loaded file as a row: that of its format, with its own name, date and checksum."""
    _, known = tidy.read(data_dir / "reference" / "source.json")
    row = known[known["source_id"] == source_id].reset_index(drop=True).astype(object)
    return row.assign(
        source_id=delivery.replace("-", "_"),
        title=row["title"] + ": " + delivery.removeprefix(_PREFIX),
        retrieved_on=dt.date.today().isoformat(),
        sha256=sha256,
        is_secondary=row["is_secondary"].map({True: "true", False: "false"}),
        note_nl=_NOTE_NL,
        note_en=_NOTE_EN,
    )


def _without_constants(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str | int]]:
    """Return the columns that say something, and the values of those that hold one and the same in every row."""
    frame = frame.drop(columns="piece").dropna(axis="columns", how="all")
    same = [name for name in frame if name not in _ALWAYS_A_COLUMN and frame[name].nunique(dropna=False) == 1]
    constants = {str(name): frame[name].iloc[0] for name in same}
    return frame.drop(columns=same), {
        name: int(value) if name == "vintage_rank" else str(value) for name, value in constants.items()
    }


def _in_users_file(problem: DataContractError, lines: Mapping[str, pd.Index]) -> DataContractError:
    """Return the problem at its place in the file that the user gave, not in the delivery made from it."""
    index = lines.get(problem.file)
    if index is None or problem.row is None or not 0 <= problem.row - 2 < len(index):
        return problem
    file, line = index[problem.row - 2]
    other = _LOADED_FILE.fullmatch(str(problem.expected))
    if problem.code == "duplicate_key" and other:
        return DataContractError(
            "load_clash", file=str(file), row=int(line), column=problem.column, found=problem.found, expected=other[1]
        )
    return DataContractError(
        problem.code, file=str(file), row=int(line), column=problem.column, found=problem.found, expected=problem.expected
    )
