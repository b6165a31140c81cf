"""Few figures, value by value: below some hundred rows a column at a time costs more than it gives."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vsv_metrics.export.remarks import named_parts, remark
from vsv_metrics.export.symbols import count_symbol, rate_symbol
from vsv_metrics.text import Locale

Columns = Mapping[str, Sequence[Any]]
"""Name of a column -> its values, None where one is missing."""


class Few:
    """Figures as `export.table` asks for their columns; `export.whole.Whole` gives the same of many."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def has(self, name: str) -> bool:
        return name in self._columns

    def numbers(self, name: str) -> Sequence[Any]:
        return self._columns[name]

    def codes(self, name: str) -> Sequence[Any]:
        return self._columns[name]

    def renamed(self, name: str, text: Callable[[str], str | None] | Mapping[str, str | None]) -> Sequence[Any]:
        rename = text.get if isinstance(text, Mapping) else text
        return [None if code is None else rename(code) for code in self._columns[name]]

    def constant(self, text: str) -> Sequence[Any]:
        return [text] * len(self._columns["period"])

    def periods(self, locale: Locale) -> Sequence[Any]:
        return [locale.period(*kind_and_year) for kind_and_year in self._rows("period_type", "period")]

    def broken_down_by(self, breakdowns: Sequence[str]) -> Sequence[Any]:
        return [named_parts(zip(breakdowns, members, strict=True)) for members in self._rows(*breakdowns)]

    def count_symbols(self) -> Sequence[Any]:
        return [count_symbol(*values) for values in self._rows("missing_reason", "numerator")]

    def rate_symbols(self) -> Sequence[Any]:
        return [rate_symbol(*values) for values in self._rows("missing_reason", "rate_pct", "rate_digits")]

    def remarks(self, locale: Locale) -> Sequence[Any]:
        rows = self._rows("missing_reason", "precision", "numerator", "rate_pct")
        return [remark(why, exact, count is not None, rate is not None, locale) for why, exact, count, rate in rows]

    def _rows(self, *names: str) -> "zip[tuple[Any, ...]]":
        return zip(*(self._columns[name] for name in names), strict=True)
