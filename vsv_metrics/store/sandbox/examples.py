"""Statements that answer real questions, to begin from: each a file in `examples/`, shown without its header."""

from functools import cache
from importlib.resources import files

EXAMPLES = ("national", "highest_regions", "sectors", "revisions", "targets", "missing", "sources", "demo_provinces")


@cache
def example(name: str) -> str:
    """Return the statement of this name."""
    text = files("vsv_metrics.store.sandbox").joinpath("examples", f"{name}.sql").read_text(encoding="utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()
