"""Commands in processes of their own, started warm, so that a thousand of them can be killed."""

import os
import signal
import sys
import time
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from multiprocessing.queues import SimpleQueue
from pathlib import Path

ABOUT_FILES = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree")
"""Audit events of whatever changes a folder."""


@dataclass(frozen=True)
class Place:
    """The folders that a command works in."""

    data: Path
    store: Path
    own: Path


@dataclass
class Steps:
    """Counts what a process does to files below a folder; it dies just before step `last`."""

    below: Path
    last: int
    taken: int = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in ABOUT_FILES and str(arguments[0]).startswith(str(self.below)):
            self.taken += 1
            if self.taken == self.last:
                os.kill(os.getpid(), signal.SIGKILL)


def start(arguments: list[str], place: Place, *, last_step: int = 0, log: Path | None = None) -> BaseProcess:
    """Starts `vsv-metrics ARGUMENTS` ; it dies just before its last step with files, 0 for none. `log` takes its words."""
    process = _context().Process(target=_run, args=(arguments, place, last_step, log))
    process.start()
    return process


def finish(arguments: list[str], place: Place, log: Path) -> tuple[int | None, str]:
    """The exit code of `vsv-metrics ARGUMENTS`, and all that it said."""
    process = start(arguments, place, log=log)
    process.join()
    return process.exitcode, log.read_text(encoding="utf-8")


def measure(arguments: list[str], place: Place) -> tuple[float, int]:
    """How many seconds `vsv-metrics ARGUMENTS` takes, and how many steps with files."""
    told = _context().SimpleQueue()
    began = time.monotonic()
    process = _context().Process(target=_run, args=(arguments, place, -1, None, told))
    process.start()
    steps = told.get()
    process.join()
    return time.monotonic() - began, steps


@cache
def _context() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(["pytest", "vsv_metrics.cli.commands", "vsv_metrics.store.build", "httpx"])
    return context


def _run(arguments: list[str], place: Place, last_step: int, log: Path | None, told: "SimpleQueue[int] | None" = None) -> None:
    from vsv_metrics import paths
    from vsv_metrics.cli.commands import run

    output = os.open(log or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ |= {paths.STORE_DIR_VARIABLE: str(place.store), paths.OWN_DIR_VARIABLE: str(place.own)}
    paths.data_dir = lambda: place.data
    sys.argv = ["vsv-metrics", *arguments]
    steps = Steps(place.data.parent, last_step)
    if last_step:
        sys.addaudithook(steps)
    try:
        run()
    finally:
        if told:
            told.put(steps.taken)
