"""The results of each scenario as JSON and as the tables of `docs/load.md`."""

import json
from pathlib import Path
from typing import Any

from benchmarks.load.machine import heading
from benchmarks.results import put_in, rows

RESULTS = Path(__file__).resolve().parents[1] / "load.json"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "load.md"
TITLES = {
    "active": "Active visitors",
    "idle": "Idle sessions",
    "slow": "Slow clients",
    "dropped": "Dropped connections",
    "restart": "Restarts",
    "refresh": "A refresh",
    "soak": "Soak",
}
"""Scenario -> title of its table, in this order."""


def read() -> dict[str, Any]:
    """Scenario -> what was found last, none when nothing was measured yet."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}


def write(found: dict[str, Any]) -> None:
    """Puts what was found in the place of what was found before, in the file and on the page."""
    documents = read() | found
    ordered = {name: documents[name] for name in TITLES if name in documents}
    RESULTS.write_text(json.dumps(ordered, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    put_in(PAGE, tables(ordered))


def tables(documents: dict[str, Any]) -> str:
    """The Markdown of all scenarios."""
    return "\n".join(
        f"### {TITLES[name]}\n\n{heading(document)}\n\n" + "\n".join(rows(document)) + "\n"
        for name, document in documents.items()
    )
