"""The store that belongs to the input files: found, or built when there is none.

A bad file stops the build; the store that was in use stays in use.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.loading import own
from vsv_metrics.loading.inputs import digest, read_inputs
from vsv_metrics.metrics import intervals
from vsv_metrics.store import SCHEMA_VERSION, Store
from vsv_metrics.store import folder as folders
from vsv_metrics.store.build import build

OnBuild = Callable[[], None]


@dataclass(frozen=True)
class StoreHandle:
    """A store that can be opened. `problem` says why it is not that of the newest inputs."""

    path: Path
    fingerprint: str
    is_new: bool
    problem: UserError | None = None


def fingerprint(data_dir: Path, added: Sequence[Path] = ()) -> str:
    """Return the sha256 of the store's shape, of how its columns are measured and of the input files.

    Another one means another store.
    """
    method = hashlib.sha256(Path(intervals.__file__).read_bytes()).hexdigest()
    return hashlib.sha256(f"{SCHEMA_VERSION} {method} {digest(data_dir, added)}".encode()).hexdigest()


def ensure_store(data_dir: Path, store_dir: Path, on_build: OnBuild | None = None, own_dir: Path | None = None) -> StoreHandle:
    """Return a store of these inputs, built when there is none; `on_build` is called just before that.

    What was delivered to `own_dir` is part of it. When the inputs are wrong or damaged, or the folder cannot be written, the
    store in use is returned with the problem, and when there is none, a store without what was delivered; else the problem is
    raised.
    """
    added = [delivery.folder for delivery in own.all_current(own_dir)] if own_dir else []
    try:
        if own_dir:
            own.verify(own_dir)
        return _ensured(data_dir, added, store_dir, on_build)
    except UserError as error:
        in_use = store_in_use(store_dir)
        if in_use is None and own_dir:
            in_use = _ensured(data_dir, [], store_dir, on_build)
        if in_use is None:
            raise
        return StoreHandle(in_use.path, in_use.fingerprint, is_new=False, problem=error)


def store_stamp(store_dir: Path) -> int:
    """Return a number that changes whenever another store is put in use; 0 when there is none yet."""
    try:
        return (store_dir / folders.POINTER).stat().st_mtime_ns
    except OSError:
        return 0


def store_in_use(store_dir: Path) -> StoreHandle | None:
    """Return the store that the pointer names, None unless it is byte for byte as it was built, has today's shape and opens."""
    pointer = folders.read_pointer(store_dir)
    if pointer is None or pointer.schema_version != SCHEMA_VERSION:
        return None
    path = store_dir / pointer.file
    try:
        if folders.sha256(path) != pointer.sha256:
            return None
        store = Store.open(path)
    except (OSError, UserError):
        return None
    store.close()
    return StoreHandle(path, pointer.fingerprint, is_new=False) if store.fingerprint == pointer.fingerprint else None


def _ensured(data_dir: Path, added: Sequence[Path], store_dir: Path, on_build: OnBuild | None) -> StoreHandle:
    try:
        wanted = fingerprint(data_dir, added)
    except OSError as error:
        found = error.strerror or str(error)
        raise DataContractError("file_unreadable", file=str(error.filename), found=found, expected="") from None
    in_use = store_in_use(store_dir)
    if in_use and in_use.fingerprint == wanted:
        folders.tidy(store_dir)
        return in_use
    with folders.locked(store_dir):
        in_use = store_in_use(store_dir)
        if in_use and in_use.fingerprint == wanted:
            return in_use
        if on_build:
            on_build()
        frames = read_inputs(data_dir, added)
        return StoreHandle(build(frames, store_dir, wanted, intervals.measured), wanted, is_new=True)
