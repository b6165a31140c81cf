"""The words of lists of one's own, from `words.toml`: column names, months, levels at which a measure takes hold, kinds."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from vsv_metrics.sources.foreign.text import header_key, value_key

FORMATS: Final = {"measures": "own_measures", "moments": "own_moments"}
"""Kind of list -> name of the format."""


@dataclass(frozen=True)
class Words:
    """Every list of `words.toml` in the form in which it is asked."""

    columns: dict[str, dict[str, str]]
    """Kind of list -> key of a column name -> meaning."""
    telling: dict[str, frozenset[str]]
    """Kind of list -> keys of the column names that only such a list has."""
    months: dict[str, int]
    works_on: dict[str, str]
    kinds: dict[str, str]
    whole_country: frozenset[str]
    all_members: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the word lists, read once a process."""
    raw = tomllib.loads(files("vsv_metrics.sources.foreign.lists").joinpath("words.toml").read_text(encoding="utf-8"))
    columns = {
        kind: {header_key(name): meaning for meaning, names in entries.items() for name in names}
        for kind, entries in raw["columns"].items()
    }
    telling = {
        kind: frozenset(key for key, meaning in columns[kind].items() if meaning in raw["telling"][kind])
        | frozenset(map(header_key, raw["telling"][names]))
        for kind, names in (("measures", "names"), ("moments", "moment_names"))
    }
    return Words(
        columns,
        telling,
        {value_key(name): int(month) for month, names in raw["months"].items() for name in names},
        {value_key(name): code for code, names in raw["works_on"].items() for name in names},
        {value_key(name): code for code, names in raw["kinds"].items() for name in names},
        frozenset(map(value_key, raw["whole"]["region"])),
        frozenset(map(value_key, raw["whole"]["member"])),
    )
