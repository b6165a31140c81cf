"""`python -m benchmarks.load` puts the site under load and writes what came of it; `soak` only watches its memory.

Everything runs on this machine: two processes, nginx and the crowd share its cores.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.load import machine, scenarios
from benchmarks.load.crowd import Crowd
from benchmarks.load.plan import FULL, QUICK, Plan
from benchmarks.load.report import PAGE, RESULTS, TITLES, tables, write
from benchmarks.process import require_linux
from benchmarks.results import to_document
from tools.deployment import ROOT, deployed, trusting

SOAK_SECONDS = 600
SOAK_TTL = "60"
"""Seconds that the session of who left is kept in a soak, so that sessions come and go within it."""


def main() -> int:
    """Runs what was asked; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("what", nargs="*", help=f"{', '.join(scenarios.SCENARIOS)}, soak; without: all but soak")
    parser.add_argument("--seconds", type=float, default=SOAK_SECONDS, help="length of the soak")
    parser.add_argument("--quick", action="store_true", help="few visitors for a short time, writes nothing")
    asked = parser.parse_args()
    unknown = set(asked.what) - {*scenarios.SCENARIOS, "soak"}
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    require_linux()
    plan = QUICK if asked.quick else FULL
    with tempfile.TemporaryDirectory() as name:
        found = _run(Path(name), asked.what or list(scenarios.SCENARIOS), asked.seconds, plan)
    print(tables(found))
    if not asked.quick:
        write(found)
        figures.write()
        print(f"Written: {', '.join(str(path.relative_to(ROOT)) for path in (RESULTS, PAGE, figures.PAGE))}")
    return 0 if all(result["met"] is not False for document in found.values() for result in document["results"]) else 1


def _run(folder: Path, names: list[str], seconds: float, plan: Plan) -> dict[str, Any]:
    """Scenario -> what was found, each on a site of its own."""
    found: dict[str, Any] = {}
    for name in (name for name in TITLES if name in names):
        about = machine.describe()
        (folder / name).mkdir()
        if name == "soak":
            os.environ["STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL"] = SOAK_TTL
        with deployed(folder / name, folder / "store") as site:
            trust = trusting(site.folder)
            asyncio.run(Crowd(site, trust, 0).warm())
            began = time.perf_counter()
            scenario = (
                scenarios.soak(site, trust, seconds, plan) if name == "soak" else scenarios.SCENARIOS[name](site, trust, plan)
            )
            results = asyncio.run(scenario)
        found[name] = to_document(results, about, date.today().isoformat())
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    return found


if __name__ == "__main__":
    sys.exit(main())
