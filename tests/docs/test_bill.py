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


FINE = {"name": "one", "version": "1", "vulns": []}
WEAK = {"name": "two", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
SKIPPED = {"name": "three", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "told"),
    [
        ([FINE], 0, "1 of 1 packages compared, 0 known weaknesses"),
        ([FINE, WEAK], audit.FOUND, "two 2: CVE-1; mended in 3"),
        ([FINE, SKIPPED], audit.UNKNOWN, "1 of 2 packages compared"),
        ([SKIPPED, WEAK], audit.FOUND, "Not compared, since the service does not know them: three"),
        (None, audit.UNKNOWN, "nothing was compared"),
        ([], audit.UNKNOWN, "0 of 0 packages compared"),
    ],
)
def test_an_audit_that_could_not_compare_all_does_not_say_that_all_is_well(
    packages: list[Any] | None, code: int, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(words: list[str], **_: object) -> "subprocess.CompletedProcess[str]":
        assert str(audit.LOCK) in words
        said = "" if packages is None else json.dumps({"dependencies": packages})
        return subprocess.CompletedProcess(words, 1, said, "requests.exceptions.ConnectionError: Max retries exceeded")

    monkeypatch.setattr(audit.subprocess, "run", run)
    assert audit.main() == code
    assert told in capsys.readouterr().out
