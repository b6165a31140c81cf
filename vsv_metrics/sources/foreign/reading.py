"""What a foreign file was read as: rows of a table, how each column and row was understood, and everything found on the way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from vsv_metrics.errors import DataContractError
from vsv_metrics.schema.tables import OBSERVATION, Table
from vsv_metrics.sources.foreign.text import LONGEST_SHOWN, file_shown, shown

SHOWN = {"problem": 50, "warning": 10, "note": 3}
"""Findings kept per code and column; the rest is of the same kind and stands in the verdicts of the rows."""


@dataclass(frozen=True)
class Reference:
    """The reference tables that a foreign file is held against, as the project's own files give them."""

    regions: pd.DataFrame
    aliases: pd.DataFrame
    members: pd.DataFrame
    parts: pd.DataFrame
    measures: pd.DataFrame


@dataclass(frozen=True)
class Verdict:
    """What became of one line: `used`, `total` (kept apart), `repeated`, `skipped` or `refused`, with the codes that say why."""

    line: int
    outcome: str
    codes: tuple[str, ...] = ()
    region_code: str | None = None
    school_year: int | None = None


@dataclass(frozen=True)
class Reading:
    """The outcome for one file. `rows` counts its usable lines; a refused file has none in `frame`.

    `mapping` says per column of the file what it was taken for (None: ignored). Totals are None where lines overlap.
    """

    file: str
    format: str
    rows: int = 0
    table: Table = OBSERVATION
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    mapping: tuple[tuple[str, str | None], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[DataContractError, ...] = ()
    warnings: tuple[DataContractError, ...] = ()
    problems: tuple[DataContractError, ...] = ()
    enrolled_total: float | None = None
    leavers_total: float | None = None

    @property
    def accepted(self) -> bool:
        return not self.problems

    @property
    def lines(self) -> int:
        """Data lines of the file, those that are kept apart included."""
        return len(self.verdicts) or self.rows


class Findings:
    """Collects what is found in one file: notes (read as meant), warnings (look at this), problems (refused)."""

    def __init__(self, file: str) -> None:
        self.file = file_shown(file)
        self.notes: list[DataContractError] = []
        self.warnings: list[DataContractError] = []
        self.problems: list[DataContractError] = []
        self._seen: Counter[tuple[str, str, str | None]] = Counter()

    def note(self, code: str, **place: Any) -> None:
        """Keep a remark about something that was read as it was meant."""
        self._keep("note", self.notes, code, **place)

    def warn(self, code: str, **place: Any) -> None:
        """Keep a warning: usable, but the user should look."""
        self._keep("warning", self.warnings, code, **place)

    def refuse(self, code: str, **place: Any) -> None:
        """Keep a problem: the file is refused, reading goes on to find the others."""
        self._keep("problem", self.problems, code, **place)

    def stop(self, code: str, **place: Any) -> DataContractError:
        """Return the problem past which nothing can be read, to be raised."""
        return self._error(code, **place)

    def reading(self, kind: str, **found: Any) -> Reading:
        """Return the outcome with everything found so far, in the order of the lines; without rows when refused."""
        if self.problems:
            found = {name: value for name, value in found.items() if name in ("table", "mapping", "verdicts")}
        ordered = (sorted(items, key=lambda item: item.row or 0) for items in (self.notes, self.warnings, self.problems))
        notes, warnings, problems = (tuple(items) for items in ordered)
        return Reading(self.file, kind, notes=notes, warnings=warnings, problems=problems, **found)

    def _keep(self, kind: str, kept: list[DataContractError], code: str, **place: Any) -> None:
        error = self._error(code, **place)
        self._seen[kind, code, error.column] += 1
        if self._seen[kind, code, error.column] <= SHOWN[kind]:
            kept.append(error)

    def _error(
        self, code: str, *, row: int | None = None, column: str | None = None, found: object = "", expected: object = ""
    ) -> DataContractError:
        told = found if isinstance(found, int) else shown(str(found))
        place = column if column is None or len(column) <= LONGEST_SHOWN else shown(column)
        return DataContractError(code, file=self.file, row=row, column=place, found=told, expected=expected)


def listed(words: Sequence[str], most: int = 12) -> str:
    """Return words as one phrase, cut after `most` of them."""
    return ", ".join(words[:most]) + (", …" if len(words) > most else "")
