"""What the page Actielijnen shows per action line or theme: the figures that can show whether something moves, and the gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vsv_metrics.indicators.figures import figures, with_interval
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

SHARES = {"share": "numerator", "enrolled_share": "denominator"}
"""Measure of an aspect -> the count of which it is a share."""
FEWEST_REGIONS = 10
"""Regions with a figure from which their spread is shown where the country has none."""
BY_SERIES = ["series_id", "region_code", "period_type", "period", "piece"]


@dataclass(frozen=True)
class Aspect:
    """One thing that can show movement, or would have to: its row of table `line_indicator` and its figures."""

    row: Row
    series: tuple[pd.DataFrame, ...]
    """One frame of figures per series, the one with the newest figure first; empty when the data set has none."""
    is_spread: bool = False
    """Whether the figures are those of all regions in the newest year, because the country has none."""

    @property
    def is_needed(self) -> bool:
        """Whether no figure exists that could show it."""
        return pd.isna(self.row["indicator_id"])

    @property
    def label_column(self) -> str | None:
        """The breakdown column that names the lines or bars, None when there is one of them."""
        return None if pd.isna(self.row["breakdown"]) else str(self.row["breakdown"])


def aspects(store: Store, dataset: str, topic: str, region_code: str) -> tuple[Aspect, ...]:
    """The aspects of an action line or theme in their order, with the figures of one area, else those of the country."""
    rows = store.query("line_indicators")
    return tuple(_aspect(store, dataset, row, region_code) for row in rows[rows["topic"] == topic].to_dict("records"))


def column_of(row: Row, frame: pd.DataFrame) -> str:
    """The column to draw: counts when the aspect asks for them or when the series has no percentages."""
    return "numerator" if row["measure"] == "numerator" or frame["rate_pct"].isna().all() else "rate_pct"


def aspect_figures(
    store: Store, dataset: str, row: Row, *, regions: list[str] | None = None, levels: list[str] | None = None
) -> pd.DataFrame:
    """The figures of an aspect, one row per series, area, period and member.

    Of a share the part is the numerator and the whole, the same group without that condition, the denominator; both of one
    series and round. A part that is missing has no share.
    """
    within, part = _members(row["within"]), _members(row["part"])
    column = None if pd.isna(row["breakdown"]) else str(row["breakdown"])
    if column is not None:
        within = {**within, column: None if pd.isna(row["members"]) else row["members"].split()}
    series = None if pd.isna(row["series_id"]) else [str(row["series_id"])]

    def asked(breakdowns: Mapping[str, list[str] | None]) -> pd.DataFrame:
        indicators = [str(row["indicator_id"])]
        return figures(
            store, dataset, indicators=indicators, regions=regions, levels=levels, series=series, breakdowns=breakdowns
        )

    frame = asked({**within, **part})
    if part:
        frame = _shares(frame, asked(within), SHARES[row["measure"]], column)
    if column is None:
        return frame
    members = store.query("members", breakdowns=[column]).set_index("code")["sort"]
    frame = frame[frame[column] != TOTAL]
    return frame.sort_values(column, key=lambda codes: codes.map(members), kind="stable", ignore_index=True)


def _aspect(store: Store, dataset: str, row: Row, region_code: str) -> Aspect:
    if pd.isna(row["indicator_id"]):
        return Aspect(row, ())
    frame = aspect_figures(store, dataset, row, regions=list(dict.fromkeys((region_code, COUNTRY))))
    for code in dict.fromkeys((region_code, COUNTRY)):
        if found := _series(row, frame[frame["region_code"] == code]):
            return Aspect(row, found)
    if row["measure"] == "rate" and pd.isna(row["breakdown"]):
        frame = aspect_figures(store, dataset, row, levels=["rmc"]).dropna(subset=["rate_pct"])
        newest = frame[frame["period"] == frame["period"].max()].reset_index(drop=True)
        if len(newest) >= FEWEST_REGIONS and newest["series_id"].nunique() == 1:
            return Aspect(row, (newest,), is_spread=True)
    return Aspect(row, ())


def _series(row: Row, frame: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """The frame cut by series, without those that have no value to draw, the one with the newest figure first."""
    parts = [part.reset_index(drop=True) for _, part in frame.groupby("series_id", sort=False)]
    drawn = [part for part in parts if part[column_of(row, part)].notna().any()]
    return tuple(sorted(drawn, key=lambda part: int(part["period"].max()), reverse=True))


def _shares(parts: pd.DataFrame, wholes: pd.DataFrame, count: str, column: str | None) -> pd.DataFrame:
    """The parts with the share they are of their whole: part as numerator, whole as denominator, the rate made of both."""
    key = [*BY_SERIES, *([] if column is None else [column])]
    bounds = [count, f"{count}_lower", f"{count}_upper", "vintage_rank"]
    both = parts.merge(wholes[[*key, *bounds]], on=key, suffixes=("", "_whole"), how="left")
    of_one_round = both["vintage_rank"] == both["vintage_rank_whole"]
    numerator = both[count]
    denominator = both[f"{count}_whole"].where(of_one_round)
    rate = 100 * numerator / denominator.replace(0, np.nan)
    shares = parts.reset_index(drop=True).assign(
        numerator=numerator,
        numerator_lower=both[f"{count}_lower"],
        numerator_upper=both[f"{count}_upper"],
        denominator=denominator,
        denominator_lower=both[f"{count}_lower_whole"],
        denominator_upper=both[f"{count}_upper_whole"],
        rate_pct=rate,
        rate_lower=np.nan,
        rate_upper=np.nan,
        rate_basis="counts",
        rate_status=both["obs_status"],
        rate_vintage_rank=both["vintage_rank"],
        rate_source_id=both["source_id"],
        missing_reason=both["missing_reason"].where(numerator.isna()),
        is_share=True,
    )
    return with_interval(shares)


def _members(text: Any) -> dict[str, list[str] | None]:
    """`breakdown=member` pairs as the breakdowns of `figures`."""
    pairs = [] if pd.isna(text) else [pair.split("=") for pair in str(text).split()]
    return {column: [member] for column, member in pairs}
