"""What the page Regio shows: one area, its figures per producer, the country in the same series, and its surroundings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.overview import COUNTRY, verdict
from vsv_metrics.metrics.change import Change, change
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store, kept, kept_rows

PAGE_LEVELS = ("province", "rmc", "municipality", "size_class", "landsdeel", "part")
"""Kinds of area that the page offers, in this order."""

PARTIAL_TOTAL = "vo_mbo"
"""Sector code of vo and mbo together: the only total that some sources give."""

FEWEST_FOR_TREND = 2
MEASURES = ("rate_pct", "numerator")
MONTHS = ("month_left", "month_last_reported")

_INDICATORS = ("new_leavers", "vulnerable_position", "early_leavers_18_24")


@dataclass(frozen=True)
class ProducerView:
    """The figures of one producer on one area: `area` and `country` hold the same series, one row per figure."""

    producer: str
    sector: str
    """`total`, or `vo_mbo` where the source has no total with vavo."""
    area: pd.DataFrame
    country: pd.DataFrame
    current: Row
    """The newest figure."""
    change: Change | None
    """Against the year before in count, None when that year has no figure."""
    rate_change: Change | None
    verdict: str | None
    """Against the country in the same series and year; None when the country has no such rate."""
    reference: Row | None
    """The figure of the country that the verdict is against."""

    @cached_property
    def measure(self) -> str:
        """`rate_pct` where the area has rates in at least two years (or nothing else), else `numerator`."""
        return "rate_pct" if self._known["rate_pct"] >= FEWEST_FOR_TREND or not self._known["numerator"] else "numerator"

    def shown(self, asked: str) -> str:
        """The measure to draw when one is asked for: the other one where the area has nothing of it."""
        return asked if self._known[asked] else next(name for name in MEASURES if name != asked)

    @cached_property
    def _known(self) -> dict[str, int]:
        return {name: int(self.area[name].notna().sum()) for name in MEASURES}


@dataclass(frozen=True)
class Surroundings:
    """Where an area lies and what lies in it, as rows of table `region`."""

    row: Row
    """The area itself."""
    wholes: tuple[Row, ...]
    parts: tuple[Row, ...]
    successors: tuple[Row, ...]
    predecessors: tuple[Row, ...]


@dataclass(frozen=True)
class Area:
    """One area as the page shows it."""

    row: Row
    """Its row of table `region`."""
    views: tuple[ProducerView, ...]
    """New leavers, one view per producer with figures, the one with the newest figure first."""
    surroundings: Surroundings
    context: pd.DataFrame
    """The newest figures of the area and of what it lies in: new leavers, vulnerable position, early leavers 18-24."""


def regions(store: Store) -> pd.DataFrame:
    """The areas that the page offers, one row each, ordered by kind and code."""
    frame = store.query("regions")
    kept = frame[frame["level"].isin(PAGE_LEVELS)]
    return kept.assign(order=kept["level"].map(PAGE_LEVELS.index)).sort_values(["order", "region_code"], ignore_index=True)


def area(store: Store, dataset: str, region_code: str) -> Area:
    """Everything that the page shows of one area but its breakdowns, from one question to the store."""
    around = surroundings(store, region_code)
    codes = [region_code, *(row["region_code"] for row in around.wholes)]
    frame = figures(
        store,
        dataset,
        indicators=_INDICATORS,
        regions=[*codes, COUNTRY],
        breakdowns={"sector": [TOTAL, PARTIAL_TOTAL]},
    )
    rows = {at: row for at, row in enumerate(records(frame)) if pd.notna(row["numerator"]) or pd.notna(row["rate_pct"])}
    leavers = {at: row for at, row in rows.items() if row["indicator_id"] == _INDICATORS[0]}
    context = {at: row for at, row in rows.items() if row["sector"] == TOTAL and row["region_code"] in codes}
    return Area(around.row, _producers(frame, leavers, region_code), around, _newest(frame, context))


@dataclass(frozen=True)
class Split:
    """One partition of one breakdown in one series and year: its members in order of display."""

    breakdown: str
    series_id: str
    period: int
    sectors: tuple[str, ...]
    """Sectors that the members lie in; `total` when the breakdown is not one inside a sector."""
    codes: tuple[str, ...]


def splits(store: Store, dataset: str, region_code: str) -> dict[str, Split]:
    """Per breakdown the newest year that has one of its partitions with at least two members.

    Members of one partition only, so that no total stands beside its parts; of several, the one with most members.
    """
    members = {(row["breakdown"], row["code"]): row for row in kept_rows(store, "members")}
    found: dict[tuple[str, str, int], dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in records(store.query("parts", dataset=dataset, region_code=region_code)):
        *within, (column, code) = (part.split("=") for part in row["slice"].split())
        sector = within[0][1] if within else TOTAL
        for partition in members[column, code]["partition"].split("|"):
            found[column, row["series_id"], int(row["period"])][sector, partition].add(code)
    first_month = {row["series_id"]: row["first_month"] for row in kept_rows(store, "series")}
    best: dict[str, Split] = {}
    for (column, series_id, period), parts in sorted(found.items(), key=lambda item: item[0][2]):
        fullest = {sector: codes for (sector, _), codes in sorted(parts.items(), key=lambda item: len(item[1]))}
        codes = set().union(*fullest.values())
        if len(codes) > 1 and (column not in best or period > best[column].period or len(codes) > len(best[column].codes)):
            order = sorted(codes, key=lambda code: members[column, code]["sort"])
            if column in MONTHS:
                order = in_school_year(order, first_month[series_id])
            best[column] = Split(column, series_id, period, tuple(sorted(fullest)), tuple(order))
    return {column: best[column] for column in BREAKDOWNS if column in best}


def in_school_year(months: list[str], first_month: float) -> list[str]:
    """Month codes in the order of a school year that begins with a calendar month; as they are where none is known."""
    if pd.isna(first_month):
        return months
    return sorted(months, key=lambda code: (int(code[1:]) - int(first_month)) % 12)


def breakdown(store: Store, dataset: str, region_code: str, split: Split) -> pd.DataFrame:
    """The figures of one split, one row a member, in its order."""
    asked = {"sector": split.sectors} | {split.breakdown: split.codes}
    periods = (split.period, split.period)
    frame = figures(store, dataset, regions=[region_code], series=[split.series_id], periods=periods, breakdowns=asked)
    order = {code: place for place, code in enumerate(split.codes)}
    return frame.sort_values(split.breakdown, key=lambda codes: codes.map(order), ignore_index=True, kind="stable")


def surroundings(store: Store, region_code: str) -> Surroundings:
    """The areas around one area."""
    areas = _areas(store)
    lies_in, succeeds = (
        [(row["whole_code"], row["part_code"]) for row in kept_rows(store, "region_parts") if row["kind"] == kind]
        for kind in ("lies_in", "succeeds")
    )
    wholes = [whole for whole, part in lies_in if part == region_code]
    inside = [part for whole, part in lies_in if whole == region_code]
    if areas[region_code]["level"] == "rmc":
        of_parts = dict.fromkeys(whole for whole, part in lies_in if part in inside)
        wholes += [whole for whole in of_parts if areas[whole]["level"] == "province"]
    return Surroundings(
        row=areas[region_code],
        wholes=tuple(areas[code] for code in sorted(wholes)),
        parts=tuple(sorted((areas[code] for code in inside), key=lambda row: row["name_nl"])),
        successors=tuple(areas[part] for whole, part in succeeds if whole == region_code),
        predecessors=tuple(areas[whole] for whole, part in succeeds if part == region_code),
    )


@kept
def _areas(store: Store) -> dict[str, Row]:
    return {row["region_code"]: row for row in kept_rows(store, "regions")}


def _producers(frame: pd.DataFrame, rows: dict[int, Row], region_code: str) -> tuple[ProducerView, ...]:
    """One view per producer with figures on the area, the one with the newest figure first; `rows` by their place in `frame`."""
    by_producer: dict[str, list[int]] = defaultdict(list)
    for at, row in rows.items():
        if row["region_code"] == region_code:
            by_producer[row["producer"]].append(at)
    views = []
    for producer, places in by_producer.items():
        sector = TOTAL if any(rows[at]["sector"] == TOTAL for at in places) else PARTIAL_TOTAL
        own = [at for at in places if rows[at]["sector"] == sector]
        series = {rows[at]["series_id"] for at in own}
        country = [
            at
            for at, row in rows.items()
            if row["region_code"] == COUNTRY and row["sector"] == sector and row["series_id"] in series
        ]
        views.append(_view(producer, sector, frame, {at: rows[at] for at in own}, {at: rows[at] for at in country}))
    return tuple(sorted(views, key=lambda view: view.current["period"], reverse=True))


def _newest(frame: pd.DataFrame, rows: dict[int, Row]) -> pd.DataFrame:
    """The newest figure of each area per indicator and producer; `rows` by their place in `frame`."""
    last: dict[tuple[str, str, str], int] = {}
    keys = {at: (row["region_code"], row["indicator_id"], row["producer"]) for at, row in rows.items()}
    for at, key in keys.items():
        last[key] = max(rows[at]["period"], last.get(key, rows[at]["period"]))
    return _at(frame, [at for at, key in keys.items() if rows[at]["period"] == last[key]])


def _at(frame: pd.DataFrame, places: Iterable[int]) -> pd.DataFrame:
    return frame.take(list(places)).reset_index(drop=True)


def _view(producer: str, sector: str, frame: pd.DataFrame, own: dict[int, Row], country: dict[int, Row]) -> ProducerView:
    newest = max(row["period"] for row in own.values())
    newest_rows = [row for row in own.values() if row["period"] == newest]
    current = next((row for row in newest_rows if pd.notna(row["numerator"])), newest_rows[0])

    def of_series(rows: dict[int, Row], period: int) -> Iterator[Row]:
        return (row for row in rows.values() if row["period"] == period and row["series_id"] == current["series_id"])

    previous = next(of_series(own, newest - 1), None)
    reference = next((row for row in of_series(country, newest) if pd.notna(row["rate_pct"])), None)
    return ProducerView(
        producer=producer,
        sector=sector,
        area=_at(frame, own),
        country=_at(frame, country),
        current=current,
        change=None if previous is None else change(current, previous),
        rate_change=None if previous is None else change(current, previous, "rate_pct"),
        verdict=None if reference is None else verdict(current, float(reference["rate_pct"])),
        reference=reference,
    )
