"""The columns of every table that leaves the dashboard, in one order, from figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.export.columns import compute, constant, differs, encoded, renamed
from vsv_metrics.export.remarks import broken_down_by, remarks
from vsv_metrics.export.symbols import count_symbols, rate_symbols
from vsv_metrics.schema.codes import BREAKDOWNS, PART_SCOPE, TOTAL
from vsv_metrics.text import LANGUAGES, Locale

FILE_MARKS = {"demo": ("voorbeeld",), "local": ("eigen",), PART_SCOPE: ("eigen", "instellingen")}
RECKONED = ("kind", "projected_lower", "projected_upper")
"""Columns of a frame that holds reckoned values beside figures: which is which, and the bounds of what is drawn on."""
COMPARED = (
    "funnel_verdict",
    "smoothed_pct",
    "rank",
    "rank_lower",
    "rank_upper",
    "chance_lowest_fifth",
    "chance_highest_fifth",
    "trend",
    "trend_reason",
)
"""Columns of a frame that holds areas side by side: what chance makes of their differences."""

ALWAYS = ("sector",)
"""Breakdowns that stand in a download even when all rows are totals."""

MEASURED = (
    "numerator",
    "numerator_lower",
    "numerator_upper",
    "denominator",
    "denominator_lower",
    "denominator_upper",
    "rate_pct",
    "rate_lower",
    "rate_upper",
    "rate_basis",
    "rate_digits",
    "interval_lower",
    "interval_upper",
)
JUDGED = ("obs_status", "rate_status", "precision", "missing_reason")
_YEARS = 10_000
TRACED = ("flags", "piece", "vintage_rank", "published_on")


Names = Mapping[str, Mapping[str, str]]
"""Column that holds names -> code -> name."""


@dataclass(frozen=True)
class Origin:
    """Where a table comes from, of use for all of its rows.

    `sources` and `members` are the store's tables of those names; `query` is the address that gives the table again;
    `note` is what every reader of the file must know, empty when there is nothing; `names` are those of figures that hold
    codes alone.
    """

    sources: pd.DataFrame
    members: pd.DataFrame
    fingerprint: str
    app_version: str
    query: str
    note: str = ""
    names: Names = field(default_factory=dict)

    @cached_property
    def described_sources(self) -> dict[str, dict[str, str | None]]:
        """What a row says of its source: column -> source -> text."""
        known = self.sources.set_index("source_id")
        columns = {"title": known["title"], "address": known["address"], "retrieved_on": known["retrieved_on"].dt.date}
        return {f"source_{name}": _texts(values) for name, values in columns.items()}

    @cached_property
    def member_names(self) -> dict[str, dict[str, dict[str, str]]]:
        """Language -> breakdown column -> member -> its name."""
        return {
            language: {
                str(column): dict(zip(rows["code"], rows[f"name_{language}"], strict=True))
                for column, rows in self.members.groupby("breakdown")
            }
            for language in LANGUAGES
        }


def download_table(
    figures: pd.DataFrame | pa.Table, origin: Origin, locale: Locale, breakdowns: Sequence[str] | None = None
) -> pa.Table:
    """One row per figure with codes and names, ready to be written; order and number of rows as in `figures`.

    `breakdowns` are the columns to hold; None: those with more than totals, and `ALWAYS`.
    """
    table = pa.Table.from_pandas(figures, preserve_index=False) if isinstance(figures, pd.DataFrame) else figures
    return pa.table(dict(_columns(table, origin, locale, with_parts(table) if breakdowns is None else breakdowns)))


def with_parts(table: pa.Table) -> tuple[str, ...]:
    """The breakdown columns with a member other than the total, and `ALWAYS`."""
    return tuple(name for name in BREAKDOWNS if name in ALWAYS or differs(encoded(table[name]), TOTAL).any())


def file_stem(dataset: str, *parts: str) -> str:
    """A file name without ending: `vsv-`, what kind of figures when they are not published, and the parts, only [a-z0-9_-]."""
    words = ["vsv", *FILE_MARKS.get(dataset, ()), *parts]
    kept = "-".join(words).lower()
    return "".join(character if character.isascii() and (character.isalnum() or character in "-_") else "-" for character in kept)


def _columns(
    table: pa.Table, origin: Origin, locale: Locale, breakdowns: Sequence[str]
) -> Iterator[tuple[str, pa.Array | pa.ChunkedArray]]:
    language = locale.language
    datasets = encoded(table["dataset"])
    sources = encoded(table["source_id"])
    members = origin.member_names[language]
    yield "dataset", datasets
    yield "dataset_note", renamed(datasets, lambda code: locale(f"export.note_{code}"))
    yield from ((name, table[name]) for name in RECKONED if name in table.column_names)
    for name in ("series", "indicator"):
        yield f"{name}_id", encoded(table[f"{name}_id"])
        yield f"{name}_name", _names(table, f"{name}_id", f"{name}_name_{language}", origin)
    yield "region_code", encoded(table["region_code"])
    yield "region_name", _names(table, "region_code", f"region_name_{language}", origin)
    yield "region_level", _names(table, "region_code", "region_level", origin)
    for name in ("coverage", "period_type"):
        yield name, encoded(table[name])
    yield "period", _periods(table, locale)
    yield "year", table["period"]
    for name in breakdowns:
        codes, names = encoded(table[name]), members.get(name, {})
        yield name, codes
        yield f"{name}_name", renamed(codes, lambda code, names=names: names.get(code, code))
    yield "broken_down_by", broken_down_by(table, breakdowns)
    yield from ((name, table[name]) for name in MEASURED)
    yield "count_symbol", count_symbols(table)
    yield "rate_symbol", rate_symbols(table)
    yield "remark", remarks(table, locale)
    yield from ((name, encoded(table[name])) for name in JUDGED)
    yield from ((name, table[name]) for name in TRACED)
    yield from ((name, table[name]) for name in COMPARED if name in table.column_names)
    yield "source_id", sources
    yield from ((name, renamed(sources, texts)) for name, texts in origin.described_sources.items())
    yield "rate_source_id", encoded(table["rate_source_id"])
    yield "data_fingerprint", constant(origin.fingerprint, len(table))
    yield "app_version", constant(origin.app_version, len(table))
    yield "query", constant(origin.query, len(table))
    if origin.note:
        yield "note", constant(origin.note, len(table))


def _names(table: pa.Table, code: str, name: str, origin: Origin) -> pa.DictionaryArray:
    return encoded(table[name]) if name in table.column_names else renamed(encoded(table[code]), origin.names[name])


def _periods(table: pa.Table, locale: Locale) -> pa.DictionaryArray:
    """The label of each year; labels are made once per kind of year and year."""
    kinds = encoded(table["period_type"])
    years = compute.cast(table["period"], pa.int64()).to_numpy()
    places, keys = pd.factorize(np.asarray(kinds.indices, dtype=np.int64) * _YEARS + years)
    names = kinds.dictionary.to_pylist()
    labels = [locale.period(names[key // _YEARS], key % _YEARS) for key in keys.tolist()]
    known = list(dict.fromkeys(labels))
    indices = pa.array([known.index(label) for label in labels], pa.int32())
    return pa.DictionaryArray.from_arrays(compute.take(indices, pa.array(places)), pa.array(known, pa.string()))


def _texts(values: pd.Series) -> dict[str, str | None]:
    return {str(key): None if pd.isna(value) else str(value) for key, value in values.items()}
