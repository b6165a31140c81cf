"""The dashboard as a host runs it: processes in production behind nginx with the configuration that ships, on this machine."""

import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from vsv_metrics.paths import OWN_DIR_VARIABLE, STORE_DIR_VARIABLE

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
HOST_NAME = "localhost"
BASE_PATH = "/vsv"
CONTACT = "mailto:security@example.org"
COOKIE_KEY = "of tests " + "0" * 32
START_SECONDS = 90.0
STOP_SECONDS = 25.0
POLL_SECONDS = 0.05

MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log warn;
worker_processes 2;
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    types {{ text/html html; application/javascript js; text/css css; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/vsv.conf;
}}
"""
"""What Debian's own nginx.conf does around ours."""


@dataclass
class Site:
    """A site that answers: its address, the processes behind it, and where it writes."""

    address: str
    folder: Path
    ports: tuple[int, ...]
    base_path: str
    store_dir: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def own_address(self, number: int) -> str:
        """Where one process answers, past the proxy."""
        return f"http://127.0.0.1:{self.ports[number]}{self.base_path}"

    def log(self, number: int) -> Path:
        """What one process wrote."""
        return self.folder / f"process-{number}.log"

    def start(self, number: int) -> None:
        """Starts one process and returns at once."""
        with self.log(number).open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "vsv_metrics.cli", "serve", "--production"],
                cwd=ROOT,
                env=os.environ | self.settings(number),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.processes[number:] = [process, *self.processes[number + 1 :]]

    def settings(self, number: int) -> dict[str, str]:
        """The environment of one process, as its service would have it."""
        return {
            "VSV_PORT": str(self.ports[number]),
            "VSV_BASE_PATH": self.base_path,
            "VSV_HOST_NAME": HOST_NAME,
            "VSV_COOKIE_SECRET": COOKIE_KEY,
            "VSV_SECURITY_CONTACT": CONTACT,
            STORE_DIR_VARIABLE: str(self.store_dir),
            OWN_DIR_VARIABLE: f"{self.store_dir}-own",
        }

    def stop(self, number: int) -> None:
        """Ends one process as a service does: asked to, and after a while made to."""
        process = self.processes[number]
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def wait_ready(self, number: int) -> None:
        """Returns when one process can answer with figures."""
        deadline = time.monotonic() + START_SECONDS
        while not _is_ready(f"{self.own_address(number)}/api/ready"):
            if self.processes[number].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"process {number} is not ready:\n{self.log(number).read_text(errors='replace')}")
            time.sleep(POLL_SECONDS)


@contextmanager
def deployed(folder: Path, store_dir: Path, base_path: str = BASE_PATH, processes: int = 2) -> Iterator[Site]:
    """Runs the processes and nginx with their files in `folder`; gives the site when all are ready."""
    port, *ports = free_ports(1 + processes)
    site = Site(f"https://{HOST_NAME}:{port}{base_path}", folder, tuple(ports), base_path, store_dir)
    try:
        for number in range(processes):
            site.start(number)
            site.wait_ready(number)
        with proxied(site, port):
            yield site
    finally:
        for number in range(len(site.processes)):
            site.stop(number)


def filled_in(values: dict[str, str]) -> str:
    """The configuration that ships with these values in place, as envsubst does it."""
    return re.sub(r"\$\{(VSV_\w+)\}", lambda found: values[found[1]], CONFIGURATION.read_text(encoding="utf-8"))


def values(folder: Path, listen: str, base_path: str, ports: Sequence[int]) -> dict[str, str]:
    """What the configuration asks for."""
    return {
        "VSV_LISTEN": listen,
        "VSV_HOST_NAME": HOST_NAME,
        "VSV_BASE_PATH": base_path,
        "VSV_CERTIFICATE": str(folder / "certificate.pem"),
        "VSV_KEY": str(folder / "key.pem"),
        "VSV_PORT_1": str(ports[0]),
        "VSV_PORT_2": str(ports[-1]),
        "VSV_LOGS": str(folder),
    }


def write_configuration(folder: Path, listen: str, base_path: str, ports: Sequence[int]) -> Path:
    """Writes all that nginx needs in `folder`; gives the file to start it with."""
    certify(folder)
    (folder / "vsv.conf").write_text(filled_in(values(folder, listen, base_path, ports)), encoding="utf-8")
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user="user root;" if os.geteuid() == 0 else ""), encoding="utf-8")
    return main


def certify(folder: Path) -> None:
    """Makes a certificate for this machine that nobody else trusts."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"),
            *("-subj", f"/CN={HOST_NAME}", "-addext", f"subjectAltName=DNS:{HOST_NAME}"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )


def trusting(folder: Path) -> ssl.SSLContext:
    """What trusts the certificate of `certify`."""
    return ssl.create_default_context(cafile=str(folder / "certificate.pem"))


def nginx_program() -> str:
    """Where nginx is; `RuntimeError` with what to do when it is nowhere."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")
    if found is None:
        raise RuntimeError("no nginx found: run tools/ensure-nginx, or install it, on Debian: apt-get install nginx")
    return found


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


@contextmanager
def proxied(site: Site, port: int) -> Iterator[None]:
    """Runs nginx before the processes of a site, with the configuration that ships, until the end of the block."""
    main = write_configuration(site.folder, f"127.0.0.1:{port} ssl http2", site.base_path, site.ports)
    command = [nginx_program(), "-p", str(site.folder), "-c", str(main), "-e", str(site.folder / "nginx-error.log")]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _is_ready(f"{site.address}/api/ready", trusting(site.folder)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"nginx does not answer:\n{(site.folder / 'nginx-error.log').read_text()}")
            time.sleep(POLL_SECONDS)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()


def _is_ready(address: str, context: ssl.SSLContext | None = None) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=START_SECONDS, context=context) as answer:
            return json.load(answer).get("status") == "ready"
    except (OSError, ValueError):
        return False
