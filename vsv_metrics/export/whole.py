"""Figures as a table of Arrow, a column at a time: a million rows name a few hundred areas."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.export.columns import compute, constant, encoded, renamed
from vsv_metrics.export.remarks import broken_down_by, remarks
from vsv_metrics.export.symbols import count_symbols, rate_symbols
from vsv_metrics.text import Locale

_YEARS = 10_000


class Whole:
    """Figures as `export.table` asks for their columns; `export.few.Few` gives the same of a handful."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def has(self, name: str) -> bool:
        return name in self._table.column_names

    def numbers(self, name: str) -> pa.ChunkedArray:
        return self._table[name]

    def codes(self, name: str) -> pa.DictionaryArray:
        return encoded(self._table[name])

    def renamed(self, name: str, text: Callable[[str], str | None] | Mapping[str, str | None]) -> pa.DictionaryArray:
        return renamed(self.codes(name), text)

    def constant(self, text: str) -> pa.DictionaryArray:
        return constant(text, len(self._table))

    def periods(self, locale: Locale) -> pa.DictionaryArray:
        """The label of each year; labels are made once per kind of year and year."""
        kinds = self.codes("period_type")
        years = compute.cast(self._table["period"], pa.int64()).to_numpy()
        places, keys = pd.factorize(np.asarray(kinds.indices, dtype=np.int64) * _YEARS + years)
        names = kinds.dictionary.to_pylist()
        labels = [locale.period(names[key // _YEARS], key % _YEARS) for key in keys.tolist()]
        known = list(dict.fromkeys(labels))
        indices = pa.array([known.index(label) for label in labels], pa.int32())
        return pa.DictionaryArray.from_arrays(compute.take(indices, pa.array(places)), pa.array(known, pa.string()))

    def broken_down_by(self, breakdowns: Sequence[str]) -> pa.DictionaryArray:
        return broken_down_by(self._table, breakdowns)

    def count_symbols(self) -> pa.Array:
        return count_symbols(self._table)

    def rate_symbols(self) -> pa.Array:
        return rate_symbols(self._table)

    def remarks(self, locale: Locale) -> pa.DictionaryArray:
        return remarks(self._table, locale)
