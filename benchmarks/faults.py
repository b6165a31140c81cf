"""The results of the long tests of faults as JSON and as the table of `docs/faults.md`."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import machine, results
from benchmarks.results import Result

RESULTS = Path(__file__).parent / "faults.json"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "faults.md"


def read() -> dict[str, Any]:
    """Fault -> what was found last, none when nothing was tried yet."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}


def found(id: str, what: str, tried: int, broken: int, seconds: float) -> list[Result]:
    """What came of one fault: how often something broke, of how many times it was tried, and how long that took."""
    return [
        Result(id, f"{what}: broken", broken, "", broken, broken, tried, goal=0),
        Result(f"{id}_seconds", f"{what}: time", seconds, "s", seconds, seconds, 1),
    ]


def write(found_now: Mapping[str, Sequence[Result]]) -> None:
    """Puts what was found in the place of what was found before, in the file and on the page."""
    about = machine.describe("")
    del about["chromium"]
    now = {name: results.to_document(each, about, date.today().isoformat()) for name, each in found_now.items()}
    documents = dict(sorted((read() | now).items()))
    RESULTS.write_text(json.dumps(documents, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    results.put_in(PAGE, table(documents))


def table(documents: dict[str, Any]) -> str:
    """The Markdown of all faults: a line each."""
    lines = ["| What | Tried | Broken | Time | On | With |", "|---|--:|--:|--:|---|---|"]
    for document in documents.values():
        broken, time = document["results"]
        about = document["machine"]
        versions = f"Python {about['python']}, DuckDB {about['duckdb']}, pandas {about['pandas']}"
        what = broken["what"].removesuffix(": broken")
        lines.append(
            f"| {what} | {broken['n']:,} | {broken['value']:.0f} | {time['value']:.0f} s "
            f"| {document['measured_on']}, {about['cores']} cores | {versions} |"
        )
    return "\n".join(lines) + "\n"
