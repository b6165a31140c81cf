"""The ten tables: which cells there are, what they count, and which of them add up to which.

Every cell is a part of exactly one other cell (or of none), so all tables together form one tree: that is what makes it
possible to say exactly what can be worked out from the cells that are shown (`protect`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.sources.duo import cells
from vsv_metrics.sources.duo.names import MONTHS_OF_YEAR
from vsv_metrics.sources.duo.people import People, Population

NO_PARENT = -1
EVERYBODY = "everybody"
"""The whole population. It is written (as OWN) for institutions only; the summary names it for regions too."""

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Cube:
    """One table: the columns that tell its cells apart, and the table of which each cell is a part.

    The parent's columns are among `by`. `counts` says whether the enrolled are counted too or the leavers only.
    """

    name: str
    by: tuple[str, ...]
    parent: str
    counts_enrolled: bool = True


_REGION = ("region",)
_SECTOR = (*_REGION, "sector")
_LEVEL = (*_SECTOR, "level")
_BELOW_REGION = (
    Cube("municipality", (*_REGION, "municipality"), "region"),
    Cube("sector", _SECTOR, "region"),
    Cube("level", _LEVEL, "sector"),
    Cube("programme", (*_LEVEL, "programme"), "level"),
    Cube("learning_path", (*_SECTOR, "learning_path"), "sector"),
    Cube("age_group", (*_REGION, "age_group"), "region"),
    Cube("absence_reported", (*_REGION, "absence_reported"), "region", counts_enrolled=False),
    Cube("month", (*_REGION, "month_left"), "region", counts_enrolled=False),
    Cube("months", (*_REGION, "month_left", "month_last_reported"), "month", counts_enrolled=False),
)
CUBES: Mapping[str, tuple[Cube, ...]] = {
    "whole": (
        Cube("region", _REGION, EVERYBODY),
        Cube("institution", (*_REGION, "institution"), "region"),
        *_BELOW_REGION,
    ),
    "institution": (
        Cube("region", _REGION, EVERYBODY),
        Cube("institution", ("institution",), EVERYBODY),
        *_BELOW_REGION,
    ),
}
"""Coverage -> its tables, parents first. Sector and level are one table of the list in docs/duo.md."""

_NONE = -1
_ONLY_MONTHLY = ("absence_reported", "month", "months")
_LABELS = (
    "region",
    "municipality",
    "institution",
    "sector",
    "level",
    "learning_path",
    "programme",
    "age_group",
    "absence_reported",
    "month_left",
    "month_last_reported",
)


@dataclass(frozen=True)
class Cells:
    """Every cell of a population, parents before their parts; `frame` has a row per cell.

    `frame`: `cube`, the columns of all cubes (`total` where a cube does not tell them apart), `leavers`, `enrolled` (-1 where
    these are not counted), `leavers_parent` and `enrolled_parent` (positions, NO_PARENT for none).
    """

    population: Population
    frame: pd.DataFrame


@dataclass(frozen=True)
class Places:
    """The codes that may be used in a school year: of RMC regions and of municipalities."""

    regions: frozenset[str]
    municipalities: frozenset[str]


def count(population: Population, people: People, places: Places, without: Collection[str] = ()) -> Cells:
    """Return the cells of a population, of all its tables but those named in `without`."""
    labelled = _labelled(people, places)
    is_monthly = population.status == ""
    found = [_everybody(labelled, people, population)]
    starts = {EVERYBODY: 0}
    by_name = {EVERYBODY: Cube(EVERYBODY, (), "")}
    size = 1
    for cube in CUBES[population.coverage]:
        if cube.name in without or (cube.name in _ONLY_MONTHLY and not is_monthly):
            continue
        table = _table(cube, labelled)
        if cube.name == "month":
            table = _with_empty_months(table, labelled, people)
        parent = by_name[cube.parent]
        parents = found[list(by_name).index(cube.parent)]
        position = starts[cube.parent] + _matches(table, parents, parent.by)
        table = table.assign(cube=cube.name, leavers_parent=position, enrolled_parent=position)
        if not cube.counts_enrolled:
            table["enrolled_parent"] = NO_PARENT
        starts[cube.name], by_name[cube.name] = size, cube
        found.append(table)
        size += len(table)
    frame = pd.concat(found, ignore_index=True)
    frame = frame.reindex(columns=[*dict.fromkeys([*frame.columns, *_LABELS])])
    frame[list(_LABELS)] = frame[list(_LABELS)].fillna(TOTAL)
    return Cells(population, frame)


def _labelled(people: People, places: Places) -> pd.DataFrame:
    """Return the persons with the member codes of every table; who has none in a column takes no part in its table."""
    frame = people.frame
    is_leaver = frame["is_leaver"].to_numpy()
    level = frame["sector_level"].to_numpy()
    is_mbo = np.array([sector == "mbo" for sector, _ in cells.SECTOR_LEVELS])[level]
    has_levels = [sector in ("vo", "mbo") for sector, _ in cells.SECTOR_LEVELS]
    region = _coded(frame["region"], "RMC{:02d}".format, places.regions)
    municipality = _coded(frame["municipality"], "GM{:04d}".format, places.municipalities)
    months = [f"m{month:02d}" for month in MONTHS_OF_YEAR]
    labelled = {
        "region": region,
        "municipality": _nested(region, municipality),
        "institution": _coded(frame["institution"], lambda number: cells.brin(number) if number else UNKNOWN),
        "sector": _named([sector for sector, _ in cells.SECTOR_LEVELS], level),
        "level": _named([name if has_levels[i] else "" for i, (_, name) in enumerate(cells.SECTOR_LEVELS)], level),
        "learning_path": _named(cells.PATHS, frame["learning_path"].to_numpy(), is_mbo),
        "programme": _coded(
            frame["programme"].where(is_mbo, _NONE), lambda number: {_NONE: "", 0: UNKNOWN}.get(number, str(number))
        ),
        "age_group": _named([name for name, _ in cells.AGE_BANDS], frame["age"].to_numpy()),
        "absence_reported": _named(cells.FLAGS, frame["absence"].to_numpy(), is_leaver),
        "month_left": _named(months, frame["month_left"].to_numpy(), is_leaver),
        "month_last_reported": _named(months, frame["month_last_reported"].to_numpy(), is_leaver),
    }
    return pd.DataFrame({**labelled, "leavers": is_leaver.astype(np.int64), "enrolled": 1})


def _named(names: Sequence[str], positions: np.ndarray, takes_part: np.ndarray | None = None) -> pd.Categorical:
    """Return the name at each position; none where it is empty, the position is NO_MONTH, or the person takes no part."""
    distinct = sorted(set(names) - {""})
    codes = np.array([distinct.index(name) if name else -1 for name in names])
    found = np.where(positions >= 0, codes[positions], -1)
    dtype: Any = pd.CategoricalDtype(distinct)
    return pd.Categorical.from_codes(found if takes_part is None else np.where(takes_part, found, -1), dtype=dtype)


def _coded(numbers: pd.Series, spell: Callable[[int], str], allowed: frozenset[str] | None = None) -> pd.Categorical:
    """Return the code of each number, none for those that are not allowed or spelt as nothing."""
    positions, distinct = pd.factorize(numbers)
    names = [spell(int(number)) for number in distinct]
    return _named([name if allowed is None or name in allowed else "" for name in names], positions)


def _nested(region: pd.Categorical, municipality: pd.Categorical) -> pd.Categorical:
    """Return the municipalities, none for the few whose region is not the one where most of that municipality are."""
    both = (region.codes >= 0) & (municipality.codes >= 0)
    width = len(region.categories)
    pairs = municipality.codes[both].astype(np.int64) * width + region.codes[both]
    counts = np.bincount(pairs, minlength=len(municipality.categories) * width).reshape(-1, width)
    main = counts.argmax(axis=1) if width else np.zeros(len(municipality.categories), dtype=np.int64)
    main = np.append(main, -1)
    inside = both & (main[municipality.codes] == region.codes)
    return pd.Categorical.from_codes(np.where(inside, municipality.codes, -1), municipality.categories)


def _everybody(labelled: pd.DataFrame, people: People, population: Population) -> pd.DataFrame:
    row = {"cube": EVERYBODY, "leavers": int(labelled["leavers"].sum()), "enrolled": people.persons}
    parents = {"leavers_parent": NO_PARENT, "enrolled_parent": NO_PARENT}
    return pd.DataFrame([row | parents | dict.fromkeys(_LABELS, TOTAL)])


def _table(cube: Cube, labelled: pd.DataFrame) -> pd.DataFrame:
    """Return leavers and enrolled per cell."""
    by = list(cube.by)
    counted = labelled if cube.counts_enrolled else labelled[labelled["leavers"] > 0]
    table = counted.groupby(by, observed=True, sort=True)[["leavers", "enrolled"]].sum().reset_index()
    table[by] = table[by].astype("str")
    return table if cube.counts_enrolled else table.assign(enrolled=-1)


def _with_empty_months(table: pd.DataFrame, labelled: pd.DataFrame, people: People) -> pd.DataFrame:
    """Return the table with a row of nobody for each month of which a region's files were sent and in which nobody left."""
    months = [f"m{month:02d}" for month in MONTHS_OF_YEAR]
    regions = [labelled["region"][(people.started >> at) & 1 == 1].dropna().unique() for at in range(len(months))]
    sent = pd.DataFrame([(str(code), month) for month, codes in zip(months, regions, strict=True) for code in codes])
    if sent.empty:
        return table
    sent.columns = ["region", "month_left"]
    full = table.merge(sent, how="outer", on=["region", "month_left"])
    return full.fillna({"leavers": 0, "enrolled": -1}).astype({"leavers": np.int64, "enrolled": np.int64})


def _matches(table: pd.DataFrame, parents: pd.DataFrame, by: Sequence[str]) -> np.ndarray:
    """Return for each cell the position of its parent among the parent's cells."""
    if not by:
        return np.zeros(len(table), dtype=np.int64)
    index = pd.MultiIndex.from_frame(parents[list(by)])
    return index.get_indexer(pd.MultiIndex.from_frame(table[list(by)]))
