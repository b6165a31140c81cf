"""What the page Regio shows: one area, its figures per producer, the country in the same series, and its surroundings."""

from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.figures import figures, newest
from vsv_metrics.indicators.overview import COUNTRY, verdict
from vsv_metrics.metrics.change import Change, change
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

PAGE_LEVELS = ("province", "rmc", "municipality", "size_class", "landsdeel", "part")
"""Kinds of area that the page offers, in this order."""

PARTIAL_TOTAL = "vo_mbo"
"""Sector code of vo and mbo together: the only total that some sources give."""

FEWEST_FOR_TREND = 2


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
    country_rate: float | None

    @property
    def measure(self) -> str:
        """`rate_pct` where the area has rates in at least two years (or nothing else), else `numerator`."""
        rates, counts = self.area["rate_pct"].notna().sum(), self.area["numerator"].notna().sum()
        return "rate_pct" if rates >= FEWEST_FOR_TREND or not counts else "numerator"


@dataclass(frozen=True)
class Surroundings:
    """Where an area lies and what lies in it, as rows of table `region`."""

    wholes: pd.DataFrame
    parts: pd.DataFrame
    successors: pd.DataFrame
    predecessors: pd.DataFrame


def regions(store: Store) -> pd.DataFrame:
    """The areas that the page offers, one row each, ordered by kind and code."""
    frame = store.query("regions")
    kept = frame[frame["level"].isin(PAGE_LEVELS)]
    return kept.assign(order=kept["level"].map(PAGE_LEVELS.index)).sort_values(["order", "region_code"], ignore_index=True)


def producers(store: Store, dataset: str, region_code: str) -> list[ProducerView]:
    """New leavers in one area, one view per producer with figures, the one with the newest figure first."""
    frame = figures(store, dataset, regions=[region_code, COUNTRY], breakdowns={"sector": [TOTAL, PARTIAL_TOTAL]})
    frame = frame[frame["numerator"].notna() | frame["rate_pct"].notna()]
    views = []
    for producer, rows in frame[frame["region_code"] == region_code].groupby("producer", sort=False):
        sector = TOTAL if (rows["sector"] == TOTAL).any() else PARTIAL_TOTAL
        area = rows[rows["sector"] == sector].reset_index(drop=True)
        country = frame[
            (frame["region_code"] == COUNTRY) & (frame["sector"] == sector) & frame["series_id"].isin(area["series_id"])
        ].reset_index(drop=True)
        views.append(_view(str(producer), sector, area, country))
    return sorted(views, key=lambda view: view.current["period"], reverse=True)


def breakdowns(store: Store, dataset: str, region_code: str) -> dict[str, pd.DataFrame]:
    """Per breakdown the members in the newest year and series that has them: column -> frame of figures, one row a member.

    Members of one partition only, so that no total stands beside its parts; a cross of two breakdowns is left out.
    """
    members = store.query("members")
    frame = figures(store, dataset, regions=[region_code], breakdowns=dict.fromkeys(BREAKDOWNS))
    frame = frame[frame["numerator"].notna() | frame["rate_pct"].notna() | frame["missing_reason"].notna()]
    found = {}
    for column in BREAKDOWNS:
        others = [other for other in BREAKDOWNS if other != column and not (column in _WITHIN_SECTOR and other == "sector")]
        rows = frame[(frame[column] != TOTAL) & (frame[others] == TOTAL).all(axis=1)]
        rows = _one_partition(rows, members[members["breakdown"] == column].set_index("code"), column)
        if len(rows) > 1:
            found[column] = rows
    return found


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
        wholes=wholes.sort_values("region_code", ignore_index=True),
        parts=inside.sort_values("name_nl", ignore_index=True),
        successors=rows(succeeds & (parts["whole_code"] == region_code), "part_code"),
        predecessors=rows(succeeds & (parts["part_code"] == region_code), "whole_code"),
    )


def context(store: Store, dataset: str, region_codes: list[str]) -> pd.DataFrame:
    """The newest new-leavers figure of each of these areas per series, and their vulnerable position, one row per figure."""
    frame = figures(
        store, dataset, indicators=["new_leavers", "vulnerable_position", "early_leavers_18_24"], regions=region_codes
    )
    frame = frame[frame["numerator"].notna() | frame["rate_pct"].notna()]
    last = frame.groupby(["region_code", "indicator_id", "producer"])["period"].transform("max")
    return frame[frame["period"] == last].reset_index(drop=True)


_WITHIN_SECTOR = ("level", "learning_path")
"""Breakdowns whose rows also name their sector."""


def _view(producer: str, sector: str, area: pd.DataFrame, country: pd.DataFrame) -> ProducerView:
    last = area[area["period"] == area["period"].max()]
    row = newest(last)
    current = (last.iloc[0] if row is None else row).to_dict()
    before = area[(area["period"] == current["period"] - 1) & (area["series_id"] == current["series_id"])]
    previous = None if before.empty else before.iloc[0].to_dict()
    same = country[(country["period"] == current["period"]) & (country["series_id"] == current["series_id"])]
    same = same.dropna(subset=["rate_pct"])
    rate = None if same.empty else float(same["rate_pct"].iat[0])
    return ProducerView(
        producer=producer,
        sector=sector,
        area=area,
        country=country,
        current=current,
        change=None if previous is None else change(current, previous),
        rate_change=None if previous is None else change(current, previous, "rate_pct"),
        verdict=None if rate is None else verdict(current, rate),
        country_rate=rate,
    )


def _one_partition(rows: pd.DataFrame, members: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of the newest year, of its fullest complete partition."""
    if rows.empty:
        return rows
    partitions = members["partition"].dropna().str.split("|").explode().rename("partition")
    rows = rows.merge(partitions, left_on=column, right_index=True)
    if rows.empty:
        return rows
    if column in _WITHIN_SECTOR:
        groups = ["series_id", "period"]
        rows = rows.drop_duplicates(["series_id", "period", "sector", column])
    else:
        groups = ["series_id", "period", "partition"]
    sizes = rows.groupby(groups)[column].transform("size")
    newest_period = rows.loc[sizes > 1, "period"].max()
    rows = rows.assign(size=sizes)[(rows["period"] == newest_period) & (sizes > 1)]
    if rows.empty:
        return rows
    best = rows.sort_values("size", ascending=False).iloc[0]
    rows = rows[rows["series_id"] == best["series_id"]]
    if column not in _WITHIN_SECTOR:
        rows = rows[rows["partition"] == best["partition"]]
    order = members["sort"]
    return rows.assign(order=[order[code] for code in rows[column]]).sort_values("order", ignore_index=True)
