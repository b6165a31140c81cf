"""CPU time of every statistic that Vergelijken shows, for all regions and years of the example figures.

`python -m benchmarks.statistics` measures it alone.
"""

import tempfile
import time
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.plan import FULL
from benchmarks.results import Result, median_of
from vsv_metrics import loading, paths
from vsv_metrics.indicators import compare, decompose, peers, profile
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.indicators.profile import Standing
from vsv_metrics.metrics.counts import Counts
from vsv_metrics.metrics.decomposition import split_change
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.funnel import funnel
from vsv_metrics.metrics.opportunity import best_year, fewer_at, fewer_than
from vsv_metrics.metrics.ranking import ranks
from vsv_metrics.metrics.shrinkage import shrink
from vsv_metrics.metrics.similar import similar
from vsv_metrics.metrics.standardisation import against_expected
from vsv_metrics.metrics.trend import trends
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.store import Store

LEVEL = "rmc"
REGIONS, YEARS = 40, 13
GOAL_MS = 150.0


@dataclass(frozen=True)
class Figures:
    """What the statistics are made of: read from the store once, before the clock runs."""

    history: pd.DataFrame
    """The totals of all regions, one row per region and year."""
    by_year: list[Counts]
    by_region: list[Counts]
    reference_pct: list[float]
    """The country's percentage of each year."""
    traits: pd.DataFrame
    types: list[tuple[pd.DataFrame, pd.DataFrame]]
    """The school types of each region in the year before last and the last."""
    enrolled: np.ndarray
    """Enrolled in the last year, a row per region and a column per school type."""
    type_rates_pct: np.ndarray
    """The country's percentage of each school type."""


def measure(folder: Path, rounds: int) -> list[Result]:
    """CPU of all statistics together, in this process."""
    store = Store.open(loading.ensure_store(paths.data_dir(), folder).path)
    figures = read(store)
    store.close()
    samples = []
    reckon(figures)
    for _ in range(rounds):
        began = time.process_time()
        reckon(figures)
        samples.append(1000 * (time.process_time() - began))
    return [
        median_of("statistics_cpu", f"CPU of all statistics, {REGIONS} regions × {YEARS} years", "ms", samples, GOAL_MS),
    ]


def read(store: Store) -> Figures:
    """The example figures of all regions and years; raises when they are not as many as the goal is about."""
    frame = compare.level_figures(store, "demo", LEVEL)
    series = frame.loc[frame["region_level"] == LEVEL].groupby("series_id")["region_code"].size().idxmax()
    frame = frame[frame["series_id"] == series].sort_values(["region_code", "period"])
    regions, country = frame[frame["region_level"] == LEVEL], frame[frame["region_code"] == COUNTRY]
    years = sorted(regions["period"].unique())[-YEARS:]
    codes = list(regions.loc[regions["period"] == years[-1], "region_code"])
    if (len(codes), len(years)) != (REGIONS, YEARS):
        raise RuntimeError(f"{len(codes)} regions × {len(years)} years instead of {REGIONS} × {YEARS}")
    regions = regions[regions["period"].isin(years) & regions["region_code"].isin(codes)]
    at = Standing(codes[0], LEVEL, str(series), int(years[-1]), TOTAL)
    kind = profile.kind_figures(store, "demo", LEVEL, at.series_id, at.period)
    levels = decompose.level_codes(store)
    pairs = [_types(decompose.area_figures(store, "demo", code), levels, at.series_id, years[-2:]) for code in (*codes, COUNTRY)]
    *types, (_, nation) = pairs
    return Figures(
        history=regions,
        by_year=[
            compare.comparable_counts(part.set_index("region_code").reindex(codes)) for _, part in regions.groupby("period")
        ],
        by_region=[compare.comparable_counts(part) for _, part in regions.groupby("region_code", sort=False)],
        reference_pct=country.set_index("period")["rate_pct"].astype(float).reindex(years).tolist(),
        traits=peers.traits(store, "demo", kind, at),
        types=types,
        enrolled=np.array([after["denominator"].to_numpy(dtype=float) for _, after in types]),
        type_rates_pct=nation["rate_pct"].to_numpy(dtype=float),
    )


def reckon(figures: Figures) -> None:
    """Every statistic of every region, and of every year where it is one of a year."""
    for counted, reference in zip(figures.by_year, figures.reference_pct, strict=True):
        plot = funnel(counted, reference)
        plot.limits(counted.enrolled)
        shrink(counted)
        ranks(counted)
        fewer_at(counted, reference)
        rate_difference(counted, figures.by_year[0])
    trends(figures.history)
    last = figures.by_year[-1]
    best = [line[[best_year(line) or 0]] for line in figures.by_region]
    fewer_than(last, Counts(*(np.concatenate([getattr(one, field.name) for one in best]) for field in fields(Counts))))
    for code in figures.traits.index:
        similar(figures.traits, str(code))
    against_expected(last.leavers, figures.enrolled, figures.type_rates_pct, last.leavers_lower, last.leavers_upper)
    for before, after in figures.types:
        split_change(before, after, decompose.BY)


def _types(frame: pd.DataFrame, levels: decompose.Levels, series_id: str, years: list[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    of_series = frame[frame["series_id"] == series_id]
    found = decompose.divide([of_series[of_series["period"] == year] for year in years], levels, "level")
    if found is None:
        raise RuntimeError(f"{frame['region_code'].iat[0]} has no school types in {years}")
    before, after = found
    return before, after


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for result in measure(Path(temporary), FULL.statistics):
            print(f"{result.what}: {result.value:.1f} {result.unit} ({result.low:.1f} – {result.high:.1f}), goal {GOAL_MS:g}")
