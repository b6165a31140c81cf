"""Rows of a table as lines of text, made a column at a time: a million rows in about a second."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from vsv_metrics.export.columns import compute, encoded

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


Written = Callable[[pa.Array], pa.Array]
"""Turns distinct values of a column, a null last where there is one, into what is written for them."""


def lines(table: pa.Table, written: Callable[[str, pa.DataType], Written], separator: str, end: str) -> Iterator[bytes]:
    """The rows as text in pieces of `PART_BYTES`: cells as `written` (column name, type) says, then `end`."""
    if not len(table):
        return
    columns = [_column(table[name], written(name, table[name].type)) for name in table.column_names]
    cells = [group.rows for group in _grouped(columns, separator, len(table))]
    cells[-1] = compute.binary_join_element_wise(cells[-1], end, "")
    joined = compute.binary_join_element_wise(*cells, separator)
    if isinstance(joined, pa.ChunkedArray):
        joined = joined.combine_chunks()
    offsets = np.frombuffer(joined.buffers()[1], np.int32, len(joined) + 1, joined.offset * 4)
    text = joined.buffers()[2]
    for start in range(int(offsets[0]), int(offsets[-1]), PART_BYTES):
        yield text.slice(start, min(PART_BYTES, int(offsets[-1]) - start)).to_pybytes()


def plain(values: pa.Array) -> pa.Array:
    """Numbers, days and truths as texts that are the same everywhere: a decimal point, whole numbers without decimals."""
    if pa.types.is_floating(values.type):
        known = compute.if_else(compute.is_nan(values), None, values)
        values = compute.add(compute.round(known, QUANTITY_DIGITS), 0.0)
    return compute.cast(values, pa.string())


def _column(column: pa.ChunkedArray, write: Written) -> Column:
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
    return Column(write(values), places)


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
