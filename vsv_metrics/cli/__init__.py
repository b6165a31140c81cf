"""The command line: `vsv-metrics serve · build · check · load · unload · refresh · aggregate · export · query · demo`.

Exit codes: 0 done or usable, 1 refused or failed with a sentence that says what to do, 2 misused.
"""

import ctypes
import os
import sys

FRUGAL = {"MALLOC_ARENA_MAX": (-8, 2), "MALLOC_TRIM_THRESHOLD_": (-1, 131_072), "MALLOC_MMAP_THRESHOLD_": (-3, 1_000_000)}
"""For glibc, which otherwise keeps a pool of freed memory for every thread that ever served a visitor, and gives little back.
Large blocks are borrowed from the system one by one: to give back the top of the pool after each costs seconds in a long one.
Environment variable of glibc -> the number of that setting for `mallopt`, and its value here."""


def main() -> None:
    """Run the command line. The server is frugal with memory from before its first thread on."""
    if "serve" in sys.argv:
        _be_frugal()
    from vsv_metrics.cli.commands import run

    run()


def _be_frugal() -> None:
    """Set `FRUGAL`, where there is a glibc and except for what the environment sets."""
    if os.name == "posix" and (set_option := getattr(ctypes.CDLL(None), "mallopt", None)):
        for variable, (number, value) in FRUGAL.items():
            if variable not in os.environ:
                set_option(number, value)
