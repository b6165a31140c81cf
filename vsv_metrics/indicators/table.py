"""What the page Tabellen shows: what there is to choose from, the rows of a selection, and the lines it can be drawn as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.indicators.figures import KEY, parameters
from vsv_metrics.schema.codes import BREAKDOWNS, PART_SCOPE, REGION_LEVELS, TOTAL
from vsv_metrics.store import Store, kept, members_of

LINE = tuple(column for column in KEY if column not in ("dataset", "indicator_id", "period_type", "period", "coverage"))
"""Columns that together name one line of a chart."""

MOST_ROWS_WIDE = 20_000
"""Above this many rows texts are kept once each: every breakdown of the example data takes 85 MB otherwise."""


MERGING = "stable"
"""How numpy sorts positions: they come in long runs that are in order already, which takes a third of the time."""


class Selection(NamedTuple):
    """A choice of figures. An empty tuple sets no limit.

    `breakdowns` are the columns to break down, without them the totals are meant; `members` names the members to keep of a
    column, whether it is broken down or not.
    """

    dataset: str
    indicator: str
    series: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    members: tuple[tuple[str, tuple[str, ...]], ...] = ()
    breakdowns: tuple[str, ...] = ()


class Places(NamedTuple):
    """Where the figures of a selection stand, ascending."""

    positions: np.ndarray
    firsts: np.ndarray
    """Those of the first of each kind: whether any figure, or all, lack a number, have a sign or are parts, is so of them."""


@dataclass(frozen=True)
class Offer:
    """What occurs in one data set, indicator, choice of series and choice of levels."""

    series: tuple[str, ...]
    levels: tuple[str, ...]
    regions: tuple[str, ...]
    members: dict[str, tuple[str, ...]]
    """Breakdown column -> the members that occur, in their order; the total is no member."""
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


@kept
def indicators(store: Store, dataset: str) -> tuple[str, ...]:
    """The indicators of a data set, in their order."""
    occurring = set(store.kept("offer", dataset=dataset)["indicator_id"])
    return tuple(code for code in store.query("indicators")["indicator_id"] if code in occurring)


@kept
def offer(store: Store, dataset: str, indicator: str, series: tuple[str, ...], levels: tuple[str, ...]) -> Offer:
    """What can be chosen; the choice of series narrows the levels, both narrow what follows."""
    rows = _of(store.kept("offer", dataset=dataset), "indicator_id", (indicator,))
    regions = _of(store.kept("offer_regions", dataset=dataset), "indicator_id", (indicator,))
    of_series = _of(rows, "series_id", _known(rows, "series_id", series))
    chosen = _of(of_series, "level", _known(of_series, "level", levels))
    regions = _of(_of(regions, "series_id", tuple(chosen["series_id"])), "level", tuple(chosen["level"]))
    combinations = frozenset(frozenset(text.split()) for text in chosen["breakdowns"])
    order = store.query("series")["series_id"]
    breakdowns = tuple(column for column in BREAKDOWNS if any(column in found for found in combinations))
    return Offer(
        series=tuple(code for code in order if code in set(rows["series_id"])),
        levels=tuple(level for level in REGION_LEVELS if level in set(of_series["level"])),
        regions=_regions_in_order(regions),
        members=_members(store, dataset, indicator, chosen, breakdowns),
        breakdowns=breakdowns,
        years=(int(chosen["first_period"].min()), int(chosen["last_period"].max())),
        period_type=str(chosen["period_type"].iat[0]),
        combinations=combinations,
    )


def complete(store: Store, selection: Selection) -> Selection:
    """The selection with the columns that must be broken down too, because they never occur as a total beside the chosen ones."""
    found = offer(store, selection.dataset, selection.indicator, selection.series, selection.levels)
    return selection._replace(breakdowns=found.broken_down(selection.breakdowns))


def rows(store: Store, selection: Selection) -> pd.DataFrame:
    """The figures of a selection, one row per figure: by series, kind of area, area, period, and totals before parts.

    Of the columns broken down every member stands there, the total included.
    """
    frame = store.query("figures", **limits(selection))
    if len(frame) <= MOST_ROWS_WIDE:
        return frame
    return frame.astype(dict.fromkeys(frame.select_dtypes("str").columns, "category"))


def count(store: Store, selection: Selection) -> int:
    """How many figures a selection has."""
    return store.count("figures", **limits(selection))


def positions(store: Store, selection: Selection) -> np.ndarray:
    """Where the figures of a selection stand, ascending: as many as there are figures."""
    return np.sort(store.numbers("figure_positions", **limits(selection))["position"], kind=MERGING)


def places(store: Store, selection: Selection) -> Places:
    """The `positions` of a selection, and which of them answer for all; see statement `figure_kinds`."""
    found = store.numbers("figure_kinds", **limits(selection))
    order = np.argsort(found["position"], kind=MERGING)
    in_order = found["position"][order]
    return Places(in_order, in_order[~pd.Series(found["kind"][order]).duplicated().to_numpy()])


def tables(store: Store, selection: Selection, at: np.ndarray, most_rows: int) -> Iterator[pa.Table]:
    """The figures at these of the `positions` of a selection, at most `most_rows` at a time, in their order, without names.

    Sorting a long answer as a whole would take a gigabyte, so each part is found by its positions. Without rows there is one
    table that has none.
    """
    for start in range(0, max(1, len(at)), most_rows):
        part = at[start : start + most_rows]
        yield whole(store, selection, *((int(part[0]), int(part[-1])) if len(part) else (0, 0)))


def few(store: Store, selection: Selection, most_rows: int) -> dict[str, Sequence[Any]] | None:
    """The figures of a selection as plain values by column, without names; None when there are more than so many."""
    found = store.columns("figure_few", **limits(selection), most_rows=most_rows + 1)
    position = found.pop("position")
    if len(position) > most_rows:
        return None
    order = sorted(range(len(position)), key=position.__getitem__)
    figures: dict[str, Sequence[Any]] = {name: [values[at] for at in order] for name, values in found.items()}
    members = [members_of(text) for text in figures.pop("slice")]
    figures |= {column: [named.get(column, TOTAL) for named in members] for column in BREAKDOWNS}
    return figures | {"dataset": [_dataset(selection)] * len(order), "indicator_id": [selection.indicator] * len(order)}


def whole(store: Store, selection: Selection, first: int | None = None, last: int | None = None) -> pa.Table:
    """The figures of a selection from one of its `positions` to another, in their order, without names."""
    return _in_order(store.rows("figure_codes", **limits(selection), position_from=first, position_to=last), selection)


def at(store: Store, selection: Selection, positions: np.ndarray) -> pa.Table:
    """The figures of a selection at these of its positions, in their order, without names."""
    return _in_order(store.rows("figure_codes", **limits(selection), positions=positions.tolist()), selection)


def limits(selection: Selection) -> dict[str, object]:
    """The parameters of statement `figures` that a selection stands for."""
    members: dict[str, tuple[str, ...] | None] = dict.fromkeys(selection.breakdowns) | dict(selection.members)
    return parameters(
        selection.dataset,
        [selection.indicator],
        selection.regions or None,
        selection.levels or None,
        selection.series or None,
        selection.years,
        members,
    )


def columns_asked(selection: Selection) -> tuple[str, ...]:
    """The breakdown columns that a selection is about."""
    named = {column for column, _ in selection.members}
    return tuple(column for column in BREAKDOWNS if column in named or column in selection.breakdowns)


def only_broken_down(store: Store, selection: Selection) -> tuple[str, ...]:
    """Columns by which the figures of a selection without rows are broken down; empty when there are none at all."""
    return columns_with_parts(rows(store, selection._replace(breakdowns=BREAKDOWNS)))


def columns_with_parts(frame: pd.DataFrame) -> tuple[str, ...]:
    """The breakdown columns that hold more than totals."""
    return tuple(column for column in BREAKDOWNS if (frame[column] != TOTAL).any())


def lines(frame: pd.DataFrame, measure: str) -> list[pd.DataFrame]:
    """The frame cut into one part per series, area and members, without the rows that lack the measure."""
    known = frame.dropna(subset=[measure])
    return [part for _, part in known.groupby(list(LINE), sort=False)]


def _members(
    store: Store, dataset: str, indicator: str, chosen: pd.DataFrame, breakdowns: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    occurring = _of(store.kept("offer_members", dataset=dataset), "indicator_id", (indicator,))
    occurring = _of(_of(occurring, "series_id", tuple(chosen["series_id"])), "level", tuple(chosen["level"]))
    return {column: tuple(dict.fromkeys(_of(occurring, "breakdown", (column,))["code"])) for column in breakdowns}


def _regions_in_order(regions: pd.DataFrame) -> tuple[str, ...]:
    """Codes of areas, larger kinds first, then by name."""
    rank = regions["level"].map({level: number for number, level in enumerate(REGION_LEVELS)})
    return tuple(dict.fromkeys(regions.assign(rank=rank).sort_values(["rank", "name_nl", "region_code"])["region_code"]))


def _in_order(found: pa.Table, selection: Selection) -> pa.Table:
    figures = found.drop_columns("position").take(pa.array(np.argsort(found["position"].to_numpy())))
    for column, value in {"dataset": _dataset(selection), "indicator_id": selection.indicator}.items():
        figures = figures.append_column(column, _constant(value, len(figures)))
    return figures


def _dataset(selection: Selection) -> str:
    return "local" if selection.dataset == PART_SCOPE else selection.dataset


def _constant(value: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), pa.array([value], pa.string()))


def _of(frame: pd.DataFrame, column: str, codes: tuple[str, ...]) -> pd.DataFrame:
    return frame[frame[column].isin(codes)]


def _known(frame: pd.DataFrame, column: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes that occur; all that occur when none does."""
    occurring = tuple(dict.fromkeys(frame[column]))
    return tuple(code for code in codes if code in occurring) or occurring
