"""Areas like this one, how many fewer another rate would be, and what its school types lead one to expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from vsv_metrics.indicators import decompose
from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.indicators.profile import Standing, one_round, pooled
from vsv_metrics.metrics.opportunity import best_year, fewer_at, fewer_than
from vsv_metrics.metrics.similar import similar
from vsv_metrics.metrics.standardisation import against_expected
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

NEAREST = 5
CITIES = 30
"""Municipalities with most enrolled that count as large cities: about as many as have 100,000 inhabitants."""
LOW_LEVELS = ("mbo1", "mbo2")
_SIZES = ("denominator", "denominator_lower", "denominator_upper")

Reference = Literal["group", "country", "best"]


@dataclass(frozen=True)
class Fewer:
    """How many young people fewer at another rate, with its 95 % interval; all NaN when it cannot be reckoned."""

    reference: Reference
    rate_pct: float
    fewer: float
    lower: float
    upper: float
    year: int | None = None
    """The own best year."""
    years: int = 0
    """Years of one series and piece among which it is the best."""

    @property
    def is_known(self) -> bool:
        return not np.isnan(self.fewer)


@dataclass(frozen=True)
class Expectation:
    """Actual against expected leavers of one area; `result` as `against_expected` gives it, None when it cannot be reckoned."""

    result: Row | None
    cells: pd.DataFrame
    """The area's school types, `reference_pct` beside each, or nothing."""
    refusal: Literal["no_types", "masked", "no_counts"] | None


def traits(store: Store, dataset: str, kind: pd.DataFrame, at: Standing) -> pd.DataFrame:
    """Public traits of the areas of one kind with a percentage, index `region_code`; only those that every one of them has.

    `size`: logarithm of those enrolled. `mbo`: share of them in the mbo. `low_levels`: share of those in mbo 1 and 2. `cities`:
    share that lives in one of the `CITIES` municipalities with most enrolled; not for municipalities.
    """
    of_kind = kind[kind["region_code"] != COUNTRY]
    known = of_kind.loc[_is_total(of_kind, at) & of_kind["rate_pct"].notna(), "region_code"]
    of_kind = of_kind[of_kind["region_code"].isin(known)]
    plain = (of_kind["age_group"] == TOTAL) & (of_kind["sex"] == TOTAL)

    def enrolled(sector: str, level: str = TOTAL) -> pd.Series:
        rows = of_kind[plain & (of_kind["sector"] == sector) & (of_kind["level"] == level)]
        return rows.set_index("region_code")["denominator"].astype(float)

    whole = enrolled(at.sector)
    whole = whole[whole > 0]
    mbo = enrolled("mbo").reindex(whole.index)
    low = sum((enrolled("mbo", level).reindex(whole.index) for level in LOW_LEVELS), start=pd.Series(0.0, index=whole.index))
    found = {"size": np.log(whole), "mbo": mbo / whole, "low_levels": low / mbo.replace(0, np.nan)}
    if at.level != "municipality":
        found["cities"] = _in_cities(store, dataset, at, whole)
    return pd.DataFrame({name: values for name, values in found.items() if len(values) and values.notna().all()})


def nearest(found: pd.DataFrame, region_code: str, count: int = NEAREST) -> tuple[str, ...]:
    """Codes of the areas most alike in their traits, nearest first; none when the area has no traits."""
    return tuple(similar(found, region_code, count)["region_code"]) if len(found.columns) else ()


def opportunities(kind: pd.DataFrame, own: pd.DataFrame, at: Standing, group: Sequence[str]) -> tuple[Fewer, ...]:
    """How many fewer at the rate of the group, of the country, or of the own best year in the same series and piece."""
    totals = kind[_is_total(kind, at)]
    own_totals = own[_is_total(own, at) & (own["series_id"] == at.series_id) & (own["period"] <= at.period)]
    current = own_totals[own_totals["period"] == at.period]
    area = one_round(current)
    found: list[Fewer] = []
    together = pooled(totals[totals["region_code"] != COUNTRY], group)
    if group:
        found.append(_fewer("group", float(100 * together.rate[0]), fewer_than(area, together)))
    country = next(iter(totals.loc[totals["region_code"] == COUNTRY, "rate_pct"].dropna().tolist()), float("nan"))
    found.append(_fewer("country", float(country), fewer_at(area, float(country))))
    years = own_totals[(own_totals["piece"] == current["piece"].iat[0])].sort_values("period", ignore_index=True)
    counted = one_round(years)
    best = best_year(counted)
    if best is not None and counted.known.sum() > 1:
        best_counts = counted[[best]]
        year, known = int(years["period"].tolist()[best]), int(counted.known.sum())
        found.append(_fewer("best", float(100 * best_counts.rate[0]), fewer_than(area, best_counts), year, known))
    return tuple(found)


def expectation(store: Store, dataset: str, at: Standing) -> Expectation:
    """The area's leavers against those at national rates per school type, in the same series and year."""
    frame = figures(
        store,
        dataset,
        regions=[at.region_code, COUNTRY],
        series=[at.series_id],
        periods=(at.period, at.period),
        breakdowns=dict.fromkeys(decompose.BY),
    )
    own, country = (frame[frame["region_code"] == code] for code in (at.region_code, COUNTRY))
    nothing = frame.head(0)
    divided = decompose.divide([own, country], decompose.level_codes(store), "level")
    if divided is None:
        return Expectation(None, nothing, "no_types")
    cells, reference = divided
    every = pd.concat([cells, reference])
    if every[["numerator", "denominator"]].isna().any(axis=None):
        return Expectation(None, nothing, "masked" if (every["missing_reason"] == "suppressed").any() else "no_counts")
    total = own[_is_total(own, at)]
    sizes = [cells[name].to_numpy(dtype=float, na_value=np.nan)[None, :] for name in _SIZES]
    [result] = against_expected(
        total["numerator"],
        sizes[0],
        reference["rate_pct"],
        total["numerator_lower"],
        total["numerator_upper"],
        sizes[1],
        sizes[2],
    ).to_dict("records")
    if np.isnan(result["ratio"]):
        return Expectation(None, nothing, "no_counts")
    return Expectation(result, cells.assign(reference_pct=reference["rate_pct"].to_numpy()), None)


def _fewer(reference: Reference, rate_pct: float, found: pd.DataFrame, year: int | None = None, years: int = 0) -> Fewer:
    fewer, lower, upper = found[["fewer", "fewer_lower", "fewer_upper"]].to_numpy(dtype=float)[0].tolist()
    return Fewer(reference, rate_pct, fewer, lower, upper, year, years)


def _is_total(frame: pd.DataFrame, at: Standing) -> pd.Series:
    mask = frame["sector"] == at.sector
    for name in ("level", "learning_path", "age_group", "sex"):
        mask &= frame[name] == TOTAL
    return mask


def _in_cities(store: Store, dataset: str, at: Standing, whole: pd.Series) -> pd.Series:
    """Share of each area's enrolled in the largest municipalities; nothing unless as many municipalities have figures."""
    rows = figures(
        store,
        dataset,
        levels=["municipality"],
        series=[at.series_id],
        periods=(at.period, at.period),
        breakdowns={"sector": [at.sector]},
    )
    sizes = rows.set_index("region_code")["denominator"].astype(float).dropna()
    if len(sizes) < CITIES:
        return pd.Series(dtype=float)
    large = sizes.nlargest(CITIES)
    parts = store.query("region_parts", part_codes=list(large.index), whole_codes=list(whole.index), kind="lies_in")
    living = parts.assign(enrolled=parts["part_code"].map(large)).groupby("whole_code")["enrolled"].sum()
    return (living.reindex(whole.index).fillna(0) / whole).clip(upper=1)
