"""`python -m benchmarks.figures` writes `docs/figures.md` from the results; every command that writes results does so too."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import faults
from benchmarks.beside import report as beside
from benchmarks.growth import report as growth
from benchmarks.load import report as load
from benchmarks.results import DOCUMENT, RESULTS, goal_of, put_in, value_of
from benchmarks.server import ROOT

PAGE = ROOT / "docs" / "figures.md"


@dataclass(frozen=True)
class Source:
    """A file of results: one document, or documents by name; `tables` gives what else the page shows of them."""

    path: Path
    title: str
    command: str
    read_on: Path | None = None
    tables: Callable[[dict[str, Any]], list[str]] | None = None

    def documents(self) -> list[dict[str, Any]]:
        """What was found, in its order; none when nothing was measured yet."""
        found = json.loads(self.path.read_text(encoding="utf-8")) if self.path.is_file() else {}
        return [found] if "results" in found else list(found.values())


SOURCES = (
    Source(beside.RESULTS, "Beside other products", "python -m benchmarks.beside", DOCUMENT, beside.side_by_side),
    Source(RESULTS, "Speed and size", "python -m benchmarks", DOCUMENT),
    Source(growth.RESULTS, "Growth", "python -m benchmarks.growth", DOCUMENT, growth.table),
    Source(load.RESULTS, "Load and steadiness", "make load", load.PAGE),
    Source(faults.RESULTS, "Faults", "make faults", faults.PAGE),
)


def write() -> None:
    """Writes the page anew; what stands above and below the figures stays."""
    put_in(PAGE, text())


def text() -> str:
    """The Markdown of everything that was measured."""
    sections = [_section(source, documents) for source in SOURCES if (documents := source.documents())]
    return "\n\n".join([_summary(), *sections]) + "\n"


def _summary() -> str:
    lines = ["| What | Goals | Met | Measured | Command |", "|---|--:|--:|---|---|"]
    for source in SOURCES:
        documents = source.documents()
        met = [result["met"] for document in documents for result in document["results"] if result["goal"] is not None]
        days = sorted({document["measured_on"] for document in documents})
        when = " – ".join(dict.fromkeys((days[0], days[-1]))) if days else "not yet"
        lines.append(f"| {source.title} | {len(met)} | {sum(met)} | {when} | `{source.command}` |")
    return "\n".join(lines)


def _section(source: Source, documents: list[dict[str, Any]]) -> str:
    about = documents[0]["machine"]
    told = f" How: [{source.read_on.name}]({source.read_on.name})." if source.read_on else ""
    lines = [
        f"## {source.title}",
        "",
        f"{about['cores']} cores ({about['processor']}), {about['memory_gb']:g} GB, "
        f"load before the run {about['load_before']:g}.{told}",
        "",
    ]
    if source.tables:
        lines += [*source.tables(json.loads(source.path.read_text(encoding="utf-8"))), ""]
    lines += ["| Promise | Value | Lowest – highest | Goal | Met | Command |", "|---|--:|--:|--:|:-:|---|"]
    lines += [
        f"| {result['what']} | {' | '.join(value_of(result))} | {goal_of(result)} | `{source.command}` |"
        for document in documents
        for result in document["results"]
        if result["goal"] is not None
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    write()
    print(f"Written: {PAGE.relative_to(ROOT)}", file=sys.stderr)
