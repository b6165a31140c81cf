"""What a running process has used, as Linux counts it."""

import ctypes
import re
import sys
import time
from pathlib import Path


def cpu_seconds(pid: int) -> float:
    """CPU time of a process since its start, user and system, ended threads included (POSIX `clock_getcpuclockid`)."""
    clock = ctypes.c_int()
    if ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise ProcessLookupError(pid)
    return time.clock_gettime(clock.value)


def resident_mb(pid: int) -> float:
    """Memory of a process that is in RAM now, in 10^6 bytes."""
    return parse_resident_mb(Path(f"/proc/{pid}/status").read_text())


def parse_resident_mb(status: str) -> float:
    """The resident size in the text of `/proc/PID/status`, in 10^6 bytes."""
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.M)
    if found is None:
        raise ValueError("no line VmRSS")
    return int(found[1]) * 1024 / 1e6


def require_linux() -> None:
    """Raises `SystemExit` with the reason on a system that counts otherwise."""
    if sys.platform != "linux":
        raise SystemExit("The benchmark reads CPU time and memory from Linux (process clocks, /proc); run it on Linux.")
