"""What the page Vergelijken shows: the areas of one kind side by side in one series and year, with what chance makes of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.metrics.change import change
from vsv_metrics.metrics.counts import Counts, counts_of
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.funnel import Funnel, funnel
from vsv_metrics.metrics.ranking import ranks
from vsv_metrics.metrics.shrinkage import shrink
from vsv_metrics.metrics.trend import trends
from vsv_metrics.schema.codes import NAMED, TOTAL
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

LEVELS = ("rmc", "province", "municipality", "size_class")
"""Kinds of area that can be compared, in this order."""

CHANGE_YEARS = 5

Basis = Literal["country", "pooled"]


@dataclass(frozen=True)
class Comparison:
    """The areas of one kind in one series and year."""

    areas: pd.DataFrame
    """One row per area that exists in the year, ordered by code: the figure as `figures` gives it (missing when there is none),
    and `verdict`, `smoothed_pct`, `rank`, `rank_lower`, `rank_upper`, `chance_lowest_fifth`, `chance_highest_fifth`, `trend`,
    `trend_reason`, `trend_from`, `change`, `change_lower`, `change_upper` (percentage points since `change_from`),
    `change_verdict`, `change_refusal`."""
    country: Row | None
    """The country's own figure of the same series and year, with its trend and change; None when it has none."""
    funnel: Funnel
    reference_basis: Basis | None
    """Whose rate the areas are held against: the country's, or that of all areas together where the country has none."""
    compared: int
    """How many areas have both counts: the places of a ranking."""

    @cached_property
    def by_code(self) -> dict[str, Row]:
        """The rows of `areas`: code -> row."""
        return {row["region_code"]: row for row in records(self.areas)}


def level_figures(store: Store, dataset: str, level: str, indicator: str = "new_leavers", sector: str = TOTAL) -> pd.DataFrame:
    """All figures of the areas of one kind and of the country, one row per figure, in every series and year."""
    frame = figures(store, dataset, indicators=[indicator], levels=["country", level], breakdowns={"sector": [sector]})
    return frame[(frame["region_level"] == level) | (frame["region_code"] == COUNTRY)].reset_index(drop=True)


def choices(frame: pd.DataFrame) -> pd.DataFrame:
    """What can be compared, one row per series and year, newest first: `series_id`, `period`, `with_rate`, `with_counts`.

    Only years in which at least two areas have a percentage.
    """
    known = frame[(frame["region_level"] != "country") & frame["rate_pct"].notna()]
    counted = known.assign(has_interval=known["interval_lower"].notna()).groupby(["series_id", "period"], as_index=False)
    found = counted.agg(with_rate=("region_code", "size"), with_counts=("has_interval", "sum"))
    found = found[found["with_rate"] > 1]
    return found.sort_values(["period", "with_counts", "series_id"], ascending=[False, False, True], ignore_index=True)


def compare(store: Store, frame: pd.DataFrame, level: str, series_id: str, year: int) -> Comparison:
    """The areas of `level` in one series and year, from the figures that `level_figures` gave.

    Without counts (percentages only) an area has no interval, verdict, smoothed rate or rank: a denominator is never calculated
    back. Trend and change stay within one series and piece; across a break they say so.
    """
    of_producer = frame[frame["producer"].isin(set(frame.loc[frame["series_id"] == series_id, "producer"]))]
    of_year = of_producer[(of_producer["series_id"] == series_id) & (of_producer["period"] == year)]
    of_country = of_year[of_year["region_level"] == "country"]
    own_names = {f"name_{language}": f"region_name_{language}" for language in NAMED}
    names = store.query("regions", levels=[level], year=year)[["region_code", *own_names, "short_name"]].rename(columns=own_names)
    own = of_year[of_year["region_level"] == level].drop(columns=list(own_names.values()))
    areas = names.merge(own, on="region_code", how="left").sort_values("region_code", ignore_index=True)

    counted = comparable_counts(areas)
    reference = next(iter(of_country["rate_pct"].dropna().tolist()), None)
    plot = funnel(counted, reference)
    standing = pd.DataFrame({"verdict": plot.verdicts, "smoothed_pct": shrink(counted).rate_pct})
    lines = pd.concat([areas, of_country], ignore_index=True)
    history = of_producer[of_producer["period"] <= year]
    over_time = [_trends(lines, history, series_id, year), _changes(lines, history, series_id, year)]
    size = len(areas)
    with_country = pd.concat([lines, *over_time], axis=1)
    has_reference = not np.isnan(plot.reference_pct)
    return Comparison(
        areas=pd.concat([areas, standing, ranks(counted), *(part.head(size) for part in over_time)], axis=1),
        country=next(iter(records(with_country.iloc[size:])), None),
        funnel=plot,
        reference_basis=("pooled" if reference is None else "country") if has_reference else None,
        compared=int(counted.known.sum()),
    )


def comparable_counts(frame: pd.DataFrame) -> Counts:
    """The counts that give the percentage they stand beside: not those of another round of publication."""
    return counts_of(frame.assign(denominator=frame["denominator"].where(frame["interval_lower"].notna())))


def _trends(areas: pd.DataFrame, history: pd.DataFrame, series_id: str, year: int) -> pd.DataFrame:
    """Trend of each area up to the year, in the order of `areas`; earlier series only tell that a break lies between."""
    own = history[history["series_id"] == series_id]
    starts = history["region_code"].map(own.groupby("region_code")["period"].min())
    earlier = history[(history["series_id"] != series_id) & (history["period"] < starts)]
    lines = pd.concat([earlier, own.assign(denominator=own["denominator"].where(own["interval_lower"].notna()))])
    found = trends(lines).set_index("region_code").reindex(areas["region_code"]).reset_index(drop=True)
    is_current = found["last_period"] == year
    reason = found["reason"].astype(object).where(is_current, "missing")
    reason = reason.where(reason.notna(), None)
    label = found["label"].where(is_current, "cannot_be_determined")
    return pd.DataFrame({"trend": label, "trend_reason": reason, "trend_from": found["first_period"].where(is_current)})


def _changes(areas: pd.DataFrame, history: pd.DataFrame, series_id: str, year: int) -> pd.DataFrame:
    """Change of each area's percentage since five years before, in the order of `areas`."""
    before = history[history["period"] == year - CHANGE_YEARS]
    before = before.assign(is_other=before["series_id"] != series_id).sort_values("is_other", kind="stable")
    before = before.drop_duplicates("region_code").set_index("region_code", drop=False)
    previous = before.reindex(areas["region_code"]).reset_index(drop=True)
    found = [
        change(now, then, "rate_pct") if isinstance(now["series_id"], str) and isinstance(then["series_id"], str) else None
        for now, then in zip(records(areas), records(previous), strict=True)
    ]
    refusal = ["missing" if one is None else one.refusal for one in found]
    interval = rate_difference(comparable_counts(areas), comparable_counts(previous))
    allowed = pd.Series([one is None for one in refusal])
    return pd.DataFrame(
        {
            "change": [np.nan if one is None or one.difference is None else one.difference for one in found],
            "change_lower": interval["difference_lower"].where(allowed),
            "change_upper": interval["difference_upper"].where(allowed),
            "change_verdict": interval["verdict"].where(allowed, "not_compared"),
            "change_from": np.where(allowed, year - CHANGE_YEARS, np.nan),
            "change_refusal": pd.Series(refusal, dtype=object),
        }
    )
