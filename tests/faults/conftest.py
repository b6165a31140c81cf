"""Faults: each is tried a few times in the normal tests, and with `--long` as often as docs/faults.md says."""

import shutil
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks import faults
from tools.statline import Statline, national, regional, serving
from vsv_metrics import paths
from vsv_metrics.sources.cbs import odata, statline

SHOWN = 10
"""Broken tries that a failure names."""


@dataclass
class Tally:
    """How often one fault was tried, and what broke."""

    is_long: bool
    tried: int = 0
    broken: list[str] = field(default_factory=list)

    def times(self, few: int, many: int) -> int:
        """How often to try: few in the normal tests, many in the long ones."""
        return many if self.is_long else few

    def note(self, is_whole: bool, what: object) -> None:
        """Notes one try; `what` says which, should it be broken."""
        self.tried += 1
        if not is_whole:
            self.broken.append(str(what))


class Report:
    """Writes what the long tests found, those of all workers together."""

    def __init__(self) -> None:
        self.found: dict[str, list[faults.Result]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "fault" and report.when == "teardown":
                self.found[str(value[0])] = faults.found(*value)  # type: ignore[index, misc]

    def pytest_sessionfinish(self) -> None:
        if self.found:
            faults.write(self.found)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="try every fault in full and write benchmarks/faults.json")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fault(id, what): tries a fault and counts what breaks")
    if is_long(config) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report())


def is_long(config: pytest.Config) -> bool:
    return bool(config.getoption("--long", default=False))


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Counts the tries of the fault that a test is marked with; the test fails at its end when anything broke."""
    return Tally(is_long(request.config))


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    began = time.monotonic()
    outcome = yield
    counted = pyfuncitem.funcargs.get("tally")
    marker = pyfuncitem.get_closest_marker("fault")
    if isinstance(counted, Tally) and marker:
        seconds = time.monotonic() - began
        pyfuncitem.user_properties.append(("fault", [*marker.args, counted.tried, len(counted.broken), seconds]))
        assert counted.tried
        assert not counted.broken, "\n".join(counted.broken[:SHOWN])
    return outcome


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder with all reference tables and the figures of the country alone."""
    folder = tmp_path / "small"
    shutil.copytree(paths.data_dir() / "reference", folder / "reference")
    (folder / "published").mkdir()
    for ending in ("csv", "json"):
        shutil.copy(paths.data_dir() / "published" / f"national_ocw.{ending}", folder / "published")
    return folder


@pytest.fixture(scope="session")
def saved_tables(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two folders of saved answers of CBS, of few years, with other counts in each."""
    folders = []
    for scale in (1, 2):
        made = tmp_path_factory.mktemp(f"cbs{scale}")
        years = (2022, 2023)
        held = Statline({"84780NED": regional((), years=years, scale=scale), "85368NED": national(years=years)})
        with serving(held) as address, odata.new_client() as client:
            for table in statline.tables():
                (made / table).mkdir()
                for answer in odata.fetch(client, address, table, lambda *_: None):
                    (made / table / answer.name).write_bytes(answer.content)
        folders.append(made)
    return folders
