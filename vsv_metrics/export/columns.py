"""Columns of codes and texts, kept once per distinct value: a million rows name a few hundred areas."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

compute: Any = pyarrow.compute
"""Arrow's functions. They are made on import, so that no type checker knows them."""


def encoded(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    """The column with each text kept once."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.unify_dictionaries().combine_chunks()
    if pa.types.is_dictionary(whole.type):
        return whole
    return compute.dictionary_encode(compute.cast(whole, pa.string()))


def renamed(column: pa.DictionaryArray, name: Callable[[str], str | None] | Mapping[str, str | None]) -> pa.DictionaryArray:
    """The column with another text for each of its texts; what stays without one is missing."""
    rename = name.get if isinstance(name, Mapping) else name
    texts = [None if text is None else rename(text) for text in column.dictionary.to_pylist()]
    kept = {text: place for place, text in enumerate(dict.fromkeys(text for text in texts if text is not None))}
    places = pa.array([None if text is None else kept[text] for text in texts], pa.int32())
    return pa.DictionaryArray.from_arrays(compute.take(places, column.indices), pa.array(list(kept), pa.string()))


def differs(column: pa.DictionaryArray, text: str) -> np.ndarray:
    """Per row whether it is another text than this one; a missing text is not."""
    is_other = np.array([value is not None and value != text for value in column.dictionary.to_pylist()] + [False])
    return is_other[places(column)]


def places(column: pa.DictionaryArray) -> np.ndarray:
    """Per row where its text stands among those of the column; -1 without one."""
    return np.asarray(compute.fill_null(compute.cast(column.indices, pa.int64()), -1))


def constant(value: str, rows: int) -> pa.DictionaryArray:
    """One text on every row."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([value], pa.string()))
