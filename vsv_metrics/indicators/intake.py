"""What the page Instroommomenten shows: leavers by month of leaving, from local counts or fictional figures, in one shape.

The year of local counts runs over the report months October to September, that of the fictional figures from August to July.
Both come out alike: one row per school year and calendar month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.figures import with_interval
from vsv_metrics.metrics.hidden import Count, counted, running, total
from vsv_metrics.metrics.intake import MONTHS, school_months, span
from vsv_metrics.metrics.pace import Expected, expected_total
from vsv_metrics.schema.codes import REGION_LEVELS, TOTAL
from vsv_metrics.store import Store, slices

INDICATOR = "new_leavers"
SECTOR = "mbo"
"""The sector that intake moments are about."""
MONTH_CODES = tuple(f"m{month:02d}" for month in range(1, MONTHS + 1))
LAST_MONTH_TO_RETURN = 9
"""Who is enrolled again on 1 October is no new leaver of the year before."""

GROUPS: Mapping[str, Mapping[str, Sequence[str] | None]] = {
    "sector": {"sector": None},
    "level": {"sector": [SECTOR], "level": None},
    "learning_path": {"sector": [SECTOR], "learning_path": None},
    "age_group": {"age_group": None},
}
"""Breakdown -> members asked for, all of them with None; level and learning path exist within the mbo."""


@dataclass(frozen=True)
class Place:
    """An area with leavers per month."""

    region_code: str
    level: str
    name_nl: str
    name_en: str
    series_id: str
    first_month: int
    """Calendar month with which its school years begin."""

    @property
    def months(self) -> tuple[int, ...]:
        """The calendar months of a school year in order."""
        return school_months(self.first_month)


@dataclass(frozen=True)
class Moment:
    """A moment of the year at which one can begin, with its calendar months."""

    name_nl: str
    name_en: str
    months: tuple[int, ...]
    is_for_all: bool
    """False when it holds for one level or learning path only."""
    basis: str
    source_id: str


@dataclass(frozen=True)
class Year:
    """The leavers of one school year: a count per month in the order of `Place.months`, None for a month without a figure."""

    school_year: int
    piece: int
    cells: tuple[Count | None, ...]
    total: Count | None
    """Of the whole year; None while months are still to come."""

    @property
    def sums(self) -> tuple[Count | None, ...]:
        """The count up to and including each month."""
        return running(self.cells)

    @property
    def newest(self) -> int:
        """The place of the last month with a figure."""
        return max(place for place, cell in enumerate(self.cells) if cell is not None)


def places(store: Store, dataset: str) -> tuple[Place, ...]:
    """The areas with leavers per month, larger kinds first."""
    rows = store.query("month_areas", dataset=dataset).to_dict("records")
    by_code = {
        row["region_code"]: Place(
            row["region_code"], row["level"], row["name_nl"], row["name_en"], row["series_id"], int(row["first_month"])
        )
        for row in rows
    }
    return tuple(sorted(by_code.values(), key=lambda place: (REGION_LEVELS.index(place.level), place.name_nl, place.region_code)))


def moments(frame: pd.DataFrame, region_code: str) -> tuple[Moment, ...]:
    """The intake moments of the mbo that hold for an area, from rows of table `intake_moment`: the user's where there are any."""
    rows = frame[frame["region_code"].isna() | (frame["region_code"] == region_code)]
    rows = rows[rows["sector"].isin([TOTAL, SECTOR])].sort_values(["sort", "moment_id"])
    own = rows[rows["basis"] == "user"]
    rows = rows if own.empty else own
    return tuple(
        Moment(
            name_nl=row["name_nl"],
            name_en=row["name_en"],
            months=span(int(row["first_month"]), int(row["last_month"])),
            is_for_all=row["level"] == TOTAL and row["learning_path"] == TOTAL,
            basis=row["basis"],
            source_id=row["source_id"],
        )
        for row in rows.to_dict("records")
    )


def starts(found: Sequence[Moment]) -> tuple[int, ...]:
    """The calendar months in which one can begin, ascending: those for everyone, or all when there are none for everyone."""
    general = [moment for moment in found if moment.is_for_all] or found
    return tuple(sorted({month for moment in general for month in moment.months}))


def groups(store: Store, dataset: str, place: Place) -> tuple[str, ...]:
    """The breakdowns that the months of an area have."""
    offer = store.query("offer", dataset=dataset)
    offer = offer[(offer["level"] == place.level) & (offer["series_id"] == place.series_id)]
    known = set(offer["breakdowns"])
    return tuple(name for name, asked in GROUPS.items() if " ".join([*asked, "month_left"]) in known)


def neighbours(found: Sequence[Place], place: Place) -> tuple[Place, ...]:
    """The areas to set beside this one: those of its kind, or of the next smaller kind when it is the only one."""
    alike = [other for other in found if other.series_id == place.series_id]
    kinds = ("country", "province", "rmc", "municipality")
    for level in kinds[kinds.index(place.level) :] if place.level in kinds else [place.level]:
        several = tuple(other for other in alike if other.level == level)
        if len(several) > 1:
            return several
    return ()


def by_month(store: Store, dataset: str, place: Place, group: str = "", regions: Sequence[str] = ()) -> pd.DataFrame:
    """Leavers by month of leaving, one row per school year, member and month, ordered.

    A frame of figures with `month` (calendar month), `place` (0 to 11 in the school year) and `member`: of `group`, else `total`;
    with `regions` (of the same series) the code of the area. Also where the source gives months as periods, `period` is the
    school year and `month_left` the month.
    """
    asked = {**(GROUPS[group] if group else {}), "month_left": MONTH_CODES}
    frame = _figures(store, dataset, place, asked, regions=regions)
    month = frame["month_left"].str[1:].astype(int)
    member = frame["region_code"] if regions else frame[group] if group else TOTAL
    frame = frame.assign(month=month, place=(month - place.first_month) % MONTHS, member=member)
    frame = frame[frame["member"] != TOTAL] if group else frame
    return with_interval(frame.sort_values(["period", "member", "place"], ignore_index=True))


def of_sector(store: Store, dataset: str, place: Place, sector: str) -> pd.DataFrame:
    """Leavers by month as `by_month` gives them, of one sector; of all sectors with `total`."""
    if sector == TOTAL:
        return by_month(store, dataset, place)
    frame = by_month(store, dataset, place, "sector")
    return frame[frame["member"] == sector].reset_index(drop=True)


def years(frame: pd.DataFrame) -> tuple[Year, ...]:
    """The school years of a frame of months of one member, oldest first."""
    cells: dict[int, list[Count | None]] = {}
    pieces: dict[int, int] = {}
    rows = (frame[name].tolist() for name in ("period", "place", "piece"))
    for period, place, piece, count in zip(*rows, _counts(frame), strict=True):
        cells.setdefault(period, [None] * MONTHS)[place] = count
        pieces[period] = max(piece, pieces.get(period, piece))
    return tuple(_year(period, pieces[period], tuple(cells[period])) for period in sorted(cells))


def _year(period: int, piece: int, cells: tuple[Count | None, ...]) -> Year:
    known = [cell for cell in cells if cell is not None]
    return Year(period, piece, cells, total(known) if len(known) == MONTHS else None)


def earlier(found: Sequence[Year], current: Year) -> tuple[Year, ...]:
    """The complete years before `current` that may be compared with it: no flagged break between."""
    return tuple(
        year
        for year in found
        if year.school_year < current.school_year and year.piece == current.piece and year.total is not None
    )


def expected(found: Sequence[Year], current: Year, place: int) -> Expected | None:
    """The total of the current year at the pace of earlier complete years, seen from the month at `place`.

    None when the sum so far is not exactly known. Years with a hidden month up to here or a hidden total are left out.
    """
    reached = current.sums[place]
    if reached is None or not reached.is_exact or place == MONTHS - 1:
        return None
    pairs = []
    for year in earlier(found, current):
        part, whole = year.sums[place], year.total
        if part is not None and whole is not None and part.is_exact and whole.is_exact:
            pairs.append((part.low, whole.low))
    return expected_total(reached.low, pairs)


def reported(store: Store, dataset: str, place: Place, school_year: int) -> pd.DataFrame:
    """Leavers of one school year by month of leaving and month last reported, with `left` and `last`: places 0 to 11."""
    asked = {"month_left": MONTH_CODES, "month_last_reported": MONTH_CODES}
    frame = _figures(store, dataset, place, asked, (school_year, school_year))
    order = {f"m{month:02d}": at for at, month in enumerate(place.months)}
    frame = frame.assign(left=frame["month_left"].map(order), last=frame["month_last_reported"].map(order))
    return with_interval(frame.sort_values(["left", "last"], ignore_index=True))


def no_longer_reported(frame: pd.DataFrame, place: int) -> tuple[Count | None, ...]:
    """Of those who left up to the month at `place`: how many were reported for the last time in each month before it."""
    rows = frame[(frame["left"] <= place) & (frame["last"] < place)]
    found = list(zip(rows["last"], _counts(rows), strict=True))
    return tuple(None if at >= place else total(count for last, count in found if last == at) for at in range(MONTHS))


def absence(store: Store, dataset: str, place: Place, *, is_by_month: bool) -> pd.DataFrame:
    """Leavers by reported absence and age band (where it exists), per school year or per school year and month of leaving."""
    asked: dict[str, Sequence[str] | None] = {"age_group": None, "absence_reported": None}
    if is_by_month:
        asked["month_left"] = MONTH_CODES
    frame = _figures(store, dataset, place, asked)
    frame = frame[frame["absence_reported"] != TOTAL]
    month = frame["month_left"].where(frame["month_left"] != TOTAL, MONTH_CODES[0]).str[1:].astype(int)
    frame = frame.assign(month=month, place=(month - place.first_month) % MONTHS)
    return with_interval(frame.sort_values(["period", "age_group", "absence_reported", "place"], ignore_index=True))


def _figures(
    store: Store,
    dataset: str,
    place: Place,
    asked: Mapping[str, Sequence[str] | None],
    periods: tuple[int | None, int | None] = (None, None),
    regions: Sequence[str] = (),
) -> pd.DataFrame:
    return store.query(
        "figures",
        dataset=dataset,
        indicator_ids=[INDICATOR],
        region_codes=list(regions) or [place.region_code],
        series_ids=[place.series_id],
        period_from=periods[0],
        period_to=periods[1],
        slice=slices(asked),
    )


def _counts(rows: pd.DataFrame) -> list[Count]:
    return [counted(*cells) for cells in rows[list(COUNT_COLUMNS)].to_numpy(dtype=float).tolist()]


COUNT_COLUMNS = ("numerator", "numerator_lower", "numerator_upper")
