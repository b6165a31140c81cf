"""The store that belongs to the input files: found, or built when there is none.

A bad file stops the build; the store that was in use stays in use.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.loading.inputs import digest, read_inputs
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


def fingerprint(data_dir: Path) -> str:
    """Return the sha256 of the store's shape and of the input files: another one means another store."""
    return hashlib.sha256(f"{SCHEMA_VERSION} {digest(data_dir)}".encode()).hexdigest()


def ensure_store(data_dir: Path, store_dir: Path, on_build: OnBuild | None = None) -> StoreHandle:
    """Return a store of these inputs, built when there is none; `on_build` is called just before that.

    When the inputs are wrong or the folder cannot be written, the store in use is returned with the problem; the problem is
    raised when there is no store in use.
    """
    try:
        return _ensured(data_dir, store_dir, on_build)
    except UserError as error:
        in_use = store_in_use(store_dir)
        if in_use is None:
            raise
        return StoreHandle(in_use.path, in_use.fingerprint, is_new=False, problem=error)


def store_in_use(store_dir: Path) -> StoreHandle | None:
    """Return the store that the pointer names, None unless it opens, has today's shape and reads well throughout."""
    pointer = folders.read_pointer(store_dir)
    if pointer is None or pointer.schema_version != SCHEMA_VERSION:
        return None
    path = store_dir / pointer.file
    try:
        store = Store.open(path)
    except UserError:
        return None
    try:
        store.verify()
    except UserError:
        return None
    finally:
        store.close()
    return StoreHandle(path, pointer.fingerprint, is_new=False)


def _ensured(data_dir: Path, store_dir: Path, on_build: OnBuild | None) -> StoreHandle:
    try:
        wanted = fingerprint(data_dir)
    except OSError as error:
        found = error.strerror or str(error)
        raise DataContractError("file_unreadable", file=str(error.filename), found=found, expected="") from None
    in_use = store_in_use(store_dir)
    if in_use and in_use.fingerprint == wanted:
        return in_use
    with folders.locked(store_dir):
        in_use = store_in_use(store_dir)
        if in_use and in_use.fingerprint == wanted:
            return in_use
        if on_build:
            on_build()
        frames = read_inputs(data_dir)
        return StoreHandle(build(frames, store_dir, wanted), wanted, is_new=True)
