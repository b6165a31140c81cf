"""Bits turned round and files cut short: told, made anew or without effect; no other figures, and no error without a sentence."""

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import Tally
from mutations import flipped
from test_kills import content

from vsv_metrics import loading
from vsv_metrics.errors import UserError
from vsv_metrics.loading import own
from vsv_metrics.store import Store

Messages = Callable[[UserError], dict[str, str]]
CUT_SHORT = 0.2
"""Part of the damage that is a file cut short."""


def damage(path: Path, chance: random.Random) -> str:
    """Damages a file; says how."""
    data = path.read_bytes()
    is_cut = chance.random() < CUT_SHORT
    path.write_bytes(data[: chance.randrange(len(data))] if is_cut else flipped(data, chance))
    return f"{path.name} {'cut' if is_cut else 'flipped'}"


def read_whole(path: Path) -> list[object]:
    """Everything that pages read of figures."""
    store = Store.open(path)
    try:
        return [
            store.query("figures", dataset="published").to_csv(),
            store.query("regions").to_csv(),
            store.count("figures", dataset="published"),
            store.row_counts(),
        ]
    finally:
        store.close()


@pytest.mark.fault("flips_store", "The store damaged")
def test_a_damaged_store_gives_the_right_figures_or_none(tiny: Path, in_use: Path, tally: Tally) -> None:
    path = loading.ensure_store(tiny, in_use).path
    original, right = path.read_bytes(), (content(in_use), read_whole(path))
    chance = random.Random(3)
    for _ in range(tally.times(5, 1_000)):
        path.write_bytes(original)
        how = damage(path, chance)
        try:
            is_right = read_whole(path) == right[1]
        except UserError as error:
            is_right = error.code == "store_unreadable"
        again = loading.ensure_store(tiny, in_use)
        tally.note(is_right and again.problem is None and (content(in_use), read_whole(again.path)) == right, how)


@pytest.mark.fault("flips_pointer", "The pointer to the store damaged")
def test_a_damaged_pointer_is_written_anew(tiny: Path, in_use: Path, tally: Tally) -> None:
    right, pointer = content(in_use), (in_use / "current.json").read_bytes()
    chance = random.Random(4)
    for _ in range(tally.times(2, 100)):
        (in_use / "current.json").write_bytes(pointer)
        how = damage(in_use / "current.json", chance)
        again = loading.ensure_store(tiny, in_use)
        tally.note(again.problem is None and content(in_use) == right, f"{how}: {(in_use / 'current.json').read_bytes()!r}")


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "build.lock")


def told(error: UserError | None, messages: Messages) -> bool:
    return error is not None and all(messages(error).values())


@pytest.mark.fault("flips_own", "Own figures damaged on the disk")
def test_damaged_own_figures_are_told_and_not_used(small: Path, tmp_path: Path, tally: Tally, messages: Messages) -> None:
    own_dir, out, file = tmp_path / "own", tmp_path / "store", tmp_path / "mijn.csv"
    file.write_text("schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;10000;250\n")
    loading.load(file, small, own_dir)
    loading.ensure_store(small, out, own_dir=own_dir)
    whole = tmp_path / "whole"
    shutil.copytree(own_dir, whole)
    right = content(out)
    chance = random.Random(5)
    names = [path.relative_to(own_dir) for path in files_below(own_dir)]
    for _ in range(tally.times(5, 1_000)):
        name = chance.choice(names)
        how = damage(own_dir / name, chance)
        found = loading.ensure_store(small, out, own_dir=own_dir)
        is_told = told(found.problem, messages) and found.problem.code == "own_damaged"  # type: ignore[union-attr]
        tally.note(content(out) == right and (is_told or (own_dir / name).read_bytes() == (whole / name).read_bytes()), how)
        shutil.copy(whole / name, own_dir / name)
    damage(own_dir / "local-mijn" / "current.json", random.Random(1))
    assert loading.load(file, small, own_dir).loaded, "taking the file in again mends it"
    assert loading.ensure_store(small, out, own_dir=own_dir).problem is None


@pytest.mark.fault("flips_saved", "Saved answers of CBS damaged")
def test_damaged_saved_answers_are_told(
    saved_tables: Sequence[Path], small: Path, tmp_path: Path, tally: Tally, messages: Messages
) -> None:
    own_dir = tmp_path / "own"
    loading.refresh(small, own_dir, from_folder=saved_tables[0])
    delivery = own.current(own_dir, "cbs-85368ned")
    assert delivery
    raw = tmp_path / "raw"
    shutil.copytree(delivery.folder / "raw", raw)
    whole = {path: path.read_bytes() for path in files_below(raw)}
    right = (delivery.folder / "published" / "cbs-85368ned.csv").read_bytes()
    chance = random.Random(6)
    for turn in range(tally.times(3, 500)):
        path = chance.choice(list(whole))
        how = damage(path, chance)
        into = tmp_path / f"into{turn}"
        try:
            loading.refresh(small, into, from_folder=raw)
            made = own.current(into, "cbs-85368ned")
            is_right = made is not None and (made.folder / "published" / "cbs-85368ned.csv").read_bytes() == right
        except UserError as error:
            is_right = told(error, messages)
        tally.note(is_right, f"{how}: {path.read_bytes()[:300]!r}")
        path.write_bytes(whole[path])
        shutil.rmtree(into, ignore_errors=True)
