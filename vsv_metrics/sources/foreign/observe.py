"""Values read from a foreign file → rows of `observation`, indexed by (file, line)."""

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from vsv_metrics.schema import tables
from vsv_metrics.sources.cells import DTYPES

Observed = dict[str, object]
"""Column of `observation` -> value, with `line`; columns left out get their default, else null."""


def frame(file: str, observed: Sequence[Observed]) -> pd.DataFrame:
    """Return one row per value with the columns of `observation` in their dtypes."""
    lines = [row["line"] for row in observed]
    index = pd.MultiIndex.from_arrays([[file] * len(lines), lines], names=["file", "line"])
    columns = {
        column.name: pd.Series([row.get(column.name, column.default) for row in observed], index=index, dtype=DTYPES[column.type])
        for column in tables.OBSERVATION.columns
    }
    return pd.DataFrame(columns, index=index)


def school_year_start(school_year: int) -> dt.datetime:
    """Return the first day of a school year, 1 August."""
    return dt.datetime(school_year, 8, 1)
