"""The counts as files: FILE with the figures, FILE-member with the names of institutions and programmes, a descriptor each.

Nothing is half-written: everything is complete under another name before the first file gets its own.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from vsv_metrics.errors import UserError
from vsv_metrics.schema import tables
from vsv_metrics.sources.duo import figures
from vsv_metrics.sources.tidy import COMPANION
from vsv_metrics.sources.tidy_files import as_files

_DEFAULTS = {
    "dataset": figures.DATASET,
    "indicator_id": figures.INDICATOR_ID,
    "unit": "persons",
    "precision": "exact",
}
_ABOUT = "Counted by vsv-metrics from DUO files of a school or region, with small counts suppressed. Method: docs/duo.md. "


def write(observations: pd.DataFrame, members: pd.DataFrame, out: Path) -> list[Path]:
    """Write the files and return their paths, `out` first; raise `UserError` when the folder cannot be written."""
    named = out.with_name(f"{out.stem}{COMPANION}.csv")
    contents: dict[Path, bytes] = {}
    for path, frame, table, title in (
        (out, observations, tables.OBSERVATION, "Early school leavers in the files of a school or region"),
        (named, members, tables.TABLES["member"], "Institutions and programmes in these figures"),
    ):
        about = f"{_ABOUT}{table.grain[:1].upper()}{table.grain[1:]}."
        defaults = _DEFAULTS if table is tables.OBSERVATION else None
        files = as_files(path.stem, frame, table, title=title, description=about, defaults=defaults)
        contents |= {path.with_name(name): content for name, content in files.items()}
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _replace(contents)
    except OSError as error:
        raise UserError("out_folder", folder=str(out.parent), reason=error.strerror or str(error)) from None
    return list(contents)


def _replace(contents: dict[Path, bytes]) -> None:
    waiting = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in contents}
    try:
        for path, data in contents.items():
            with waiting[path].open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        with _uninterrupted():
            for path, temporary in waiting.items():
                temporary.replace(path)
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keep Ctrl-C waiting for the few renames, so that figures and descriptor are of one run."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupts:
        raise KeyboardInterrupt
