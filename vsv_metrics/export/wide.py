"""A download table with one column per year or per member of a breakdown, for one measure."""

import numpy as np
import pandas as pd
import pyarrow as pa

from vsv_metrics.export.columns import constant, encoded, places
from vsv_metrics.export.described import NAME_ENDING, SYMBOL_ENDING
from vsv_metrics.export.remarks import parts
from vsv_metrics.export.symbols import UNAVAILABLE
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.text import Locale

PERIOD = "period"
MEASURES = ("rate_pct", "numerator", "denominator")
SYMBOLS = {"rate_pct": "rate_symbol", "numerator": "count_symbol"}
NAMED = (
    *("dataset", "dataset_note", "series_id", "series_name", "indicator_id", "indicator_name"),
    *("region_code", "region_name", "region_level", "coverage", "period_type"),
)
"""Columns that name a row, before its period and members."""
JOINED = {"obs_status": "+", "source_title": "; "}
"""Columns of which a row holds every value of its cells."""
CONSTANT = ("app_version", "data_fingerprint", "query", "note")
CELL = {b"cell": b"1"}


def wide(table: pa.Table, across: str, measure: str, locale: Locale) -> pa.Table:
    """One row per series, piece, area and members, and year unless years go across; totals stand before their parts.

    A cell holds the measure; where it is absent or rounds to zero, its sign stands in the column of signs beside it. A figure
    that does not occur is not available: `x`. The other measures, bounds, intervals and the status of single cells are left out.
    """
    heads = _heads(table, across, locale)
    names = [name for name in NAMED if name in table.column_names]
    names += [PERIOD, "year"] if across != PERIOD else []
    names += [
        name for code in BREAKDOWNS if code != across for name in (code, f"{code}{NAME_ENDING}") if name in table.column_names
    ]
    keys = [name for name in (*names, "piece") if not name.endswith((NAME_ENDING, "_note"))]
    frame = pd.DataFrame({name: _numbers(table[name]) for name in keys})
    group = frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
    firsts = pa.array(np.unique(group, return_index=True)[1])
    columns = {name: table[name].take(firsts) for name in (*names, "piece")}
    columns["broken_down_by"] = _without(table["broken_down_by"].take(firsts), across)
    columns["measure"] = constant(measure, len(firsts))
    fields = [pa.field(name, column.type) for name, column in columns.items()]
    arrays = list(columns.values())
    for head, values, signs in _cells(table, across, measure, heads, group, len(firsts)):
        arrays.append(pa.array(values, from_pandas=True))
        fields.append(pa.field(head, pa.float64(), metadata=CELL))
        if any(sign is not None for sign in signs):
            arrays.append(pa.array(signs.tolist(), pa.string()))
            fields.append(pa.field(f"{head}{SYMBOL_ENDING}", pa.string(), metadata=CELL))
    for name, separator in JOINED.items():
        arrays.append(_joined(encoded(table[name]), group, len(firsts), separator))
        fields.append(pa.field(name, arrays[-1].type))
    for name in CONSTANT:
        if name in table.column_names:
            arrays.append(table[name].take(firsts))
            fields.append(pa.field(name, arrays[-1].type))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _heads(table: pa.Table, across: str, locale: Locale) -> dict[str, str]:
    """Code of each year or member that occurs -> head of its column, in order, the total first."""
    if across == PERIOD:
        pairs = pd.DataFrame({"year": table["year"].to_numpy(), "period": encoded(table[PERIOD]).to_pandas()})
        periods = pairs.drop_duplicates().sort_values("year")["period"]
        return {str(period): str(period) for period in periods}
    codes, named = encoded(table[across]), encoded(table[f"{across}{NAME_ENDING}"])
    pairs = pd.DataFrame({"code": codes.to_pandas(), "name": named.to_pandas()}).astype("str").drop_duplicates("code")
    doubled = set(pairs["name"][pairs["name"].duplicated()]) | set(table.column_names)
    found = {
        code: f"{name} ({code})" if name in doubled else name
        for code, name in zip(pairs["code"], pairs["name"], strict=True)
        if code != TOTAL
    }
    return ({TOTAL: locale("tables.total")} if TOTAL in set(pairs["code"]) else {}) | found


def _cells(table: pa.Table, across: str, measure: str, heads: dict[str, str], group: np.ndarray, count: int):
    """Head, values and signs of each column of cells."""
    of_across = encoded(table[across])
    order = {code: place for place, code in enumerate(heads)}
    codes = np.array([order.get(code, -1) for code in of_across.dictionary.to_pylist()])
    column = codes[np.asarray(of_across.indices)]
    if pd.Series(group * len(heads) + column).duplicated().any():
        raise ValueError("two figures in one cell")
    values = np.full((count, len(heads)), np.nan)
    values[group, column] = table[measure].to_numpy()
    signs = np.full((count, len(heads)), UNAVAILABLE, dtype=object)
    if measure in SYMBOLS:
        signs[group, column] = np.array(table[SYMBOLS[measure]].to_pylist(), dtype=object)
    else:
        signs[~np.isnan(values)] = None
    for place, head in enumerate(heads.values()):
        yield head, values[:, place], signs[:, place]


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    if pa.types.is_integer(column.type):
        return column.to_numpy()
    return places(encoded(column))


def _without(column: pa.ChunkedArray, across: str) -> pa.Array:
    """What a row is broken down by, without what goes across."""
    texts = ["+".join(name for name in parts(text) if name != across) or TOTAL for text in column.to_pylist()]
    return encoded(pa.array(texts, pa.string()))


def _joined(column: pa.DictionaryArray, group: np.ndarray, count: int, separator: str) -> pa.DictionaryArray:
    """Per row every text that its figures have, each once."""
    pairs = np.unique(np.stack([group, places(column)], axis=1), axis=0)
    texts = column.dictionary.to_pylist()
    found: list[str | None] = [None] * count
    for row, place in pairs.tolist():
        if place >= 0:
            before = found[row]
            found[row] = texts[place] if before is None else f"{before}{separator}{texts[place]}"
    return encoded(pa.array(found, pa.string()))
