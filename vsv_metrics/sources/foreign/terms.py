"""The words that foreign files use, from `terms.toml`: column names, masks, totals, categories, words for persons."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from vsv_metrics.sources.foreign.text import header_key, value_key

MASK_FINDINGS = ("masked", "blank", "dash_unknown", "minus_one", "word_unknown")
"""Codes of what is told about a symbol in place of a count."""


@dataclass(frozen=True)
class Mask:
    """What a symbol in place of a count means: a reason, bounds, and the code of the finding about it."""

    reason: str
    lower: int | None
    upper: int | None
    finding: str
    is_warning: bool


@dataclass(frozen=True)
class Terms:
    """Every list of `terms.toml` in the form in which it is asked."""

    headers: dict[str, str]
    """Key of a column name -> meaning."""
    levels: dict[str, str]
    """Key of a column name -> level of the areas it names."""
    persons: frozenset[str]
    person_parts: tuple[str, ...]
    masks: dict[str, Mask]
    totals: frozenset[str]
    categories: dict[str, dict[str, tuple[str, str]]]
    """Meaning of a column -> key of a cell -> (breakdown, member) pairs as `sector` and `level`, or one breakdown."""


@lru_cache(maxsize=1)
def terms() -> Terms:
    """Return the word lists, read once a process."""
    raw = tomllib.loads(files("vsv_metrics.sources.foreign").joinpath("terms.toml").read_text(encoding="utf-8"))
    headers = {header_key(name): meaning for meaning, names in raw["headers"].items() for name in names}
    levels = {header_key(name): level for level, names in raw["levels"].items() for name in names}
    unknown = {entry["finding"] for entry in raw["masks"]} - set(MASK_FINDINGS)
    if unknown:
        raise ValueError(f"terms.toml: findings {sorted(unknown)} of masks are not in {MASK_FINDINGS}")
    masks = {
        symbol: Mask(entry["reason"], entry.get("lower"), entry.get("upper"), entry["finding"], entry.get("warning", False))
        for entry in raw["masks"]
        for symbol in entry["symbols"]
    }
    categories = {
        meaning: {value_key(word): members for members, words in _pairs(entries) for word in words}
        for meaning, entries in raw["categories"].items()
    }
    return Terms(
        headers,
        levels,
        frozenset(header_key(name) for name in raw["persons"]["names"]),
        tuple(raw["persons"]["parts"]),
        masks,
        frozenset(value_key(word) for word in raw["totals"]["words"]),
        categories,
    )


def _pairs(entries: dict[str, list[str]]) -> list[tuple[tuple[str, str], list[str]]]:
    return [((name.partition(".")[0], name.partition(".")[2]), words) for name, words in entries.items()]
