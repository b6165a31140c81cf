"""No key or password, in no version of any file."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = re.compile(
    "|".join(
        (
            r"-----BEGIN [A-Z ]*PRIVATE KEY",
            r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
            r"\bgh[pousr]_[0-9A-Za-z]{36}",
            r"\bgithub_pat_[0-9A-Za-z_]{40}",
            r"\bglpat-[0-9A-Za-z_-]{20}",
            r"\bxox[abprs]-[0-9A-Za-z-]{10}",
            r"\bsk-[0-9A-Za-z_-]{32}",
            r"\bpypi-[0-9A-Za-z_-]{50}",
            r"\bAIza[0-9A-Za-z_-]{35}",
            r"\beyJ[0-9A-Za-z_-]{20,}\.eyJ[0-9A-Za-z_-]{20,}\.",
            r"(?i:\b(?:password|passwd|wachtwoord|secret|token|api_?key)\b\s*[:=]\s*['\"][^'\"\s{}<>]{12,}['\"])",
            r"://[^/\s:@'\"{}]{2,}:[^/\s:@'\"{}]{6,}@",
        )
    ).encode()
)
INVENTED = re.compile(b"only-for-tests|school-of-the-owner|0123456789abcdef")
"""In what tests call a secret."""

LEFT_OUT = {".venv", "data", ".store", "__pycache__"}

EXAMPLES = (
    b"-----BEGIN RSA " + b"PRIVATE KEY-----",
    b"AKIA" + b"Z" * 16,
    b"ghp_" + b"a1" * 18,
    b"wachtwoord = '" + b"geheim123456'",
    b"https://iemand:" + b"geheim123@elsewhere.example/x",
)


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_key_would_be_found(example: bytes) -> None:
    assert KEYS.search(example)


def test_no_version_of_any_file_holds_a_key() -> None:
    found = {
        name: match[0][:60] for name, content in versions() for match in KEYS.finditer(content) if not INVENTED.search(match[0])
    }
    assert not found


def versions() -> Iterator[tuple[str, bytes]]:
    """Every file as it is and, in a clone, every version of it; the data are left out, which hold figures only."""
    if not (ROOT / ".git").exists():
        for path in ROOT.rglob("*"):
            if path.is_file() and not LEFT_OUT & set(path.parts) and path.stat().st_size < 1_000_000:
                yield str(path.relative_to(ROOT)), path.read_bytes()
        return
    listed = _git("rev-list", "--objects", "--all", "--no-object-names", "--", ".", ":!data/*.csv", ":!data/**/*.csv")
    batch = subprocess.run(["git", "cat-file", "--batch"], cwd=ROOT, input=listed, capture_output=True, check=True).stdout
    place = 0
    while place < len(batch):
        end = batch.index(b"\n", place)
        name, kind, size = batch[place:end].split()
        content = batch[end + 1 : end + 1 + int(size)]
        place = end + 2 + int(size)
        if kind in (b"blob", b"commit"):
            yield name.decode(), content
    for name in _git("ls-files", "--others", "--exclude-standard", "--cached").decode().splitlines():
        if (ROOT / name).is_file() and not name.startswith("data/"):
            yield name, (ROOT / name).read_bytes()


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout
