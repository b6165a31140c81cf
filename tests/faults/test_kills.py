"""Processes killed at any moment: what was in use stays in use, whole, and the next command ends well."""

import hashlib
import random
from pathlib import Path

import pytest
from children import Place, finish, measure, start
from conftest import Tally

from vsv_metrics import loading
from vsv_metrics.loading import own
from vsv_metrics.store import Store, folder

FIGURE = {
    "dataset": "published",
    "indicator_ids": ["new_leavers"],
    "region_codes": ["NL"],
    "period_from": 2022,
    "period_to": 2022,
}
OWN = "schooljaar;regio;deelnemers;vsv\n2021-2022;RMC29;10000;{leavers}\n2022-2023;RMC29;10000;300\n"
NEAR_THE_END = 1.05
"""Part of the usual time within which a process is killed: a few live."""

DEAD = -9


def killed(arguments: list[str], place: Place, chance: random.Random, seconds: float, steps: int) -> str:
    """A process killed at a moment of its time or just before a step; says which."""
    if chance.random() < 0.5:
        moment = chance.uniform(0, NEAR_THE_END * seconds)
        process = start(arguments, place)
        process.join(moment)
        process.kill()
        process.join()
        return f"killed after {moment:.4f} s"
    step = chance.randint(1, steps)
    start(arguments, place, last_step=step).join()
    return f"killed before step {step} of {steps}"


def content(store_dir: Path) -> tuple[str, float, dict[str, int]]:
    """Fingerprint, one figure and the rows per table of the store in use."""
    in_use = loading.store_in_use(store_dir)
    assert in_use is not None, "no store in use"
    store = Store.open(in_use.path)
    value = store.query("figures", **FIGURE)["numerator"].iloc[0]
    counts = store.row_counts()
    store.close()
    return in_use.fingerprint, value, counts


def whole(store_dir: Path) -> bool:
    """Whether nothing but the lock, the pointer and the stores that are kept is in the folder."""
    names = {path.name for path in store_dir.iterdir()} - {"build.lock", folder.POINTER}
    return len(names) <= folder.KEPT and all(name.startswith("vsv-") and name.endswith(".duckdb") for name in names)


@pytest.mark.fault("kills_build", "`build` killed")
def test_a_killed_build_leaves_the_store_before_or_after(tiny: Path, tmp_path: Path, tally: Tally) -> None:
    place = Place(tiny, tmp_path / "store", tmp_path / "own")
    arguments = ["build", "--data-dir", str(tiny)]
    figures = tiny / "published" / "figures.csv"
    text = figures.read_text()
    values = iter(range(10**6))

    def amend() -> float:
        value = next(values)
        figures.write_text(text.replace(",290,", f",{value},"))
        return float(value)

    loading.ensure_store(tiny, place.store)
    amend()
    start(arguments, place).join()
    amend()
    seconds, steps = measure(arguments, place)
    chance = random.Random(1)
    for _ in range(tally.times(3, 600)):
        before = content(place.store)
        value = amend()
        after = (loading.fingerprint(tiny), value, before[2])
        moment = killed(arguments, place, chance, seconds, steps)
        found = content(place.store)
        again = loading.ensure_store(tiny, place.store)
        is_whole = found in (before, after) and again.problem is None and content(place.store) == after and whole(place.store)
        tally.note(is_whole, f"{moment}: {found}, {[path.name for path in place.store.iterdir()]}")


def deliveries(own_dir: Path) -> dict[str, str]:
    """Name -> sha256 of all files of the delivery that counts, but for the dates on which they were taken in."""
    return {delivery.name: digest(delivery.folder) for delivery in own.all_current(own_dir)}


def digest(delivery: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(path for path in delivery.rglob("*") if path.is_file()):
        found.update(path.relative_to(delivery).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def tidy(own_dir: Path) -> bool:
    """Whether the folder holds the lock and, per name, its pointer and the deliveries that are kept."""
    names = {path.name for path in own_dir.iterdir()} - {"build.lock"}
    held = {delivery.name for delivery in own.all_current(own_dir)}
    return names == held and all(
        len(inside) <= 1 + own.KEPT and not [name for name in inside if ".part-" in name]
        for inside in ([path.name for path in (own_dir / name).iterdir()] for name in held)
    )


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("refresh", marks=pytest.mark.fault("kills_refresh", "`refresh` killed")),
        pytest.param("load", marks=pytest.mark.fault("kills_load", "`load` killed")),
    ],
)
def test_a_killed_command_leaves_own_figures_before_or_after(
    command: str, saved_tables: list[Path], small: Path, tmp_path: Path, tally: Tally
) -> None:
    place = Place(small, tmp_path / "store", tmp_path / "own")
    files = [tmp_path / f"{leavers}.csv" for leavers in (250, 260)]
    for path in files:
        path.write_text(OWN.format(leavers=path.stem))
    asked = [
        ["refresh", "--from-folder", str(saved)] if command == "refresh" else ["load", str(file), "--name", "mijn"]
        for saved, file in zip(saved_tables, files, strict=True)
    ]
    log = tmp_path / "log"
    states = []
    usual = []
    for arguments in asked:
        usual.append(measure(arguments, place))
        states.append((deliveries(place.own), content(place.store)))
    assert states[0][0].items().isdisjoint(states[1][0].items())
    chance = random.Random(2)
    for turn in range(tally.times(1, 200)):
        before, after = states[(turn + 1) % 2], states[turn % 2]
        arguments = asked[turn % 2]
        moment = killed(arguments, place, chance, *usual[turn % 2])
        figures, store = deliveries(place.own), content(place.store)
        code, said = finish(arguments, place, log)
        is_whole = (
            all(figures[name] in (before[0][name], after[0][name]) for name in after[0])
            and store in (before[1], after[1])
            and code == 0
            and (deliveries(place.own), content(place.store)) == after
            and tidy(place.own)
            and whole(place.store)
        )
        tally.note(is_whole, f"{moment}: {figures}, {store}, then {code}: {said}, {sorted(place.own.rglob('*'))}")


def test_the_next_command_removes_what_killed_ones_left(small: Path, tmp_path: Path) -> None:
    own_dir = tmp_path / "own"

    def load(name: str, year: int) -> loading.Taken:
        file = tmp_path / f"{name}.csv"
        file.write_text(f"schooljaar;regio;deelnemers;vsv\n{year}-{year + 1};RMC29;10000;250\n")
        return loading.load(file, small, own_dir)

    for name, year in (("blijft", 2020), ("eruit", 2021)):
        assert load(name, year).loaded
    (own_dir / "local-eruit" / "current.json").unlink()  # an `unload` that died before it removed the figures
    half = own_dir / "local-blijft" / "29991231T235959000000" / "local"
    half.mkdir(parents=True)
    (half / "local-blijft.csv").write_text("region_code\nRM")
    left = own_dir / ".checking" / "local-nieuw" / "reference"
    left.mkdir(parents=True)
    (left / "member-local-nieuw.json").write_text("{")  # of a file that had other parts
    taken = load("nieuw", 2022)
    assert taken.loaded, taken.report.problems
    assert tidy(own_dir)
    assert not half.exists()
