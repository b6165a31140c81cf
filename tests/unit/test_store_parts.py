"""A store that is made a part at a time is the store that is made at once, and its small tables say what the large ones hold."""

from pathlib import Path

import duckdb
import pandas as pd
import pytest

from vsv_metrics import loading, paths
from vsv_metrics.schema import codes
from vsv_metrics.store import Store, figures, slices
from vsv_metrics.store import build as building

EVERYTHING = slices(dict.fromkeys(codes.BREAKDOWNS))


@pytest.mark.parametrize("most_rows", [1, 20])
def test_parts_make_the_same_store(most_rows: int, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = loading.ensure_store(tiny, tmp_path / "whole").path
    assert not differing(whole, in_parts(tiny, most_rows, tmp_path, monkeypatch))


def test_parts_make_the_same_store_of_the_figures_that_ship(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.row_counts()["observation"] > 50_000
    assert not differing(store.path, in_parts(paths.data_dir(), 50_000, tmp_path, monkeypatch))


def in_parts(data: Path, most_rows: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(figures, "MOST_ROWS", most_rows)
    return loading.ensure_store(data, folder / "parts").path


def differing(whole: Path, parts: Path) -> list[str]:
    """The tables of two stores that do not hold the same rows in the same order."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{whole}' AS whole (READ_ONLY)")
        connection.execute(f"ATTACH '{parts}' AS parts (READ_ONLY)")
        for table, order in {"observation": "ALL", **dict.fromkeys(("figure", "slices", *figures.SUMMARIES), "rowid")}.items():
            rows = [f"(SELECT t AS {made} FROM (FROM {made}.{table} ORDER BY {order}) t)" for made in ("whole", "parts")]
            counted = f"SELECT count(*), count(*) FILTER (whole IS DISTINCT FROM parts) FROM {' POSITIONAL JOIN '.join(rows)}"
            [(all_rows, other)] = connection.execute(counted).fetchall()
            assert all_rows, table
            found += [table] * bool(other)
    return found


def test_more_observations_are_noted_in_larger_groups(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "ROWS_ALIKE", 10_000)
    larger = groups(loading.ensure_store(paths.data_dir(), tmp_path).path)
    assert 1 < larger == -(-groups(store.path) // 4)


def groups(path: Path) -> int:
    """How many groups of rows, each with its least and most values, table `figure` of a store is kept in."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS made (READ_ONLY)")
        [(found,)] = connection.execute("SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('made.figure')").fetchall()
    return found


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_the_newest_figure_is_that_of_the_last_year_with_a_value(store: Store, dataset: str) -> None:
    every = store.query("figures", dataset=dataset, slice=EVERYTHING)
    known = every[every[["numerator", "rate_pct", "denominator"]].notna().any(axis=1)]
    key = ["indicator_id", "series_id", "region_level", "period_type"]
    newest = store.query("newest", dataset=dataset).rename(columns={"level": "region_level"}).set_index(key)
    pd.testing.assert_series_equal(newest["period"].sort_index(), known.groupby(key)["period"].max(), check_dtype=False)
    for names, of_series in known.groupby(key):
        last = of_series[of_series["period"] == of_series["period"].max()]
        totals = last[(last[list(codes.BREAKDOWNS)] == codes.TOTAL).all(axis=1)]
        speaking = last if totals.empty else totals
        said = newest.loc[[names]].iloc[0]
        assert said["vintage_rank"] == speaking["vintage_rank"].max()
        oldest_first = speaking[speaking["vintage_rank"] == said["vintage_rank"]]
        assert (said["obs_status"], said["source_id"]) in set(oldest_first[["obs_status", "source_id"]].itertuples(index=False))


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_what_is_offered_is_what_there_is(store: Store, dataset: str) -> None:
    every = store.query("figures", dataset=dataset, slice=EVERYTHING)
    offer = store.query("offer", dataset=dataset).rename(columns={"level": "region_level"})
    key = ["indicator_id", "series_id", "region_level", "period_type", "sector"]
    spans = every.groupby(key)["period"]
    found = offer.groupby(key).agg({"first_period": "min", "last_period": "max"})
    assert found["first_period"].to_dict() == spans.min().to_dict()
    assert found["last_period"].to_dict() == spans.max().to_dict()
    areas = store.query("offer_regions", dataset=dataset)[["indicator_id", "series_id", "region_code"]]
    assert set(areas.itertuples(index=False)) == set(every[list(areas.columns)].itertuples(index=False))
    members = store.query("offer_members", dataset=dataset)
    for breakdown in codes.BREAKDOWNS:
        occurring = every.loc[every[breakdown] != codes.TOTAL, ["indicator_id", "series_id", breakdown]]
        offered = members.loc[members["breakdown"] == breakdown, ["indicator_id", "series_id", "code"]]
        assert set(offered.itertuples(index=False, name=None)) == set(occurring.itertuples(index=False, name=None))


def test_rows_are_counted_as_they_are(store: Store) -> None:
    counted = store.query("dataset_rows")
    for table, rows in counted.groupby("source")["n"].sum().items():
        assert rows == store.row_counts()[str(table)]
    use = store.query("source_use").groupby("dataset")["value_count"].sum()
    with store._connection.cursor() as cursor:
        values = cursor.execute("SELECT dataset, count(value) FROM observation GROUP BY ALL").fetchall()
    assert use.to_dict() == dict(values)


@pytest.mark.parametrize(("dataset", "area"), [("published", "NL"), ("demo", "RMC29")])
def test_what_an_area_is_split_by_is_part_of_a_whole(store: Store, dataset: str, area: str) -> None:
    partitions = store.query("members").set_index(["breakdown", "code"])["partition"].dropna()
    named = store.query("parts", dataset=dataset, region_code=area)["slice"].str.split().str[-1].str.split("=").map(tuple)
    assert set(named) <= set(partitions.index)
    assert len(set(named)) > 1
