"""The rows of a long table, made when they come into view: the browser asks for a thousand at a time while somebody scrolls."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Condition

import numpy as np
import pandas as pd
import pyarrow as pa
from cachetools import LRUCache, cached
from streamlit.dataframe import lazy_df_adapters
from streamlit.dataframe.lazy_df_source import DEFAULT_PAGE_SIZE, AccessMode, DataframeSource, SortSpec

from vsv_metrics.export.arrange import sortable
from vsv_metrics.export.columns import compute
from vsv_metrics.text import Locale
from vsv_metrics.web.table_screen import Screen, draw_written, padded

LEAST = 20_000
"""Rows up to which the browser gets all at once, and sorts and searches them itself."""
AT_ONCE = DEFAULT_PAGE_SIZE
"""Rows that the browser asks for at once."""
MOST_ORDERS = 2


@dataclass(frozen=True, eq=False)
class Rows:
    """A long table as Streamlit asks for one (its protocol `DataframeSource`), in threads beside the run that drew it.

    `part` gives so many rows from an offset on; `make_whole` all of them, for sorting by any column.
    """

    row_count: int
    part: Callable[[int, int], Screen]
    make_whole: Callable[[], Screen]
    words: Locale
    sortable = True
    access_mode = AccessMode.RANDOM_ACCESS

    @cached_property
    def first(self) -> Screen:
        """The rows in view before anybody scrolls."""
        return self.part(0, AT_ONCE)

    @cached_property
    def whole(self) -> Screen:
        """All rows, made when somebody sorts them."""
        return self.make_whole()

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns as they are sent."""
        return self._first_written.schema

    def load_rows(self, offset: int, limit: int, *, sort: SortSpec | None = None) -> pa.Table:
        """At most `limit` rows from `offset` on, sorted by a column of `schema` when asked; rows without a value come last."""
        if sort is not None and sort.column in self.schema.names:
            return _sent(self._sorted(sort, offset, limit), self.words)
        if (offset, limit) == (0, AT_ONCE):
            return self._first_written
        return _sent(self.part(offset, limit), self.words)

    def to_pandas(self) -> pd.DataFrame:
        """All rows: Streamlit asks for them where there is no browser to scroll."""
        return padded(self.whole, self.words).to_pandas()

    @cached_property
    def _first_written(self) -> pa.Table:
        return _sent(self.first, self.words)

    def _sorted(self, sort: SortSpec, offset: int, limit: int) -> Screen:
        whole, at = self.whole, self._order(sort)[offset : offset + limit]
        return replace(whole, table=whole.table.take(pa.array(at)), digits=whole.digits[at])

    @cached_property
    def _order(self) -> Callable[[SortSpec], np.ndarray]:
        @cached(LRUCache(MOST_ORDERS), condition=Condition())
        def order(sort: SortSpec) -> np.ndarray:
            column = sortable(self.whole.table[sort.column])
            direction = "descending" if sort.descending else "ascending"
            keys = [("column", direction, "at_end"), ("row", "ascending", "at_end")]
            rows = pa.table({"column": column, "row": np.arange(self.row_count)})
            return np.asarray(compute.sort_indices(rows, sort_keys=keys))

        return order


def draw(rows: Rows, alt: str) -> None:
    """The rows on screen, those in view."""
    draw_written(rows, rows.first, alt, lazy=True)


def _sent(part: Screen, words: Locale) -> pa.Table:
    """A part as it goes to the browser. No column keeps each text once: Streamlit would paint only those of the first part."""
    table = padded(part, words)
    fields = [field.with_type(pa.string()) if pa.types.is_dictionary(field.type) else field for field in table.schema]
    return table.cast(pa.schema(fields))


_known = lazy_df_adapters.try_create_native_source


def _adapted(data: object) -> DataframeSource | None:
    """Streamlit's own list of what it asks rows of has Polars alone, and there is no public way to add to it yet (see ADR 18)."""
    return data if isinstance(data, Rows) else _known(data)


lazy_df_adapters.try_create_native_source = _adapted
