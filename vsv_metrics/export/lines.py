"""Rows of a table as lines of text: those of Arrow a column at a time, a million in about a second; a few value by value."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from vsv_metrics.export.columns import compute, encoded
from vsv_metrics.export.few import Columns

QUANTITY_DIGITS = 6
FEW = 8
"""A column or group of columns with less than one distinct value per so many rows is written once per value."""
MOST_PER_GROUP = 1 << 40
MANY = 64
"""A list of more values is first looked through for those that occur here: a store lists those of all figures."""
PART_BYTES = 1 << 16
"""Small enough to come from memory that is used again: larger pieces are asked of the system and given back each time."""


class Column(NamedTuple):
    """A column as texts: `texts[places]`, none of them missing."""

    texts: pa.Array
    places: np.ndarray

    @property
    def rows(self) -> pa.Array:
        return compute.take(self.texts, pa.array(self.places))


class Style(NamedTuple):
    """How cells are written: texts as `text` says, numbers with `decimal`, `missing` for neither; between and behind them a sign.

    `before` gives what stands before a cell, by its column and whether that is the first.
    """

    separator: str
    end: str
    text: Callable[[str], str]
    missing: str = ""
    decimal: str = "."
    before: Callable[[str, bool], str] = lambda _name, _is_first: ""


def lines(table: pa.Table | Columns, style: Style) -> Iterator[bytes]:
    """The rows as text, those of a table of Arrow in pieces of `PART_BYTES`."""
    if isinstance(table, Mapping):
        yield from _few(table, style)
        return
    if not len(table):
        return
    columns = [_column(table[name], style, style.before(name, not at)) for at, name in enumerate(table.column_names)]
    cells = [group.rows for group in _grouped(columns, style.separator, len(table))]
    cells[-1] = compute.binary_join_element_wise(cells[-1], style.end, "")
    joined = compute.binary_join_element_wise(*cells, style.separator)
    if isinstance(joined, pa.ChunkedArray):
        joined = joined.combine_chunks()
    offsets = np.frombuffer(joined.buffers()[1], np.int32, len(joined) + 1, joined.offset * 4)
    text = joined.buffers()[2]
    for start in range(int(offsets[0]), int(offsets[-1]), PART_BYTES):
        yield text.slice(start, min(PART_BYTES, int(offsets[-1]) - start)).to_pybytes()


def names_of(table: pa.Table | Columns) -> list[str]:
    """The names of its columns."""
    return list(table) if isinstance(table, Mapping) else table.column_names


def plain(values: pa.Array) -> pa.Array:
    """Numbers, days and truths as texts that are the same everywhere: a decimal point, whole numbers without decimals."""
    if pa.types.is_floating(values.type):
        known = compute.if_else(compute.is_nan(values), None, values)
        values = compute.add(compute.round(known, QUANTITY_DIGITS), 0.0)
    return compute.cast(values, pa.string())


def _few(columns: Columns, style: Style) -> Iterator[bytes]:
    """The rows of plain values; the numbers of all columns are written at once, by what writes those of a table."""
    numbers = [value for values in columns.values() for value in values if isinstance(value, float)]
    texts = compute.fill_null(plain(pa.array(numbers, pa.float64())), style.missing).to_pylist()
    of_numbers = {value: text.replace(".", style.decimal) for value, text in zip(numbers, texts, strict=True)}

    def written(value: object) -> str:
        if value is None:
            return style.missing
        if isinstance(value, float):
            return of_numbers[value]
        return str(value).lower() if isinstance(value, int) else style.text(str(value))

    cells = []
    for at, (name, values) in enumerate(columns.items()):
        before = style.before(name, not at)
        of_column = {value: before + written(value) for value in set(values)}
        cells.append([of_column[value] for value in values])
    yield from ((style.separator.join(row) + style.end).encode() for row in zip(*cells, strict=True))


def _column(column: pa.ChunkedArray, style: Style, before: str) -> Column:
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = encoded(whole)
    if not pa.types.is_dictionary(whole.type):
        whole = compute.dictionary_encode(whole)
    values, indices = whole.dictionary, whole.indices
    if indices.null_count:
        indices = compute.fill_null(compute.cast(indices, pa.int32()), len(values))
        values = pa.concat_arrays([values, pa.nulls(1, values.type)])
    places = indices.to_numpy(zero_copy_only=False)
    if len(values) > MANY:
        occurs = np.zeros(len(values), bool)
        occurs[places] = True
        values, places = values.filter(pa.array(occurs)), (np.cumsum(occurs, dtype=np.int32) - 1)[places]
    return Column(_written(values, style, before), places)


def _written(values: pa.Array, style: Style, before: str) -> pa.Array:
    kind = values.type
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
        texts = (style.missing if value is None else style.text(str(value)) for value in values.to_pylist())
        return pa.array([before + text for text in texts], pa.string())
    numbers = plain(values)
    if pa.types.is_floating(kind) and style.decimal != ".":
        numbers = compute.replace_substring(numbers, ".", style.decimal)
    numbers = compute.fill_null(numbers, style.missing)
    return compute.binary_join_element_wise(before, numbers, "") if before else numbers


def _grouped(columns: Sequence[Column], separator: str, rows: int) -> Iterator[Column]:
    """The columns, those side by side with few values joined into one."""
    group: list[Column] = []
    size = 1
    for column in columns:
        is_few = len(column.texts) * FEW <= rows
        if group and (not is_few or size * len(column.texts) > MOST_PER_GROUP):
            yield _joined(group, separator)
            group, size = [], 1
        if is_few:
            group.append(column)
            size *= len(column.texts)
        else:
            yield column
    if group:
        yield _joined(group, separator)


def _joined(group: Sequence[Column], separator: str) -> Column:
    if len(group) == 1:
        return group[0]
    keys = np.zeros(len(group[0].places), np.int64)
    for column in group:
        keys *= len(column.texts)
        keys += column.places
    found = compute.dictionary_encode(pa.array(keys))
    rest = found.dictionary.to_numpy().copy()
    parts = []
    for column in reversed(group):
        rest, places = np.divmod(rest, len(column.texts))
        parts.append(compute.take(column.texts, pa.array(places)))
    return Column(compute.binary_join_element_wise(*reversed(parts), separator), found.indices.to_numpy())
