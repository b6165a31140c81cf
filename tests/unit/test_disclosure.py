"""What masked cells of a table can be, given all that is shown with them, and what derived figures add to that: nothing."""

import pandas as pd
import pytest
from cell_bounds import cell_bounds

from vsv_metrics.indicators.figures import figures
from vsv_metrics.metrics.counts import counts_of
from vsv_metrics.metrics.decomposition import split_change
from vsv_metrics.metrics.funnel import funnel
from vsv_metrics.metrics.opportunity import fewer_at
from vsv_metrics.metrics.ranking import ranks
from vsv_metrics.metrics.shrinkage import shrink
from vsv_metrics.metrics.trend import trends
from vsv_metrics.store import Store

MOST = 1_000


def table(rows: list[list[int]], masked: set[tuple[int, int]]) -> pd.DataFrame:
    """Bounds of the masked cells of a table that is shown with the totals of its rows and columns."""
    values = {f"{r}{c}": value for r, row in enumerate(rows) for c, value in enumerate(row)}
    values |= {f"row{r}": sum(row) for r, row in enumerate(rows)}
    values |= {f"column{c}": sum(row[c] for row in rows) for c in range(len(rows[0]))}
    hidden = {f"{r}{c}" for r, c in masked}
    sums = [(f"row{r}", [f"{r}{c}" for c in range(len(row))]) for r, row in enumerate(rows)]
    sums += [(f"column{c}", [f"{r}{c}" for r in range(len(rows))]) for c in range(len(rows[0]))]
    lower = {cell: 0 if cell in hidden else value for cell, value in values.items()}
    upper = {cell: MOST if cell in hidden else value for cell, value in values.items()}
    return cell_bounds(lower, upper, sums).set_index("cell")


# Every line has at least two masked cells, and yet the rows 0 and 1 less the columns 0 and 1 leave cell 12
FOUR = [[20, 31, 12, 17], [8, 14, 47, 26], [33, 9, 51, 22], [16, 28, 35, 19]]
MASKED = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)}


def test_two_masked_cells_on_every_line_can_still_reveal_one() -> None:
    for line in range(4):
        assert sum(r == line for r, _ in MASKED) >= 2
        assert sum(c == line for _, c in MASKED) >= 2
    found = table(FOUR, MASKED)
    assert (found.at["12", "least"], found.at["12", "most"]) == (47, 47)
    others = found.drop(index="12")
    assert (others["least"].to_numpy() < others["most"].to_numpy()).all()


def test_bounds_are_those_worked_out_by_hand() -> None:
    # 3 + 2 = 5 and 1 + 4 = 5, columns 4 and 6: the first cell is at most 4, and what it takes the others give
    found = table([[3, 2], [1, 4]], {(0, 0), (0, 1), (1, 0), (1, 1)})
    assert found.to_numpy().tolist() == [[0, 4], [1, 5], [0, 4], [1, 5]]


def test_one_masked_cell_beside_its_total_is_no_secret() -> None:
    found = table([[3, 2], [1, 4]], {(0, 0)})
    assert found.to_numpy().tolist() == [[3, 3]]


# What is shipped


@pytest.fixture(scope="module")
def paths(store: Store) -> pd.DataFrame:
    """Leavers by level and learning path in the regions of two provinces, in which cells are hidden."""
    regions = ["RMC01", "RMC02", "RMC03", "RMC31", "RMC32", "RMC33"]
    asked = {"sector": ["mbo"], "level": None, "learning_path": None}
    return figures(store, "demo", regions=regions, breakdowns=asked)


def test_a_masked_cell_is_masked_in_all_that_is_derived_from_it(paths: pd.DataFrame) -> None:
    masked = (paths["missing_reason"] == "suppressed").to_numpy()
    assert masked.any()
    found = counts_of(paths)
    assert not found.known[masked].any()
    assert (funnel(found).verdicts[masked] == "not_compared").all()
    assert pd.isna(shrink(found).rate_pct[masked]).all()
    for derived in (ranks(found, draws=50), fewer_at(found, 2.0)):
        assert derived[masked].isna().all(axis=None)
    assert paths.loc[masked, ["rate_pct", "interval_lower", "interval_upper"]].isna().all(axis=None)


def test_a_masked_year_leaves_no_trend_and_no_split(paths: pd.DataFrame) -> None:
    by = ["level", "learning_path"]
    cells = paths[(paths[by] != "total").all(axis=1)]
    seen = set()
    for _, rows in cells.groupby(["region_code", *by]):
        [label] = trends(rows).to_dict("records")
        last = rows[rows["period"] > rows["period"].max() - 5]
        if (last["missing_reason"] == "suppressed").any():
            assert label["reason"] == "masked"
            seen.add("trend")
    for _, rows in cells.groupby("region_code"):
        for year in sorted(set(rows["period"]))[1:]:
            before, after = rows[rows["period"] == year - 1], rows[rows["period"] == year]
            if (pd.concat([before, after])["missing_reason"] == "suppressed").any():
                assert split_change(before, after, by).refusal == "masked"
                seen.add("split")
    assert seen == {"trend", "split"}
