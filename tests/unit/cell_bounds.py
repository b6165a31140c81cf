"""How far masked cells can be narrowed down by someone who has all that is shown together."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_array

PLAIN = {"presolve": False}
"""With its presolve the solver (HiGHS in scipy 1.17) calls some problems infeasible that have a filling."""


def cell_bounds(
    lower: Mapping[str, float], upper: Mapping[str, float], sums: Sequence[tuple[str, Sequence[str]]]
) -> pd.DataFrame:
    """Least and greatest whole number that each masked cell can be, columns `cell`, `least`, `most`.

    `lower` and `upper` hold every cell: equal where it is shown, its bounds where it is rounded or masked. `sums` gives totals
    with the parts that make them; a total may be made in more ways than one. A cell with one value left is revealed.
    Fischetti, M. and Salazar, J. J. (2001), Solving the cell suppression problem on tabular data with linear constraints,
    Management Science 47: 1008-1027 (the attacker's problem).
    """
    cells = list(lower)
    place = {cell: at for at, cell in enumerate(cells)}
    matrix = lil_array((max(1, len(sums)), len(cells)))
    for row, (total, parts) in enumerate(sums):
        matrix[row, place[total]] = -1
        for part in parts:
            matrix[row, place[part]] = 1
    limits = LinearConstraint(matrix.tocsr(), 0, 0)
    within = Bounds([lower[cell] for cell in cells], [upper[cell] for cell in cells])  # type: ignore[arg-type]
    rows = []
    for cell in cells:
        if lower[cell] == upper[cell]:
            continue
        found = []
        for sign in (1, -1):
            goal = np.zeros(len(cells))
            goal[place[cell]] = sign
            solved = milp(goal, integrality=np.ones(len(cells)), bounds=within, constraints=limits, options=PLAIN)
            assert solved.status == 0, solved.message
            found.append(round(float(solved.x[place[cell]])))
        rows.append((cell, *found))
    return pd.DataFrame(rows, columns=["cell", "least", "most"])
