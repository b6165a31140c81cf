"""The dashboard as a child process, as a user or a host starts it, for tests and pictures."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vsv_metrics.loading.refresh import ADDRESS_VARIABLE
from vsv_metrics.paths import OWN_DIR_VARIABLE, STORE_DIR_VARIABLE
from vsv_metrics.web.host import PREPARE_VARIABLE, SQL_VARIABLE

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 90.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.1


@contextmanager
def serving(store_dir: Path, *, is_bare: bool = False, has_sql: bool = False, cbs: str = "", root: Path = ROOT) -> Iterator[str]:
    """Runs `vsv-metrics serve` on a free port with its store in `store_dir`; gives the address once it is ready.

    Own figures are kept beside the store; those of CBS are fetched from the address `cbs`. `has_sql` turns the page SQL on.

    `root` is the folder with the application, this checkout or a copy of it with other figures.

    `is_bare` starts Streamlit itself, which does not look at the store first, and gives the address once it answers.

    Pages are not made beforehand, which would take the processor from what runs beside.
    """
    port = _free_port()
    if is_bare:
        command = ["-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        awaited = ("/api/health", "ok")
    else:
        command = ["-m", "vsv_metrics.cli", "serve", "--port", str(port)]
        awaited = ("/api/ready", "ready")
    log = store_dir.parent / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=root,
            env=os.environ
            | {
                "PYTHONPATH": str(root),
                STORE_DIR_VARIABLE: str(store_dir),
                OWN_DIR_VARIABLE: f"{store_dir}-own",
                ADDRESS_VARIABLE: cbs,
                SQL_VARIABLE: "on" if has_sql else "off",
                PREPARE_VARIABLE: "off",
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://localhost:{port}"
        _await(address, *awaited, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(address: str, path: str, status: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(f"{address}{path}", status):
        if process.poll() is not None or time.monotonic() > deadline:
            said = log.read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"the dashboard did not answer at {address}{path}:\n{said}")
        time.sleep(POLL_SECONDS)


def _answers(url: str, status: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:
            return json.load(answer).get("status") == status
    except (OSError, ValueError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]
