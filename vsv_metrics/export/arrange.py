"""A download table put in another order or shape: columns chosen, rows sorted, or one column per year or member."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from vsv_metrics.export.columns import compute, encoded
from vsv_metrics.export.remarks import parts
from vsv_metrics.export.wide import wide
from vsv_metrics.text import Locale

DESCENDING = "-"
"""Before the name of a column that is sorted from high to low."""
ALONG = (
    "dataset_note",
    "series_id",
    "obs_status",
    "missing_reason",
    "source_title",
    "source_retrieved_on",
    "app_version",
    "data_fingerprint",
    "query",
    "note",
)
"""Columns without which no figure leaves: they follow the chosen ones."""


@dataclass(frozen=True)
class Arrangement:
    """How a table is put. Nothing chosen leaves it as it is.

    `across` is `period` or a breakdown whose members become columns, with `measure` in their cells; `order` names columns,
    the first one sorted by first.
    """

    columns: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    across: str = ""
    measure: str = "rate_pct"


def arrange(table: pa.Table, arrangement: Arrangement, locale: Locale) -> pa.Table:
    """The download table so arranged. Names that are no column of it are passed over.

    Sorted rows stand in blocks: totals first, then the parts by what they are broken down by, so that a total never hides
    between its parts.
    """
    put = reshaped(table, arrangement, locale)
    return put.select(kept(put, arrangement)) if arrangement.columns else put


def reshaped(table: pa.Table, arrangement: Arrangement, locale: Locale) -> pa.Table:
    """The table wide when asked for, and sorted; with all of its columns."""
    put = wide(table, arrangement.across, arrangement.measure, locale) if arrangement.across else table
    keys = [key for key in arrangement.order if key.removeprefix(DESCENDING) in put.column_names]
    return put.take(_places(put, keys)) if keys else put


def kept(table: pa.Table, arrangement: Arrangement) -> list[str]:
    """The columns of a reshaped table that leave: the chosen ones, the cells of a wide one, and what goes `ALONG`."""
    chosen = [name for name in arrangement.columns if name in table.column_names]
    cells = [name for name in table.column_names if _is_cell(table, name)]
    along = [name for name in ALONG if name in table.column_names]
    return list(dict.fromkeys([*chosen, *cells, *along]))


def cell_columns(table: pa.Table) -> list[str]:
    """The columns that a wide table got for its years or members, with those of their symbols."""
    return [name for name in table.column_names if _is_cell(table, name)]


def _is_cell(table: pa.Table, name: str) -> bool:
    return b"cell" in (table.schema.field(name).metadata or {})


def sortable(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """The column, texts as their place in the alphabet."""
    if not (pa.types.is_dictionary(column.type) or pa.types.is_string(column.type)):
        return column
    texts = encoded(column)
    known = texts.dictionary.to_pylist()
    ranks = {text: rank for rank, text in enumerate(sorted(known, key=_folded))}
    return compute.take(pa.array([ranks[text] for text in known], pa.int32()), texts.indices)


def _places(table: pa.Table, order: Sequence[str]) -> pa.Array:
    """The places of the rows in their new order; rows that are equal keep theirs, missing comes last."""
    keys: dict[str, object] = {}
    if "broken_down_by" in table.column_names:
        blocks = encoded(table["broken_down_by"])
        texts = blocks.dictionary.to_pylist()
        ranks = {text: rank for rank, text in enumerate(sorted(texts, key=lambda text: (len(parts(text)), text)))}
        keys["block"] = compute.take(pa.array([ranks[text] for text in texts], pa.int32()), blocks.indices)
    directions = dict.fromkeys(keys, "ascending")
    for key in order:
        name = key.removeprefix(DESCENDING)
        keys[key] = sortable(table[name])
        directions[key] = "descending" if key.startswith(DESCENDING) else "ascending"
    keys["row"] = pa.array(np.arange(len(table)))
    directions["row"] = "ascending"
    sort_keys = [(name, direction, "at_end") for name, direction in directions.items()]
    return compute.sort_indices(pa.table(keys), sort_keys=sort_keys)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lstrip("'’")).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
