"""The profile of one area: each part of its new leavers on a line of its own, against its kind, the country and a group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vsv_metrics.indicators.figures import figures, parameters
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.indicators.region import PARTIAL_TOTAL
from vsv_metrics.metrics.counts import Counts, counts_of
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.funnel import funnel
from vsv_metrics.metrics.trend import trends
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

LEVELS = ("rmc", "province", "municipality")
"""Kinds of area that have a profile, in this order."""

COLUMNS = ("sector", "level", "age_group", "sex")
"""Breakdowns of which each member has a line."""

FEWEST_AREAS = 2
_PARTITIONS = {
    "sector": ("school_sector",),
    "level": ("mbo_levels", "mbo_levels_34"),
    "age_group": ("age_4", "age_3"),
    "sex": ("sex",),
}
"""Breakdown -> partitions of its members; of several the one of which the area has most."""
_COUNTS = ("numerator", "denominator", "numerator_lower", "numerator_upper", "denominator_lower", "denominator_upper")
_TREND = ("series_id", "piece", "period", "rate_pct", "missing_reason", "interval_lower", *_COUNTS)
_RANGE = ("lowest", "quarter_low", "quarter_high", "highest")


@dataclass(frozen=True)
class Standing:
    """In which series and year an area is held against its kind: its newest figure with a percentage."""

    region_code: str
    level: str
    series_id: str
    period: int
    sector: str
    """`total`, or `vo_mbo` where the series has no total with vavo."""


def areas(store: Store, dataset: str) -> pd.DataFrame:
    """Areas with a percentage of new leavers in a data set, one row of table `region` each, ordered by kind and code."""
    limits = parameters(dataset, ["new_leavers"], levels=LEVELS, breakdowns={"sector": [TOTAL, PARTIAL_TOTAL]})
    known = store.query("rated_areas", **limits)["region_code"]
    frame = store.query("regions", levels=list(LEVELS))
    frame = frame[frame["region_code"].isin(known)]
    return frame.assign(order=frame["level"].map(LEVELS.index)).sort_values(["order", "region_code"], ignore_index=True)


def history(store: Store, dataset: str, region_code: str) -> pd.DataFrame:
    """All figures of an area that a line can need, one row per figure, in every series and year."""
    return figures(store, dataset, regions=[region_code], breakdowns=dict.fromkeys(COLUMNS))


def standing(own: pd.DataFrame) -> Standing | None:
    """The newest year of one series with a percentage of the area, before others one with counts; None without any."""
    known = own[_is_whole(own) & own["rate_pct"].notna()]
    if known.empty:
        return None
    order = known.assign(no_counts=known["interval_lower"].isna(), part=known["sector"] != TOTAL)
    row = order.sort_values(["period", "no_counts", "part"], ascending=[False, True, True]).iloc[0]
    return Standing(row["region_code"], row["region_level"], row["series_id"], int(row["period"]), row["sector"])


def kind_figures(store: Store, dataset: str, level: str, series_id: str, period: int) -> pd.DataFrame:
    """The figures of all areas of one kind and of the country in one series and year, one row per figure."""
    frame = figures(
        store,
        dataset,
        levels=["country", level],
        series=[series_id],
        periods=(period, period),
        breakdowns=dict.fromkeys(COLUMNS),
    )
    return frame[(frame["region_level"] == level) | (frame["region_code"] == COUNTRY)].reset_index(drop=True)


def spine(store: Store, kind: pd.DataFrame, own: pd.DataFrame, at: Standing, group: Sequence[str]) -> pd.DataFrame:
    """One row per line: the area's figure as `figures` gives it, and what it is held against in the same series and year.

    Columns beside it: `column` and `code` (the part; `total` for all), `lowest`, `quarter_low`, `quarter_high`, `highest` (of the
    percentages of `areas` areas of its kind), `country_pct`, `verdict` (of the funnel), `group_pct` (missing unless every area of
    the group has both counts), `group_verdict`, `trend`, `trend_reason`, `trend_from`.
    """
    parts = lines(store, kind[kind["region_code"] == at.region_code], at.sector)
    if not parts:
        return pd.DataFrame()
    places, counted = _places(kind, parts, at.sector), one_round(kind)
    codes, rates = np.array(kind["region_code"].tolist()), kind["rate_pct"].to_numpy(dtype=float, na_value=np.nan)
    held, own_places = [], []
    for line in range(len(parts)):
        of_line = np.flatnonzero(places == line)
        country = rates[of_line[codes[of_line] == COUNTRY]]
        of_kind = of_line[codes[of_line] != COUNTRY]
        place = int(np.flatnonzero(codes[of_kind] == at.region_code)[0])
        own_places.append(of_kind[place])
        together = _pooled(counted[of_kind], codes[of_kind], group)
        held.append(
            _held_against(counted[of_kind], rates[of_kind], place, float(country[0]) if len(country) else np.nan, together)
        )
    frame = kind.iloc[own_places].reset_index(drop=True)
    named = pd.DataFrame(parts, columns=["column", "code"])
    return pd.concat([frame, named, pd.DataFrame(held), _trends(parts, own, at)], axis=1)


def lines(store: Store, own: pd.DataFrame, whole: str = TOTAL) -> list[tuple[str, str]]:
    """The parts that have a line, as breakdown and member in order of display; the total first. `own` is one series and year."""
    members = store.query("members", breakdowns=list(COLUMNS))
    found: list[tuple[str, str]] = [(TOTAL, TOTAL)] if is_line(own, TOTAL, TOTAL, whole).any() else []
    for column in COLUMNS:
        known = {code for code in own[column].unique() if code != TOTAL and is_line(own, column, code, whole).any()}
        of_column = members[members["breakdown"] == column].sort_values("sort")
        partitions = [
            [
                code
                for code, named in zip(of_column["code"], of_column["partition"], strict=True)
                if isinstance(named, str) and partition in named.split("|") and code in known
            ]
            for partition in _PARTITIONS[column]
        ]
        found += [(column, code) for code in max(partitions, key=len)]
    return found


def pooled(frame: pd.DataFrame, codes: Sequence[str]) -> Counts:
    """Leavers and enrolled of several areas together, as one figure; missing as soon as one of them lacks a count."""
    return _pooled(one_round(frame), np.array(frame["region_code"].tolist()), codes)


def one_round(frame: pd.DataFrame) -> Counts:
    """The counts that give the percentage they stand beside: not those of another round of publication."""
    slim = frame[list(_COUNTS)]
    return counts_of(slim.assign(denominator=slim["denominator"].where(frame["interval_lower"].notna())))


def _pooled(counted: Counts, codes: np.ndarray, group: Sequence[str]) -> Counts:
    of_group = np.flatnonzero(np.isin(codes, list(group)))
    found = counted[of_group]
    whole = bool(group) and len(of_group) == len(set(group)) and bool(found.known.all())
    names = ("leavers", "enrolled", "leavers_lower", "leavers_upper", "enrolled_lower", "enrolled_upper")
    return Counts(*(np.array([getattr(found, name).sum() if whole else np.nan]) for name in names))


def _held_against(counted: Counts, rates: np.ndarray, place: int, country_pct: float, group: Counts) -> Row:
    """What the area at `place` among its kind is held against, on one line."""
    known = rates[~np.isnan(rates)]
    spread = np.quantile(known, [0, 0.25, 0.75, 1]) if len(known) >= FEWEST_AREAS else np.full(len(_RANGE), np.nan)
    has_country = not np.isnan(country_pct)
    [difference] = rate_difference(counted[[place]], group)["verdict"].tolist()
    return {
        **dict(zip(_RANGE, spread.tolist(), strict=True)),
        "areas": len(known),
        "country_pct": country_pct,
        "verdict": str(funnel(counted, country_pct).verdicts[place]) if has_country else "not_compared",
        "group_pct": float(100 * group.rate[0]),
        "group_verdict": difference,
    }


def _trends(parts: Sequence[tuple[str, str]], own: pd.DataFrame, at: Standing) -> pd.DataFrame:
    """The trend of each line up to the year; earlier series of its producer only tell that a break lies between."""
    producer = own.loc[own["series_id"] == at.series_id, "producer"].iat[0]
    every = own[[*_TREND, *COLUMNS]][(own["producer"] == producer) & (own["period"] <= at.period)]
    every = every.assign(line=_places(every, parts, at.sector))
    in_series = every["series_id"] == at.series_id
    begins = every["line"].map(every[in_series].groupby("line")["period"].min())
    every = every[(every["line"] >= 0) & (in_series | (every["period"] < begins))]
    every = every.assign(
        region_code=every["line"].astype(str), denominator=every["denominator"].where(every["interval_lower"].notna())
    )
    found = trends(every).set_index("region_code").reindex([str(place) for place in range(len(parts))]).reset_index(drop=True)
    reason = found["reason"].astype(object)
    return pd.DataFrame(
        {
            "trend": found["label"],
            "trend_reason": reason.where(reason.notna(), None),
            "trend_from": found["first_period"],
        }
    )


def _is_whole(frame: pd.DataFrame) -> pd.Series:
    others = (frame[list(COLUMNS[1:])] == TOTAL).all(axis=1)
    return frame["sector"].isin([TOTAL, PARTIAL_TOTAL]) & others


def is_line(frame: pd.DataFrame, column: str, code: str, whole: str) -> pd.Series:
    """Which figures are those of one part: the member itself, everything else at its total."""
    mask = pd.Series(True, index=frame.index)
    for name, value in _members(column, code, whole).items():
        mask &= frame[name] == value
    return mask


def _places(frame: pd.DataFrame, parts: Sequence[tuple[str, str]], whole: str) -> np.ndarray:
    """The number of the line that each figure stands on, -1 for those on none."""
    lines_of = {tuple(_members(column, code, whole).values()): line for line, (column, code) in enumerate(parts)}
    keys = zip(*(frame[name].tolist() for name in COLUMNS), strict=True)
    return np.array([lines_of.get(key, -1) for key in keys], dtype=int)


def _members(column: str, code: str, whole: str) -> dict[str, str]:
    """The member of each breakdown that a line is about, in the order of `COLUMNS`; an mbo level lies in its sector."""
    wanted: dict[str, str] = dict.fromkeys(COLUMNS, TOTAL)
    wanted |= {"sector": whole} if column == TOTAL else {column: code}
    return wanted | ({"sector": "mbo"} if column == "level" else {})
