"""CBS's figures: fetched whole or not at all, read as they are meant, and shown without any further step."""

import csv
import errno
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.statline import PROVINCES, YEARS, Statline, counts, national, regional, serving
from vsv_metrics import loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.loading import own
from vsv_metrics.sources.cbs import odata
from vsv_metrics.store import Store

pytestmark = pytest.mark.usefixtures("without_demo")

SOME = ("GM0546", "GM0738", "GM0088", "GM9999")
"""Leiden, a municipality that was abolished, one with hidden counts, and one that does not ship."""
FETCHED = "cbs_84780ned_fetched"


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odata, "FIRST_PAUSE_SECONDS", 0.0)


@pytest.fixture
def statline() -> Statline:
    return Statline({"84780NED": regional(SOME), "85368NED": national()})


@pytest.fixture
def address(statline: Statline) -> Iterator[str]:
    with serving(statline) as found:
        yield found


@pytest.fixture(scope="module")
def fetched_once(light_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of own figures into which the tables were fetched, to be copied."""
    own_dir = tmp_path_factory.mktemp("fetched") / "own"
    with serving(Statline({"84780NED": regional(SOME), "85368NED": national()})) as address:
        loading.refresh(light_data, own_dir, address=address)
    return own_dir


@pytest.fixture
def fetched(fetched_once: Path, tmp_path: Path) -> Path:
    """A folder of the test's own in which the fetched tables are in use."""
    return Path(shutil.copytree(fetched_once, tmp_path / "own"))


def refresh(address: str, own_dir: Path, **options: object) -> list[loading.Outcome]:
    return loading.refresh(paths.data_dir(), own_dir, address=address, **options)  # type: ignore[arg-type]


def figures(own_dir: Path) -> list[dict[str, str]]:
    delivery = own.current(own_dir, "cbs-84780ned")
    assert delivery
    with (delivery.folder / "published" / "cbs-84780ned.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def value(rows: list[dict[str, str]], **key: str) -> dict[str, str]:
    [row] = [row for row in rows if all(row[name] == wanted for name, wanted in key.items())]
    return row


def test_every_count_arrives_with_bounds_status_and_reason(fetched: Path) -> None:
    rows = figures(fetched)
    leavers, _ = counts("MC29", 2023, 2, 1)
    row = value(rows, region_code="RMC29", school_year="2023", sex="total", measure="numerator")
    assert float(row["value"]) == leavers
    assert (float(row["lower"]), float(row["upper"])) == (leavers - 5, leavers + 5)
    assert row["obs_status"] == "revised_provisional"
    assert value(rows, region_code="NL", school_year="2024", sex="men", measure="denominator")["obs_status"] == "provisional"
    assert value(rows, region_code="PV28", school_year="2012", sex="women", measure="complement")["obs_status"] == "definitive"
    hidden = value(rows, region_code="GM0088", school_year="2020", sex="total", measure="numerator")
    assert (hidden["value"], hidden["missing_reason"]) == ("", "unknown")


def test_an_abolished_municipality_stays_in_its_years(fetched: Path) -> None:
    years = {int(row["school_year"]) for row in figures(fetched) if row["region_code"] == "GM0738"}
    assert years == set(range(2012, 2022))


def test_regions_are_recognised_per_level_and_the_rest_is_named(address: str, tmp_path: Path) -> None:
    by_table = {outcome.table: outcome for outcome in refresh(address, tmp_path)}
    assert by_table["84780NED"].levels == {"GM": len(SOME), "NL": 1, "PV": len(PROVINCES), "RMC": 40}
    assert by_table["84780NED"].left_out == {"RMC40": 72, "RMC41": 72}, "regions 40 and 41 came out of 14 in 2020"
    assert by_table["85368NED"].left_out == {"9999": 3 * len(YEARS)}


def test_codes_may_begin_with_rm(tmp_path: Path) -> None:
    statline = Statline({"84780NED": regional(SOME, rmc="RM"), "85368NED": national()})
    with serving(statline) as address:
        assert refresh(address, tmp_path)[0].levels["RMC"] == 40


def test_a_table_without_any_region_is_refused(tmp_path: Path) -> None:
    statline = Statline({"84780NED": regional(SOME, rmc="GM")})
    statline.tables["84780NED"]["UntypedDataSet"] = [
        row for row in statline.tables["84780NED"]["UntypedDataSet"] if not row["RegioS"].startswith("GM")
    ]
    with serving(statline) as address, pytest.raises(UserError) as refused:
        refresh(address, tmp_path)
    assert refused.value.code == "refresh_no_regions"
    assert own.all_current(tmp_path) == []


def test_the_right_size_goes_through_in_pages(tmp_path: Path) -> None:
    municipalities = tuple(f"GM{number:04}" for number in range(5000, 5345))
    statline = Statline({"84780NED": regional(municipalities), "85368NED": national()})
    with serving(statline) as address:
        outcome = refresh(address, tmp_path)[0]
    assert outcome.rows > 40_000
    pages = [path for path in statline.asked if "UntypedDataSet" in path and "84780NED" in path]
    assert [path.split("$skip=")[1] for path in pages] == ["0", "10000"]


def test_a_stricter_limit_and_links_to_the_next_page_are_followed(
    statline: Statline, address: str, fetched: Path, tmp_path: Path
) -> None:
    whole = figures(fetched)
    statline.limit = 700
    assert figures_of(address, tmp_path / "strict") == whole
    statline.limit, statline.linked = 10_000, 300
    assert figures_of(address, tmp_path / "linked") == whole


def figures_of(address: str, own_dir: Path) -> list[dict[str, str]]:
    refresh(address, own_dir)
    return figures(own_dir)


@pytest.mark.parametrize("fault", ["drop", "cut", "status:503", "status:429"])
def test_a_passing_trouble_is_overcome(fault: str, statline: Statline, address: str, tmp_path: Path) -> None:
    statline.faults = ["ok", fault, "ok", "ok", "ok", fault, fault]
    assert refresh(address, tmp_path)[0].rows > 0


@pytest.mark.parametrize(
    ("faults", "code"),
    [
        (["drop"] * 4, "refresh_unreachable"),
        (["ok", "cut", "cut", "cut", "cut"], "refresh_unreachable"),
        (["status:503"] * 4, "refresh_unreachable"),
        (["status:404"], "refresh_status"),
        (["html"], "refresh_not_json"),
        (["ok", "ok", "html"], "refresh_not_json"),
        (["redirect"], "refresh_moved"),
    ],
)
def test_a_lasting_trouble_changes_nothing(faults: list[str], code: str, statline: Statline, address: str, fetched: Path) -> None:
    before = {path: path.read_bytes() for path in fetched.rglob("*") if path.is_file()}
    statline.tables["84780NED"] = regional(SOME, modified="2026-07-01T00:00:00", scale=2)
    statline.faults = list(faults)
    with pytest.raises(UserError) as refused:
        refresh(address, fetched)
    assert refused.value.code == code
    assert {path: path.read_bytes() for path in fetched.rglob("*") if path.is_file()} == before


def test_what_has_not_changed_is_not_fetched_again(statline: Statline, address: str, fetched: Path) -> None:
    assert [outcome.is_new for outcome in refresh(address, fetched)] == [False, False]
    assert all("TableInfos" in path for path in statline.asked)
    statline.tables["84780NED"] = regional(SOME, modified="2026-07-01T00:00:00")
    assert [outcome.is_new for outcome in refresh(address, fetched)] == [True, False]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (regional(SOME, modified="2026-05-01T00:00:00"), "refresh_older"),
        (regional(SOME, modified="2026-07-01T00:00:00", years=YEARS[:-1]), "refresh_shrunk"),
        (regional((), modified="2026-07-01T00:00:00", years=YEARS[2:]), "refresh_shrunk"),
        (regional(SOME, modified="2026-07-01T00:00:00", scale=100), "leavers_above_enrolled"),
    ],
)
def test_a_worse_table_is_not_taken_over(
    table: dict[str, list[dict[str, object]]], code: str, statline: Statline, address: str, fetched: Path
) -> None:
    before = figures(fetched)
    statline.tables["84780NED"] = table
    with pytest.raises(UserError) as refused:
        refresh(address, fetched)
    assert refused.value.code == code
    assert figures(fetched) == before


def test_the_answers_are_kept_as_they_came_and_can_be_read_again(fetched: Path, tmp_path: Path) -> None:
    delivery = own.current(fetched, "cbs-84780ned")
    assert delivery
    raw = delivery.folder / "raw"
    manifest = json.loads((raw / "manifest.json").read_text())
    assert {entry["file"] for entry in manifest["files"]} == {path.name for path in raw.iterdir()} - {"manifest.json"}
    assert all(len(entry["sha256"]) == 64 and entry["retrieved_at"].endswith("+00:00") for entry in manifest["files"])
    [outcome] = refresh("http://127.0.0.1:9", tmp_path / "read", from_folder=raw)
    assert outcome.is_new
    assert figures(tmp_path / "read") == figures(fetched)
    with (raw / "RegioS-0001.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(UserError, match="refresh_changed_file"):
        refresh("http://127.0.0.1:9", tmp_path / "read", from_folder=raw)


def test_a_folder_without_answers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="refresh_folder_empty"):
        refresh("http://127.0.0.1:9", tmp_path / "own", from_folder=tmp_path / "empty")


def test_two_at_once_wait_for_each_other(statline: Statline, address: str, tmp_path: Path) -> None:
    found: list[list[loading.Outcome]] = []
    threads = [threading.Thread(target=lambda: found.append(refresh(address, tmp_path))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted([outcome.is_new for outcome in outcomes] for outcomes in found) == [[False, False], [True, True]]


def test_fetched_figures_are_in_the_store_as_their_own_source(fetched: Path, tmp_path: Path) -> None:
    handle = loading.ensure_store(paths.data_dir(), tmp_path / "store", own_dir=fetched)
    store = Store.open(handle.path)
    leavers, enrolled = counts("MC29", 2024, 2, 1)
    frame = store.query("figures", dataset="published", region_codes=["RMC29"], series_ids=["cbs_vsv"]).set_index("period")
    newest = frame.loc[2024].to_dict()
    assert (newest["numerator"], newest["denominator"], newest["source_id"]) == (leavers, enrolled, FETCHED)
    assert newest["rate_pct"] == pytest.approx(100 * leavers / enrolled)
    assert newest["rate_basis"] == "counts"
    known = store.query("regions").set_index("region_code")
    assert known.at["GM9999", "name_nl"] == "Gebied GM9999"
    assert known.at["GM0546", "name_nl"] == "Leiden"
    store.close()


def test_a_delivery_that_no_longer_fits_is_left_out_and_named(fetched: Path, tmp_path: Path) -> None:
    delivery = own.current(fetched, "cbs-84780ned")
    assert delivery
    with (delivery.folder / "published" / "cbs-84780ned.csv").open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    handle = loading.ensure_store(paths.data_dir(), tmp_path / "store", own_dir=fetched)
    assert handle.problem is not None
    assert handle.problem.values["file"] == "published/cbs-84780ned.csv"
    store = Store.open(handle.path)
    assert "GM9999" not in set(store.query("regions")["region_code"])
    store.close()


def test_a_folder_that_cannot_be_written_is_named(address: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(UserError) as refused:
        refresh(address, tmp_path / "file")
    assert refused.value.code == "own_folder"
    assert refused.value.values["folder"] == str(tmp_path / "file")


def test_a_full_disk_changes_nothing(statline: Statline, address: str, fetched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = figures(fetched)
    statline.tables["84780NED"] = regional(SOME, modified="2026-07-01T00:00:00", scale=2)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(own.os, "fsync", full)
        with pytest.raises(UserError, match="No space left"):
            refresh(address, fetched)
    assert figures(fetched) == before
    assert refresh(address, fetched)[0].is_new
