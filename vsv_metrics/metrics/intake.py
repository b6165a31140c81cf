"""Waiting for the next intake moment: arithmetic on whole calendar months."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

MONTHS = 12


@dataclass(frozen=True)
class Waiting:
    """What the leavers of some months wait: persons by whole months of waiting, and the sums of these."""

    by_months: dict[int, float]
    persons: float
    person_months: float
    mean: float | None
    """Months; None when nobody is counted."""
    median: float | None


def school_months(first_month: int) -> tuple[int, ...]:
    """The twelve calendar months of a year that begins with `first_month`, in order."""
    return tuple((first_month - 1 + step) % MONTHS + 1 for step in range(MONTHS))


def span(first_month: int, last_month: int) -> tuple[int, ...]:
    """The calendar months of a moment, first to last, over the turn of the year where need be."""
    return tuple((first_month - 1 + step) % MONTHS + 1 for step in range((last_month - first_month) % MONTHS + 1))


def waiting_months(left: int, starts: Collection[int]) -> int | None:
    """Whole months from the month of leaving to the next month in which one can begin; None when there is no such month.

    That month comes after the month of leaving: who leaves in August can begin in September when a moment lasts August and
    September, who leaves in September cannot any more and waits for the next moment. At least 1, at most 12.
    """
    return min(((start - left - 1) % MONTHS + 1 for start in starts), default=None)


def waiting(leavers: Mapping[int, float], starts: Collection[int]) -> Waiting:
    """How long the leavers per calendar month wait for the next of `starts`; nobody waits when there are none."""
    by_months: dict[int, float] = {}
    for month, persons in leavers.items():
        if (months := waiting_months(month, starts)) is not None and persons > 0:
            by_months[months] = by_months.get(months, 0.0) + persons
    persons = sum(by_months.values())
    person_months = sum(months * count for months, count in by_months.items())
    return Waiting(
        by_months=dict(sorted(by_months.items())),
        persons=persons,
        person_months=person_months,
        mean=person_months / persons if persons else None,
        median=_median(by_months, persons),
    )


def since_last(months: Iterable[int], starts: Collection[int]) -> tuple[int, ...]:
    """Of the months of a year so far, in order, those whose leavers have had no moment yet: from the last moment on.

    The month of the last moment is one of them, since a next chance comes after the month of leaving.
    """
    found = tuple(months)
    last = max((place for place, month in enumerate(found) if month in starts), default=0)
    return found[last:]


def with_a_chance(first_month: int, starts: Collection[int], deadline: int) -> tuple[int, ...]:
    """The months of leaving, of a year that begins with `first_month`, that are followed by one of `starts` in time.

    In time is up to and including the calendar month `deadline` in which the year ends, or the first one after its end.
    """
    year = school_months(first_month)
    after_end = (deadline - year[-1]) % MONTHS
    return tuple(
        month
        for place, month in enumerate(year)
        if (wait := waiting_months(month, starts)) is not None and wait <= MONTHS - 1 - place + after_end
    )


def _median(by_months: Mapping[int, float], persons: float) -> float | None:
    """The months of the person in the middle; between two persons, halfway."""
    if not persons:
        return None

    def at(place: float) -> int:
        passed = 0.0
        for months, count in sorted(by_months.items()):
            passed += count
            if passed >= place:
                return months
        return max(by_months)

    return (at(persons / 2) + at(persons / 2 + 1)) / 2 if persons % 2 == 0 else float(at((persons + 1) / 2))
