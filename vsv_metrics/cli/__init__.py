"""The command line: `vsv-metrics serve · build · check · load · unload · refresh · aggregate · export · query · demo`.

Exit codes: 0 done or usable, 1 refused or failed with a sentence that says what to do, 2 misused.
"""

import os
import sys

FRUGAL = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "1000000"}
"""For glibc, which otherwise keeps a pool of freed memory for every thread that ever served a visitor, and gives little back.
Large blocks are borrowed from the system one by one: to give back the top of the pool after each costs seconds in a long one."""


def main() -> None:
    """Run the command line. The server starts anew before anything is imported, since glibc looks at `FRUGAL` only then."""
    if os.name == "posix" and "serve" in sys.argv and not FRUGAL.keys() <= os.environ.keys():
        os.environ.update(FRUGAL | os.environ)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    from vsv_metrics.cli.commands import run

    run()
