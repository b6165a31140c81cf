"""The hidden cells of the fictional figures: nothing that is shown gives one away."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import milp

DATA = Path(__file__).parents[2] / "data" / "demo"
FILES = ("vsv_region_path", "vsv_region_sector_level")


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(DATA / f"{name}.csv") for name in FILES}


def test_hidden_cells_cannot_be_recovered(shipped: dict[str, pd.DataFrame]) -> None:
    """Between the smallest and the largest value that fit all that is shown lie at least three possible ones."""
    path = shipped["vsv_region_path"].query("measure == 'numerator' and level != 'total'")
    hidden = path[path["value"].isna()]
    assert set(hidden["missing_reason"]) == {"suppressed"}
    assert path.loc[path["value"].notna(), ["lower", "upper", "missing_reason"]].isna().all(axis=None)
    assert len(hidden) == 156
    assert (hidden["upper"] == 4).sum() == 20
    for _, block in hidden.groupby("school_year"):
        rows, sums = known_sums(block, path, shipped)
        lines = (rows, sums, sums)
        bounds = (np.eye(len(block)), block["lower"], block["upper"])
        for cell in range(len(block)):
            objective = np.eye(len(block))[cell]
            found = [milp(sign * objective, constraints=[lines, bounds], integrality=np.ones(len(block))) for sign in (1, -1)]
            assert -found[1].fun - found[0].fun >= 2, block.iloc[cell].to_dict()


def known_sums(block: pd.DataFrame, path: pd.DataFrame, shipped: dict[str, pd.DataFrame]) -> tuple[np.ndarray, np.ndarray]:
    """Return what is known of the hidden cells of one year: which cells make a sum, and that sum."""
    year = block["school_year"].iloc[0]
    shown = path[(path["school_year"] == year) & path["value"].notna()]
    margins = shipped["vsv_region_path"].query("school_year == @year and measure == 'numerator' and level == 'total'")
    levels = shipped["vsv_region_sector_level"].query("school_year == @year and measure == 'numerator'")
    rows, sums = [], []

    def know(cells: pd.Series, whole: float, open_parts: pd.Series) -> None:
        rows.append(cells.to_numpy(dtype=float))
        sums.append(whole - open_parts.sum())

    for region, level in block[["region_code", "level"]].drop_duplicates().itertuples(index=False):
        whole = levels.query("region_code == @region and level == @level")["value"].item()
        parts = shown.query("region_code == @region and level == @level")["value"]
        know((block["region_code"] == region) & (block["level"] == level), whole, parts)
    for region, way in block[["region_code", "learning_path"]].drop_duplicates().itertuples(index=False):
        whole = margins.query("region_code == @region and learning_path == @way")["value"].item()
        parts = shown.query("region_code == @region and learning_path == @way")["value"]
        know((block["region_code"] == region) & (block["learning_path"] == way), whole, parts)
    inside = {"PV20": ["RMC01", "RMC02", "RMC03"], "PV29": ["RMC31", "RMC32", "RMC33"]}
    every = [code for code in shown["region_code"].unique() if code.startswith("RMC")]
    for level, way in block[["level", "learning_path"]].drop_duplicates().itertuples(index=False):
        cell = shown.query("level == @level and learning_path == @way").set_index("region_code")["value"]
        here = (block["level"] == level) & (block["learning_path"] == way)
        for whole_region, codes in (*inside.items(), ("NL", every)):
            among = here & block["region_code"].isin(codes)
            if among.any():
                know(among, cell[whole_region], cell[cell.index.isin(codes)])
    return np.array(rows), np.array(sums)
