"""What can be laid over a trend: plans, laws and measures with their dates, and circumstances that are not policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from vsv_metrics.schema.codes import BREAKDOWNS, NAMED
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

Kind = Literal["instrument", "measure", "own", "context"]
"""A plan, letter or law; a measure of it with a period of its own; a measure that a region or user added; a circumstance."""

Precision = Literal["day", "month", "year"]

FIRST_MONTH = {"school_year": 8, "calendar_year": 1}
"""Kind of period -> month in which its year begins. Only figures of these kinds can be laid beside dates."""

USER = "user"
"""`line_basis` of a measure that a user added."""

MOST_YEARS = 6
"""Years of figures shown around one item."""

LINE = ("region_code", "series_id", "piece", *BREAKDOWNS)
"""Columns that figures share which may be read beside each other."""

SHOWN = (
    *("period", "obs_status", "rate_digits", "label"),
    *(f"{name}_name_{language}" for name in ("region", "series") for language in NAMED),
)
"""What is said of each of those figures besides its value."""

NOBODY: Row = {f"{name}_{language}": None for name in ("executor", "budget") for language in NAMED}
"""What only measures have."""


@dataclass(frozen=True)
class Item:
    """One thing with a date or a period. `row` holds its names and texts in both languages."""

    code: str
    kind: Kind
    start: date
    """First day of the period, or the date; the first of the month when only that is known."""
    end: date | None
    """Last day of the period; None for a date, and for a period of which no end is known."""
    is_period: bool
    precision: Precision
    row: Row
    source_ids: tuple[str, ...]
    parts: tuple[Row, ...] = ()
    """Measures that stand in an instrument; the single years of a circumstance."""


def items(store: Store, register: pd.DataFrame, regions: Iterable[str] = ()) -> tuple[Item, ...]:
    """Everything that can be laid over a chart of these areas, ordered by kind and date.

    Instruments stand for the measures announced with them; a measure is an item of its own only where its source names a
    period for it. A measure of one area belongs on charts of that area alone, one of the user's without an area on all.
    `register` holds the measures as statement `policy_measures` gives them.
    """
    measures = register.to_dict("records")
    wanted = set(regions)
    instruments = [_instrument(row, measures) for row in store.query("policy_instruments").to_dict("records")]
    national: list[Item | None] = []
    own: list[Item | None] = []
    for row in measures:
        if row["region_code"] in wanted or (pd.isna(row["region_code"]) and row["line_basis"] == USER):
            own.append(_measure(row, "own"))
        elif pd.isna(row["region_code"]) and (pd.notna(row["starts_on"]) or pd.notna(row["ends_on"])):
            national.append(_measure(row, "measure"))
    return (
        *_by_date(instruments),
        *_contexts(store.query("context_periods")),
        *_by_date(national),
        *_by_date(own),
    )


def year_of(day: date, period_type: str) -> int:
    """The (start) year of the school year or calendar year that a day lies in."""
    return day.year if day.month >= FIRST_MONTH[period_type] else day.year - 1


@dataclass(frozen=True)
class Around:
    """Figures of one chart around an item: `lines` hold one figure a year, each of one series, piece, area and member."""

    years: tuple[int, ...]
    """From the year before the item begins to the year after it."""
    lines: tuple[dict[int, Row], ...]
    """In the order of the figures."""


def around(figures: pd.DataFrame, column: str, item: Item, period_type: str) -> Around:
    """The figures that have the column in the year before, of and after an item; a long period as far as there are figures.

    Figures on two sides of a break stand in different lines: nothing is said about their difference.
    """
    known = figures.dropna(subset=[column])
    first = year_of(item.start, period_type)
    newest = int(known["period"].max()) if len(known) else first
    last = newest if item.is_period and item.end is None else first if item.end is None else year_of(item.end, period_type) + 1
    years = tuple(range(first - 1, max(first + 1, min(last, newest)) + 1))[:MOST_YEARS]
    lines: dict[tuple[object, ...], dict[int, Row]] = {}
    wanted = [name for name in (*LINE, *SHOWN, column) if name in known]
    for row in known[wanted].to_dict("records"):
        line = lines.setdefault(tuple(row[name] for name in LINE), {})
        if row["period"] in years:
            line[int(row["period"])] = row
    return Around(years, tuple(line for line in lines.values() if line))


def _instrument(row: Row, measures: Sequence[Row]) -> Item:
    parts = tuple(part for part in measures if part["instrument_id"] == row["instrument_id"] and pd.isna(part["region_code"]))
    starts, ends = _day(row["starts_on"]), _day(row["ends_on"])
    announced = _day(row["announced_on"])
    start = starts or announced
    if start is None:
        raise ValueError(f"instrument {row['instrument_id']} has no date")
    precision = "day" if starts else row["announced_precision"]
    code = str(row["instrument_id"])
    return Item(code, "instrument", start, ends, starts is not None, precision, {**NOBODY, **row}, (row["source_id"],), parts)


def _measure(row: Row, kind: Kind) -> Item | None:
    """The measure as an item; None when nothing says when it was."""
    starts, ends = _day(row["starts_on"]), _day(row["ends_on"])
    announced = _day(row["announced_on"])
    start = starts or announced or ends
    if start is None:
        return None
    is_period = starts is not None or ends is not None
    known = row["period_precision"] if is_period else row["announced_precision"]
    precision: Precision = "day" if pd.isna(known) else known
    return Item(str(row["measure_id"]), kind, start, ends, is_period, precision, row, (row["source_id"],))


def _contexts(frame: pd.DataFrame) -> list[Item]:
    """One item per circumstance, from the first of its school years to the last."""
    found = []
    for code, years in frame.groupby("context_id", sort=False):
        rows = years.to_dict("records")
        start, end = date(int(years["school_year"].min()), 8, 1), date(int(years["school_year"].max()) + 1, 7, 31)
        sources = tuple(dict.fromkeys(row["source_id"] for row in rows))
        found.append(Item(str(code), "context", start, end, True, "year", {**NOBODY, **rows[0]}, sources, tuple(rows)))
    return found


def _by_date(found: Sequence[Item | None]) -> list[Item]:
    return sorted(filter(None, found), key=lambda item: (item.start, item.row["sort"], item.code))


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
