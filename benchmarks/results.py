"""Measured values with their goals, as JSON and as the table of `docs/benchmarks.md`."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results.json"
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results: begin -->\n", "<!-- results: end -->\n"
DIGITS = {"ms": 1, "s": 2, "MB": 2, "times": 2, "%": 1, "": 0}


@dataclass(frozen=True)
class Result:
    """One measured value. `low` and `high` are the lowest and highest of its `n` samples; `goal` is the most it may be."""

    id: str
    what: str
    value: float
    unit: str
    low: float
    high: float
    n: int
    goal: float | None = None

    @property
    def met(self) -> bool | None:
        return None if self.goal is None else self.value <= self.goal


def median_of(id: str, what: str, unit: str, samples: Sequence[float], goal: float | None = None) -> Result:
    """The median of the samples."""
    return Result(id, what, statistics.median(samples), unit, min(samples), max(samples), len(samples), goal)


def percentile_of(id: str, what: str, unit: str, samples: Sequence[float], percent: int, goal: float | None = None) -> Result:
    """A percentile of the samples, interpolated between the two nearest."""
    value = statistics.quantiles(samples, n=100, method="inclusive")[percent - 1]
    return Result(id, what, value, unit, min(samples), max(samples), len(samples), goal)


def ratio_of(id: str, what: str, ours: Sequence[float], theirs: Sequence[float], goal: float | None = None) -> Result:
    """The ratio of two medians; its spread is that of the ratios of samples taken one after the other."""
    ratios = [our / their for our, their in zip(ours, theirs, strict=True)]
    value = statistics.median(ours) / statistics.median(theirs)
    return Result(id, what, value, "times", min(ratios), max(ratios), len(ratios), goal)


def to_document(results: Sequence[Result], machine: dict[str, Any], measured_on: str) -> dict[str, Any]:
    """Everything that a run found, ready for JSON."""
    rounded = [asdict(result) | {"met": result.met} | _rounded(result) for result in results]
    return {"measured_on": measured_on, "machine": machine, "results": rounded}


def to_table(document: dict[str, Any]) -> str:
    """The Markdown of a document of results: machine and date, then one line a result."""
    machine = document["machine"]
    lines = [
        f"Measured on {document['measured_on']}: {machine['cores']} cores ({machine['processor']}), "
        f"{machine['memory_gb']:g} GB, {machine['system']}, load before the run {machine['load_before']:g}; "
        f"Python {machine['python']}, Streamlit {machine['streamlit']}, DuckDB {machine['duckdb']}, "
        f"Plotly {machine['plotly']}, pandas {machine['pandas']}, Chromium {machine['chromium']}.",
        "",
        *rows(document),
    ]
    return "\n".join(lines) + "\n"


def rows(document: dict[str, Any]) -> list[str]:
    """The lines of the table of a document of results."""
    return [
        "| What | Value | Lowest – highest | Samples | Goal | Met |",
        "|---|--:|--:|--:|--:|:-:|",
        *(_line(result) for result in document["results"]),
    ]


def write(document: dict[str, Any]) -> None:
    """Writes the results and their table in the documentation."""
    RESULTS.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    put_in(DOCUMENT, to_table(document))


def put_in(page: Path, tables: str) -> None:
    """Puts these tables in the place of those on a page."""
    before, rest = page.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", encoding="utf-8")


def held_in(page: Path) -> str:
    """The tables as a page has them now."""
    return page.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0].strip("\n") + "\n"


def _rounded(result: Result) -> dict[str, float]:
    return {name: round(getattr(result, name), DIGITS[result.unit] + 1) for name in ("value", "low", "high")}


def value_of(result: dict[str, Any]) -> tuple[str, str]:
    """The value with its unit, and its spread, as tables show them."""
    value, low, high = (f"{result[name]:.{DIGITS[result['unit']]}f}" for name in ("value", "low", "high"))
    return f"{value} {result['unit']}".rstrip(), f"{low} – {high}"


def goal_of(result: dict[str, Any]) -> str:
    """The goal and whether it is met, as two cells."""
    goal = "" if result["goal"] is None else f"≤ {result['goal']:g} {result['unit']}".rstrip()
    return f"{goal} | { {None: '', True: 'yes', False: '**no**'}[result['met']] }"


def _line(result: dict[str, Any]) -> str:
    return f"| {result['what']} | {' | '.join(value_of(result))} | {result['n']} | {goal_of(result)} |"
