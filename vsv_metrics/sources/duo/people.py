"""Start population and leavers joined: one row per person, school year, kind of figure and coverage.

Whoever stands in several files or on several lines counts once, with the attributes of the latest month; which file or line
came first never matters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vsv_metrics.sources.duo import rows
from vsv_metrics.sources.duo.names import MONTHS_OF_YEAR, Delivery
from vsv_metrics.sources.duo.rows import Rows

NO_MONTH = -1
_LAST = len(MONTHS_OF_YEAR) - 1
_BITS = np.arange(1 << len(MONTHS_OF_YEAR))
_FIRST_BIT = np.where(_BITS > 0, np.log2(_BITS & -_BITS, where=_BITS > 0, out=np.zeros(len(_BITS))), NO_MONTH).astype(np.int8)
_LAST_BIT = np.where(_BITS > 0, np.log2(_BITS, where=_BITS > 0, out=np.zeros(len(_BITS))), NO_MONTH).astype(np.int8)


@dataclass(frozen=True, order=True)
class Population:
    """What is counted together. `status` is V or D for yearly files, empty for monthly ones (possible leavers)."""

    school_year: int
    status: str
    coverage: str

    @classmethod
    def of(cls, delivery: Delivery) -> "Population":
        return cls(delivery.school_year, delivery.status, delivery.coverage)


@dataclass(frozen=True)
class Joined:
    """Persons found among the leavers of one kind of file, and how many of them the start population holds."""

    persons: int
    joined: int

    @property
    def unmatched(self) -> int:
        return self.persons - self.joined


@dataclass(frozen=True)
class People:
    """The start population of a school year with what became of each.

    `frame` has the attributes of rows.WIDTHS as numbers, and `is_leaver`, `absence`, `month_left`, `month_last_reported`
    (positions in MONTHS_OF_YEAR, NO_MONTH where they do not apply). `started` has the months in which each person was sent,
    one bit a month.
    """

    frame: pd.DataFrame
    started: np.ndarray
    persons: int
    joined: dict[str, Joined]


def join(starts: Sequence[Rows], leavers: Sequence[Rows]) -> People:
    """Return the persons of one population; the files of both kinds belong to it.

    A month's leavers are those who appear in it first; they are joined to the start population sent in that month. Late
    changes (A14) are joined to anyone in the start population and belong to the last month.
    """
    code, known = pd.factorize(np.concatenate([part.person for part in starts]))
    codes = np.split(code, np.cumsum([len(part.person) for part in starts])[:-1])
    attributes = _latest(starts, codes, len(known))
    started = np.zeros(len(known), dtype=np.int32)
    for part, at in zip(starts, codes, strict=True):
        np.bitwise_or.at(started, at, np.int32(1 << _position(part)))

    index = pd.Index(known)
    reported = np.zeros(len(known), dtype=np.int32)
    is_late = np.zeros(len(known), dtype=bool)
    absence = np.zeros(len(known), dtype=np.int8)
    for part in leavers:
        at = index.get_indexer(pd.Index(part.person))
        found = at[at >= 0]
        np.maximum.at(absence, found, part.absence[at >= 0])
        if part.delivery.kind == "A14":
            is_late[found] = True
        else:
            np.bitwise_or.at(reported, found, np.int32(1 << _position(part)))

    first = _FIRST_BIT[reported]
    in_month = (reported > 0) & ((started >> np.maximum(first, 0)) & 1 == 1)
    only_late = (reported == 0) & is_late
    is_leaver = in_month | only_late
    frame = pd.DataFrame(attributes)
    frame["is_leaver"] = is_leaver
    frame["absence"] = absence
    last = np.where(is_late, _LAST, _LAST_BIT[reported])
    has_months = bool(leavers) and leavers[0].delivery.month is not None
    frame["month_left"] = np.where(is_leaver & has_months, np.where(only_late, _LAST, first), NO_MONTH).astype(np.int8)
    frame["month_last_reported"] = np.where(is_leaver & has_months, last, NO_MONTH).astype(np.int8)
    return People(
        frame,
        started,
        len(known),
        {
            kind: _joined([part for part in leavers if part.delivery.kind == kind], index, chosen)
            for kind, chosen in {"A04": in_month, "A14": is_leaver, "NenR": is_leaver}.items()
            if any(part.delivery.kind == kind for part in leavers)
        },
    )


def _position(part: Rows) -> int:
    return part.delivery.month or 0


def _latest(starts: Sequence[Rows], codes: Sequence[np.ndarray], persons: int) -> dict[str, np.ndarray]:
    """Return each person's attributes: those of the latest month, the smallest number where that month has several."""
    best = np.full(persons, np.iinfo(np.uint64).max, dtype=np.uint64)
    is_known = np.zeros(persons, dtype=bool)
    for month in sorted({_position(part) for part in starts}, reverse=True):
        found = np.zeros(persons, dtype=bool)
        for part, code in zip(starts, codes, strict=True):
            if _position(part) == month:
                is_new = ~is_known[code]
                np.minimum.at(best, code[is_new], part.attributes[is_new])
                found[code] = True
        is_known |= found
    return rows.unpacked(best)


def _joined(parts: Sequence[Rows], index: pd.Index, is_leaver: np.ndarray) -> Joined:
    distinct = pd.unique(np.concatenate([part.person for part in parts]))
    at = index.get_indexer(pd.Index(distinct))
    return Joined(len(distinct), int(is_leaver[at[at >= 0]].sum()))
