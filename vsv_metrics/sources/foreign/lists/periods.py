"""Cells → days and months. A date is read day first; a month that does not exist, or two figures for a year, are refused."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from vsv_metrics.sources.foreign.lists.words import words
from vsv_metrics.sources.foreign.text import value_key

EARLIEST, LATEST = 1990, 2100
PRECISIONS = ("day", "month", "year")
"""From the finest to the coarsest."""

_YEAR = re.compile(r"(\d{4})(?:,0)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:[ T]00:00(?::00)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})([-/.]))?(\d{1,2})[-/.](\d{4})", re.ASCII)
_NAMED = re.compile(r"(?:(\d{1,2})[ -])?([^\W\d_]+)\.?[ -](\d{4})", re.ASCII)
_SPAN = re.compile(r"\s*(?:\bt/m\b|\btot en met\b|\btot\b|\bto\b|\ben\b|\band\b|[-–—/])\s*", re.I)
_BOTH = ("/", "en", "and")
"""Signs and words that name two months and not what lies between them."""
_MONTH = re.compile(r"\d{1,2}(?:,0)?", re.ASCII)


class NotAPeriod(ValueError):
    """Raised with the code of what is wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Period:
    """A day, month or year that a cell names, by its first and last day. `is_slashed`: written as 1/8/2024."""

    first: dt.date
    last: dt.date
    precision: str
    is_slashed: bool = False


def period(text: str) -> Period:
    """Return the day, month or year that a cell names; raise `NotAPeriod`."""
    year, month, day, is_slashed = _parts(text)
    if not EARLIEST <= year <= LATEST:
        raise NotAPeriod("list_date_range")
    if month is None:
        return Period(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
    if not 1 <= month <= 12:
        raise NotAPeriod("list_date_month")
    if day is None:
        return Period(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month")
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise NotAPeriod("list_date_day")
    found = dt.date(year, month, day)
    return Period(found, found, "day", is_slashed=is_slashed and day <= 12 and day != month)


def months(text: str) -> tuple[int, int]:
    """Return the first and last month that a cell names, 1 to 12; raise `NotAPeriod`."""
    if whole := _month(text):
        return whole, whole
    parts = _SPAN.split(text)
    if len(parts) != 2 or parts[0].isdigit() != parts[1].isdigit():
        raise NotAPeriod("list_month_unknown")
    first, last = map(_month, parts)
    if first is None or last is None:
        raise NotAPeriod("list_month_unknown")
    sign = _SPAN.findall(text)[0].strip().casefold()
    if sign in _BOTH and last > first + 1:
        raise NotAPeriod("list_months_apart")
    return first, last


def _month(text: str) -> int | None:
    if _MONTH.fullmatch(text):
        number = int(text.partition(",")[0])
        if not 1 <= number <= 12:
            raise NotAPeriod("list_month_range")
        return number
    return words().months.get(value_key(text.rstrip(".")))


def _parts(text: str) -> tuple[int, int | None, int | None, bool]:
    """Return year, month and day as far as they are named, and whether day and month stand between slashes."""
    if match := _YEAR.fullmatch(text):
        return int(match[1]), None, None, False
    if match := _YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None, False
    if match := _DAY_FIRST.fullmatch(text):
        return int(match[4]), int(match[3]), int(match[1]) if match[1] else None, match[2] == "/"
    if (match := _NAMED.fullmatch(text)) and (month := words().months.get(value_key(match[2]))):
        return int(match[3]), month, int(match[1]) if match[1] else None, False
    raise NotAPeriod("list_date_unknown")
