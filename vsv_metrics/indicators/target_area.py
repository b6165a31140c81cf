"""The national reduction applied to the figures of one area, each series by itself: arithmetic, no target of that area."""

from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.region import PARTIAL_TOTAL
from vsv_metrics.indicators.target import EXAMPLE, Course, with_reckoned
from vsv_metrics.metrics.change import Change, change
from vsv_metrics.metrics.target import Required
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

NOT_FINAL = ("local_possible",)
"""Series that count during the year, so that part of those counted return: not the figure that a target is about."""


@dataclass(frozen=True)
class Span:
    """A number of young people with the bounds that the rounding of its source leaves; equal bounds when it is exact."""

    value: float
    lower: float
    upper: float

    def times(self, factor: float) -> "Span":
        return Span(self.value * factor, self.lower * factor, self.upper * factor)


@dataclass(frozen=True)
class Example:
    """One series of an area in the start year, and what the national reduction would make of it in the year of the target."""

    figure: Row
    count: Span
    needed: Span
    fewer: Span
    fewer_per_year: Span
    newest: Row
    """The newest figure of the same series."""
    since: Change
    """From the start year to the newest figure."""
    rows: pd.DataFrame
    """The figures of the series from the start year on, and the example in the year of the target; `kind` says which is which."""


@dataclass(frozen=True)
class AreaExample:
    """The examples of an area, or why there is none."""

    row: Row
    """Its row of table `region`."""
    examples: tuple[Example, ...]
    refusal: str | None
    """`no_figures`, `no_count`, `suppressed`, `not_final` or `other_years`; None when there is an example."""
    known: tuple[Row, ...]
    """The newest count of each series of the area, newest first."""
    usable: tuple[int, ...]
    """Comparable years, other than the start, for which this area has a count."""


def area_example(store: Store, dataset: str, region_code: str, found: Course, needed: Required) -> AreaExample:
    """The national reduction from the start of the course to the year of the target, applied to each series of one area."""
    row = store.query("regions").set_index("region_code", drop=False).loc[region_code].to_dict()
    frame = figures(store, dataset, regions=[region_code], breakdowns={"sector": [TOTAL, PARTIAL_TOTAL]})
    frame = _one_sector_a_series(frame)
    year = int(found.start["period"])
    counted = frame[frame["numerator"].notna()].sort_values("period", kind="stable")
    final = counted[~counted["series_id"].isin(NOT_FINAL)]
    examples = tuple(
        _example(figure, final[final["series_id"] == figure["series_id"]], needed, found.year)
        for figure in records(final[final["period"] == year])
    )
    offered = [int(period) for period in found.observed["period"] if int(period) not in (year, found.year)]
    usable = sorted(set(offered) & {int(period) for period in final["period"]}, reverse=True)
    newest = counted.drop_duplicates("series_id", keep="last").sort_values("period", ascending=False, kind="stable")
    return AreaExample(
        row=row,
        examples=examples,
        refusal=None if examples else _refusal(frame, counted, year),
        known=tuple(records(newest)),
        usable=tuple(usable),
    )


def span(figure: Row) -> Span:
    """The count of a figure with its bounds."""
    value = float(figure["numerator"])
    lower, upper = figure["numerator_lower"], figure["numerator_upper"]
    return Span(value, value if pd.isna(lower) else float(lower), value if pd.isna(upper) else float(upper))


def _example(figure: Row, of_series: pd.DataFrame, required: Required, year: int) -> Example:
    count, share = span(figure), required.end / required.start
    needed, fewer = count.times(share), count.times(1 - share)
    newest = of_series.iloc[-1].to_dict()
    made = {"period": year, "kind": EXAMPLE, "numerator": needed.value}
    if needed.lower != needed.upper:
        made |= {"numerator_lower": needed.lower, "numerator_upper": needed.upper}
    rows = with_reckoned(of_series[of_series["period"] >= figure["period"]], [made])
    return Example(
        figure=figure,
        count=count,
        needed=needed,
        fewer=fewer,
        fewer_per_year=fewer.times(1 / required.steps),
        newest=newest,
        since=change(newest, figure),
        rows=rows,
    )


def _one_sector_a_series(frame: pd.DataFrame) -> pd.DataFrame:
    """The total of each series, or vo and mbo together where it has no total."""
    with_total = set(frame.loc[(frame["sector"] == TOTAL) & frame["numerator"].notna(), "series_id"])
    return frame[(frame["sector"] == TOTAL) | ~frame["series_id"].isin(with_total)]


def _refusal(frame: pd.DataFrame, counted: pd.DataFrame, year: int) -> str:
    of_year = frame[frame["period"] == year]
    if (of_year["missing_reason"] == "suppressed").any():
        return "suppressed"
    if (counted["period"] == year).any():
        return "not_final"
    if not counted.empty:
        return "other_years"
    return "no_count" if frame["rate_pct"].notna().any() else "no_figures"
