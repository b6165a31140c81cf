"""Why the rate of an area changed between two years of one series: its school types, and the split of the change by them."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.region import PARTIAL_TOTAL
from vsv_metrics.metrics.decomposition import Refusal, Split, split_change
from vsv_metrics.schema.codes import TOTAL, UNKNOWN
from vsv_metrics.store import Store

Grouping = Literal["level", "learning_path", "sector"]
GROUPINGS: tuple[Grouping, ...] = ("level", "learning_path", "sector")
"""Levels inside each sector; mbo levels by learning path; sectors. A sector without such figures counts as one group."""

BY = ("sector", "level", "learning_path")
"""Columns that together name a school type."""

YEARS_BACK = 5
SECTORS = ("vo", "mbo", "vavo", UNKNOWN)
WHOLES = {TOTAL: SECTORS, PARTIAL_TOTAL: ("vo", "mbo")}
"""Total -> the sectors that make it; a series has one of the two."""
_LEVELS = {"vo": ("vo_levels",), "mbo": ("mbo_levels", "mbo_levels_34")}
"""Sector -> partitions of its levels, the finest first."""

FEWEST = 2
"""Groups that a division needs."""

Levels = dict[str, frozenset[str]]
"""Partition -> the levels that make it."""

Why = Refusal | Literal["same_year", "no_figure", "no_types"]


@dataclass(frozen=True)
class Explained:
    """A change between two years, or why it cannot be split. `before` and `after` hold one figure per school type."""

    start: int
    end: int
    split: Split | None
    before: pd.DataFrame
    after: pd.DataFrame
    whole: pd.DataFrame
    """The area's total in the two years, in that order; empty when a year has none."""
    refusal: Why | None
    years: tuple[int, ...]
    """Years of one series, the one with most, in which every school type has leavers and enrolled."""


def area_figures(store: Store, dataset: str, region_code: str) -> pd.DataFrame:
    """New leavers of one area by school type, totals included: one row per figure in every series and year."""
    return figures(store, dataset, regions=[region_code], breakdowns=dict.fromkeys(BY))


def level_codes(store: Store) -> Levels:
    """Partition -> the levels that make it."""
    members = store.query("members", breakdowns=["level"])
    pairs = [(part, code) for code, parts in zip(members["code"], members["partition"], strict=True) for part in _parts(parts)]
    return {part: frozenset(code for other, code in pairs if other == part) for part, _ in pairs}


def divide(frames: Sequence[pd.DataFrame], levels: Levels, grouping: Grouping) -> list[pd.DataFrame] | None:
    """The school types of each frame (one area, series and year): figures that add up to its total, the same types in all.

    None when they do not: a sector is lacking, or nothing but the total is there. A hidden cell counts with its bounds.
    """
    tables = [table for frame in frames for table in _tables(frame).values()]
    keys = _types(tables, levels, grouping) if len(tables) == len(frames) else None
    if keys is None:
        return None
    places = [[table[key].place for key in keys] for table in tables]
    return [frame.take(at).reset_index(drop=True) for frame, at in zip(frames, places, strict=True)]


def groupings(frame: pd.DataFrame) -> tuple[Grouping, ...]:
    """How the figures of an area can be grouped by school type, the default first."""
    has = {"level": frame["level"].ne(TOTAL), "learning_path": frame["level"].ne(TOTAL) & frame["learning_path"].ne(TOTAL)}
    return tuple(name for name in GROUPINGS if name == "sector" or has[name].any())


def years(frame: pd.DataFrame) -> tuple[int, ...]:
    """Years in which the area has a figure of its total, in whatever series, ascending."""
    known = frame[_total(frame) & (frame["rate_pct"].notna() | frame["numerator"].notna())]
    return tuple(sorted({int(year) for year in known["period"]}))


def whole_years(frame: pd.DataFrame, levels: Levels, grouping: Grouping) -> tuple[int, ...]:
    """Years of one series and piece, the one with most such years, in which every school type has both counts; ascending."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for (series_id, piece, year), table in _tables(_of_one_round(frame)).items():
        keys = _types([table], levels, grouping)
        if keys and all(table[key].is_known for key in keys):
            found[series_id, piece].append(year)
    return tuple(sorted(max(found.values(), key=lambda kept: (len(kept), max(kept)), default=[])))


def default_years(known: Sequence[int], whole: Sequence[int]) -> tuple[int, int] | None:
    """The two years to begin with: the newest that can be split and five years before it; None with fewer than two years."""
    usable = whole if len(whole) > 1 else known
    if len(usable) < 2:
        return None
    return max([year for year in usable if year <= usable[-1] - YEARS_BACK] or [usable[0]]), usable[-1]


def explain(frame: pd.DataFrame, levels: Levels, start: int, end: int, grouping: Grouping, whole: tuple[int, ...]) -> Explained:
    """The change of the area's rate from `start` to `end`, split by school type in the series that has both years."""
    shared = [
        rows
        for _, rows in frame[_total(frame) & frame["period"].isin([start, end])].groupby("series_id", sort=False)
        if {start, end} <= set(rows["period"])
    ]
    nothing = frame.head(0)

    def refused(why: Why) -> Explained:
        return Explained(start, end, None, nothing, nothing, nothing, why, whole)

    if start == end:
        return refused("same_year")
    if not {start, end} <= set(years(frame)):
        return refused("no_figure")
    if not shared:
        return refused("other_series")
    refusal: Why = "no_types"
    for totals in sorted(shared, key=lambda rows: rows["interval_lower"].isna().sum()):
        of_series = frame[frame["series_id"] == totals["series_id"].iat[0]]
        pair = [of_series[of_series["period"] == year] for year in (start, end)]
        if totals["piece"].nunique() > 1:
            refusal = "break"
            continue
        cells = divide(pair, levels, grouping)
        if cells is None:
            continue
        before, after = cells
        split = split_change(_of_one_round(before), _of_one_round(after), BY)
        if split.refusal is not None:
            refusal = split.refusal
            continue
        code = next(code for code in WHOLES if all((year["sector"] == code).any() for year in pair))
        ends = totals[totals["sector"] == code].sort_values("period", key=lambda year: year != start, ignore_index=True)
        return Explained(start, end, split, before, after, ends, None, whole)
    return refused(refusal)


class _Cell(NamedTuple):
    """One school type of an area in one series and year: where it stands, and the bounds of its counts."""

    place: int
    leavers: tuple[float, float]
    enrolled: tuple[float, float]
    is_known: bool


_Key = tuple[str, str, str]
_Table = dict[_Key, _Cell]


def _tables(frame: pd.DataFrame) -> dict[tuple[str, int, int], _Table]:
    """Per series, piece and year the school types of an area."""
    found: dict[tuple[str, int, int], _Table] = defaultdict(dict)
    names = ("series_id", "piece", "period", *BY)
    measures = [f"{measure}{bound}" for measure in ("numerator", "denominator") for bound in ("", "_lower", "_upper")]
    codes = zip(*(frame[name].tolist() for name in names), strict=True)
    numbers = frame[measures].to_numpy(dtype=float, na_value=np.nan).tolist()
    for place, ((series_id, piece, year, *key), values) in enumerate(zip(codes, numbers, strict=True)):
        n, n_low, n_high, d, d_low, d_high = values
        is_known = not (math.isnan(n) or math.isnan(d))
        cell = _Cell(place, _bounds(n, n_low, n_high), _bounds(d, d_low, d_high), is_known)
        found[series_id, int(piece), int(year)][key[0], key[1], key[2]] = cell
    return found


def _types(tables: Sequence[_Table], levels: Levels, grouping: Grouping) -> list[_Key] | None:
    """The school types that make the total in every table."""
    whole = next((code for code in WHOLES if all(_of(code) in table for table in tables)), None)
    if whole is None:
        return None
    sectors = [code for code in WHOLES[whole] if any(_of(code) in table for table in tables)]
    if len(sectors) < FEWEST or any(_of(code) not in table for code in sectors for table in tables):
        return None
    keys = [key for sector in sectors for key in _division(tables, sector, levels, grouping)]
    return keys if _adds_up(tables, keys, _of(whole)) else None


def _division(tables: Sequence[_Table], sector: str, levels: Levels, grouping: Grouping) -> list[_Key]:
    """The finest division of one sector that all tables have and that adds up to the sector in each; else the sector."""
    for partition in () if grouping == "sector" else _LEVELS.get(sector, ()):
        for with_path in (True, False) if grouping == "learning_path" else (False,):
            codes = levels.get(partition, frozenset())
            found = [
                {key for key in table if key[0] == sector and key[1] in codes and (key[2] != TOTAL) == with_path}
                for table in tables
            ]
            keys = sorted(found[0])
            if len(keys) >= FEWEST and all(other == found[0] for other in found) and _adds_up(tables, keys, _of(sector)):
                return keys
    return [_of(sector)]


def _adds_up(tables: Sequence[_Table], keys: Sequence[_Key], whole: _Key) -> bool:
    """Whether the parts can make their whole in every table, each count anywhere within its bounds."""
    for table in tables:
        for measure in ("leavers", "enrolled"):
            low, high = getattr(table[whole], measure)
            parts = [getattr(table[key], measure) for key in keys]
            if sum(part[0] for part in parts) > high or sum(part[1] for part in parts) < low:
                return False
    return True


def _bounds(value: float, lower: float, upper: float) -> tuple[float, float]:
    low, high = value if math.isnan(lower) else lower, value if math.isnan(upper) else upper
    return 0.0 if math.isnan(low) else low, math.inf if math.isnan(high) else high


def _of(sector: str) -> _Key:
    return sector, TOTAL, TOTAL


def _of_one_round(frame: pd.DataFrame) -> pd.DataFrame:
    """The figures without the enrolled that are of another round of publication than the leavers."""
    fits = frame["interval_lower"].notna() | frame["denominator"].eq(0) | frame["numerator"].isna()
    return frame.assign(denominator=frame["denominator"].where(fits))


def _total(frame: pd.DataFrame) -> pd.Series:
    return frame["sector"].isin(list(WHOLES)) & frame["level"].eq(TOTAL) & frame["learning_path"].eq(TOTAL)


def _parts(partitions: object) -> list[str]:
    return partitions.split("|") if isinstance(partitions, str) else []
