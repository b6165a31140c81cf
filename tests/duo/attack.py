"""What someone can work out who has everything that was written, and knows how the tables add up and how cells are hidden.

Nothing of the program is used here: rows of the file become unknowns and sums (docs/duo.md lists the sums), and a general
solver of whole-number problems looks for fillings in which each hidden cell has one value and another.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

BREAKDOWNS = [
    "sector",
    "level",
    "learning_path",
    "age_group",
    "programme",
    "absence_reported",
    "month_left",
    "month_last_reported",
    "institution",
]
CROSSED = ("programme", "learning_path", "level", "sector", "month_last_reported")
"""Where a cell is told apart by several of them, the first is the one that its total adds up."""
ENDLESS = 10_000
PLAIN = {"presolve": False}
"""With its presolve the solver (HiGHS in scipy 1.17) calls some problems infeasible that have a filling."""


def known(rows: pd.DataFrame, region_of: dict[str, str]) -> pd.DataFrame:
    """Return the hidden rows that have only one possible value beside everything shown."""
    rows = rows.reset_index(drop=True)
    low, high = _alone(rows)
    totals, both = list(sums(rows, region_of)), list(pairs(rows))
    matrix = lil_array((len(totals) + len(both), len(rows)))
    for i, (total, parts) in enumerate(totals):
        matrix[i, total] = -1
        for part in parts:
            matrix[i, part] = 1
    for i, (leavers, enrolled) in enumerate(both, start=len(totals)):
        matrix[i, leavers], matrix[i, enrolled] = -1, 1
    upper = np.r_[np.zeros(len(totals)), np.full(len(both), np.inf)]
    limits = LinearConstraint(matrix.tocsr(), np.zeros(len(upper)), upper)  # type: ignore[arg-type]
    bounds = Bounds(low, high)  # type: ignore[arg-type]
    hidden = rows[rows["value"].isna()]
    least, most = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
    for at in hidden.index:
        for sign in (1, -1):
            if least[at] < most[at]:
                break
            goal = np.zeros(len(rows))
            goal[at] = sign
            solved = milp(goal, integrality=np.ones(len(rows)), bounds=bounds, constraints=limits, options=PLAIN)
            assert solved.status == 0, solved.message
            filling = np.round(solved.x)
            least, most = np.minimum(least, filling), np.maximum(most, filling)
    return hidden[(least == most)[hidden.index]]


def _alone(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """What is known of each row by itself: a hidden cell is at least 1 unless those enrolled in it are hidden too."""
    key = _key(rows)
    enrolled = dict(zip(key[rows["measure"] == "denominator"], rows.loc[rows["measure"] == "denominator", "value"], strict=True))
    unseen = [k in enrolled and pd.isna(enrolled[k]) for k in key]
    may_be_zero = (rows["measure"] == "numerator").to_numpy() & np.array(unseen)
    low = rows["value"].fillna(pd.Series(np.where(may_be_zero, 0, 1), index=rows.index))
    high = rows["value"].fillna(rows["upper"]).fillna(ENDLESS)
    return low.to_numpy(float), high.to_numpy(float)


def _key(rows: pd.DataFrame) -> pd.Series:
    names = ["series_id", "vintage_rank", "coverage", "region_code", "period_type", "period_start", *BREAKDOWNS]
    return pd.Series(list(rows[names].itertuples(index=False, name=None)), index=rows.index)


def pairs(rows: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Leavers and enrolled of one cell: the first are among the second."""
    key = _key(rows)
    enrolled = {k: i for i, k in enumerate(key) if rows["measure"].iloc[i] == "denominator"}
    for i, k in enumerate(key):
        if rows["measure"].iloc[i] == "numerator" and k in enrolled:
            yield i, enrolled[k]


def sums(rows: pd.DataFrame, region_of: dict[str, str]) -> Iterator[tuple[int, list[int]]]:
    """Each total with its parts; a split of which no row was written is not known."""
    at: dict[tuple, int] = {}
    parts: dict[tuple, list[int]] = defaultdict(list)
    for i, row in enumerate(rows.to_dict("records")):
        group = (row["series_id"], row["vintage_rank"], row["coverage"], row["period_start"], row["measure"])
        named = {name: row[name] for name in BREAKDOWNS if row[name] != "total"}
        region = row["region_code"]
        at[group, region, *sorted(named.items())] = i
        everybody = "OWN" if row["coverage"] == "institution" else "NL"
        for parent in _parents(region, everybody, named, region_of):
            parts[group, *parent].append(i)
    for key, members in parts.items():
        group, _, *total = key
        if (group, *total) in at:
            yield at[group, *total], members


def _parents(region: str, everybody: str, named: dict, region_of: dict[str, str]) -> Iterator[tuple]:
    """The total of which a row is a part, as (name of the split, region, breakdowns …)."""
    if region in region_of:
        yield "municipality", region_of[region]
    elif not named:
        if region != everybody:
            yield "region", everybody
    else:
        last = next(
            n for n in ("programme", "learning_path", "level", "sector", "month_last_reported", *BREAKDOWNS) if n in named
        )
        yield last, region, *sorted((name, value) for name, value in named.items() if name != last)
