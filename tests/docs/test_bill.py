"""The bill of materials: every package that runs, with its version and hashes; the same each time."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools import audit

ROOT = Path(__file__).parents[2]


def made(target: Path) -> Any:
    """The bill as `make sbom` makes it."""
    printed = subprocess.run(["make", "-n", "sbom"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    [command] = [line for line in printed.replace("\\\n", " ").splitlines() if "cyclonedx-py" in line]
    words = re.sub(r"\S*/bin/", f"{ROOT}/.venv/bin/", command).replace("dist/sbom.cdx.json", str(target)).split()
    subprocess.run(words, cwd=ROOT, capture_output=True, check=True)
    return json.loads(target.read_text(encoding="utf-8"))


def test_the_bill_names_every_pin_and_is_the_same_each_time(tmp_path: Path) -> None:
    bill = made(tmp_path / "one.json")
    pins = re.findall(r"^([a-z0-9.-]+)==([\w.]+)", (ROOT / "requirements.lock").read_text(), re.M)
    assert len(pins) > 30
    assert {(part["name"], part["version"]) for part in bill["components"]} == set(pins)
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "vsv-metrics"
    assert all(part["purl"] and part["externalReferences"][0]["hashes"] for part in bill["components"])
    assert made(tmp_path / "two.json") == bill
    assert "timestamp" not in bill["metadata"]


@pytest.mark.parametrize(
    ("said", "status", "code", "told"),
    [
        (("", "No known vulnerabilities found"), 0, 0, "No known vulnerabilities found"),
        (("Name Version ID\nx 1 CVE-1", "Found 1 known vulnerability"), 1, 1, "CVE-1"),
        (("", "requests.exceptions.ConnectionError: Max retries exceeded"), 1, audit.UNREACHABLE, "nothing was compared"),
    ],
)
def test_an_audit_that_could_not_ask_does_not_say_that_all_is_well(
    said: tuple[str, str],
    status: int,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(words: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        assert str(audit.LOCK) in words
        return subprocess.CompletedProcess(words, status, *said)

    monkeypatch.setattr(audit.subprocess, "run", run)
    assert audit.main() == code
    assert told in capsys.readouterr().out
