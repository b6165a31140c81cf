"""The dashboard and its peers as child processes whose start and cost are measured.

`tools.server` starts the dashboard for tests; here the process itself and the moment it is ready are needed too.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import process
from vsv_metrics.paths import OWN_DIR_VARIABLE, STORE_DIR_VARIABLE
from vsv_metrics.web import quiet

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(__file__).parent / "peers"
START_SECONDS = 120.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.01
QUIET = {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false", "STREAMLIT_BROWSER_SERVER_ADDRESS": "localhost"}
IDLE_SECONDS, IDLE_SHARE = quiet.SECONDS + 1, 0.05


@dataclass(frozen=True)
class Server:
    """A server that answers: its address, its process, and what it took to get there."""

    address: str
    pid: int
    ready_s: float
    ready_cpu_s: float

    def cpu_seconds(self) -> float:
        return process.cpu_seconds(self.pid)

    def resident_mb(self) -> float:
        return process.resident_mb(self.pid)

    def wait_idle(self) -> None:
        """Returns when it has made the pages that it makes while nobody asks for anything."""
        used = 0.0
        while (now := self.cpu_seconds()) - used > IDLE_SHARE * IDLE_SECONDS:
            used = now
            time.sleep(IDLE_SECONDS)


@contextmanager
def dashboard(store_dir: Path) -> Iterator[Server]:
    """`vsv-metrics serve` with its store in `store_dir`, ready when `/api/ready` says so."""
    command = ["-m", "vsv_metrics.cli", "serve", "--port"]
    with _running(
        command,
        ROOT,
        {STORE_DIR_VARIABLE: str(store_dir), OWN_DIR_VARIABLE: f"{store_dir}-own"},
        "/api/ready",
        store_dir.with_suffix(".log"),
    ) as server:
        yield server


@contextmanager
def empty_page(log: Path, *, as_dashboard: bool) -> Iterator[Server]:
    """`streamlit run` on a page with one chart: as Streamlit comes, or with the settings and theme of the dashboard."""
    folder = ROOT if as_dashboard else PEERS
    with _running(_streamlit("empty_page.py"), folder, QUIET, "/_stcore/health", log) as server:
        yield server


@contextmanager
def plain_page(log: Path, figures: Path | None = None) -> Iterator[Server]:
    """`streamlit run` on the dashboard as most people would write it, over the example figures or the CSV files in a folder."""
    with _running(_streamlit("plain_page.py"), PEERS, QUIET | _figures(figures), "/_stcore/health", log) as server:
        yield server


@contextmanager
def ready_page(log: Path) -> Iterator[Server]:
    """The plain page with all that it shows made beforehand, with the settings and theme of the dashboard."""
    with _running(_streamlit("ready_page.py"), ROOT, QUIET, "/_stcore/health", log) as server:
        yield server


@contextmanager
def dash_page(log: Path, figures: Path | None = None) -> Iterator[Server]:
    """The same pages in Dash."""
    with _running([str(PEERS / "dash_page.py")], PEERS, _figures(figures), "/", log) as server:
        yield server


@contextmanager
def datasette(database: Path, log: Path) -> Iterator[Server]:
    """Datasette serving a SQLite file, with room for long answers and for all its facets, and none suggested."""
    settings = [
        ("max_csv_mb", "0"),
        ("sql_time_limit_ms", "60000"),
        ("max_returned_rows", "10000"),
        ("facet_time_limit_ms", "60000"),
        ("default_facet_size", "50"),
        ("suggest_facets", "off"),
    ]
    words = [word for name, value in settings for word in ("--setting", name, value)]
    with _running(["-m", "datasette", "serve", str(database), *words, "--port"], ROOT, {}, "/-/versions.json", log) as server:
        yield server


@contextmanager
def _running(command: list[str], folder: Path, settings: dict[str, str], ready: str, log: Path) -> Iterator[Server]:
    port = _free_port()
    address = f"http://localhost:{port}"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""} | settings
    with log.open("wb") as output:
        started = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *command, str(port)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        while not _answers(address + ready):
            if child.poll() is not None or time.perf_counter() - started > START_SECONDS:
                raise RuntimeError(f"not ready: {' '.join(command)}\n{log.read_text(errors='replace')}")
            time.sleep(POLL_SECONDS)
        ready_s = time.perf_counter() - started
        yield Server(address, child.pid, ready_s, process.cpu_seconds(child.pid))
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _streamlit(page: str) -> list[str]:
    options = ("--server.headless", "true", "--server.address", "localhost", "--server.port")
    return ["-m", "streamlit", "run", str(PEERS / page), *options]


def _figures(folder: Path | None) -> dict[str, str]:
    return {} if folder is None else {"PEER_FIGURES_DIR": str(folder)}


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=START_SECONDS) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]
