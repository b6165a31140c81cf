"""A table with all that is known of it: what every form of file is written from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from vsv_metrics.export.columns import compute
from vsv_metrics.export.described import about, kind, label
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale


@dataclass(frozen=True)
class Document:
    """A download table, perhaps arranged, and what its readers must know. Equal documents give equal bytes.

    `sources`, `series`, `indicators` and `breaks` are the rows of those tables of the store that the figures draw on.
    """

    table: pa.Table
    title: str
    stem: str
    locale: Locale
    dataset: str
    query: str
    fingerprint: str
    app_version: str
    made_on: date
    """Day on which the store was built."""
    filters: tuple[tuple[str, str], ...] = ()
    """What was chosen, in words: name, choice."""
    notes: tuple[str, ...] = ()
    sources: tuple[Row, ...] = ()
    series: tuple[Row, ...] = ()
    indicators: tuple[Row, ...] = ()
    breaks: tuple[Row, ...] = ()

    @property
    def is_fictional(self) -> bool:
        return self.dataset == "demo"

    @property
    def heading(self) -> str:
        """The title, marked when the figures are fictional."""
        return f"{self.locale('common.demo_mark')}: {self.title}" if self.is_fictional else self.title

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes, first that the figures are fictional when they are."""
        return (self.locale("common.demo_mark"), *self.notes) if self.is_fictional else self.notes


def plain(table: pa.Table) -> pa.Table:
    """The table with texts as texts, and missing where a number is none."""
    return pa.table({name: _plain(column) for name, column in zip(table.column_names, table.columns, strict=True)})


def metadata(document: Document) -> dict[str, Any]:
    """What is known of the table, as plain values in the language of the document."""
    locale, table = document.locale, document.table
    return {
        "title": document.heading,
        "is_fictional": document.is_fictional,
        "dataset": document.dataset,
        "language": locale.language,
        "rows": len(table),
        "query": document.query,
        "data_fingerprint": document.fingerprint,
        "app_version": document.app_version,
        "made_on": document.made_on.isoformat(),
        "filters": dict(document.filters),
        "notes": list(document.all_notes),
        "columns": [
            {
                "name": field.name,
                "kind": kind(field.name, field.type),
                "label": label(field.name, locale),
                "description": about(field.name, locale),
            }
            for field in table.schema
        ],
        "sources": [_source(row) for row in document.sources],
        "series": [
            {
                "series_id": row["series_id"],
                "name": locale.name(row),
                "producer": row["producer"],
                "definition": locale.name(row, "definition"),
            }
            for row in document.series
        ],
        "indicators": [indicator(row, locale) for row in document.indicators],
        "breaks": [
            {
                "period": _period(row, locale),
                "before": row["before_series_id"],
                "after": row["after_series_id"],
                "what": locale.name(row, "label"),
                "why": locale.name(row, "reason"),
            }
            for row in document.breaks
        ],
    }


def indicator(row: Row, locale: Locale) -> dict[str, str | None]:
    """What was counted, and what its numbers are."""
    found = {"indicator_id": row["indicator_id"], "name": locale.name(row)}
    return found | {part: text(row[f"{part}_{locale.language}"]) for part in ("numerator", "denominator", "rate")}


def text(value: object) -> str | None:
    """A value of a row as text, dates as year-month-day; None when it is missing."""
    if value is None or value != value or str(value) in ("NaT", "<NA>"):
        return None
    return str(value)[:10] if hasattr(value, "isoformat") else str(value)


def _period(row: Row, locale: Locale) -> str | None:
    """The first period after a break; None when the source does not say."""
    year = text(row["period"])
    return None if year is None else locale.period(row["period_type"], int(float(year)))


def _source(row: Mapping[Any, Any]) -> dict[str, str | None]:
    names = ("source_id", "title", "publisher", "address", "licence", "published_on", "published_label", "retrieved_on")
    return {name: text(row[name]) for name in names}


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        return compute.cast(column, pa.string())
    if pa.types.is_floating(column.type):
        return compute.if_else(compute.is_nan(column), None, column)
    return column
