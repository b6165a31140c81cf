"""The areas of one kind on each part of their new leavers in one year, and on each other indicator in its newest year."""

from collections.abc import Iterator

import pandas as pd

from vsv_metrics.indicators import profile
from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.indicators.profile import FEWEST_AREAS
from vsv_metrics.metrics.funnel import funnel
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.store import Store

LEAVERS = "new_leavers"


def across_indicators(store: Store, dataset: str, level: str, series_id: str, year: int) -> pd.DataFrame:
    """Figures of the areas with their `verdict`, one row per area and column, ordered by column and code.

    `place` numbers the columns; `column` and `code` say which part of the new leavers one is (both `total` for all of them, and
    for every other indicator). Each column is of one series and year and has its own reference (the country's percentage of that
    series and year, else all its areas together) and its own spread, so a verdict tells of that column only.
    """
    parts = []
    for place, (column, code, frame) in enumerate(_columns(store, dataset, level, series_id, year)):
        areas = frame[frame["region_level"] == level].sort_values("region_code", ignore_index=True)
        reference = frame.loc[frame["region_code"] == COUNTRY, "rate_pct"].dropna().tolist()
        plot = funnel(profile.one_round(areas), next(iter(reference), None))
        parts.append(areas.assign(place=place, column=column, code=code, verdict=plot.verdicts))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _columns(store: Store, dataset: str, level: str, series_id: str, year: int) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """The columns: breakdown, member, and the figures of the areas and the country in one series and year."""
    kind = profile.kind_figures(store, dataset, level, series_id, year)
    for column, code in profile.lines(store, kind[kind["region_level"] == level]):
        found = kind[profile.is_line(kind, column, code, TOTAL)]
        if _is_comparable(found, level):
            yield column, code, found
    others = [code for code in store.query("indicators")["indicator_id"] if code != LEAVERS]
    every = figures(store, dataset, indicators=others, levels=["country", level])
    every = every[(every["region_level"] == level) | (every["region_code"] == COUNTRY)]
    for indicator in others:
        found = _newest(every[every["indicator_id"] == indicator], level)
        if found is not None:
            yield TOTAL, TOTAL, found


def _newest(frame: pd.DataFrame, level: str) -> pd.DataFrame | None:
    """The figures of the newest year of one series in which areas can stand side by side, one with counts before others."""
    candidates = [of_year for _, of_year in frame.groupby(["series_id", "period"], sort=True) if _is_comparable(of_year, level)]
    return max(candidates, key=lambda one: (one["period"].iat[0], one["interval_lower"].notna().sum()), default=None)


def _is_comparable(frame: pd.DataFrame, level: str) -> bool:
    return int(frame.loc[frame["region_level"] == level, "rate_pct"].notna().sum()) >= FEWEST_AREAS
