"""What was read, joined, written and masked, per school year, kind of file and coverage.

Counts of persons below the threshold are left out here too, and so is a total that had to be hidden: the summary gives
nothing back that the figures keep.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vsv_metrics.sources.duo.cubes import EVERYBODY
from vsv_metrics.sources.duo.masked import Masked, Measure
from vsv_metrics.sources.duo.people import People, Population
from vsv_metrics.sources.duo.rows import Rows


@dataclass(frozen=True)
class Line:
    """`read` and `outside` count lines of files, `persons`, `joined` and `unmatched` persons; None: too few to be told.

    `joined` and `unmatched` are None for start populations. `written` and `masked` count values of the output.
    """

    school_year: int
    kind: str
    status: str
    coverage: str
    files: int
    read: int
    outside: int
    persons: int | None
    joined: int | None
    unmatched: int | None
    written: int
    masked: int


def lines(population: Population, files: Sequence[Rows], people: People, masked: Masked, threshold: int) -> list[Line]:
    """Return a line per kind of file of a population that was counted."""
    everybody = masked.frame["cube"] == EVERYBODY
    shown = {"enrolled": not masked.enrolled.hidden[everybody].any(), "leavers": not masked.leavers.hidden[everybody].any()}
    found = []
    for kind, parts in _by_kind(files).items():
        is_start = parts[0].delivery.is_start
        measure = masked.enrolled if is_start else masked.leavers
        joined = people.joined.get(kind)
        persons = people.persons if is_start or joined is None else joined.persons
        can_show = shown["enrolled" if is_start else "leavers"]
        told = {"persons": persons, "joined": joined and joined.joined, "unmatched": joined and joined.unmatched}
        found.append(
            Line(
                population.school_year,
                kind,
                population.status,
                population.coverage,
                len(parts),
                sum(part.read for part in parts),
                sum(part.outside for part in parts),
                **{name: _told(number, threshold, can_show) for name, number in told.items()},
                written=_values(masked, measure),
                masked=int((measure.hidden & _rows(masked, measure)).sum()),
            )
        )
    return found


def uncounted(population: Population, files: Sequence[Rows], threshold: int) -> list[Line]:
    """Return a line per kind of file of a population without a start population: none of its leavers can be joined."""
    found = []
    for kind, parts in _by_kind(files).items():
        persons = _told(len(np.unique(np.concatenate([part.person for part in parts]))), threshold, True)
        read = sum(part.read for part in parts)
        status, coverage = population.status, population.coverage
        found.append(
            Line(population.school_year, kind, status, coverage, len(parts), read, 0, persons, 0, persons, written=0, masked=0)
        )
    return found


def _by_kind(files: Sequence[Rows]) -> Mapping[str, list[Rows]]:
    found: dict[str, list[Rows]] = {}
    for part in sorted(files, key=lambda part: part.delivery):
        found.setdefault(part.delivery.kind, []).append(part)
    return found


def _told(number: int | None, threshold: int, can_show: bool) -> int | None:
    return number if number is not None and (number == 0 or number >= threshold) and can_show else None


def _rows(masked: Masked, measure: Measure) -> np.ndarray:
    is_written = (masked.frame["cube"] != EVERYBODY).to_numpy() | (masked.population.coverage == "institution")
    return measure.written & is_written


def _values(masked: Masked, measure: Measure) -> int:
    return int((~measure.hidden & _rows(masked, measure)).sum())
