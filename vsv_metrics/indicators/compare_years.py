"""The areas of one kind in every year of one series, each year held against its own reference."""

import pandas as pd

from vsv_metrics.indicators.compare import comparable_counts
from vsv_metrics.metrics.funnel import funnel


def across_years(frame: pd.DataFrame, level: str, series_id: str, until: int) -> pd.DataFrame:
    """Figures of the areas with their `verdict`, one row per area and year up to `until`, ordered by year and code.

    The frame is that of `level_figures`. Each year has its own reference (the country's percentage of that year, else all areas
    together) and its own spread, so a verdict tells of that year only: two of them are no change.
    """
    own = frame[(frame["series_id"] == series_id) & (frame["period"] <= until)]
    parts = []
    for _, year in own.groupby("period", sort=True):
        areas = year[year["region_level"] == level].sort_values("region_code", ignore_index=True)
        reference = year.loc[year["region_level"] == "country", "rate_pct"].dropna().tolist()
        plot = funnel(comparable_counts(areas), next(iter(reference), None))
        parts.append(areas.assign(verdict=plot.verdicts))
    return pd.concat(parts, ignore_index=True) if parts else own.assign(verdict="")
