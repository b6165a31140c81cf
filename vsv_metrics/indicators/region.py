"""What the page Regio shows: one area, its figures per producer, the country in the same series, and its surroundings."""

from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.overview import COUNTRY, verdict
from vsv_metrics.metrics.change import Change, change
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

PAGE_LEVELS = ("province", "rmc", "municipality", "size_class", "landsdeel", "part")
"""Kinds of area that the page offers, in this order."""

PARTIAL_TOTAL = "vo_mbo"
"""Sector code of vo and mbo together: the only total that some sources give."""

FEWEST_FOR_TREND = 2
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

    @property
    def measure(self) -> str:
        """`rate_pct` where the area has rates in at least two years (or nothing else), else `numerator`."""
        rates, counts = self.area["rate_pct"].notna().sum(), self.area["numerator"].notna().sum()
        return "rate_pct" if rates >= FEWEST_FOR_TREND or not counts else "numerator"


@dataclass(frozen=True)
class Surroundings:
    """Where an area lies and what lies in it, as rows of table `region`."""

    row: Row
    """The area itself."""
    wholes: pd.DataFrame
    parts: pd.DataFrame
    successors: pd.DataFrame
    predecessors: pd.DataFrame


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
    codes = [region_code, *around.wholes["region_code"]]
    frame = figures(
        store,
        dataset,
        indicators=_INDICATORS,
        regions=[*codes, COUNTRY],
        breakdowns={"sector": [TOTAL, PARTIAL_TOTAL]},
    )
    frame = frame[frame["numerator"].notna() | frame["rate_pct"].notna()]
    return Area(
        row=around.row,
        views=_producers(frame[frame["indicator_id"] == _INDICATORS[0]], region_code),
        surroundings=around,
        context=_context(frame[(frame["sector"] == TOTAL) & frame["region_code"].isin(codes)]),
    )


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
    members = {(row["breakdown"], row["code"]): row for row in records(store.query("members"))}
    found: dict[tuple[str, str, int], dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in records(store.query("parts", dataset=dataset, region_code=region_code)):
        *within, (column, code) = (part.split("=") for part in row["slice"].split())
        sector = within[0][1] if within else TOTAL
        for partition in members[column, code]["partition"].split("|"):
            found[column, row["series_id"], int(row["period"])][sector, partition].add(code)
    first_month = store.query("series").set_index("series_id")["first_month"].to_dict()
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
    parts = store.query("region_parts")
    areas = store.query("regions").set_index("region_code", drop=False)

    def rows(mask: pd.Series, column: str) -> pd.DataFrame:
        return areas.loc[parts.loc[mask, column]].reset_index(drop=True)

    lies_in, succeeds = parts["kind"] == "lies_in", parts["kind"] == "succeeds"
    wholes = rows(lies_in & (parts["part_code"] == region_code), "whole_code")
    inside = rows(lies_in & (parts["whole_code"] == region_code), "part_code")
    if (areas.at[region_code, "level"] == "rmc") and not inside.empty:
        of_parts = parts[lies_in & parts["part_code"].isin(inside["region_code"])]
        provinces = areas.loc[of_parts["whole_code"].unique()]
        wholes = pd.concat([wholes, provinces[provinces["level"] == "province"]], ignore_index=True)
    return Surroundings(
        row=areas.loc[region_code].to_dict(),
        wholes=wholes.sort_values("region_code", ignore_index=True),
        parts=inside.sort_values("name_nl", ignore_index=True),
        successors=rows(succeeds & (parts["whole_code"] == region_code), "part_code"),
        predecessors=rows(succeeds & (parts["part_code"] == region_code), "whole_code"),
    )


def _producers(frame: pd.DataFrame, region_code: str) -> tuple[ProducerView, ...]:
    """One view per producer with figures on the area, the one with the newest figure first."""
    views = []
    of_area, of_country = frame[frame["region_code"] == region_code], frame[frame["region_code"] == COUNTRY]
    for producer, rows in of_area.groupby("producer", sort=False):
        sector = TOTAL if (rows["sector"] == TOTAL).any() else PARTIAL_TOTAL
        own = rows[rows["sector"] == sector].reset_index(drop=True)
        country = of_country[(of_country["sector"] == sector) & of_country["series_id"].isin(own["series_id"])]
        views.append(_view(str(producer), sector, own, country.reset_index(drop=True)))
    return tuple(sorted(views, key=lambda view: view.current["period"], reverse=True))


def _context(frame: pd.DataFrame) -> pd.DataFrame:
    """The newest figure of each area per indicator and producer."""
    keys = list(zip(frame["region_code"], frame["indicator_id"], frame["producer"], strict=True))
    last: dict[tuple[str, str, str], int] = {}
    for key, period in zip(keys, frame["period"], strict=True):
        last[key] = max(period, last.get(key, period))
    newest = [at for at, (key, period) in enumerate(zip(keys, frame["period"], strict=True)) if period == last[key]]
    return frame.take(newest).reset_index(drop=True)


def _view(producer: str, sector: str, own: pd.DataFrame, country: pd.DataFrame) -> ProducerView:
    rows = records(own)
    newest_rows = [row for row in rows if row["period"] == own["period"].max()]
    current = next((row for row in newest_rows if pd.notna(row["numerator"])), newest_rows[0])

    def is_same(row: Row, period: int) -> bool:
        return row["period"] == period and row["series_id"] == current["series_id"]

    previous = next((row for row in rows if is_same(row, current["period"] - 1)), None)
    same = (row for row in records(country) if is_same(row, current["period"]) and pd.notna(row["rate_pct"]))
    reference = next(same, None)
    return ProducerView(
        producer=producer,
        sector=sector,
        area=own,
        country=country,
        current=current,
        change=None if previous is None else change(current, previous),
        rate_change=None if previous is None else change(current, previous, "rate_pct"),
        verdict=None if reference is None else verdict(current, float(reference["rate_pct"])),
        reference=reference,
    )
