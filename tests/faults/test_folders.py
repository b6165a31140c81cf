"""Folders that are full or may not be written, and builders that come at once: what is in use stays, and the reason is told."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from children import Place, finish, start
from conftest import Tally
from test_kills import OWN, content, deliveries, tidy, whole

from vsv_metrics import loading

KB = 1024
needs_root = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root on Linux")


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A file system in memory on this folder; skips where it may not be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        pytest.skip(f"no file system can be mounted here: {asked.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def amend(data: Path, value: int) -> None:
    figures = data / "published" / "figures.csv"
    rows = figures.read_text().splitlines()
    rows[2] = ",".join([*rows[2].split(",")[:6], str(value), *rows[2].split(",")[7:]])
    figures.write_text("\n".join(rows) + "\n")


@needs_root
@pytest.mark.fault("full_store", "The disk of the store full")
def test_a_full_disk_keeps_the_store_in_use(tiny: Path, tmp_path: Path, tally: Tally) -> None:
    out, log = tmp_path / "disk" / "store", tmp_path / "log"
    place = Place(tiny, out, tmp_path / "own")
    for room in range(0, 7_000, 7_000 // tally.times(2, 70)):
        with mounted(tmp_path / "disk", "size=32m"):
            loading.ensure_store(tiny, out)
            before = content(out)
            amend(tiny, 200 + room % 90)
            used = os.statvfs(out)
            free = used.f_bavail * used.f_frsize
            (tmp_path / "disk" / "rest").write_bytes(b"x" * max(0, free - room * KB))
            code, said = finish(["build", "--data-dir", str(tiny)], place, log)
            answers = content(out)
            is_told = code == 1 and str(out) in said and "Traceback" not in said and "onverwacht" not in said.lower()
            is_whole = (answers == before and is_told) or (code == 0 and answers[0] == loading.fingerprint(tiny))
            (tmp_path / "disk" / "rest").unlink()
            again = loading.ensure_store(tiny, out)
            tally.note(is_whole and again.problem is None and whole(out), f"{room} kB: {code} {said}")


@needs_root
@pytest.mark.fault("full_own", "The disk of own figures full")
def test_a_full_disk_keeps_own_figures(small: Path, tmp_path: Path, tally: Tally) -> None:
    own_dir, log = tmp_path / "disk" / "own", tmp_path / "log"
    place = Place(small, tmp_path / "store", own_dir)
    files = [tmp_path / "250.csv", tmp_path / "260.csv"]
    for file in files:
        file.write_text(OWN.format(leavers=file.stem))
    for room in range(0, 36, 36 // tally.times(1, 12)):
        with mounted(tmp_path / "disk", "size=1m"):
            assert finish(["load", str(files[0]), "--name", "mijn"], place, log)[0] == 0
            before = deliveries(own_dir)
            used = os.statvfs(own_dir)
            (tmp_path / "disk" / "rest").write_bytes(b"x" * max(0, used.f_bavail * used.f_frsize - room * KB))
            code, said = finish(["load", str(files[1]), "--name", "mijn"], place, log)
            now = deliveries(own_dir)
            is_told = code == 1 and str(own_dir) in said and "Traceback" not in said
            is_whole = (now == before and is_told) or (code == 0 and now != before)
            (tmp_path / "disk" / "rest").unlink()
            code, said = finish(["load", str(files[1]), "--name", "mijn"], place, log)
            tally.note(is_whole and code == 0 and tidy(own_dir), f"{room} kB: {code} {said}")


@pytest.mark.fault("limited_store", "Files of the store cut off by a limit of their size")
def test_a_limit_on_files_keeps_the_store_in_use(tiny: Path, tmp_path: Path, tally: Tally) -> None:
    out = tmp_path / "store"
    loading.ensure_store(tiny, out)
    before = content(out)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for turn in range(tally.times(2, 60)):
            amend(tiny, 100 + turn)
            resource.setrlimit(resource.RLIMIT_FSIZE, ((1 + turn) * 900 * KB % (5_000 * KB), most))
            try:
                found = loading.ensure_store(tiny, out)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            is_told = found.problem is not None and found.problem.values.get("folder") == str(out)
            tally.note(is_told and content(out) == before, f"{turn}: {found.problem!r}")
    finally:
        signal.signal(signal.SIGXFSZ, heard)
    assert loading.ensure_store(tiny, out).problem is None
    assert whole(out)


@needs_root
@pytest.mark.fault("read_only", "Folders that may not be written")
def test_a_folder_that_may_not_be_written_is_told(small: Path, tmp_path: Path, tally: Tally) -> None:
    disk = tmp_path / "disk"
    log, file = tmp_path / "log", tmp_path / "250.csv"
    file.write_text(OWN.format(leavers=250))
    place = Place(small, disk / "store", disk / "own")
    with mounted(disk, "size=64m"):
        assert finish(["load", str(file)], place, log)[0] == 0
        before = content(place.store), deliveries(place.own)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        def refused(arguments: list[str], at: Place, names: Path) -> None:
            code, said = finish(arguments, at, log)
            is_told = code == 1 and str(names) in said and "Traceback" not in said
            is_kept = (content(place.store), deliveries(place.own)) == before
            tally.note(is_told and is_kept, f"{arguments}: {code} {said}")

        build = ["build", "--data-dir", str(small)]
        code, said = finish(build, place, log)
        tally.note(code == 0 and content(place.store) == before[0], f"a store in use is used: {said}")
        refused(["load", str(file), "--name", "ander"], place, place.own)
        refused(["unload", "250"], place, place.own)
        refused(build, Place(small, disk / "elsewhere", place.own), disk / "elsewhere")
        figures = small / "published" / "national_ocw.csv"
        figures.write_text(figures.read_text().replace(",provisional,", ",definitive,", 1))
        refused(build, place, place.store)


@pytest.mark.fault("builders", "Builders that come at once")
def test_builders_that_come_at_once_make_one_store(tiny: Path, tmp_path: Path, tally: Tally) -> None:
    place = Place(tiny, tmp_path / "store", tmp_path / "own")
    for turn in range(tally.times(1, 50)):
        amend(tiny, 100 + turn)
        logs = [tmp_path / f"log{number}" for number in range(2 + turn % 7)]
        all_of_them = [start(["build", "--data-dir", str(tiny)], place, log=log) for log in logs]
        for one in all_of_them:
            one.join()
        said = [log.read_text() for log in logs]
        built = sum("wordt gebouwd" in text for text in said)
        is_right = [one.exitcode for one in all_of_them] == [0] * len(logs) and built == 1
        is_right &= content(place.store)[0] == loading.fingerprint(tiny) and whole(place.store)
        tally.note(is_right, f"{len(logs)} builders: {said}")
