"""The columns of every table that leaves the dashboard, in one order, from figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import pandas as pd
import pyarrow as pa

from vsv_metrics.export.columns import differs, encoded
from vsv_metrics.export.few import Columns, Few
from vsv_metrics.export.whole import Whole
from vsv_metrics.schema.codes import BREAKDOWNS, PART_SCOPE, TOTAL
from vsv_metrics.text import Locale

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
TRACED = ("flags", "piece", "vintage_rank", "published_on")
DESCRIBED = ("source_title", "source_address", "source_retrieved_on")
"""What a row says of its source."""

Names = Mapping[str, Mapping[str, str | None]]
"""Column that holds names -> code -> name; the language stands behind the column when the names are in it."""


@dataclass(frozen=True)
class Origin:
    """Where a table comes from, of use for all of its rows.

    `names` are those of its codes: areas, series, indicators, members, sources; `query` is the address that gives the table
    again; `note` is what every reader of the file must know, empty when there is nothing.
    """

    names: Names
    fingerprint: str
    app_version: str
    query: str
    note: str = ""


C_co = TypeVar("C_co", covariant=True)


class Figures(Protocol[C_co]):
    """Figures that give the columns of a download, in the form in which they hold them."""

    def has(self, name: str) -> bool: ...

    def numbers(self, name: str) -> C_co: ...

    def codes(self, name: str) -> C_co: ...

    def renamed(self, name: str, text: Callable[[str], str | None] | Mapping[str, str | None]) -> C_co:
        """Another text for each code of a column; missing where there is none."""
        ...

    def constant(self, text: str) -> C_co: ...

    def periods(self, locale: Locale) -> C_co:
        """The label of each year."""
        ...

    def broken_down_by(self, breakdowns: Sequence[str]) -> C_co: ...

    def count_symbols(self) -> C_co: ...

    def rate_symbols(self) -> C_co: ...

    def remarks(self, locale: Locale) -> C_co: ...


def download_table(
    figures: pd.DataFrame | pa.Table, origin: Origin, locale: Locale, breakdowns: Sequence[str] | None = None
) -> pa.Table:
    """One row per figure with codes and names, ready to be written; order and number of rows as in `figures`.

    `breakdowns` are the columns to hold; None: those with more than totals, and `ALWAYS`.
    """
    table = pa.Table.from_pandas(figures, preserve_index=False) if isinstance(figures, pd.DataFrame) else figures
    return pa.table(dict(_columns(Whole(table), origin, locale, with_parts(table) if breakdowns is None else breakdowns)))


def download_rows(figures: Columns, origin: Origin, locale: Locale, breakdowns: Sequence[str]) -> Columns:
    """The same of few figures that stand as plain values by column."""
    return dict(_columns(Few(figures), origin, locale, breakdowns))


def with_parts(table: pa.Table) -> tuple[str, ...]:
    """The breakdown columns with a member other than the total, and `ALWAYS`."""
    return tuple(name for name in BREAKDOWNS if name in ALWAYS or differs(encoded(table[name]), TOTAL).any())


def file_stem(dataset: str, *parts: str) -> str:
    """A file name without ending: `vsv-`, what kind of figures when they are not published, and the parts, only [a-z0-9_-]."""
    words = ["vsv", *FILE_MARKS.get(dataset, ()), *parts]
    kept = "-".join(words).lower()
    return "".join(character if character.isascii() and (character.isalnum() or character in "-_") else "-" for character in kept)


def _columns(figures: Figures[C_co], origin: Origin, locale: Locale, breakdowns: Sequence[str]) -> Iterator[tuple[str, C_co]]:
    names, language = origin.names, locale.language

    def named(code: str, column: str, shown: str) -> tuple[str, C_co]:
        return shown, figures.codes(column) if figures.has(column) else figures.renamed(code, names[column])

    yield "dataset", figures.codes("dataset")
    yield "dataset_note", figures.renamed("dataset", lambda code: locale(f"export.note_{code}"))
    yield from ((name, figures.numbers(name)) for name in RECKONED if figures.has(name))
    for name in ("series", "indicator"):
        yield f"{name}_id", figures.codes(f"{name}_id")
        yield named(f"{name}_id", f"{name}_name_{language}", f"{name}_name")
    yield "region_code", figures.codes("region_code")
    yield named("region_code", f"region_name_{language}", "region_name")
    yield named("region_code", "region_level", "region_level")
    for name in ("coverage", "period_type"):
        yield name, figures.codes(name)
    yield "period", figures.periods(locale)
    yield "year", figures.numbers("period")
    for name in breakdowns:
        members = names.get(f"{name}_name_{language}", {})
        yield name, figures.codes(name)
        yield f"{name}_name", figures.renamed(name, lambda code, members=members: members.get(code, code))
    yield "broken_down_by", figures.broken_down_by(breakdowns)
    yield from ((name, figures.numbers(name)) for name in MEASURED)
    yield "count_symbol", figures.count_symbols()
    yield "rate_symbol", figures.rate_symbols()
    yield "remark", figures.remarks(locale)
    yield from ((name, figures.codes(name)) for name in JUDGED)
    yield from ((name, figures.numbers(name)) for name in TRACED)
    yield from ((name, figures.numbers(name)) for name in COMPARED if figures.has(name))
    yield "source_id", figures.codes("source_id")
    yield from ((name, figures.renamed("source_id", names[name])) for name in DESCRIBED)
    yield "rate_source_id", figures.codes("rate_source_id")
    yield "data_fingerprint", figures.constant(origin.fingerprint)
    yield "app_version", figures.constant(origin.app_version)
    yield "query", figures.constant(origin.query)
    if origin.note:
        yield "note", figures.constant(origin.note)
