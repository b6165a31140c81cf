"""The store: complete or not there, locked down, right under threads, and steady in its types."""

import datetime as dt
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from vsv_metrics import loading, paths
from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.schema import codes, tables
from vsv_metrics.store import SCHEMA_VERSION, Store, folder, kept, slices, statements
from vsv_metrics.store.keeping import MOST_KEPT

Messages = Callable[[UserError], dict[str, str]]
FIGURE = {"dataset": "published", "indicator_ids": ["new_leavers"], "region_codes": ["NL"]}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "store"


def spoil(data: Path) -> None:
    path = data / "published" / "figures.csv"
    path.write_text(path.read_text().replace(",300,", ",drie,"))


def amend(data: Path) -> None:
    path = data / "published" / "figures.csv"
    path.write_text(path.read_text().replace(",290,", ",280,"))


def newest(handle: loading.StoreHandle) -> float:
    store = Store.open(handle.path)
    rows = store.query("figures", **FIGURE, period_from=2022, period_to=2022)
    store.close()
    return rows["numerator"].iloc[0]


# The figure


def test_a_figure_joins_the_newest_vintage_of_each_measure(tiny_store: Store) -> None:
    rows = tiny_store.query("figures", **FIGURE).set_index("period")
    revised, rounded, published = (rows.loc[year].to_dict() for year in (2022, 2023, 2021))
    assert (revised["numerator"], revised["denominator"]) == (290, 10_000)
    assert (revised["vintage_rank"], revised["obs_status"]) == (2, "definitive")
    assert revised["rate_pct"] == pytest.approx(3.0), "300 of 10,000: both of vintage 1"
    assert (revised["rate_vintage_rank"], revised["rate_status"], revised["rate_basis"]) == (1, "provisional", "counts")
    assert np.isnan(revised["rate_lower"])
    assert rounded["piece"] == 1
    assert rounded["rate_basis"] == "counts"
    assert rounded["rate_lower"] == pytest.approx(100 * 245 / 10_005)
    assert rounded["rate_upper"] == pytest.approx(100 * 255 / 9_995)
    assert (rounded["complement"], rounded["flags"]) == (9_760, "b")
    assert (published["rate_pct"], published["rate_lower"], published["rate_basis"]) == (3.1, 3.05, "published")
    assert np.isnan(published["numerator"])


def test_a_suppressed_count_keeps_its_reason(tiny_store: Store) -> None:
    [row] = tiny_store.query("figures", dataset="published", region_codes=["RMC14"]).to_dict("records")
    assert np.isnan(row["numerator"])
    assert np.isnan(row["rate_pct"])
    assert row["missing_reason"] == "suppressed"
    assert pd.isna(row["rate_basis"])


def test_a_breakdown_that_is_not_asked_for_stays_at_its_total(tiny_store: Store) -> None:
    year = {**FIGURE, "period_from": 2022, "period_to": 2022}
    assert list(tiny_store.query("figures", **year)["sector"]) == ["total"]
    assert list(tiny_store.query("figures", **year, slice=slices({"sector": ["mbo", "vo"]}))["sector"]) == ["vo", "mbo"]
    assert sorted(tiny_store.query("figures", **year, slice=slices({"sector": None}))["sector"]) == ["mbo", "total", "vo"]
    assert list(tiny_store.query("figures", **year, slice=slices({"sector": []}))["sector"]) == []


def test_revisions_hold_every_vintage(tiny_store: Store) -> None:
    rows = tiny_store.query(
        "revisions", dataset="published", series_id="new", indicator_id="new_leavers", region_code="NL",
        period_type="school_year", period=2022, measure="numerator",
    )  # fmt: skip
    assert rows[["vintage_rank", "value", "obs_status"]].values.tolist() == [
        [1, 300, "provisional"],
        [2, 290, "definitive"],
    ]


# Building


def test_the_first_call_builds_and_says_so_and_the_next_does_not(tiny: Path, out: Path) -> None:
    said: list[str] = []
    first = loading.ensure_store(tiny, out, lambda: said.append("building"))
    second = loading.ensure_store(tiny, out, lambda: said.append("building"))
    assert said == ["building"]
    assert (first.is_new, second.is_new) == (True, False)
    assert first.path == second.path
    pointer = json.loads((out / "current.json").read_text())
    assert pointer["file"] == first.path.name == f"vsv-{first.fingerprint[:12]}.duckdb"
    assert pointer["fingerprint"] == first.fingerprint
    assert pointer["schema_version"] == SCHEMA_VERSION
    assert dt.datetime.fromisoformat(pointer["built_at"]).tzinfo is not None
    assert sorted(path.name for path in out.iterdir()) == sorted(["build.lock", "current.json", first.path.name])


def test_other_inputs_give_another_file_and_two_are_kept(tiny: Path, out: Path) -> None:
    handles = [loading.ensure_store(tiny, out)]
    for old, new in ((",290,", ",280,"), (",280,", ",270,")):
        path = tiny / "published" / "figures.csv"
        path.write_text(path.read_text().replace(old, new))
        handles.append(loading.ensure_store(tiny, out))
    assert [newest(handle) for handle in handles[1:]] == [280, 270]
    assert not handles[0].path.exists()


def test_a_bad_file_leaves_the_store_that_was_in_use(tiny: Path, in_use: Path, messages: Messages) -> None:
    before = loading.ensure_store(tiny, in_use)
    spoil(tiny)
    after = loading.ensure_store(tiny, in_use)
    assert (after.path, after.is_new) == (before.path, False)
    assert newest(after) == 290
    assert isinstance(after.problem, DataContractError)
    assert (after.problem.code, after.problem.row, after.problem.found) == ("type_number", 2, "drie")
    nl, en = messages(after.problem).values()
    assert "regel 2" in nl
    assert "kolom value" in nl
    assert "line 2" in en
    assert "column value" in en


def test_a_bad_file_without_a_store_is_an_error(tiny: Path, out: Path) -> None:
    spoil(tiny)
    with pytest.raises(DataContractError, match="type_number"):
        loading.ensure_store(tiny, out)
    assert loading.store_in_use(out) is None
    assert list(out.glob("*.duckdb*")) == []


@pytest.mark.parametrize("step", ["sync_file", "sync_folder", "write_pointer", "clean"])
def test_a_build_that_breaks_off_leaves_the_store_that_was_in_use(
    tiny: Path, in_use: Path, messages: Messages, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = loading.ensure_store(tiny, in_use)
    amend(tiny)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(folder, step, full)
        broken = loading.ensure_store(tiny, in_use)
    if step == "clean":
        assert newest(broken) == 280, "the new store was already in use when tidying up failed"
    else:
        assert broken.path == before.path
        assert newest(broken) == 290
    assert broken.problem is not None
    assert all("No space left" in sentence for sentence in messages(broken.problem).values())
    assert newest(loading.ensure_store(tiny, in_use)) == 280
    assert list(in_use.glob("*.part-*")) == []


KILLED = """
import os, sys
from pathlib import Path
from vsv_metrics import loading
from vsv_metrics.store import folder
setattr(folder, sys.argv[3], lambda *_: os._exit(9))
loading.ensure_store(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("step", ["sync_file", "write_pointer"])
def test_a_killed_build_leaves_the_store_that_was_in_use(tiny: Path, in_use: Path, step: str) -> None:
    before = loading.ensure_store(tiny, in_use)
    amend(tiny)
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tiny), str(in_use), step], check=False)
    assert ended.returncode == 9
    kept = loading.store_in_use(in_use)
    assert kept is not None
    assert kept.path == before.path
    assert newest(kept) == 290
    assert newest(loading.ensure_store(tiny, in_use)) == 280
    assert list(in_use.glob("*.part-*")) == []


BUILDER = """
import sys
from pathlib import Path
from vsv_metrics import loading
handle = loading.ensure_store(Path(sys.argv[1]), Path(sys.argv[2]))
assert handle.problem is None, handle.problem
print(handle.is_new, handle.path.name)
"""


def test_two_builders_at_once_make_one_store(tiny: Path, out: Path) -> None:
    command = [sys.executable, "-c", BUILDER, str(tiny), str(out)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate()[0].split() for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert [is_new for is_new, _ in said] == ["False", "True"]
    assert len({name for _, name in said}) == 1


def test_a_builder_that_holds_on_is_named(tiny: Path, out: Path, messages: Messages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LOCK_SECONDS", 0.0)
    with folder.locked(out), pytest.raises(UserError) as caught:
        loading.ensure_store(tiny, out)
    assert caught.value.code == "store_busy"
    assert all(str(out) in sentence for sentence in messages(caught.value).values())


def test_the_next_start_removes_what_a_build_left_that_died_at_its_end(tiny: Path, in_use: Path) -> None:
    store = loading.ensure_store(tiny, in_use).path
    for place, name in enumerate(("vsv-000000000001.duckdb", "vsv-000000000002.duckdb", "vsv-3.duckdb.part-1")):
        (in_use / name).touch()
        os.utime(in_use / name, (place, place))
    with folder.locked(in_use):
        assert loading.ensure_store(tiny, in_use).path == store
        assert (in_use / "vsv-000000000001.duckdb").exists(), "another build is under way"
    assert loading.ensure_store(tiny, in_use).path == store
    assert {path.name for path in in_use.iterdir()} == {store.name, "vsv-000000000002.duckdb", folder.POINTER, "build.lock"}


def test_a_folder_that_is_a_file_is_named(tiny: Path, out: Path, messages: Messages) -> None:
    out.write_text("no folder")
    with pytest.raises(UserError) as caught:
        loading.ensure_store(tiny, out)
    assert caught.value.code == "store_folder"
    nl, en = messages(caught.value).values()
    assert str(out) in nl
    assert str(out) in en
    assert "Kies een andere map" in nl
    assert "Choose another folder" in en
    assert out.read_text() == "no folder"


def test_a_store_in_a_folder_that_cannot_be_written_is_used(tiny: Path, in_use: Path) -> None:
    before = loading.ensure_store(tiny, in_use)
    (in_use / "build.lock").unlink()
    (in_use / "build.lock").mkdir()
    assert loading.ensure_store(tiny, in_use) == loading.StoreHandle(before.path, before.fingerprint, is_new=False)
    amend(tiny)
    after = loading.ensure_store(tiny, in_use)
    assert after.path == before.path
    assert after.problem is not None
    assert after.problem.code == "store_folder"


def test_a_store_of_an_older_shape_is_rebuilt(tiny: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        for module in ("vsv_metrics.loading.stores", "vsv_metrics.store.build", "vsv_metrics.store.connection"):
            patch.setattr(f"{module}.SCHEMA_VERSION", "older")
        old = loading.ensure_store(tiny, out)
    with pytest.raises(UserError, match="store_unreadable"):
        Store.open(old.path)
    assert loading.store_in_use(out) is None
    new = loading.ensure_store(tiny, out)
    assert new.is_new
    assert new.path != old.path
    assert newest(new) == 290


def test_an_older_shape_is_not_fallen_back_to(tiny: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        for module in ("vsv_metrics.loading.stores", "vsv_metrics.store.build", "vsv_metrics.store.connection"):
            patch.setattr(f"{module}.SCHEMA_VERSION", "older")
        loading.ensure_store(tiny, out)
    spoil(tiny)
    with pytest.raises(DataContractError):
        loading.ensure_store(tiny, out)


@pytest.mark.parametrize("damage", ["cut", "flip", "text", "gone"])
def test_a_damaged_store_is_rebuilt(tiny: Path, in_use: Path, messages: Messages, damage: str) -> None:
    handle = loading.ensure_store(tiny, in_use)
    content = bytearray(handle.path.read_bytes())
    if damage == "gone":
        handle.path.unlink()
    else:
        if damage == "cut":
            del content[len(content) // 2 :]
        elif damage == "flip":
            with duckdb.connect(str(handle.path), read_only=True) as connection:
                blocks = connection.execute(
                    "SELECT block_id, block_offset FROM pragma_storage_info('observation') WHERE block_id >= 0 LIMIT 1"
                ).fetchall()
            block, offset = blocks[0]
            content[3 * 4096 + block * 262_144 + 8 + offset] ^= 0xFF
        else:
            content = bytearray(b"not a database")
        handle.path.write_bytes(content)
        assert loading.store_in_use(in_use) is None
        if damage == "text":
            with pytest.raises(UserError) as caught:
                Store.open(handle.path)
            assert caught.value.code == "store_unreadable"
            assert all("vsv-metrics build" in sentence for sentence in messages(caught.value).values())
    again = loading.ensure_store(tiny, in_use)
    assert again.is_new
    assert newest(again) == 290


@pytest.mark.parametrize("content", ["", "[]", '{"file": "x"}', "\x00"])
def test_a_pointer_that_makes_no_sense_is_no_store(tiny: Path, in_use: Path, content: str) -> None:
    (in_use / "current.json").write_text(content)
    assert loading.store_in_use(in_use) is None
    assert loading.ensure_store(tiny, in_use).is_new


def test_a_pointer_cannot_lead_out_of_its_folder(in_use: Path) -> None:
    pointer = json.loads((in_use / "current.json").read_text())
    (in_use / "current.json").write_text(json.dumps({**pointer, "file": f"../store/{pointer['file']}"}))
    assert loading.store_in_use(in_use) is None


def test_the_fingerprint_follows_content_names_and_shape(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = loading.fingerprint(tiny)
    assert loading.fingerprint(tiny) == first
    (tiny / "published" / "notes.txt").write_text("not an input")
    os.utime(tiny / "published" / "figures.csv", (0, 0))
    assert loading.fingerprint(tiny) == first
    amend(tiny)
    second = loading.fingerprint(tiny)
    monkeypatch.setattr("vsv_metrics.loading.stores.SCHEMA_VERSION", "other")
    assert len({first, second, loading.fingerprint(tiny)}) == 3


# Reading


def test_dtypes_do_not_depend_on_the_rows(store: Store) -> None:
    several = [
        store.query("figures", dataset="published"),
        store.query("figures", dataset="demo", region_codes=["NL"]),
        store.query("figures", dataset="published", region_codes=["nowhere"]),
    ]
    for frame in several[1:]:
        pd.testing.assert_series_equal(frame.dtypes, several[0].dtypes)
    types = several[0].dtypes.astype(str)
    assert types["period"] == types["vintage_rank"] == types["rate_vintage_rank"] == "Int64"
    assert types["numerator"] == "float64"
    assert types["flags"] == types["region_code"] == "str"
    assert types["published_on"] == types["period_start"] == "datetime64[us]"
    assert store.query("series").dtypes["meets_target"] == "boolean"


def test_eight_threads_get_their_own_rows(store: Store) -> None:
    regions = list(store.query("regions", levels=["rmc"], year=2022)["region_code"])
    assert len(regions) == 40
    asked = random.Random(1).choices(regions, k=160)

    def rows(region: str) -> tuple[str, set[str]]:
        return region, set(store.query("figures", dataset="demo", region_codes=[region])["region_code"])

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(rows, asked))
    assert [found for _, found in answers] == [{region} for region, _ in answers]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (a INTEGER)",
        "DELETE FROM figure",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY figure TO '/tmp/out.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "SET threads = 1",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_the_connection_can_only_read(store: Store, statement: str) -> None:
    with store._connection.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)


def test_a_query_refuses_unknown_and_missing_parameters(store: Store) -> None:
    with pytest.raises(TypeError, match="regions_codes"):
        store.query("figures", dataset="published", regions_codes=["NL"])
    with pytest.raises(TypeError, match="dataset"):
        store.query("figures", region_codes=["NL"])


@pytest.mark.parametrize("regions", [("NL",), {"NL"}, np.array(["NL"]), pd.Series(["NL"]), ["NL", "' OR 1=1 --"]])
def test_any_collection_is_a_list(store: Store, regions: object) -> None:
    years = {"period_from": np.int64(2022), "period_to": 2023}
    frame = store.query("figures", dataset="published", region_codes=regions, series_ids=["ocw_national"], **years)
    assert list(frame["period"]) == [2022, 2023]


def test_a_store_says_what_it_is_and_answers(store: Store) -> None:
    assert store.fingerprint == loading.fingerprint(paths.data_dir())
    assert re.fullmatch(r"vsv-[0-9a-f]{12}\.duckdb", store.path.name)
    store.ready()
    assert store.row_counts()["observation"] > 100_000


def test_a_closed_store_is_not_ready(tiny_store: Store) -> None:
    tiny_store.close()
    with pytest.raises(UserError, match="store_unreadable"):
        tiny_store.ready()


# Statements


@pytest.mark.parametrize("name", statements.names())
def test_a_statement_says_purpose_grain_and_parameters(name: str) -> None:
    header = "\n".join(line for line in statements.text(name).splitlines() if line.startswith("--"))
    asked = statements.statement(name)
    assert "-- Grain: " in header
    assert asked.parameters <= set(re.findall(r"\$(\w+)", header))
    assert asked.required <= asked.parameters
    assert ";" not in asked.sql
    assert re.search(r"\bORDER BY\b[^)]*$", asked.sql) or "in no order" in header
    assert not re.search(r"^SELECT\s+\*", asked.sql, re.MULTILINE)


@pytest.mark.parametrize("column", ["region_code", "series_id", "region_level"])
def test_one_value_is_looked_up_as_several_are(store: Store, column: str) -> None:
    asked = {"dataset": "demo", "indicator_ids": ["new_leavers", "absence"], "period_from": 2020}
    every = store.query("figures", **asked)
    values = every[column].unique()[:3]
    for chosen in ([values[0]], list(values)):
        pd.testing.assert_frame_equal(
            store.query("figures", **asked, **{f"{column}s": chosen}),
            every[every[column].isin(chosen)].reset_index(drop=True),
        )
    assert store.query("figures", **asked, **{f"{column}s": []}).empty


@pytest.mark.parametrize("text", ["x' OR 1=1 --", "$dataset", "')", "RMC29) OR (1=1"])
def test_a_value_is_never_part_of_a_statement(store: Store, text: str) -> None:
    for parameter in ("region_codes", "series_ids", "indicator_ids", "region_levels"):
        assert store.query("figures", dataset="demo", **{parameter: [text]}).empty
        assert store.columns("figure_few", dataset="demo", most_rows=5, **{parameter: [text, text]})["period"] == ()


def test_no_limit_gives_what_a_limit_that_holds_all_gives(store: Store) -> None:
    every = store.query("figures", dataset="published")
    years = {"period_from": int(every["period"].min()), "period_to": int(every["period"].max())}
    pd.testing.assert_frame_equal(store.query("figures", dataset="published", slice="", **years), every)


def test_an_area_is_found_without_looking_through_all_figures(store: Store, tmp_path: Path) -> None:
    with duckdb.connect(shutil.copy(store.path, tmp_path)) as connection:
        blocks = connection.execute("SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('figure')").fetchall()[0][0]
    assert blocks > store.row_counts()["figure"] / 10_000


def test_what_is_kept_is_made_once_per_store_and_question(tiny: Path, tmp_path: Path) -> None:
    made: list[tuple[Path, int]] = []

    @kept
    def noted(store: Store, number: int) -> int:
        made.append((store.path, number))
        return number

    stores = [Store.open(loading.ensure_store(tiny, tmp_path / name).path) for name in ("one", "two")]
    assert [noted(store, number) for number in (1, 2, 1) for store in stores] == [1, 1, 2, 2, 1, 1]
    assert made == [(store.path, number) for number in (1, 2) for store in stores]
    for number in range(MOST_KEPT + 1):
        noted(stores[0], number)
    assert noted(stores[0], MOST_KEPT) == MOST_KEPT
    assert len(made) == 4 + MOST_KEPT - 1
    for store in stores:
        store.close()


def test_the_revisions_of_every_breakdown_can_be_asked_for() -> None:
    assert set(codes.BREAKDOWNS) <= statements.statement("revisions").parameters


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_a_slice_names_what_is_not_a_total(store: Store, dataset: str) -> None:
    frame = store.query("figures", dataset=dataset, region_codes=["NL"], slice=slices(dict.fromkeys(codes.BREAKDOWNS)))
    for breakdown in codes.BREAKDOWNS:
        parts = frame[frame[breakdown] != codes.TOTAL]
        if parts.empty:
            continue
        member = parts[breakdown].iloc[0]
        asked = store.query("figures", dataset=dataset, region_codes=["NL"], slice=slices({breakdown: [member]}))
        alone = frame[(frame[breakdown] == member) & (frame[list(codes.BREAKDOWNS)] != codes.TOTAL).sum(axis=1).eq(1)]
        pd.testing.assert_frame_equal(asked, alone.reset_index(drop=True))


def test_figures_with_the_same_breakdowns_lie_together(store: Store) -> None:
    """A page that asks for some breakdowns reads none of the blocks that hold others, however many there are."""
    with store._connection.cursor() as cursor:
        stored = cursor.execute("SELECT dataset, indicator_id, breakdowns FROM figure ORDER BY rowid").fetchall()
    runs = [group for group, _ in itertools.groupby(stored)]
    assert len(runs) == len(set(stored))


def test_figures_give_every_column_of_a_figure(store: Store) -> None:
    columns = set(store.query("figures", dataset="none").columns)
    assert set(tables.OBSERVATION.key) - {"measure"} <= columns
    assert {"region_level", "period", "rate_pct", "rate_basis", "rate_source_id", "missing_reason"} <= columns


def test_rows_come_in_the_order_in_which_they_are_read(store: Store) -> None:
    """By series, kind of area, name of the area, year, and totals before parts in the order of the members."""
    places = {row["breakdown"] + row["code"]: row["sort"] for row in store.query("members").to_dict("records")}
    series = dict(zip(store.query("series")["series_id"], store.query("series")["sort"], strict=True))
    for dataset in ("published", "demo"):
        frame = store.query("figures", dataset=dataset, slice=slices(dict.fromkeys(codes.BREAKDOWNS)))
        keys = frame[["indicator_id", "region_name_nl", "region_code", "period_start", "piece"]].assign(
            series=frame["series_id"].map(series),
            kind=frame["region_level"].map(codes.REGION_LEVELS.index),
            **{column: (column + frame[column]).map(places) for column in codes.BREAKDOWNS},
        )
        order = ["indicator_id", "series", "kind", "region_name_nl", "region_code", "period_start", "piece", *codes.BREAKDOWNS]
        assert keys.notna().to_numpy().all()
        assert list(keys.sort_values(order, kind="stable").index) == list(frame.index)


def test_the_version_of_the_package_is_in_the_pointer() -> None:
    assert paths.app_version()
