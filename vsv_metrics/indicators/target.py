"""What the page Doel shows of the country: the figures that may be compared, the target, what is needed, what may be drawn on."""

from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.overview import COUNTRY, TARGET_ID, national, target_series
from vsv_metrics.metrics.projection import FURTHEST, Projected, projection, run_of_years
from vsv_metrics.metrics.target import (
    Progress,
    Required,
    geometric_path,
    limit,
    linear_path,
    progress,
    required,
)
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

INEXACT = ("rounded", "estimated")
"""Precisions of which no yearly differences are taken for a projection: the sources give the country in whole thousands then."""

OBSERVED, LINEAR, GEOMETRIC, PROJECTED = KINDS = ("observed", "required_linear", "required_geometric", "projected")

EXAMPLE = "example"
"""Kind of what the national reduction would make of the figure of one area."""

_NUMBERS = (
    *("denominator", "complement", "numerator_lower", "numerator_upper", "denominator_lower", "denominator_upper"),
    *("rate_pct", "rate_lower", "rate_upper", "interval_lower", "interval_upper"),
)
_CODES = (
    "obs_status",
    "rate_basis",
    "rate_status",
    "rate_source_id",
    "rate_vintage_rank",
    "vintage_rank",
    "published_on",
    "flags",
)
"""What a reckoned value does not have."""

Point = tuple[int, float]
"""A (start) year and a number of persons."""


@dataclass(frozen=True)
class Setting:
    """The target with what can be chosen: the school years it can be read as, and the years that a path can start from."""

    target: Row
    readings: tuple[int, ...]
    starts: tuple[int, ...]
    """Years with a comparable figure, newest first."""


@dataclass(frozen=True)
class Course:
    """The country on its way to the target. All figures are of one series and piece, that of the newest figure."""

    target: Row
    value: float
    most: float
    """The highest number of persons that meets the target."""
    year: int
    """The school year that the target is read as."""
    observed: pd.DataFrame
    """One row a year with a count, ascending."""
    start: Row
    newest: Row
    """The newest figure, at most of the year of the target."""
    required: Required | None
    linear: tuple[Point, ...]
    geometric: tuple[Point, ...]
    base: Row | None
    """The figure from which the observed pace is measured; None when there is none before the newest."""
    progress: Progress | None
    exact_years: tuple[int, ...]
    """The newest unbroken run of years with an exact figure: their differences are what a projection rests on."""
    inexact: tuple[Row, ...]
    """Comparable figures that are known only rounded or estimated."""
    projected: tuple[Projected, ...]

    @property
    def outcome(self) -> str | None:
        """`met` or `missed` once the year of the target has a figure, else None."""
        if int(self.newest["period"]) != self.year:
            return None
        return "met" if self.newest["numerator"] <= self.most else "missed"


@dataclass(frozen=True)
class Earlier:
    """A target of the past, and the national figure of its school year in the series of that time."""

    target: Row
    figure: Row | None


def comparable(store: Store, dataset: str) -> pd.DataFrame:
    """National counts that may be compared with the newest: one series, one piece, one row a year, ascending."""
    totals = national(store, dataset)
    totals = totals[totals["series_id"].isin(target_series(store, dataset))].dropna(subset=["numerator"])
    if totals.empty:
        return totals
    last = totals.sort_values("period").iloc[-1]
    same = (totals["series_id"] == last["series_id"]) & (totals["piece"] == last["piece"])
    return totals[same].sort_values("period", ignore_index=True)


def setting(store: Store, dataset: str) -> Setting | None:
    """What can be chosen; None when the data set has no national figure."""
    frame = comparable(store, dataset)
    if frame.empty:
        return None
    target = store.query("targets").set_index("target_id", drop=False).loc[TARGET_ID].to_dict()
    own, calendar = int(target["school_year"]), int(target["target_year"])
    readings = (own, *(year for year in (calendar - 1, calendar) if year != own))
    years = [int(year) for year in frame["period"]]
    return Setting(target, readings, tuple(year for year in reversed(years) if year < min(readings)))


def course(store: Store, dataset: str, value: float, year: int, start: int | None = None) -> Course | None:
    """The way to at most `value` (less one where the target is strict) in school year `year`; `start` None: the newest figure."""
    frame = comparable(store, dataset)
    by_year: dict[int, Row] = {int(row["period"]): row for row in records(frame)}
    target = store.query("targets").set_index("target_id", drop=False).loc[TARGET_ID].to_dict()
    before = [period for period in by_year if period < year]
    if not before:
        return None
    most = limit(value, bool(target["is_strict"]))
    first = by_year[start if start in before else max(before)]
    newest = by_year[max(period for period in by_year if period <= year)]
    steps = year - int(first["period"])
    needed = required(first["numerator"], most, steps)
    base = _base(by_year, first, newest, target)
    exact = frame[~frame["precision"].isin(INEXACT)]
    periods, values = [int(period) for period in exact["period"]], [float(value) for value in exact["numerator"]]
    return Course(
        target=target,
        value=value,
        most=most,
        year=year,
        observed=frame,
        start=first,
        newest=newest,
        required=needed,
        linear=_points(first, linear_path(needed.start, needed.end, steps)) if needed and needed.fewer else (),
        geometric=_points(first, geometric_path(needed.start, needed.end, steps)) if needed and needed.fewer else (),
        base=base,
        progress=None if base is None else _progress(base, newest, most, year),
        exact_years=tuple(periods[len(periods) - run_of_years(periods) :]),
        inexact=tuple(row for row in by_year.values() if row["precision"] in INEXACT),
        projected=projection(periods, values, FURTHEST) if periods and periods[-1] == max(by_year) else (),
    )


def mbo_differences(store: Store, dataset: str) -> int:
    """Differences between successive years that the mbo has in the series of the target: enough or not, it is not the target."""
    frame = figures(
        store, dataset, regions=[COUNTRY], series=sorted(target_series(store, dataset)), breakdowns={"sector": ["mbo"]}
    )
    years = sorted({int(period) for period in frame.dropna(subset=["numerator"])["period"]})
    return max(0, run_of_years(years) - 1)


def earlier(store: Store) -> tuple[Earlier, ...]:
    """The national targets that are no longer open, oldest first, with the published figure of their school year."""
    totals = national(store, "published").dropna(subset=["numerator"])
    targets = store.query("targets", indicator_ids=["new_leavers"])
    order = list(store.query("series")["series_id"])
    found = []
    for target in targets[targets["outcome"] != "open"].to_dict("records"):
        rows = records(totals[totals["period"] == target["school_year"]])
        figure = max(rows, key=lambda row: order.index(row["series_id"]), default=None)
        found.append(Earlier(target, figure))
    return tuple(found)


def rows(found: Course) -> pd.DataFrame:
    """Everything that the chart draws, one row per kind and year: `kind`, the figure, and the bounds of what is drawn on.

    Required values name the source of the target, those drawn on that of the newest figure.
    """
    made: list[Row] = [
        {"period": period, "numerator": value, "kind": kind, "source_id": found.target["source_id"]}
        for kind, path in ((LINEAR, found.linear), (GEOMETRIC, found.geometric))
        for period, value in path[1:]
    ]
    made += [
        {
            "period": row.period,
            "numerator": row.value,
            "kind": PROJECTED,
            "projected_lower": row.lower,
            "projected_upper": row.upper,
        }
        for row in found.projected
    ]
    observed = found.observed.assign(projected_lower=float("nan"), projected_upper=float("nan"))
    return with_reckoned(observed, made)


def with_reckoned(figures: pd.DataFrame, made: list[Row]) -> pd.DataFrame:
    """A frame of figures of one area and series with column `kind`, and below them what was reckoned from the last of them.

    What was reckoned has no status, percentage or denominator, precision `derived`, and what `made` says of it.
    """
    observed = figures.assign(kind=OBSERVED)
    if not made:
        return observed
    like: Row = (
        figures.iloc[-1].to_dict() | dict.fromkeys(_NUMBERS, float("nan")) | dict.fromkeys(_CODES) | {"precision": "derived"}
    )
    reckoned = pd.DataFrame([{**like, **row} for row in made]).reindex(columns=observed.columns)
    return pd.concat([observed, reckoned.astype(observed.dtypes.to_dict())], ignore_index=True)


def _points(first: Row, values: tuple[float, ...]) -> tuple[Point, ...]:
    return tuple((int(first["period"]) + step, value) for step, value in enumerate(values))


def _base(by_year: dict[int, Row], first: Row, newest: Row, target: Row) -> Row | None:
    """The start of the path where the newest figure is later, else the year that the target was set against, else the oldest."""
    earlier_years = [period for period in by_year if period < newest["period"]]
    if not earlier_years:
        return None
    wanted = [first["period"], target["baseline_year"], min(earlier_years)]
    return next(by_year[int(period)] for period in wanted if pd.notna(period) and int(period) in earlier_years)


def _progress(base: Row, newest: Row, most: float, year: int) -> Progress:
    since = int(base["period"])
    return progress(base["numerator"], newest["numerator"], int(newest["period"]) - since, most, year - since)
