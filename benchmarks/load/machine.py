"""The machine and the versions that a result belongs to, and how busy it was before."""

import re
import subprocess
from importlib.metadata import version
from typing import Any

from benchmarks import machine
from tools.deployment import nginx_program


def describe() -> dict[str, Any]:
    """As for the other benchmarks, with nginx in the place of the browser."""
    about: dict[str, Any] = machine.describe("")
    del about["chromium"]
    said = subprocess.run([nginx_program(), "-v"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"nginx/([\d.]+)", said)
    return about | {"nginx": found[1] if found else "", "uvicorn": version("uvicorn")}


def heading(document: dict[str, Any]) -> str:
    """One line above the results of one scenario."""
    about = document["machine"]
    return (
        f"Measured on {document['measured_on']}: {about['cores']} cores ({about['processor']}), {about['memory_gb']:g} GB, "
        f"load before {about['load_before']:g}; Python {about['python']}, Streamlit {about['streamlit']}, "
        f"uvicorn {about['uvicorn']}, DuckDB {about['duckdb']}, nginx {about['nginx']}."
    )
