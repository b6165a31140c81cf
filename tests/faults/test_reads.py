"""Many threads that read at once, also while another store is put in use: each gets its own rows, wholly old or wholly new."""

import asyncio
import json
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from conftest import Tally
from starlette.applications import Starlette

from vsv_metrics import loading, paths
from vsv_metrics.paths import STORE_DIR_VARIABLE
from vsv_metrics.store import Store
from vsv_metrics.web import compare_prepare, data, once, quiet, server

THREADS = 8
YEARS = range(2019, 2024)
FIELDS = "series_id,indicator_id,region_code,school_year,measure,value,unit,obs_status,precision,source_id"
SWAPS = 20
"""Times that another store is put in use while the long test reads."""


def value(region: str, year: int, generation: int) -> int:
    """A count that no other area, year or generation of figures has."""
    return 1_000_000 * generation + 100 * int(region[3:]) + year - 2000


def write(data: Path, generation: int) -> None:
    """Figures of the regions of which each value tells where it belongs."""
    rows = [
        f"ocw_national,new_leavers,{region},{year},{measure},{count},persons,definitive,exact,kst_26695_94"
        for region in REGIONS
        for year in YEARS
        for measure, count in (("numerator", value(region, year, generation)), ("denominator", 900_000_000))
    ]
    (data / "published" / "national_ocw.csv").write_text("\n".join((FIELDS, *rows)) + "\n")


REGIONS = [f"RMC{number:02}" for number in range(1, 40) if number != 14]


@pytest.fixture
def telling(small: Path, tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Puts a generation of figures in use; gives the path of its store."""
    descriptor = small / "published" / "national_ocw.json"
    told = json.loads(descriptor.read_text())
    kinds = {"school_year": "integer", "value": "number"}
    told["schema"] = {"fields": [{"name": name, "type": kinds.get(name, "string")} for name in FIELDS.split(",")]}
    told["vsv"] = {"table": "observation", "defaults": {"dataset": "published"}}
    descriptor.write_text(json.dumps(told))

    def use(generation: int) -> Path:
        write(small, generation)
        handle = loading.ensure_store(small, tmp_path / "store")
        assert handle.problem is None, handle.problem
        return handle.path

    yield use
    shutil.rmtree(tmp_path / "store")


def in_threads(read: Callable[[int], tuple[bool, object]], times: int, tally: Tally) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for is_right, what in pool.map(read, range(times)):
            tally.note(is_right, what)


@pytest.mark.fault("reads_store", "Reads of one store by eight threads: foreign answers")
def test_each_thread_reads_its_own_rows(telling: Callable[[int], Path], tally: Tally) -> None:
    store = Store.open(telling(1))

    def read(seed: int) -> tuple[bool, object]:
        chance = random.Random(seed)
        region, first = chance.choice(REGIONS), chance.choice(YEARS)
        frame = store.query("figures", dataset="published", region_codes=[region], period_from=first)
        found = list(frame[["region_code", "period", "numerator"]].itertuples(index=False, name=None))
        return found == [(region, year, value(region, year, 1)) for year in range(first, YEARS.stop)], found

    in_threads(read, tally.times(100, 85_000), tally)
    store.close()


@pytest.mark.fault("reads_api", "Reads of the API by eight threads while stores are put in use: foreign or mixed answers")
def test_each_request_gets_one_generation(
    telling: Callable[[int], Path], small: Path, tmp_path: Path, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(tmp_path / "store"))
    monkeypatch.setattr(paths, "data_dir", lambda: small)
    once.forget()
    fingerprints = {1: telling(1).stem.removeprefix("vsv-")}
    generations = iter(range(2, 10**6))
    api = Starlette(routes=server.ROUTES, middleware=server.MIDDLEWARE)
    swapping = threading.Lock()
    times = tally.times(32, 15_000)
    every = times // tally.times(2, SWAPS)

    async def ask(regions: list[str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://localhost") as client:
            return await client.get("/api/v1/observations", params={"region": ",".join(regions)})

    def read(turn: int) -> tuple[bool, object]:
        if turn % every == every // 2:
            with swapping:
                generation = next(generations)
                fingerprints[generation] = telling(generation).stem.removeprefix("vsv-")
        chance = random.Random(turn)
        regions = sorted(chance.sample(REGIONS, chance.randint(1, 4)))
        answer = asyncio.run(ask(regions))
        rows = {(row["region_code"], row["year"]): row["numerator"] for row in answer.json().get("data", [])}
        with swapping:  # a store can be read before its fingerprint is noted here
            known = dict(fingerprints)
        for generation, fingerprint in known.items():
            if rows == {(region, year): value(region, year, generation) for region in regions for year in YEARS}:
                return fingerprint in answer.text, answer.text[:500]
        return False, (answer.status_code, answer.text[:1500])

    in_threads(read, times, tally)
    once.forget()
    assert len(fingerprints) > 2


def test_what_is_made_beforehand_is_made_of_one_generation(
    telling: Callable[[int], Path], small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(tmp_path / "store"))
    monkeypatch.setattr(paths, "data_dir", lambda: small)
    monkeypatch.setattr(quiet, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(compare_prepare, "MOST_WANTED", ("rmc", "province"))
    once.forget()
    first = telling(1).stem.removeprefix("vsv-")
    made: list[tuple[str, str]] = []

    def prepare(fingerprint: str, level: str, _language: str) -> None:
        telling(2)
        made.append((fingerprint, data.store().fingerprint))

    monkeypatch.setattr(compare_prepare, "prepare", prepare)
    asyncio.run(server._prepare())
    once.forget()
    [(asked, shown)] = made
    assert asked == shown
    assert asked.startswith(first)
