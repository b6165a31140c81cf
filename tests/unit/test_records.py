"""The rows of a frame come out as pandas itself gives them."""

from collections.abc import Sequence

import pandas as pd
import pytest

from vsv_metrics.indicators.figures import figures
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store


def as_told(rows: Sequence[Row]) -> list[dict[str, tuple[type, object]]]:
    """With the type of each value, and what is missing told apart by its type alone."""
    return [{name: (type(value), None if pd.isna(value) else value) for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_rows_are_those_of_pandas(store: Store, dataset: str) -> None:
    frame = figures(store, dataset, regions=["NL", "PV28"], breakdowns={"sector": None})
    assert as_told(records(frame)) == as_told(frame.to_dict("records"))
    assert as_told(records(frame.head(1))) == as_told(frame.head(1).to_dict("records"))


def test_kinds_of_columns() -> None:
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None], dtype="Int64"),
            "number": [0.5, None],
            "text": ["a", None],
            "yes": [True, False],
            "day": pd.to_datetime(["2024-10-01", ""]),
            "thing": [("a",), None],
        }
    )
    assert as_told(records(frame)) == as_told(frame.to_dict("records"))
    assert records(frame.head(0)) == []
