"""The cells of a population with what is hidden in them: primary (small) and secondary (it would give a small one away).

docs/duo.md has the rules in words. Enrolled and leavers are two trees; what is known of one from the other is kept within
their true values, so that any alternative found for one of them also holds beside the other.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from vsv_metrics.sources.duo.cubes import NO_PARENT, Cells
from vsv_metrics.sources.duo.people import Population
from vsv_metrics.sources.duo.protect import UNLIMITED, Tree, protect

DEFAULT_THRESHOLD = 5
LEAST_THRESHOLD = 3
"""With a lower one the only small number, 1, would be known from being hidden."""

NOT_COUNTED = -1


@dataclass(frozen=True)
class Measure:
    """Per cell of one measure: whether it has a row, whether its value is hidden, and whether it is known to be small."""

    written: np.ndarray
    hidden: np.ndarray
    small: np.ndarray


@dataclass(frozen=True)
class Masked:
    """The cells of a population and what may be shown of their leavers and enrolled."""

    population: Population
    frame: pd.DataFrame
    leavers: Measure
    enrolled: Measure


def mask(cells: Cells, threshold: int) -> Masked:
    """Return the cells with everything hidden that could tell a count between 0 and the threshold."""
    frame = cells.frame
    enrolled = _enrolled(frame, threshold)
    return Masked(cells.population, frame, _leavers(frame, enrolled, threshold), enrolled)


def _enrolled(frame: pd.DataFrame, threshold: int) -> Measure:
    counted = frame["enrolled"].to_numpy() != NOT_COUNTED
    value, leavers = frame["enrolled"].to_numpy()[counted], frame["leavers"].to_numpy()[counted]
    tree = _tree(value, _positions(frame["enrolled_parent"].to_numpy(), counted), frame["cube"].to_numpy()[counted])
    small = (value > 0) & (value < threshold)
    # Everyone in the cell left and the bound would leave one value: then it goes unsaid that the cell is small.
    said = small & (leavers < threshold - 1)
    high = np.where(said, threshold - 1, UNLIMITED)
    found = protect(tree, small, np.maximum(leavers, 1), high, threshold - 2)
    return Measure(*(_spread(part, counted) for part in (~found.withheld, found.hidden, said & found.hidden)))


def _leavers(frame: pd.DataFrame, enrolled: Measure, threshold: int) -> Measure:
    value, among = frame["leavers"].to_numpy(), frame["enrolled"].to_numpy()
    counted = among != NOT_COUNTED
    unseen = counted & enrolled.hidden
    gone = counted & ~enrolled.written
    stayed = counted & ~unseen & (among - value < threshold)
    must = ((value > 0) & ((value < threshold) | stayed)) | unseen
    small = value < threshold
    high = np.where(counted, among, UNLIMITED)
    high = np.where(small, np.minimum(high, threshold - 1), high)
    low = np.where(unseen, 0, 1)
    tree = _tree(value, frame["leavers_parent"].to_numpy(), frame["cube"].to_numpy())
    found = protect(tree, must & ~gone, low, high, threshold - 2, gone)
    return Measure(~found.withheld, found.hidden, small & found.hidden)


def _tree(value: np.ndarray, parent: np.ndarray, cube: np.ndarray) -> Tree:
    split = np.full(len(value), NO_PARENT)
    inside = parent >= 0
    names, _ = pd.factorize(cube)
    split[inside] = pd.factorize(parent[inside] * (int(names.max(initial=0)) + 1) + names[inside])[0]
    return Tree(value, parent, split)


def _positions(parent: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Return parents as positions among the counted cells."""
    position = np.cumsum(counted) - 1
    chosen = parent[counted]
    return np.where(chosen >= 0, position[chosen], NO_PARENT)


def _spread(part: np.ndarray, counted: np.ndarray) -> np.ndarray:
    whole = np.zeros(len(counted), dtype=bool)
    whole[counted] = part
    return whole
