"""`vsv-metrics export`: files, standard output, exit codes, help in both languages."""

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from vsv_metrics import cli
from vsv_metrics.cli import export
from vsv_metrics.delivery.formats import FORMATS
from vsv_metrics.delivery.question import PARAMETERS
from vsv_metrics.paths import STORE_DIR_VARIABLE
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale

Run = Callable[..., int]
Capture = pytest.CaptureFixture[str]
QUESTION = ("--dataset", "demo", "--region", "RMC29", "--region", "PV28", "--years", "2017,2018")


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as from a shell, on the store that the whole run shares; its exit code."""
    monkeypatch.setenv(STORE_DIR_VARIABLE, str(store.path.parent))

    def command(*words: str | Path) -> int:
        monkeypatch.setattr(sys, "argv", ["vsv-metrics", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0)

    return command


def test_every_format_and_parameter_is_an_option() -> None:
    assert tuple(FORMATS) == export.FORMAT_NAMES
    assert {option.name for option in export._options(Locale("nl"))} == {*PARAMETERS, "format", "out"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_written_whole_or_not_at_all(
    name: str, run: Run, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "vsv.file"
    assert run("--language", "en", "export", *QUESTION, "--format", name, "--out", out) == 0
    said = capfdbinary.readouterr()
    assert said.out == b""
    assert b"4 rows" in said.err
    assert run("--language", "en", "export", *QUESTION, "--format", name) == 0
    assert capfdbinary.readouterr().out == out.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["vsv.file"]
    before = out.read_bytes()

    def broken(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(FORMATS, name, FORMATS[name]._replace(write=lambda _: map(broken, [b""])))
    assert run("export", *QUESTION, "--format", name, "--out", out) == 1
    assert "No space left" in capfdbinary.readouterr().err.decode()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"vsv.file": before}


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("--region", "PV99"), 1, "PV99"),
        (("--dataset", "secret"), 1, "published"),
        (("--format", "xml"), 2, "csv-nl"),
        (("--regio", "PV28"), 2, "--region"),
        (("--out", "/nowhere/vsv.csv"), 1, "/nowhere/vsv.csv"),
    ],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], code: int, named: str, run: Run, capfd: Capture) -> None:
    assert run("export", *words) == code
    said = capfd.readouterr()
    assert said.out == ""
    assert named in said.err
    assert "Traceback" not in said.err


def test_a_binary_file_is_not_sent_to_a_screen(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert run("export", *QUESTION, "--format", "parquet") == 1
    said = capsys.readouterr()
    assert (said.out, said.err.strip()) == ("", Locale("nl")("errors.export_terminal", format="parquet"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_is_complete(language: str, run: Run, capfd: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    assert run("--language", language, "export", "--help") == 0
    said = capfd.readouterr().out
    words = Locale(language)
    assert all(f"--{name.replace('_', '-')}" in said for name in PARAMETERS)
    assert words("export.cli_out")[:40] in said
    assert words("export.cli_members", breakdown=words("breakdown.sex").lower()) in said


def test_names_are_in_the_language_of_messages_unless_asked(run: Run, tmp_path: Path) -> None:
    found = {}
    for name, words in {"nl": (), "en": ("--language", "en"), "asked": ("--language", "en")}.items():
        out = tmp_path / f"{name}.csv"
        assert run(*words, "export", *QUESTION, "--out", out, *(("--lang", "nl") if name == "asked" else ())) == 0
        found[name] = pd.read_csv(out)["sector_name"].iat[0]
    assert found["nl"] == found["asked"] != found["en"]
