"""Which cells are hidden so that none of them can be worked out from everything that is shown together.

The cells form a tree: each is a part of at most one other, and a cell may be split in several ways. For such a tree the
lowest and highest value that the shown cells leave to each hidden one follow from one pass up and one pass down, exactly:
two sums share at most one cell and there is no cycle, so every value between the bounds occurs in some filling (hyper-arc
consistency of an acyclic network; Freuder, "A sufficient condition for backtrack-free search", J. ACM 29, 1982).
"""

from dataclasses import dataclass

import numpy as np

NO_PARENT = -1
UNLIMITED = 1 << 40


@dataclass(frozen=True)
class Tree:
    """Cells and their sums. `split` numbers the sums: cells of one number add up, with what is not written, to `parent`.

    Parents stand before their parts. `split` is 0, 1, 2, …, NO_PARENT for a cell without a parent.
    """

    value: np.ndarray
    parent: np.ndarray
    split: np.ndarray


@dataclass(frozen=True)
class Protected:
    """`hidden`: not shown. `withheld`: not even written, with the whole split it belongs to and everything below."""

    hidden: np.ndarray
    withheld: np.ndarray
    low: np.ndarray
    high: np.ndarray


def protect(
    tree: Tree, must: np.ndarray, low: np.ndarray, high: np.ndarray, wish: int, gone: np.ndarray | None = None
) -> Protected:
    """Return what to hide besides `must`, so that each hidden cell keeps at least two possible values.

    `low` and `high` are what anyone knows of a hidden cell before adding up. Where other cells of the same sum can still be
    hidden, they are until `wish` is reached: the width that a hidden cell's bounds should have (as far as low and high allow).
    `gone` are cells that are not written for another reason: whole splits.
    """
    plan = _Plan(tree)
    hidden = must.copy()
    withheld = np.zeros(len(tree.value), dtype=bool) if gone is None else gone.copy()
    while True:
        least, most = plan.bounds(hidden, withheld, low, high)
        width = np.where(hidden & ~withheld, most - least, UNLIMITED)
        exposed = np.flatnonzero(width < 1)
        narrow = np.flatnonzero(width < np.minimum(wish, high - low))
        if not len(narrow):
            break
        chosen = plan.next(hidden, withheld, exposed, narrow)
        if chosen:
            hidden[list(chosen)] = True
        elif len(exposed):
            plan.withhold(withheld, hidden, exposed)
        else:
            break
    return Protected(hidden & ~withheld, withheld, least, most)


class _Plan:
    """The tree's sums, ordered for passes up and down."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        n = int(tree.split.max(initial=-1)) + 1
        inside = tree.split >= 0
        self.parent_of_split = np.full(n, NO_PARENT)
        self.parent_of_split[tree.split[inside]] = tree.parent[inside]
        sums = np.zeros(n, dtype=np.int64)
        np.add.at(sums, tree.split[inside], tree.value[inside])
        self.rest = tree.value[self.parent_of_split] - sums
        depth = np.zeros(len(tree.value), dtype=np.int64)
        for _ in range(len(tree.value)):
            deeper = np.where(tree.parent >= 0, depth[tree.parent] + 1, 0)
            if (deeper == depth).all():
                break
            depth = deeper
        self.depth = depth
        self.levels = [np.flatnonzero((depth == level) & inside) for level in range(1, int(depth.max(initial=0)) + 1)]
        self.splits_of: dict[int, list[int]] = {}
        for split, parent in enumerate(self.parent_of_split):
            self.splits_of.setdefault(int(parent), []).append(split)

    def bounds(
        self, hidden: np.ndarray, withheld: np.ndarray, low: np.ndarray, high: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the lowest and highest value that each cell can have beside everything shown."""
        tree = self.tree
        least = np.where(hidden, low, tree.value)
        most = np.where(hidden, high, tree.value)
        n = len(self.parent_of_split)
        sums_low, sums_high = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
        for level in reversed(self.levels):
            at = level[~withheld[level]]
            splits = tree.split[at]
            np.add.at(sums_low, splits, least[at])
            np.add.at(sums_high, splits, most[at])
            done = np.unique(splits)
            np.maximum.at(least, self.parent_of_split[done], sums_low[done] + self.rest[done])
            np.minimum.at(most, self.parent_of_split[done], sums_high[done] + self.rest[done])
        for level in self.levels:
            at = level[~withheld[level]]
            splits, parents = tree.split[at], tree.parent[at]
            others_low, others_high = sums_low[splits] - least[at], sums_high[splits] - most[at]
            at_least = least[parents] - self.rest[splits] - others_high
            at_most = most[parents] - self.rest[splits] - others_low
            least[at], most[at] = np.maximum(least[at], at_least), np.minimum(most[at], at_most)
        return least, most

    def next(self, hidden: np.ndarray, withheld: np.ndarray, exposed: np.ndarray, narrow: np.ndarray) -> set[int]:
        """Return the cells to hide next, by the mildest of four ways that helps at all.

        A hidden total whose parts are all shown: its smallest part; a hidden part: its smallest neighbour; a hidden part
        without neighbours: its total; and only then neighbours of cells that are safe but known too closely.
        """
        smallest = self._smallest_shown(hidden, withheld)
        split = self.tree.split
        closed = np.bincount(split[(split >= 0) & (hidden | withheld)], minlength=len(smallest))
        below = [s for cell in exposed for s in self.splits_of.get(int(cell), []) if not closed[s]]
        parts = exposed[split[exposed] >= 0]
        parents = self.tree.parent[parts]
        ways = (
            smallest[np.array(below, dtype=np.int64)],
            smallest[split[parts]],
            parents[~hidden[parents] & ~withheld[parents]],
            smallest[split[narrow[split[narrow] >= 0]]],
        )
        return next((chosen for way in ways if (chosen := {int(cell) for cell in way if cell >= 0})), set())

    def withhold(self, withheld: np.ndarray, hidden: np.ndarray, exposed: np.ndarray) -> None:
        """Mark one whole split that no hiding can protect, the deepest first, and everything below it."""
        candidates = {split for cell in exposed for split in self.splits_of.get(int(cell), [])}
        candidates |= {int(self.tree.split[cell]) for cell in exposed if self.tree.split[cell] >= 0}
        members = {split: np.flatnonzero(self.tree.split == split) for split in candidates}
        usable = [split for split in candidates if not withheld[members[split]].all()]
        split = max(usable, key=lambda split: (self.depth[members[split][0]], -split))
        withheld[members[split]] = True
        for level in self.levels:
            withheld[level] |= withheld[self.tree.parent[level]]

    def _smallest_shown(self, hidden: np.ndarray, withheld: np.ndarray) -> np.ndarray:
        """Return per split the shown cell with the smallest value above 0, NO_PARENT where there is none."""
        found = np.full(len(self.parent_of_split), NO_PARENT)
        usable = np.flatnonzero((self.tree.split >= 0) & ~hidden & ~withheld & (self.tree.value > 0))
        order = usable[np.lexsort((usable, self.tree.value[usable]))][::-1]
        found[self.tree.split[order]] = order
        return found
