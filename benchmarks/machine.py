"""The machine and the versions that a result belongs to."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("streamlit", "duckdb", "plotly", "pandas", "pyarrow", "numpy")


def describe(chromium_version: str) -> dict[str, str | int | float]:
    """Processor, memory, how busy it was, and the versions that matter."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _first(r"^model name\s*: (.+)$", "/proc/cpuinfo"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(int(_first(r"^MemTotal:\s+(\d+) kB$", "/proc/meminfo")) * 1024 / 1e9, 1),
        "load_before": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "chromium": chromium_version,
        **{name: version(name) for name in PACKAGES},
    }


def _first(pattern: str, file: str) -> str:
    found = re.search(pattern, Path(file).read_text(), re.M)
    return found[1] if found else "0"
