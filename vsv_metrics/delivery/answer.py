"""The table that answers a question, with where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from vsv_metrics.delivery.question import Question
from vsv_metrics.export.table import Origin, download_table
from vsv_metrics.indicators import table
from vsv_metrics.store import Store
from vsv_metrics.store.build import app_version
from vsv_metrics.text import locale

ROWS_AT_ONCE = 50_000
"""Rows that are made and written together: enough to be quick, few enough to hold many answers at once."""


@dataclass(frozen=True)
class Answer:
    """A question with the store that answers it. The rows are made each time they are asked for, and kept nowhere."""

    question: Question
    store: Store
    origin: Origin

    @property
    def rows(self) -> int:
        """How many rows the table has, without making it."""
        return table.count(self.store, self.question.selection)

    def tables(self, most_rows: int = ROWS_AT_ONCE) -> Iterator[pa.Table]:
        """The rows in their order, at most `most_rows` at a time; at least one table, so that its columns are known."""
        words, columns = locale(self.question.language), table.columns_asked(self.question.selection)
        kept = tuple(dict.fromkeys(("sector", *columns)))
        for figures in table.tables(self.store, self.question.selection, most_rows):
            yield download_table(figures, self.origin, words, kept)

    def table(self) -> pa.Table:
        """All rows."""
        return pa.concat_tables(self.tables()).unify_dictionaries().combine_chunks()


def answer(store: Store, question: Question) -> Answer:
    """The answer to a question: one row per figure, columns as in `export.table.download_table`."""
    return Answer(question, store, origin(store, question.address))


def origin(store: Store, query: str, note: str = "") -> Origin:
    """What a table of figures from this store says of where it comes from."""
    return Origin(store.query("sources"), store.query("members"), store.fingerprint, app_version(), query, note)
