"""What the page Overzicht shows: the country against the target, its sectors, the provinces and Europe."""

from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.figures import figures
from vsv_metrics.metrics.benchmark import against_reference
from vsv_metrics.metrics.change import change
from vsv_metrics.metrics.remainder import remainder
from vsv_metrics.metrics.target import limit
from vsv_metrics.schema.codes import NAMED, TOTAL
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

COUNTRY = "NL"
EUROPE = "EU27_2020"
SECTORS = ("vo", "mbo", "vavo")
REMAINDER = "vo_vavo"
"""Sector code of what is left when mbo is taken off the total: vo and vavo together, derived."""

TARGET_ID = "t2026"


@dataclass(frozen=True)
class Revision:
    """One published value of a figure: its round of publication, status and source."""

    value: float
    vintage_rank: int
    obs_status: str
    source_id: str
    difference: float
    """The newest figure minus this value."""


@dataclass(frozen=True)
class Headline:
    """The newest national figure, the same a year before in each published version, and the target."""

    current: Row
    previous_revisions: tuple[Revision, ...]
    """Newest first; empty when the year before has no figure in the same series."""
    previous_rate: float | None
    """Percentage of the year before, only of the same series and piece."""
    target: Row
    reduction_needed: float
    """Young people fewer than now before the target is met; 0 when it is met."""


def national(store: Store, dataset: str) -> pd.DataFrame:
    """National totals of new leavers in every series of the producer that counts for the target, one row per series and year."""
    frame = figures(store, dataset, regions=[COUNTRY])
    return frame[frame["producer"].isin(_target_producers(store, dataset))].reset_index(drop=True)


def headline(store: Store, dataset: str) -> Headline | None:
    """The newest figure of the series that meets the target; None when the data set has none."""
    totals = national(store, dataset)
    totals = totals[totals["series_id"].isin(target_series(store, dataset))].dropna(subset=["numerator"])
    if totals.empty:
        return None
    by_period = {int(row["period"]): row for row in records(totals)}
    year = max(by_period)
    current, previous = by_period[year], by_period.get(year - 1)
    target = store.query("targets").set_index("target_id", drop=False).loc[TARGET_ID].to_dict()
    most = limit(target["target_value"], target["is_strict"])
    return Headline(
        current=current,
        previous_revisions=() if previous is None else _revisions(store, current, previous),
        previous_rate=None if previous is None else _comparable_rate(current, previous),
        target=target,
        reduction_needed=max(0.0, current["numerator"] - most),
    )


def sectors(store: Store, dataset: str) -> pd.DataFrame:
    """National figures by sector in the target series, one row per sector and year, with `vo_vavo` derived where it can be.

    Where the sectors vo and vavo are published (or fictional) they are shown themselves and nothing is derived.
    """
    frame = figures(store, dataset, regions=[COUNTRY], breakdowns={"sector": [TOTAL, *SECTORS]})
    frame = frame[frame["producer"].isin(_target_producers(store, dataset))]
    of_target = frame[frame["series_id"].isin(target_series(store, dataset))]
    parts = frame[(frame["sector"] != TOTAL) & frame["series_id"].isin(_sector_series(store, dataset))]
    if "vo" in set(of_target["sector"]):
        return parts.reset_index(drop=True)
    mbo = of_target[of_target["sector"] == "mbo"]
    totals = of_target[of_target["sector"] == TOTAL]
    rest = totals.drop(columns="numerator").merge(remainder(totals, mbo), on="period")
    empty = ["denominator", "rate_pct", "rate_lower", "rate_upper", "interval_lower", "interval_upper", "complement"]
    rest = rest.assign(sector=REMAINDER, precision="derived", rate_basis=None, **dict.fromkeys(empty))
    return pd.concat([parts, rest[parts.columns].astype(parts.dtypes.to_dict())], ignore_index=True)


def provinces(store: Store, dataset: str) -> tuple[pd.DataFrame, Row | None]:
    """The provinces on their tiles in the newest year with figures, and the country's figure of the same series.

    One row per province: `col`, `row`, names, the figure, and `verdict` against the country. A province without figures stays
    with missing values. The reference is the country in the same series, never another producer's.
    """
    frame = figures(store, dataset, levels=["country", "province"]).dropna(subset=["rate_pct"])
    tiles = store.query("tiles", tile_map="province").rename(columns={f"name_{code}": f"tile_name_{code}" for code in NAMED})
    of_provinces = frame[(frame["region_level"] == "province") & (frame["rate_basis"] == "counts")]
    if of_provinces.empty:
        return tiles, None
    year = of_provinces["period"].max()
    of_year = of_provinces[of_provinces["period"] == year]
    series_id = of_year["series_id"].mode().iat[0]
    reference = frame[(frame["region_level"] == "country") & (frame["period"] == year) & (frame["series_id"] == series_id)]
    if reference.empty:
        return tiles, None
    country = reference.iloc[0].to_dict()
    joined = tiles.merge(of_year[of_year["series_id"] == series_id], on="region_code", how="left")
    joined["verdict"] = [verdict(row, country["rate_pct"]) for row in records(joined)]
    return joined, country


def europe(store: Store, dataset: str) -> pd.DataFrame:
    """Early leavers of 18 to 24 years, per cent, of the Netherlands and the European Union: a survey, its own chart."""
    return figures(store, dataset, indicators=["early_leavers_18_24"], regions=[COUNTRY, EUROPE])


def target_series(store: Store, dataset: str) -> set[str]:
    """The series in which the national target is set; fictional figures have one that plays that part."""
    if dataset == "demo":
        return {"demo_vsv"}
    series = store.query("series")
    return set(series.loc[series["meets_target"].astype(bool), "series_id"])


def verdict(figure: Row, reference_pct: float) -> str:
    """Code of the comparison of one figure with a reference rate of its own series; without an interval none is made."""
    if pd.isna(figure["interval_lower"]):
        return "not_compared"

    def bound(measure: str, side: str) -> float:
        value = figure[f"{measure}_{side}"]
        return float(figure[measure] if pd.isna(value) else value)

    return against_reference(
        bound("numerator", "lower"),
        bound("numerator", "upper"),
        bound("denominator", "lower"),
        bound("denominator", "upper"),
        reference_pct,
    )


def _revisions(store: Store, current: Row, previous: Row) -> tuple[Revision, ...]:
    rows = store.query(
        "revisions",
        dataset=previous["dataset"],
        series_id=previous["series_id"],
        indicator_id=previous["indicator_id"],
        region_code=previous["region_code"],
        period_type=previous["period_type"],
        period=int(previous["period"]),
        measure="numerator",
    )
    rows = rows[rows["value"].notna()].sort_values("vintage_rank", ascending=False)
    compared = [(row, change(current, {**previous, "numerator": row["value"]})) for row in rows.to_dict("records")]
    return tuple(
        Revision(
            value=float(row["value"]),
            vintage_rank=int(row["vintage_rank"]),
            obs_status=row["obs_status"],
            source_id=row["source_id"],
            difference=found.difference,
        )
        for row, found in compared
        if found.difference is not None
    )


def _comparable_rate(current: Row, previous: Row) -> float | None:
    return None if change(current, previous, "rate_pct").refusal else float(previous["rate_pct"])


def _target_producers(store: Store, dataset: str) -> set[str]:
    series = store.query("series").set_index("series_id")
    return set(series.loc[list(target_series(store, dataset)), "producer"])


def _sector_series(store: Store, dataset: str) -> set[str]:
    return target_series(store, dataset) | ({"ocw_mbo_2016"} if dataset == "published" else set())
