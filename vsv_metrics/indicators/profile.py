"""The profile of one area: each part of its new leavers on a line of its own, against its kind, the country and a group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vsv_metrics.indicators.figures import figures
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
    rates = figures(store, dataset, levels=LEVELS, breakdowns={"sector": [TOTAL, PARTIAL_TOTAL]})
    known = set(rates.loc[rates["rate_pct"].notna(), "region_code"])
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
    found = []
    for column, code in parts:
        rows = kind[is_line(kind, column, code, at.sector)]
        of_kind = rows[rows["region_code"] != COUNTRY].reset_index(drop=True)
        [row] = of_kind[of_kind["region_code"] == at.region_code].to_dict("records")
        held = _held_against(rows, of_kind, at.region_code, group)
        found.append({**row, "column": column, "code": code, **held})
    frame = pd.DataFrame(found)
    return pd.concat([frame, _trends(parts, own, at)], axis=1)


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
    rows = frame[frame["region_code"].isin(codes)]
    found = one_round(rows)
    whole = bool(codes) and len(rows) == len(set(codes)) and bool(found.known.all())
    names = ("leavers", "enrolled", "leavers_lower", "leavers_upper", "enrolled_lower", "enrolled_upper")
    return Counts(*(np.array([getattr(found, name).sum() if whole else np.nan]) for name in names))


def one_round(frame: pd.DataFrame) -> Counts:
    """The counts that give the percentage they stand beside: not those of another round of publication."""
    return counts_of(frame.assign(denominator=frame["denominator"].where(frame["interval_lower"].notna())))


def _held_against(rows: pd.DataFrame, of_kind: pd.DataFrame, region_code: str, group: Sequence[str]) -> Row:
    reference = next(iter(rows.loc[rows["region_code"] == COUNTRY, "rate_pct"].dropna().tolist()), None)
    place = of_kind["region_code"].tolist().index(region_code)
    counted = one_round(of_kind)
    verdict = str(funnel(counted, reference).verdicts[place]) if reference is not None else "not_compared"
    rates = of_kind["rate_pct"].dropna().to_numpy(dtype=float)
    spread = np.quantile(rates, [0, 0.25, 0.75, 1]) if len(rates) >= FEWEST_AREAS else np.full(len(_RANGE), np.nan)
    together = pooled(of_kind, group)
    [difference] = rate_difference(counted[[place]], together).to_dict("records")
    return {
        **dict(zip(_RANGE, spread.tolist(), strict=True)),
        "areas": len(rates),
        "country_pct": float("nan") if reference is None else float(reference),
        "verdict": verdict,
        "group_pct": float(100 * together.rate[0]),
        "group_verdict": str(difference["verdict"]),
    }


def _trends(parts: Sequence[tuple[str, str]], own: pd.DataFrame, at: Standing) -> pd.DataFrame:
    """The trend of each line up to the year; earlier series of its producer only tell that a break lies between."""
    producer = own.loc[own["series_id"] == at.series_id, "producer"].iat[0]
    until = own[(own["producer"] == producer) & (own["period"] <= at.period)]
    of_lines = []
    for place, (column, code) in enumerate(parts):
        line = until[is_line(until, column, code, at.sector)].assign(region_code=str(place))
        in_series = line[line["series_id"] == at.series_id]
        earlier = line[(line["series_id"] != at.series_id) & (line["period"] < in_series["period"].min())]
        of_lines += [earlier, in_series]
    every = pd.concat(of_lines)
    every = every.assign(denominator=every["denominator"].where(every["interval_lower"].notna()))
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
    """Which figures are those of one part: the member itself, everything else at its total; an mbo level lies in its sector."""
    wanted: dict[str, str] = dict.fromkeys(COLUMNS, TOTAL)
    if column == TOTAL:
        wanted["sector"] = whole
    else:
        wanted[column] = code
    if column == "level":
        wanted["sector"] = "mbo"
    mask = pd.Series(True, index=frame.index)
    for name, value in wanted.items():
        mask &= frame[name] == value
    return mask
