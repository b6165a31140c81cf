"""What a store of each size cost, as results with their goals, as JSON and as a table."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.results import Result, median_of, ratio_of, value_of

RESULTS = Path(__file__).resolve().parents[1] / "growth.json"
WHAT = {
    "seconds": ("Build of the store", "s"),
    "cpu": ("Build of the store: CPU", "s"),
    "peak_mb": ("Build of the store: most memory", "MB"),
    "store_mb": ("Size of the store", "MB"),
    "start": ("Start to ready, the whole file compared with its checksum", "s"),
    "visit": ("First visit to Regio after the start, to the last chart", "s"),
    "query": ("What Regio asks of the store for one area: CPU", "ms"),
    "region": ("Another area, not asked for before, to its charts painted", "ms"),
    "region_cpu": ("Another area, not asked for before: CPU of the server", "ms"),
    "rerun_region": ("CPU per rerun, Regio", "ms"),
    "rerun_overview": ("CPU per rerun, Overzicht", "ms"),
    "memory": ("Memory of the server", "MB"),
}
"""Measure -> what, unit. Their order is that of the table."""

STEADY = ("visit", "query", "region", "region_cpu", "rerun_region", "rerun_overview")
"""What may not grow with the rows behind a page."""

STEADY_GOAL = 1.3
"""Times what it is with the fewest rows; the medians of two equal runs differ by less."""

Samples = dict[str, list[float]]
"""Measure -> its samples."""


def results(rows: int, samples: Samples, smallest: Samples) -> list[Result]:
    """Each measure, and of what may not grow how many times that is what it was with the fewest rows."""
    of = f"{rows:,} observations"
    found = [median_of(name, f"{what}, {of}", unit, samples[name]) for name, (what, unit) in WHAT.items()]
    return found + [
        ratio_of(f"{name}_ratio", f"{WHAT[name][0]}, {of} against the fewest", samples[name], smallest[name], STEADY_GOAL)
        for name in STEADY
        if samples is not smallest
    ]


def read() -> dict[str, Any]:
    """Number of observations -> what was found last."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}


def write(found: dict[str, Any]) -> None:
    """Puts what was found in the place of what was found before."""
    documents = read() | found
    ordered = {size: documents[size] for size in sorted(documents, key=int)}
    RESULTS.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def table(documents: Mapping[str, Any]) -> list[str]:
    """The lines of a table with a measure a line and a size a column."""
    sizes = sorted(documents, key=int)
    by_id = {size: {result["id"]: result for result in documents[size]["results"]} for size in sizes}
    lines = [f"| What | {' | '.join(f'{int(size):,}' for size in sizes)} |", f"|---|{'--:|' * len(sizes)}"]
    for name, (what, _) in WHAT.items():
        cells = (_cell(by_id[size][name], by_id[size].get(f"{name}_ratio")) for size in sizes)
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return lines


def _cell(value: dict[str, Any], ratio: dict[str, Any] | None) -> str:
    shown, _ = value_of(value)
    return f"**{shown}**" if ratio is not None and ratio["met"] is False else shown
