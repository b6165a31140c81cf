"""The table that answers a question, with where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.delivery.question import Question
from vsv_metrics.export.few import Columns
from vsv_metrics.export.table import Names, Origin, download_rows, download_table
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Places
from vsv_metrics.paths import app_version
from vsv_metrics.store import Store, kept
from vsv_metrics.text import LANGUAGES, Locale, locale

ROWS_AT_ONCE = 40_000
"""Rows that are made and written together: enough to be quick, few enough to hold many answers at once."""

FEW_ROWS = 200
"""Answers of no more are read in one question and made value by value, in a fraction of the time."""


@dataclass(frozen=True)
class Answer:
    """A question with the store that answers it. The rows are made each time they are asked for, and kept nowhere."""

    question: Question
    store: Store
    origin: Origin

    @cached_property
    def positions(self) -> np.ndarray:
        """Where its figures stand in the store, ascending."""
        return table.positions(self.store, self.question.selection)

    @cached_property
    def few(self) -> Columns | None:
        """All rows as plain values, when they are no more than `FEW_ROWS`."""
        figures = table.few(self.store, self.question.selection, FEW_ROWS)
        return None if figures is None else download_rows(figures, *self._said)

    @property
    def rows(self) -> int:
        """How many rows the table has, without making it."""
        return len(self.positions) if self.few is None else len(self.few["year"])

    def parts(self, offset: int = 0, limit: int | None = None) -> Iterator[pa.Table | Columns]:
        """What `tables` gives, to be written as text: few rows as plain values."""
        if self.few is None:
            yield from self.tables(offset=offset, limit=limit)
        else:
            page = slice(offset, None if limit is None else offset + limit)
            yield {name: values[page] for name, values in self.few.items()}

    def tables(self, most_rows: int = ROWS_AT_ONCE, offset: int = 0, limit: int | None = None) -> Iterator[pa.Table]:
        """The rows in their order, at most `most_rows` at a time; at least one table, so that its columns are known.

        `offset` rows are passed over, and no more than `limit` are given.
        """
        at = self.positions[offset : None if limit is None else offset + limit]
        for figures in table.tables(self.store, self.question.selection, at, most_rows):
            yield self._named(figures)

    def table(self) -> pa.Table:
        """All rows, made a part at a time."""
        return pa.concat_tables(self.tables()).unify_dictionaries().combine_chunks()

    def whole(self) -> pa.Table:
        """All rows at once, for questions whose answer memory holds several times."""
        return self._named(table.whole(self.store, self.question.selection))

    @cached_property
    def places(self) -> Places:
        """Where its figures stand, and the first of each kind."""
        return table.places(self.store, self.question.selection)

    def at(self, positions: np.ndarray) -> pa.Table:
        """The rows whose figures stand there, in their order."""
        return self._named(table.at(self.store, self.question.selection, positions))

    def _named(self, figures: pa.Table) -> pa.Table:
        return download_table(figures, *self._said)

    @property
    def _said(self) -> tuple[Origin, Locale, tuple[str, ...]]:
        """What the columns of a download are made with beside the figures."""
        columns = dict.fromkeys(("sector", *table.columns_asked(self.question.selection)))
        return self.origin, locale(self.question.language), tuple(columns)


def answer(store: Store, question: Question) -> Answer:
    """The answer to a question: one row per figure, columns as in `export.table.download_table`."""
    return Answer(question, store, origin(store, question.address))


def origin(store: Store, query: str, note: str = "") -> Origin:
    """What a table of figures from this store says of where it comes from."""
    return Origin(_names(store), store.fingerprint, app_version(), query, note)


@kept
def _names(store: Store) -> Names:
    """The names of codes in both languages, and what is said of sources, by the column that holds them."""
    regions, members, sources = store.query("regions"), store.query("members"), store.query("sources")
    lists = {"series": ("series_id", store.query("series")), "indicator": ("indicator_id", store.query("indicators"))}
    lists |= {"region": ("region_code", regions)} | {str(name): ("code", rows) for name, rows in members.groupby("breakdown")}
    found: dict[str, dict[str, str | None]] = {"region_level": _texts(regions["region_code"], regions["level"])}
    for name, (key, rows) in lists.items():
        found |= {f"{name}_name_{code}": _texts(rows[key], rows[f"name_{code}"]) for code in LANGUAGES}
    described = sources[["title", "address"]].assign(retrieved_on=sources["retrieved_on"].dt.date)
    return found | {f"source_{name}": _texts(sources["source_id"], described[name]) for name in described}


def _texts(codes: pd.Series, texts: pd.Series) -> dict[str, str | None]:
    """Code -> text."""
    return {str(code): None if pd.isna(text) else str(text) for code, text in zip(codes, texts, strict=True)}
