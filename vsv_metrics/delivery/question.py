"""A question to the figures as names and texts, the same in an address, on the command line and in Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlencode

from vsv_metrics.errors import UserError
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Offer, Selection
from vsv_metrics.schema.codes import BREAKDOWNS, DATASETS, PART_SCOPE, TOTAL
from vsv_metrics.store import Store, kept
from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES

API = "/api/v1"
DEFAULT_INDICATOR = "new_leavers"
DEFAULT_DATASET = DATASETS[0]
SEPARATOR = ","

PARAMETERS = {
    "dataset": "`published`, `demo` (fictional) or, where the host allows, `local` and `local_part`",
    "indicator": "what is measured, one code",
    "series": "series, joined by commas; left out: all",
    "region_level": "kinds of area, joined by commas: `country`, `province`, `rmc`, `municipality` …; left out: all",
    "region": "areas, joined by commas: codes, or other names and codes that are known; left out: all",
    "years": "first and last (start) year, `2017,2023`; one year alone; left out: all",
    "by": "columns to break down by, joined by commas; left out: totals only",
    **{name: f"members of `{name}` to keep, joined by commas" for name in BREAKDOWNS},
    "lang": "language of the names: `nl`, `en`",
}
"""What a question may name, in the order of its address."""

MANY = ("series", "region_level", "region", "years", "by", *BREAKDOWNS)
"""Parameters that take several values."""

LONGEST_ECHO = 100
"""Characters of a wrong name or value that a message repeats."""


@dataclass(frozen=True)
class Question:
    """Which figures, complete with the columns that must be broken down, and the language of their names."""

    selection: Selection
    language: str = DEFAULT_LANGUAGE

    @property
    def parameters(self) -> dict[str, str]:
        """The question as names and texts; what sets no limit is left out."""
        asked = self.selection
        lists = {
            "dataset": (asked.dataset,),
            "indicator": (asked.indicator,),
            "series": asked.series,
            "region_level": asked.levels,
            "region": asked.regions,
            "years": tuple(str(year) for year in asked.years or ()),
            "by": asked.breakdowns,
            **dict(asked.members),
            "lang": (self.language,),
        }
        return {name: SEPARATOR.join(lists[name]) for name in PARAMETERS if lists.get(name)}

    @property
    def address(self) -> str:
        """The path and query that give this table from the API."""
        return f"{API}/observations?{urlencode(self.parameters, safe=SEPARATOR)}"


def parse(store: Store, named: Mapping[str, str], scopes: Iterable[str] = (*DATASETS, PART_SCOPE)) -> Question:
    """The question that these names and texts ask; `scopes` are the data sets that may be asked for.

    Raises `UserError` for a name that is no parameter, or a value that does not occur, with the values that come near.
    """
    for name in named:
        if name not in PARAMETERS:
            raise UserError("query_parameter", name=name[:LONGEST_ECHO], expected=_near(name, PARAMETERS))
    language = _one("lang", named.get("lang", DEFAULT_LANGUAGE), LANGUAGES)
    present = _scopes(store)
    dataset = _one("dataset", named.get("dataset", DEFAULT_DATASET), [scope for scope in scopes if scope in present])
    indicator = _one("indicator", named.get("indicator", DEFAULT_INDICATOR), table.indicators(store, dataset))
    every = table.offer(store, dataset, indicator, (), ())
    series = _many("series", named, every.series)
    levels = _many("region_level", named, table.offer(store, dataset, indicator, series, ()).levels)
    found = table.offer(store, dataset, indicator, series, levels)
    members = ((name, _many(name, named, (*found.members.get(name, ()), TOTAL))) for name in BREAKDOWNS if named.get(name))
    selection = Selection(
        dataset,
        indicator,
        series,
        levels,
        _regions(store, named, found),
        _years(named.get("years", ""), found),
        tuple(members),
        _many("by", named, found.breakdowns),
    )
    return Question(table.complete(store, selection), language)


@kept
def _scopes(store: Store) -> frozenset[str]:
    """The data sets, and parts of them, that there are figures of."""
    return frozenset(store.query("scopes")["scope"])


def _regions(store: Store, named: Mapping[str, str], found: Offer) -> tuple[str, ...]:
    aliases = _aliases(store)
    texts = [aliases.get(text, text) for text in _split(named.get("region", ""))]
    return _many("region", {"region": SEPARATOR.join(texts)}, found.regions)


@kept
def _aliases(store: Store) -> dict[str, str]:
    """Another name or code of an area -> its code."""
    rows = store.query("region_aliases")
    return dict(zip(rows["alias"], rows["region_code"], strict=True))


def _years(text: str, found: Offer) -> tuple[int, int] | None:
    if not text:
        return None
    years = [int(part) for part in _split(text) if part.isascii() and part.isdigit() and len(part) == 4]
    if len(years) != len(_split(text)) or len(years) not in (1, 2):
        raise UserError("query_years", value=text[:LONGEST_ECHO], first=found.years[0], last=found.years[1])
    return min(years), max(years)


def _one(name: str, text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise UserError("query_value", name=name, value=text[:LONGEST_ECHO], expected=_near(text, known))
    return text


def _many(name: str, named: Mapping[str, str], known: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_one(name, text, known) for text in _split(named.get(name, ""))))


def _split(text: str) -> list[str]:
    return [part for part in text.split(SEPARATOR) if part]


def _near(text: str, known: Iterable[str], most: int = 8) -> str:
    """The values nearest to a text, else the first ones."""
    options = list(known)
    near = get_close_matches(text[:LONGEST_ECHO], options, most, 0.5) or options[:most]
    return SEPARATOR.join(near) + (f"{SEPARATOR}…" if len(options) > len(near) else "")
