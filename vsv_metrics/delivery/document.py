"""A table with all that the store knows of its figures, ready to be written in any form."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
import pyarrow as pa

from vsv_metrics.export.columns import encoded
from vsv_metrics.export.document import Document
from vsv_metrics.paths import app_version
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store
from vsv_metrics.text import Locale


def document(
    store: Store,
    table: pa.Table,
    locale: Locale,
    *,
    dataset: str,
    title: str,
    stem: str,
    query: str,
    arranged: pa.Table | None = None,
    filters: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
) -> Document:
    """The document of a download table; `arranged` is what is written of it, all of it when left out."""
    series = _codes(table, "series_id")
    breaks = store.query("breaks")
    touched = breaks["before_series_id"].isin(series) | breaks["after_series_id"].isin(series)
    return Document(
        table=table if arranged is None else arranged,
        title=title,
        stem=stem,
        locale=locale,
        dataset=dataset,
        query=query,
        fingerprint=store.fingerprint,
        app_version=app_version(),
        made_on=date.fromisoformat(store.built_at[:10]),
        filters=tuple(filters),
        notes=tuple(notes),
        sources=_rows(store.query("sources"), "source_id", [*_codes(table, "source_id"), *_codes(table, "rate_source_id")]),
        series=_rows(store.query("series"), "series_id", series),
        indicators=_rows(store.query("indicators"), "indicator_id", _codes(table, "indicator_id")),
        breaks=tuple(breaks[touched].to_dict("records")),
    )


def _codes(table: pa.Table, column: str) -> list[str]:
    """The codes that occur; a dictionary may hold more than its rows use."""
    if column not in table.column_names:
        return []
    return [code for code in encoded(table[column]).unique().to_pylist() if code is not None]


def _rows(frame: pd.DataFrame, key: str, codes: Iterable[str]) -> tuple[Row, ...]:
    return tuple(frame[frame[key].isin(list(codes))].to_dict("records"))
