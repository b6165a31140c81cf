"""Nothing that is hidden can be worked out from all that is written: tried by a solver, and by going through every filling."""

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import attack
import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tools.duo_layouts import put
from vsv_metrics import paths
from vsv_metrics.sources import duo, tidy
from vsv_metrics.sources.duo.protect import UNLIMITED, Tree, protect

REFERENCE = paths.data_dir() / "reference"
REGIONS = tidy.read(REFERENCE / "region.json")[1]
ALIASES = tidy.read(REFERENCE / "region_alias.json")[1]
REGION_OF = {"GM0599": "RMC29", "GM0606": "RMC29", "GM0518": "RMC27", "GM1916": "RMC27"}
THRESHOLD = 5
LEVELS = ("Mbo4 opleidingen", "Mbo niveau 2", "VMBO bovenbouw", "VAVO", "Mbo")
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""A seed says as much as a smaller one."""

FAMILY = ("whole", "institution")


def read(folder: Path, threshold: int = THRESHOLD) -> tuple[duo.Outcome, pd.DataFrame]:
    outcome = duo.aggregate(folder, REGIONS, ALIASES, threshold)
    out = folder.parent / "out" / "figures.csv"
    duo.write(outcome.observations, outcome.members, out)
    return outcome, pd.read_csv(
        out, dtype={"vintage_rank": int, "programme": str, "value": float, "lower": float, "upper": float}
    )


def invented(seed: int, size: int, leaving: float) -> list[dict[str, str]]:
    """Persons with attributes drawn so that small and empty cells are common; `_left` and `_last` are positions of months."""
    draw = random.Random(seed)
    places = [(code.removeprefix("GM"), region.removeprefix("RMC")) for code, region in REGION_OF.items()]
    people = []
    for i in range(size):
        municipality, region = places[min(int(draw.expovariate(1.2)), 3)]
        left = draw.choice((0, 0, 1, 2)) if draw.random() < leaving else None
        people.append(
            {
                "id": str(100_000_000 + i),
                "GEMCODE": municipality,
                "RMC_REGIO": region,
                "NIVEAU": LEVELS[min(int(draw.expovariate(0.9)), 4)],
                "LEERWEG": draw.choice(("BOL", "BOL", "BBL", "")),
                "ONDERWIJSSOORT": "",
                "ILT/CREBO": str(25_000 + min(int(draw.expovariate(0.8)), 4)),
                "CREBO": "",
                "GEBOORTEDATUM": f"{draw.choice((1999, 2001, 2003, 2004, 2005))}0615",
                "BRIN": f"{min(int(draw.expovariate(1.5)), 2):02d}ZZ",
                "MELDING_VERZUIM_WETTELIJK": draw.choice("JNN"),
                "_left": "" if left is None else str(left),
                "_last": "" if left is None else str(draw.randint(left, 2)),
            }
        )
    return people


def deliver(folder: Path, people: list[dict[str, str]], unit: Callable[[dict[str, str]], str]) -> None:
    """Write three months and a year of these persons, one file per unit."""
    cells = [{name: cell for name, cell in person.items() if not name.startswith("_")} for person in people]
    for name in {unit(person) for person in people}:
        mine = [(cell, person) for cell, person in zip(cells, people, strict=True) if unit(person) == name]
        for month in range(3):
            starting = [cell for cell, person in mine if month < 2 or person["id"][-1] != "7"]
            gone = [cell for cell, p in mine if p["_left"] and int(p["_left"]) <= month <= int(p["_last"])]
            put(folder, f"2022{11 + month}A05I{name}.csv" if month < 2 else f"202301A05I{name}.csv", starting)
            put(folder, f"2022{11 + month}A04I{name}.csv" if month < 2 else f"202301A04I{name}.csv", gone)
        put(folder, f"NRSP2023VI{name}.csv", [cell for cell, _ in mine])
        put(folder, f"NenR2023VI{name}.csv", [cell for cell, p in mine if p["_left"] in ("0", "1")])


UNITS: dict[str, Callable[[dict[str, str]], str]] = {
    "whole": lambda person: f"RMC{person['RMC_REGIO']}",
    "institution": lambda person: person["BRIN"],
}


@pytest.mark.parametrize("family", FAMILY)
@settings(max_examples=15, deadline=None, phases=NO_SHRINKING)
@given(seed=st.integers(0, 10_000), size=st.integers(3, 90), leaving=st.sampled_from((0.05, 0.2, 0.5, 1.0)))
def test_small_counts_are_hidden_cannot_be_worked_out_and_shown_ones_are_true_sums(
    tmp_path_factory: pytest.TempPathFactory, family: str, seed: int, size: int, leaving: float
) -> None:
    folder = tmp_path_factory.mktemp("duo") / "in"
    deliver(folder, invented(seed, size, leaving), UNITS[family])
    outcome, rows = read(folder)
    check_rows(rows)
    known = attack.known(pd.concat([rows, *told(outcome, rows)], ignore_index=True), REGION_OF)
    assert known.empty, known.T.to_string()


def check_rows(rows: pd.DataFrame) -> None:
    """Each row by itself, with its enrolled and with its parts."""
    shown = rows["value"].dropna()
    assert ((shown == 0) | (shown >= THRESHOLD)).all()
    assert (rows["value"].isna() == (rows["missing_reason"] == "suppressed")).all()
    for leavers, enrolled in attack.pairs(rows):
        left, among = rows["value"].iloc[[leavers, enrolled]]
        assert not (pd.isna(among) and pd.notna(left)), "leavers are hidden with the enrolled"
        assert not (left > 0 and among - left < THRESHOLD), "few stayed"
    bounded = rows[rows["upper"].notna()]
    assert (bounded["upper"] == THRESHOLD - 1).all()
    assert (bounded["lower"] == 0).all()
    for total, parts in attack.sums(rows, REGION_OF):
        values = rows["value"].iloc[[total, *parts]]
        if values.notna().all():
            assert values.iloc[0] == values.iloc[1:].sum()


def told(outcome: duo.Outcome, rows: pd.DataFrame) -> list[pd.DataFrame]:
    """The totals that the command prints, as rows: of whole regions these are sums over the regions."""
    found = []
    for line in outcome.lines:
        number = line.persons if line.kind in ("A05", "NRSP") else line.joined
        if line.coverage == "whole" and number is not None:
            series = "local_established" if line.status else "local_possible"
            measure = "denominator" if line.kind in ("A05", "NRSP") else "numerator"
            same = rows[(rows["series_id"] == series) & (rows["coverage"] == "whole") & (rows["measure"] == measure)]
            whole = same[(same[attack.BREAKDOWNS] == "total").all(axis=1)].head(1)
            found.append(whole.assign(region_code="NL", value=number, lower=np.nan, upper=np.nan, missing_reason=None))
    return found


def test_the_attack_finds_what_is_badly_hidden(tmp_path: Path) -> None:
    deliver(tmp_path / "in", invented(1, 80, 0.4), UNITS["whole"])
    _, rows = read(tmp_path / "in")
    spoilt = rows.copy()
    total = spoilt["region_code"].eq("RMC29") & spoilt["measure"].eq("denominator") & spoilt["sector"].eq("mbo")
    hidden = spoilt[total & spoilt["level"].ne("total") & spoilt["programme"].eq("total") & spoilt["value"].notna()].index[:1]
    spoilt.loc[hidden, ["value", "lower", "upper"]] = [np.nan, np.nan, np.nan]
    assert len(hidden) == 1
    assert hidden[0] in attack.known(spoilt, REGION_OF).index


@settings(max_examples=15, deadline=None, phases=NO_SHRINKING)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_the_order_of_files_and_rows_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, seed: int, order: random.Random
) -> None:
    base = tmp_path_factory.mktemp("duo")
    people = invented(seed, 40, 0.3)
    deliver(base / "in", people + people[:3], UNITS["institution"])
    shuffled = people + people[:3]
    order.shuffle(shuffled)
    deliver(base / "z" / "in" / "deeper", shuffled, UNITS["institution"])
    one, _ = read(base / "in")
    other, _ = read(base / "z" / "in")
    pd.testing.assert_frame_equal(one.observations, other.observations)
    assert one.lines == other.lines


def fillings(tree: Tree, hidden: np.ndarray, low: np.ndarray, high: np.ndarray, most: int) -> list[tuple[int, ...]]:
    """Every filling of the hidden cells that agrees with the shown ones, by trying them all."""
    rest = {}
    for split in range(tree.split.max() + 1):
        members = np.flatnonzero(tree.split == split)
        rest[split] = (tree.parent[members[0]], members, tree.value[tree.parent[members[0]]] - tree.value[members].sum())
    places = np.flatnonzero(hidden)
    found = []
    for numbers in itertools.product(*(range(low[i], min(high[i], most) + 1) for i in places)):
        value = tree.value.copy()
        value[places] = numbers
        if all(value[total] == value[members].sum() + other for total, members, other in rest.values()):
            found.append(numbers)
    return found


LARGEST_LEFT, MOST_LEFT = 5, 3
MOST = LARGEST_LEFT * MOST_LEFT - 1
"""What a hidden cell can be at most below a total that is shown: another one is hidden beside it, and is not 0."""


@settings(max_examples=50, deadline=None)
@given(
    left=st.lists(st.integers(0, LARGEST_LEFT), min_size=1, max_size=MOST_LEFT),
    cut=st.lists(st.booleans(), min_size=6, max_size=6),
)
@example(left=[5, 5, 4], cut=[True, True, False, False, False, False])
@example(left=[5, 5, 5], cut=[True, True, False, False, False, False])
def test_bounds_are_those_of_all_fillings(left: list[int], cut: list[bool]) -> None:
    """A total split twice: the second split cuts it elsewhere."""
    total = sum(left)
    first = sum(number for number, yes in zip(left, cut, strict=False) if yes)
    second = [first, total - first]
    value = np.array([total, *left, *second])
    parent = np.array([-1] + [0] * (len(left) + 2))
    split = np.array([-1] + [0] * len(left) + [1, 1])
    tree = Tree(value, parent, split)
    must = (value > 0) & (value < THRESHOLD)
    low, high = np.ones(len(value), dtype=int), np.where(must, THRESHOLD - 1, UNLIMITED)
    result = protect(tree, must, low, high, THRESHOLD - 2)
    if result.withheld.any():
        return
    every = fillings(tree, result.hidden, low, high, most=MOST)
    for place, position in enumerate(np.flatnonzero(result.hidden)):
        values = {numbers[place] for numbers in every}
        assert len(values) >= 2
        assert min(values) == result.low[position]
        if result.high[position] <= MOST:
            assert max(values) == result.high[position]
