"""The own data folder: figures that were fetched, counted or added here, each delivery in a folder of its own.

`NAME/current.json` names the delivery that counts, `NAME/STAMP/` holds it: `reference/`, `published/` or `local/` as in the
data that ship, and `raw/` with what it was made from. A delivery is complete before the pointer names it.
"""

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vsv_metrics.errors import UserError
from vsv_metrics.store import folder as folders

KEPT = 2
"""Deliveries kept per name, the current one included."""
STAGED = ".checking"
"""Folder below the own data folder where deliveries lie while they are checked."""

_POINTER = "current.json"
_SEAL = "sealed"
"""Entry of a pointer with the checksum of all others."""

_UNREAD = "raw/"
"""Begins the files of a delivery that no store is built from; they have a list of checksums of their own."""

_STAMP, _STAMPED = "%Y%m%dT%H%M%S%f", re.compile(r"\d{8}T\d{12}")


@dataclass(frozen=True)
class Delivery:
    """One delivery of figures. `about` is what its maker noted of it."""

    name: str
    folder: Path
    about: dict[str, Any]


@contextlib.contextmanager
def locked(own_dir: Path) -> Iterator[None]:
    """Hold the folder's lock; what commands that died left in it is gone."""
    with folders.locked(own_dir, "own_folder"):
        shutil.rmtree(own_dir / STAGED, ignore_errors=True)
        for folder in own_dir.iterdir():
            if folder.is_dir():
                _clean(folder)
        yield


def current(own_dir: Path, name: str) -> Delivery | None:
    """Return the delivery that counts; None when there is none or its pointer is not as it was written."""
    try:
        about = json.loads((own_dir / name / _POINTER).read_text(encoding="utf-8"))
        is_whole = about[_SEAL] == _seal(about)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Delivery(name, own_dir / name / about["stamp"], about) if is_whole else None


def all_current(own_dir: Path) -> list[Delivery]:
    """Return every delivery that counts, by name."""
    try:
        names = sorted(path.name for path in own_dir.iterdir() if path.is_dir())
    except OSError:
        return []
    return [delivery for name in names if (delivery := current(own_dir, name))]


def verify(own_dir: Path) -> None:
    """Return when every delivery is as it was written; raise `UserError` for a file that changed or is gone."""
    for pointer in sorted(own_dir.glob(f"*/{_POINTER}")):
        delivery = current(own_dir, pointer.parent.name)
        if delivery is None:
            raise _damaged(pointer.parent, _POINTER)
        for file, sha256 in delivery.about["files"].items():
            try:
                content = (delivery.folder / file).read_bytes()
            except OSError:
                raise _damaged(pointer.parent, file) from None
            if hashlib.sha256(content).hexdigest() != sha256:
                raise _damaged(pointer.parent, file)


def deliver(own_dir: Path, name: str, files: Mapping[str, bytes], about: Mapping[str, Any]) -> Delivery:
    """Write a delivery and return it once it counts; the caller holds the folder's lock.

    `files` are contents by their path inside the delivery. When this fails, the delivery before still counts.
    """
    stamp = dt.datetime.now(dt.UTC).strftime(_STAMP)
    folder = own_dir / name / stamp
    try:
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            with (folder / path).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        sums = {path: hashlib.sha256(content).hexdigest() for path, content in files.items() if not path.startswith(_UNREAD)}
        noted = dict(about) | {"stamp": stamp, "files": sums}
        noted[_SEAL] = _seal(noted)
        part = folder.parent / f"{_POINTER}.part-{os.getpid()}"
        with part.open("w", encoding="utf-8") as file:
            json.dump(noted, file, indent=2, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, folder.parent / _POINTER)
        folders.sync_folder(folder.parent)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise UserError("own_folder", folder=str(own_dir), reason=error.strerror or str(error)) from None
    _clean(folder.parent)
    return Delivery(name, folder, noted)


def withdraw(own_dir: Path, name: str) -> None:
    """Remove the deliveries of this name, that which counts first; the caller holds the folder's lock."""
    try:
        (own_dir / name / _POINTER).unlink(missing_ok=True)
        shutil.rmtree(own_dir / name)
    except OSError as error:
        raise UserError("own_folder", folder=str(own_dir), reason=error.strerror or str(error)) from None


def _seal(about: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in about.items() if name != _SEAL}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _damaged(folder: Path, file: str) -> UserError:
    return UserError("own_damaged", name=folder.name.removeprefix("local-"), file=file, folder=str(folder))


def _clean(folder: Path) -> None:
    """Remove leftovers of deliveries that died, what was withdrawn, and all but the newest; a damaged pointer keeps all."""
    for leftover in folder.glob(f"{_POINTER}.part-*"):
        leftover.unlink(missing_ok=True)
    counts = current(folder.parent, folder.name)
    if counts is None and (folder / _POINTER).exists():
        return
    stamped = sorted((path for path in folder.iterdir() if _STAMPED.fullmatch(path.name)), reverse=True)
    others = [path for path in stamped if counts is None or path != counts.folder]
    before = [path for path in others if counts and path.name < counts.folder.name]
    for path in others:
        if path not in before[: KEPT - 1]:
            shutil.rmtree(path, ignore_errors=True)
    if stamped and counts is None:
        with contextlib.suppress(OSError):
            folder.rmdir()
