"""The folder of the store: which file is in use, who may build, and what may go.

A file is never replaced while it may be open: each set of figures has its own name, and a small pointer names the one in use.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from vsv_metrics.errors import UserError

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


POINTER = "current.json"
KEPT = 2
"""Stores kept, the one in use included: a running process may still read the one before."""

LOCK_SECONDS = 120.0
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Pointer:
    """The store in use; `sha256` is that of the file, which never changes."""

    fingerprint: str
    file: str
    sha256: str
    built_at: str
    schema_version: str
    app_version: str


def store_name(fingerprint: str) -> str:
    """Return the file name of the store of these inputs."""
    return f"vsv-{fingerprint[:12]}.duckdb"


def read_pointer(folder: Path) -> Pointer | None:
    """Return the store in use; None when there is none or the pointer cannot be understood."""
    try:
        pointer = Pointer(**json.loads((folder / POINTER).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return pointer if Path(pointer.file).name == pointer.file else None


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Make this store the one in use, in one step that a crash cannot halve."""
    part = folder / f"{POINTER}.part-{os.getpid()}"
    with part.open("w", encoding="utf-8") as file:
        json.dump(asdict(pointer), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, folder / POINTER)
    sync_folder(folder)


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_file(path: Path) -> None:
    """Bring the file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the folder's names to the disk; Windows has no such call."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def clean(folder: Path, current: str) -> None:
    """Remove leftovers of builds that died, and all but the newest stores. Only the holder of the lock may call this."""
    for leftover in _leftovers(folder, current):
        _remove(leftover)


def tidy(folder: Path) -> None:
    """Clean up after a build that died when its store was in use already; not while another build is under way."""
    pointer = read_pointer(folder)
    with contextlib.suppress(UserError, OSError):
        if pointer and _leftovers(folder, pointer.file):
            with locked(folder, seconds=0):
                if now := read_pointer(folder):
                    clean(folder, now.file)


def _leftovers(folder: Path, current: str) -> list[Path]:
    stores = sorted(folder.glob("vsv-*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [*folder.glob("*.part-*"), *[path for path in stores if path.name != current][KEPT - 1 :]]


@contextlib.contextmanager
def locked(folder: Path, unusable: str = "store_folder", seconds: float | None = None) -> Iterator[None]:
    """Hold the folder's lock; it falls free when its holder dies. Waits for another holder, then gives up.

    It waits `seconds`, or else `LOCK_SECONDS`.

    `unusable` is the code of the error for a folder that cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "build.lock").open("a+b")
    except OSError as error:
        raise UserError(unusable, folder=str(folder), reason=error.strerror or str(error)) from None
    patience = LOCK_SECONDS if seconds is None else seconds
    with handle:
        deadline = time.monotonic() + patience
        while not _acquired(handle.fileno()):
            if time.monotonic() > deadline:
                raise UserError("store_busy", folder=str(folder), seconds=int(patience))
            time.sleep(_POLL_SECONDS)
        yield


def _acquired(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError:
        return False
    return True


def _remove(path: Path) -> None:
    """Remove a file, or a folder that DuckDB used for temporary blocks; one that is still open on Windows stays."""
    with contextlib.suppress(OSError):
        if path.is_dir():
            for entry in path.iterdir():
                entry.unlink()
            path.rmdir()
        else:
            path.unlink()
