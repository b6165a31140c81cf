"""What a scenario measured, as results with their goals."""

import json
import os
import sys
from pathlib import Path

from benchmarks import process
from benchmarks.load.crowd import Tally
from benchmarks.results import Result, percentile_of
from tools.deployment import Site

RERUN_GOAL_S, FIRST_GOAL_S, BACK_GOAL_S = 1.0, 3.0, 20.0


def times(name: str, what: str, tally: Tally) -> list[Result]:
    """Reruns and first views of a crowd."""
    return [
        percentile_of(f"{name}_rerun", f"{what}: rerun, 95th percentile", "s", tally.reruns, 95, RERUN_GOAL_S),
        percentile_of(f"{name}_rerun_p50", f"{what}: rerun, 50th percentile", "s", tally.reruns, 50),
        percentile_of(f"{name}_first", f"{what}: first view, 95th percentile", "s", tally.first_views, 95, FIRST_GOAL_S),
        percentile_of(f"{name}_first_p50", f"{what}: first view, 50th percentile", "s", tally.first_views, 50),
    ]


def backs(name: str, what: str, tally: Tally) -> list[Result]:
    """Those who came back after a loss."""
    return [
        slowest(f"{name}_back", f"{what}: back with the page drawn", tally.backs),
        count(f"{name}_changed", f"{what}: pages that came back with other figures", tally.changed, 0),
        count(f"{name}_errors", f"{what}: errors", errors(tally), 0),
    ]


def slowest(id: str, what: str, seconds: list[float]) -> Result:
    """The longest that somebody waited while connections broke."""
    return Result(id, f"{what}, slowest", max(seconds), "s", min(seconds), max(seconds), len(seconds), BACK_GOAL_S)


def count(id: str, what: str, value: int, goal: int) -> Result:
    """A number with the most it may be."""
    return Result(id, what, value, "", value, value, 1, goal)


def errors(tally: Tally) -> int:
    """How many errors a crowd met; what they were goes to standard error."""
    if tally.errors:
        print(json.dumps(tally.errors, ensure_ascii=False), file=sys.stderr)
    return sum(tally.errors.values())


def cpu(site: Site) -> float:
    """CPU seconds of all processes so far."""
    return sum(process.cpu_seconds(one.pid) for one in site.processes)


def machine_cpu() -> float:
    """CPU seconds of everything on this machine so far, all cores together (Linux: the first line of /proc/stat)."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def memory(site: Site) -> float:
    """Memory of all processes, in 10^6 bytes."""
    return sum(process.resident_mb(one.pid) for one in site.processes)
