"""A folder of DUO files as masked counts.

Either every file is right or nothing comes out: a folder that is counted in part would give figures that look whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.sources.duo import cells, figures, names, rows, summary
from vsv_metrics.sources.duo.cubes import Places, count
from vsv_metrics.sources.duo.masked import Masked, mask
from vsv_metrics.sources.duo.names import Delivery
from vsv_metrics.sources.duo.people import Population, join

OnFile = Callable[[int], None]
"""Called after each file with its size in bytes."""

_LEAVERS_OF = {"A05": ("A04",), "NRSP": ("NenR",)}


class Problems(UserError):
    """Everything that is wrong with the files of a folder; the first problem gives it its code and values."""

    def __init__(self, problems: Sequence[DataContractError]) -> None:
        super().__init__(problems[0].code, **problems[0].values)
        self.problems = list(problems)


@dataclass(frozen=True)
class Outcome:
    """The rows for a file of `observation` and one of `member`, the totals, and what was not counted.

    `left_out` are start populations of a unit and month (or year) without leavers: counted, they would seem to have none.
    """

    observations: pd.DataFrame
    members: pd.DataFrame
    lines: list[summary.Line]
    left_out: list[str]


def sizes(folder: Path) -> int:
    """Return how many bytes there are to read, for a progress bar."""
    return sum(path.stat().st_size for path in _files(folder))


def aggregate(
    folder: Path,
    regions: pd.DataFrame,
    aliases: pd.DataFrame,
    threshold: int,
    on_file: OnFile = lambda size: None,
) -> Outcome:
    """Return the masked counts of all DUO files below a folder; `regions` and `aliases` are the tables of those names.

    Raise `Problems` when one file or more is refused.
    """
    deliveries = _deliveries(folder, regions, aliases)
    chosen, left_out = _paired(deliveries)
    key = rows.new_key()
    parts: list[rows.Rows] = []
    problems: list[DataContractError] = []
    for delivery in chosen:
        size = delivery.path.stat().st_size
        try:
            parts.append(rows.read(delivery, key))
        except DataContractError as error:
            problems.append(error)
        on_file(size)
    if problems:
        raise Problems(problems)
    return _counted(parts, regions, threshold, [delivery.path.name for delivery in left_out])


def _counted(parts: list[rows.Rows], regions: pd.DataFrame, threshold: int, left_out: list[str]) -> Outcome:
    masked: list[Masked] = []
    lines: list[summary.Line] = []
    populations = sorted({Population.of(part.delivery) for part in parts})
    for population in populations:
        files = [part for part in parts if Population.of(part.delivery) == population]
        starts = [part for part in files if part.delivery.is_start]
        if not starts:
            lines += summary.uncounted(population, files, threshold)
            continue
        people = join(starts, [part for part in files if not part.delivery.is_start])
        # An institution's own figure and its column in the region's table would be one number, protected twice over.
        other = Population(population.school_year, population.status, "institution")
        without = ("institution",) if population.coverage == "whole" and other in populations else ()
        found = mask(count(population, people, _places(regions, population.school_year), without), threshold)
        masked.append(found)
        lines += summary.lines(population, files, people, found, threshold)
    if not masked:
        raise UserError("duo_no_start", file=parts[0].delivery.path.name)
    frame = figures.observations(masked, threshold)
    return Outcome(frame, figures.members(frame, _names(parts)), lines, left_out)


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.casefold() == ".csv" and path.is_file())
    return sorted(path for path in found if not path.name.startswith("."))


def _deliveries(folder: Path, regions: pd.DataFrame, aliases: pd.DataFrame) -> list[Delivery]:
    rmc = regions[regions["level"] == "rmc"]
    known = [*zip(rmc["name_nl"], rmc["region_code"], strict=True), *zip(aliases["alias"], aliases["region_code"], strict=True)]
    by_name = names.region_names((name, code) for name, code in known if code.startswith("RMC"))
    files = _files(folder)
    if not files:
        raise UserError("duo_no_files", folder=folder.name, expected=names.NAME_EXAMPLES)
    found: dict[tuple, Delivery] = {}
    problems: list[DataContractError] = []
    for path in files:
        try:
            delivery = names.recognise(path, by_name)
        except DataContractError as error:
            problems.append(error)
            continue
        same = found.setdefault(
            (delivery.kind, delivery.report_month, delivery.school_year, delivery.status, delivery.unit), delivery
        )
        if same is not delivery:
            problems.append(DataContractError("duo_twice", file=path.name, found=same.path.name, expected="1"))
    if problems:
        raise Problems(problems)
    return sorted(found.values())


def _paired(deliveries: list[Delivery]) -> tuple[list[Delivery], list[Delivery]]:
    """Return the deliveries to count, and the start populations for which there are no leavers of that month or year."""

    def scope(delivery: Delivery) -> tuple:
        return delivery.school_year, delivery.status, delivery.month, delivery.unit

    present = {(delivery.kind, scope(delivery)) for delivery in deliveries}
    left_out = [
        delivery
        for delivery in deliveries
        if delivery.is_start and not any((kind, scope(delivery)) in present for kind in _LEAVERS_OF[delivery.kind])
    ]
    return [delivery for delivery in deliveries if delivery not in left_out], left_out


def _places(regions: pd.DataFrame, school_year: int) -> Places:
    first = regions["valid_from"].fillna(school_year) <= school_year
    valid = regions[first & (regions["valid_to"].fillna(school_year) >= school_year)]
    codes = {level: frozenset(valid.loc[valid["level"] == level, "region_code"]) for level in ("rmc", "municipality")}
    return Places(codes["rmc"], codes["municipality"])


def _names(parts: Sequence[rows.Rows]) -> dict[str, dict[str, str]]:
    """Return breakdown -> code -> name, the first in the alphabet where files differ."""
    found: dict[str, dict[str, str]] = {"institution": {}, "programme": {}}
    for part in parts:
        for breakdown, known, spell in (
            ("institution", part.institution_names, cells.brin),
            ("programme", part.programme_names, str),
        ):
            for number, name in known.items():
                code = spell(number)
                found[breakdown][code] = min(name, found[breakdown].get(code, name))
    return found
