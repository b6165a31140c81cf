"""What the page Tabellen shows: what there is to choose from, the rows of a selection, and the lines it can be drawn as."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from vsv_metrics.indicators.figures import KEY, figures
from vsv_metrics.schema.codes import BREAKDOWNS, REGION_LEVELS, TOTAL
from vsv_metrics.store import Store

LINE = tuple(column for column in KEY if column not in ("dataset", "indicator_id", "period_type", "period", "coverage"))
"""Columns that together name one line of a chart."""

MOST_ROWS_WIDE = 20_000
"""Above this many rows texts are kept once each: every breakdown of the example data takes 85 MB otherwise."""


class Selection(NamedTuple):
    """A choice of figures. An empty tuple sets no limit; without `breakdowns` the totals are meant."""

    dataset: str
    indicator: str
    series: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    sectors: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What occurs in one data set, indicator, choice of series and choice of levels."""

    series: tuple[str, ...]
    levels: tuple[str, ...]
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    breakdowns: tuple[str, ...]
    years: tuple[int, int]
    period_type: str
    combinations: frozenset[frozenset[str]]
    """Sets of columns that occur broken down together; the empty set stands for totals."""

    def broken_down(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """The columns to break down: the chosen ones and those that never occur as a total beside them.

        Levels, for instance, are counted within a sector only, so breaking down by level breaks down by sector too.
        """
        wanted = set(chosen)
        together = [found for found in self.combinations if wanted <= found]
        if together:
            wanted |= frozenset.intersection(*together)
        else:
            for column in chosen:
                wanted |= frozenset.intersection(*(found for found in self.combinations if column in found))
        return tuple(column for column in BREAKDOWNS if column in wanted)


def indicators(store: Store, dataset: str) -> list[str]:
    """The indicators of a data set, in their order."""
    occurring = set(store.query("offer", dataset=dataset)["indicator_id"])
    return [code for code in store.query("indicators")["indicator_id"] if code in occurring]


def offer(store: Store, dataset: str, indicator: str, series: tuple[str, ...], levels: tuple[str, ...]) -> Offer:
    """What can be chosen; the choice of series narrows the levels, both narrow what follows."""
    rows = _of(store.query("offer", dataset=dataset), "indicator_id", (indicator,))
    regions = _of(store.query("offer_regions", dataset=dataset), "indicator_id", (indicator,))
    of_series = _of(rows, "series_id", _known(rows, "series_id", series))
    kept = _of(of_series, "level", _known(of_series, "level", levels))
    regions = _of(_of(regions, "series_id", tuple(kept["series_id"])), "level", tuple(kept["level"]))
    combinations = frozenset(frozenset(text.split()) for text in kept["breakdowns"])
    order = store.query("series")["series_id"]
    members = store.query("members", breakdowns=["sector"])["code"]
    return Offer(
        series=tuple(code for code in order if code in set(rows["series_id"])),
        levels=tuple(level for level in REGION_LEVELS if level in set(of_series["level"])),
        regions=_in_order(regions),
        sectors=tuple(code for code in members if code in set(kept["sector"])),
        breakdowns=tuple(column for column in BREAKDOWNS if any(column in found for found in combinations)),
        years=(int(kept["first_period"].min()), int(kept["last_period"].max())),
        period_type=str(kept["period_type"].iat[0]),
        combinations=combinations,
    )


def rows(store: Store, selection: Selection, broken_down: tuple[str, ...]) -> pd.DataFrame:
    """The figures of a selection, one row per figure: by series, kind of area, area, period, and totals before parts.

    Of the columns `broken_down` every member stands there, the total included.
    """
    members: dict[str, tuple[str, ...] | None] = dict.fromkeys(broken_down)
    if selection.sectors:
        members["sector"] = selection.sectors
    frame = figures(
        store,
        selection.dataset,
        indicators=[selection.indicator],
        regions=selection.regions or None,
        levels=selection.levels or None,
        series=selection.series or None,
        periods=selection.years,
        breakdowns=members,
    )
    frame = _in_reading_order(frame, store)
    if len(frame) <= MOST_ROWS_WIDE:
        return frame
    return frame.astype(dict.fromkeys(frame.select_dtypes("str").columns, "category"))


def only_broken_down(store: Store, selection: Selection) -> tuple[str, ...]:
    """Columns by which the figures of a selection without rows are broken down; empty when there are none at all."""
    return columns_with_parts(rows(store, selection, BREAKDOWNS))


def columns_with_parts(frame: pd.DataFrame) -> tuple[str, ...]:
    """The breakdown columns that hold more than totals."""
    return tuple(column for column in BREAKDOWNS if (frame[column] != TOTAL).any())


def mixes_totals(frame: pd.DataFrame) -> bool:
    """Whether rows contain one another, so that adding them up counts people twice."""
    levels = frame["region_level"].nunique() > 1
    return levels or any((frame[column] == TOTAL).any() for column in columns_with_parts(frame))


def lines(frame: pd.DataFrame, measure: str) -> list[pd.DataFrame]:
    """The frame cut into one part per series, area and members, without the rows that lack the measure."""
    known = frame.dropna(subset=[measure])
    return [part for _, part in known.groupby(list(LINE), sort=False)]


def line_count(frame: pd.DataFrame, measure: str) -> int:
    """How many lines a chart of these rows would have."""
    return len(frame.dropna(subset=[measure])[list(LINE)].drop_duplicates())


def _in_reading_order(frame: pd.DataFrame, store: Store) -> pd.DataFrame:
    members = store.query("members").set_index("code")
    places = {
        "series_id": store.query("series").set_index("series_id")["sort"],
        "region_level": pd.Series(range(len(REGION_LEVELS)), index=REGION_LEVELS),
    } | {column: members.loc[members["breakdown"] == column, "sort"] for column in columns_with_parts(frame)}
    by = ["series_id", "region_level", "region_name_nl", "period", *columns_with_parts(frame)]
    keys = frame[["region_name_nl", "period"]].assign(**{column: frame[column].map(place) for column, place in places.items()})
    return frame.loc[keys.sort_values(by, kind="stable").index].reset_index(drop=True)


def _in_order(regions: pd.DataFrame) -> tuple[str, ...]:
    """Codes of areas, larger kinds first, then by name."""
    rank = regions["level"].map({level: number for number, level in enumerate(REGION_LEVELS)})
    return tuple(dict.fromkeys(regions.assign(rank=rank).sort_values(["rank", "name_nl", "region_code"])["region_code"]))


def _of(frame: pd.DataFrame, column: str, codes: tuple[str, ...]) -> pd.DataFrame:
    return frame[frame[column].isin(codes)]


def _known(frame: pd.DataFrame, column: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes that occur; all that occur when none does."""
    occurring = tuple(dict.fromkeys(frame[column]))
    return tuple(code for code in codes if code in occurring) or occurring
