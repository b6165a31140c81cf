"""The files for who hosts the dashboard: they name what exists, close what they say, and the tools that read them agree."""

import fnmatch
import importlib.util
import json
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType

import click
import pytest

from tools import deployment
from vsv_metrics.cli.commands import make_group
from vsv_metrics.text import Locale
from vsv_metrics.web import frame

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HEADERS = {"Host", "Upgrade", "Connection", "X-Forwarded-Proto"}
CONTAINERFILE = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
STEPS = [line.split(maxsplit=1) for line in CONTAINERFILE.splitlines() if line and not line.startswith("#")]
UNIT = (DEPLOY / "vsv@.service").read_text(encoding="utf-8")
NGINX = deployment.CONFIGURATION.read_text(encoding="utf-8")


def test_every_file_is_explained() -> None:
    text = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert not [path.name for path in DEPLOY.iterdir() if path.is_file() and f"deploy/{path.name}" not in text]


# nginx


def test_every_location_that_passes_on_repeats_the_headers() -> None:
    passing = [
        block
        for block in re.findall(r"location [^{]*\{([^}]*)\}", NGINX.replace("${VSV_BASE_PATH}", ""))
        if "proxy_pass" in block
    ]
    assert len(passing) > 4
    assert {frozenset(re.findall(r"proxy_set_header (\S+)", block)) for block in passing} == {frozenset(HEADERS)}


def test_pages_have_their_names_in_the_log() -> None:
    [names] = re.findall(r"\(\?<vsv_page>([^)]*)\)", NGINX)
    assert set(names.split("|")) == set(frame.PAGES.values())


def test_what_is_to_be_filled_in_is_named_at_the_head_and_in_the_guide() -> None:
    head, body = NGINX.split("\nmap", 1)
    used = set(re.findall(r"\$\{(VSV_\w+)\}", body))
    assert used == set(re.findall(r"\$\{(VSV_\w+)\}", head))
    assert used == set(deployment.values(ROOT, "", "", (1, 2)))
    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert not [name for name in used if f"{name}=" not in guide]


@pytest.mark.parametrize("base_path", ["", "/vsv", "/cijfers/vsv"])
def test_nginx_takes_the_configuration(base_path: str, tmp_path: Path) -> None:
    subprocess.run(["sh", str(ROOT / "tools" / "ensure-nginx")], check=True)
    main = deployment.write_configuration(tmp_path, "127.0.0.1:8443 ssl http2", base_path, (8501, 8502))
    command = [deployment.nginx_program(), "-t", "-p", str(tmp_path), "-c", str(main), "-e", str(tmp_path / "error.log")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


# systemd


def test_systemd_takes_the_unit_and_finds_it_closed(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed here")
    unit = tmp_path / "vsv@.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE), encoding="utf-8")
    checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    assert [line for line in checked.stderr.splitlines() if "vsv@" in line] == []
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)], capture_output=True, text=True
    )
    [exposure] = re.findall(r"Overall exposure level for \S+: ([\d.]+)", judged.stdout)
    assert float(exposure) <= 1.5, judged.stdout


def test_the_unit_starts_a_command_that_exists() -> None:
    [command] = re.findall(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)
    assert_command(command.replace("%i", "8501").split()[1:])


# Container


def test_steps_use_files_that_exist_and_are_sent_along() -> None:
    kept = [
        line.removeprefix("!")
        for line in (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    assert not [name for name in kept if not (ROOT / name).exists()]
    copied = [words.split()[:-1] for step, words in STEPS if step == "COPY" and "--from=" not in words]
    names = [name for words in copied for name in words if not name.startswith("--")]
    assert {"requirements.lock", "vsv_metrics", "data"} <= set(names)
    for name in names:
        assert (ROOT / name).exists(), name
        assert any(fnmatch.fnmatch(entry, name) or entry.startswith(f"{name}/") for entry in kept), f"{name} is not sent along"


def test_the_wheel_needs_nothing_that_the_image_lacks() -> None:
    """What the build of the package reads: `pyproject.toml` names it."""
    copied = " ".join(words for step, words in STEPS if step == "COPY")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    included = json.loads(re.findall(r"^only-include = (\[.*\])$", project, re.MULTILINE)[0])
    forced = re.findall(r'^"(.+)" = "vsv_metrics/_app/.*"$', project, re.MULTILINE)
    for name in {*included, *forced, "pyproject.toml", "README.md", "LICENSE"}:
        assert re.search(rf"(^| ){re.escape(name)} ", copied), name


def test_the_image_is_hashed_without_root_and_watched() -> None:
    installs = [part for step, words in STEPS if step == "RUN" for part in words.split("&&") if "pip install" in part]
    assert len(installs) == 2
    assert all("--require-hashes" in part or "--no-deps" in part for part in installs)
    users = [words for step, words in STEPS if step == "USER"]
    assert users
    assert users[-1] not in ("root", "0")
    assert any(step == "HEALTHCHECK" for step, _ in STEPS)
    final = CONTAINERFILE.rsplit("\nFROM ", 1)[1]
    assert final.index("\nUSER ") < final.index("\nENTRYPOINT ")


def test_the_image_starts_a_command_that_exists() -> None:
    [entry], [command] = ([json.loads(words) for step, words in STEPS if step == name] for name in ("ENTRYPOINT", "CMD"))
    assert entry[0].endswith("/vsv-metrics")
    assert_command(command)


@pytest.mark.parametrize(("status", "is_ready"), [(200, True), (503, False)])
def test_the_health_check_asks_for_readiness_below_the_path(status: int, is_ready: bool) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        assert healthcheck().is_ready({"VSV_PORT": str(server.server_port), "VSV_BASE_PATH": "/vsv"}) is is_ready
    finally:
        thread.join()
        server.server_close()
    assert asked == ["/vsv/api/ready"]


def healthcheck() -> ModuleType:
    """The script that the image runs."""
    spec = importlib.util.spec_from_file_location("healthcheck", DEPLOY / "healthcheck.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_command(words: list[str]) -> None:
    """`vsv-metrics` knows this command and each of its options."""
    group = make_group(Locale("nl"))
    command = group.get_command(click.Context(group, obj=Locale("nl")), words[0])
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= known
