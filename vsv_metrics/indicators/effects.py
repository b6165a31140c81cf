"""Material for a region's yearly report on what was done: measures × indicators × school years, with what is missing and why."""

import pandas as pd

from vsv_metrics.indicators.action_lines import aspect_figures
from vsv_metrics.schema.codes import ACTION_LINES, ALL_LINES, NAMED
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

FIRST_YEAR = 2017
"""Start year of the longest series of the ministry that may be compared (docs/method.md)."""

FIGURE = (
    *("period_type", "period", "numerator", "denominator", "rate_pct", "rate_basis", "series_id", "obs_status", "precision"),
    *("missing_reason", "source_id"),
)
_NAMES = tuple(f"name_{language}" for language in NAMED)
ASPECT = ("topic", "aspect", *_NAMES, "measure", "indicator_id", "breakdown")

NO_LINE, NO_INDICATOR, NO_FIGURE = "no_line", "no_indicator", "no_figure"
"""Why a row has no figure: its measure stands under no line, nothing measures it, this area and year have none."""


def report(store: Store, measures: pd.DataFrame, dataset: str, region_code: str) -> pd.DataFrame:
    """One row per measure of the register (national, or of the region), aspect of its line or of all lines, year and member.

    Columns: those of statement `policy_measures` with `measure_` before names that both have, the aspect with its `topic`,
    `member`, and its figure of this area. A year without figure has one row that says why. National figures never stand in
    for a region's.
    """
    measures = measures_of(measures, region_code)
    years = range(FIRST_YEAR, _newest_year(store, dataset) + 1)
    rows = store.query("line_indicators")
    lines = rows[rows["topic"].isin((ALL_LINES, *ACTION_LINES))].to_dict("records")
    found = [record for row in lines for record in _years(store, dataset, row, region_code, years)]
    figures = pd.DataFrame.from_records(found, columns=[*ASPECT, "member", *FIGURE])
    named = measures.rename(columns={name: f"measure_{name}" for name in (*_NAMES, "region_code", "source_id")})
    of_all = figures[figures["topic"] == ALL_LINES]
    under_all = named.merge(of_all, how="cross")
    under_own = named.merge(figures[figures["topic"] != ALL_LINES], left_on="action_line", right_on="topic", how="left")
    under_own["missing_reason"] = under_own["missing_reason"].where(under_own["action_line"].notna(), NO_LINE)
    joined = pd.concat([under_all, under_own])
    order = {code: place for place, code in enumerate(named["measure_id"])}
    return joined.sort_values("measure_id", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)


def measures_of(measures: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """The measures of the register that hold for an area, the lines themselves left out: national ones and its own."""
    holds = measures["region_code"].isna() | (measures["region_code"] == region_code)
    return measures[holds & (measures["kind"] != "action_line")].reset_index(drop=True)


def _years(store: Store, dataset: str, row: Row, region_code: str, years: range) -> list[Row]:
    about = {name: row[name] for name in ASPECT}
    if pd.isna(row["indicator_id"]):
        return [about | {"missing_reason": NO_INDICATOR}]
    frame = aspect_figures(store, dataset, row, regions=[region_code])
    column = None if pd.isna(row["breakdown"]) else str(row["breakdown"])
    records = []
    for year in years:
        of_year = frame[frame["period"] == year]
        if of_year.empty:
            records.append(about | {"period_type": "school_year", "period": year, "missing_reason": NO_FIGURE})
        for figure in of_year.to_dict("records"):
            member = None if column is None else figure[column]
            records.append(about | {"member": member} | {name: figure[name] for name in FIGURE})
    return records


def _newest_year(store: Store, dataset: str) -> int:
    newest = store.query("newest", dataset=dataset)
    of_schools = newest.loc[newest["period_type"] == "school_year", "period"]
    return FIRST_YEAR if of_schools.empty else int(of_schools.max())
