"""The command line: exit codes, sentences in both languages, no traces."""

import ctypes
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from vsv_metrics import cli, loading, paths
from vsv_metrics.cli import commands, messages, serve
from vsv_metrics.text import Locale


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command as from a shell."""

    def command(*words: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["vsv-metrics", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            commands.run()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Outcome(int(ended.value.code or 0), captured.out, captured.err)

    return command


def spoil(data: Path) -> Path:
    path = data / "published" / "figures.csv"
    path.write_text(path.read_text().replace(",300,", ",drie,"))
    return path


def test_build_prints_the_rows_and_the_next_build_has_nothing_to_do(run: Run, tiny: Path, tmp_path: Path) -> None:
    first = run("build", "--data-dir", tiny, "--store-dir", tmp_path / "store")
    assert first.code == 0
    assert re.search(r"^observation +11$", first.out, re.MULTILINE)
    assert "Gebouwd: " in first.out
    second = run("--language", "en", "build", "--data-dir", tiny, "--store-dir", tmp_path / "store")
    assert second.code == 0
    assert "Already up to date: " in second.out


@pytest.mark.parametrize(
    ("language", "named"),
    [("nl", ("regel 2", "kolom value", "“drie”", "blijft in gebruik")), ("en", ("line 2", "column value", "stays in use"))],
)
def test_build_refuses_a_bad_file_and_keeps_the_store(
    run: Run, tiny: Path, in_use: Path, language: str, named: tuple[str, ...]
) -> None:
    spoil(tiny)
    outcome = run("--language", language, "build", "--data-dir", tiny, "--store-dir", in_use)
    assert outcome.code == 1
    assert all(words in outcome.err for words in (*named, "published/figures.csv"))
    assert loading.store_in_use(in_use) is not None


@pytest.mark.parametrize(("language", "named"), [("nl", "Kies een andere map"), ("en", "Choose another folder")])
def test_build_names_a_store_folder_that_cannot_be_used(run: Run, tiny: Path, tmp_path: Path, language: str, named: str) -> None:
    (tmp_path / "file").write_text("")
    outcome = run("--language", language, "build", "--data-dir", tiny, "--store-dir", tmp_path / "file")
    assert outcome.code == 1
    assert named in outcome.err
    assert str(tmp_path / "file") in outcome.err


def test_check_accepts_and_counts(run: Run, tiny: Path) -> None:
    assert run("check", "--data-dir", tiny).out.startswith("Bruikbaar")
    assert run("--language=en", "check", "--data-dir", tiny).out.startswith("Usable")
    outcome = run("check", tiny / "published" / "figures.csv", "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out) == {
        "accepted": True,
        "format": "tidy",
        "rows": 11,
        "enrolled_total": 20_000,
        "leavers_total": 1_140,
        "warnings": [],
        "problems": [],
    }


def test_check_refuses_and_says_why(run: Run, tiny: Path) -> None:
    path = spoil(tiny)
    outcome = run("check", path, "--json")
    assert outcome.code == 1
    report = json.loads(outcome.out)
    assert report["accepted"] is False
    [problem] = report["problems"]
    assert problem["message"] == run("check", path).err.splitlines()[0]
    assert {key: problem[key] for key in ("code", "file", "line", "column", "found", "expected")} == {
        "code": "type_number",
        "file": "published/figures.csv",
        "line": 2,
        "column": "value",
        "found": "drie",
        "expected": "12.3",
    }


def test_check_looks_codes_up_beside_the_file(run: Run, tiny: Path) -> None:
    path = tiny / "published" / "figures.csv"
    path.write_text(path.read_text().replace(",RMC14,", ",RMC99,"))
    outcome = run("check", path)
    assert outcome.code == 1
    assert "RMC99" in outcome.err
    assert "regel 12" in outcome.err
    assert run("check", "--data-dir", tiny).code == 1


def test_check_shows_the_first_fifty_problems(run: Run, tiny: Path) -> None:
    path = tiny / "published" / "figures.csv"
    header, *rows = path.read_text().splitlines()
    bad = "x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x"
    path.write_text("\n".join([header, *rows, *[bad] * 8]) + "\n")
    outcome = run("check", path)
    assert outcome.code == 1
    found = len(json.loads(run("check", path, "--json").out)["problems"])
    assert found > messages.PROBLEMS_SHOWN
    assert len(outcome.err.splitlines()) == messages.PROBLEMS_SHOWN + 2
    assert f"nog {found - messages.PROBLEMS_SHOWN}" in outcome.err


@pytest.mark.parametrize(
    ("words", "dutch", "english"),
    [
        (("check", "absent.csv"), "absent.csv", "absent.csv"),
        (("check", "a.csv", "b.csv"), "te veel woorden achter vsv-metrics check", "Too many words follow vsv-metrics check"),
        (("build", "--fast"), "Onbekende optie --fast", "Unknown option --fast"),
        (("serve", "--port", "70000"), "“70000” kan niet bij --port", "a whole number from 1 to 65535"),
        (("serve", "--port", "-1"), "“-1” kan niet bij --port", "“-1” cannot be used for --port"),
        (("serve", "--port", "achtduizend"), "getal van 1 tot en met 65535", "“achtduizend” cannot be used"),
        (("serve", "--port", "8" * 5000), "getal van 1 tot en met 65535", "a whole number from 1 to 65535"),
        (("serve", "--port"), "Achter --port ontbreekt de waarde", "--port needs a value"),
        (("check", "--json=yes"), "Achter --json hoort geen waarde", "--json takes no value"),
        (("export", "--regio", "NL"), "Onbekende optie --regio. Bedoelt u --region?", "Did you mean --region?"),
        (("buid",), "Onbekende opdracht buid. Bedoelt u build?", "Did you mean build?"),
        (("bake",), "Onbekende opdracht bake", "Unknown command bake"),
        (("demo",), "--out ontbreekt", "--out is missing"),
        (("unload",), "NAAM ontbreekt", "NAME is missing"),
        (("aggregate", "absent", "--out", "a.csv"), "“absent” kan niet bij MAP", "there is no such folder"),
        (("export", "--format", "pdf"), "verwacht json | csv | csv-nl | parquet", "“pdf” cannot be used for --format"),
        (("query", "SELECT 1", "--out", "a.pdf"), "“a.pdf” kan niet bij --out; verwacht *.csv", "expected *.csv"),
        ((), "Er staat geen opdracht", "There is no command"),
    ],
)
def test_misuse_is_a_sentence_in_both_languages_and_exit_code_2(
    run: Run, words: tuple[str, ...], dutch: str, english: str
) -> None:
    for language, said in (("nl", dutch), ("en", english)):
        outcome = run("--language", language, *words)
        assert outcome.code == 2
        assert said in outcome.err
        assert len(outcome.err.splitlines()) == 1
        assert outcome.out == ""


def test_a_language_that_is_not_there_is_refused(run: Run) -> None:
    outcome = run("--language", "fr", "build")
    assert outcome.code == 2
    assert outcome.err == "“fr” kan niet bij --language; verwacht nl | en.\n"


def test_no_word_at_all_shows_the_help(run: Run) -> None:
    outcome = run()
    assert outcome.code == 2
    assert outcome.err == run("--help").out


@pytest.mark.parametrize(
    ("language", "foreign"), [("nl", "Usage|Options|Commands|required|default|Show"), ("en", "Gebruik|Opties")]
)
def test_help_says_nothing_in_another_language(run: Run, language: str, foreign: str) -> None:
    for command in ([], *([name] for name in commands.MODULES)):
        said = run("--language", language, *command, "--help").out
        assert re.findall(rf"\b(?:{foreign})\b", said) == [], command


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("command", ["serve", "build", "check", "demo"])
def test_help_is_complete_in_both_languages(run: Run, language: str, command: str) -> None:
    locale = Locale(language)
    overview = run("--language", language, "--help")
    assert overview.code == 0
    assert locale("cli.help") in " ".join(overview.out.split())
    assert re.search(rf"^  {command} ", overview.out, re.MULTILINE)
    first = locale(f"cli.{command}_help").split(". ")[0]
    assert first in " ".join(overview.out.split()), "no sentence is cut off"
    page = run("--language", language, command, "--help").out
    assert locale(f"cli.{command}_help") in " ".join(page.split())
    options = re.findall(r"^ +(--[a-z-]+)(?: .*?)?  +(\S.*)$", page, re.MULTILINE)
    assert len(options) == len(re.findall(r"^ +--", page, re.MULTILINE)), "every option is explained"


def test_version(run: Run) -> None:
    assert re.fullmatch(r"vsv-metrics \d+(\.\d+)*\n", run("--version").out)


@pytest.mark.parametrize(("language", "named"), [("nl", "al in gebruik"), ("en", "already in use")])
def test_serve_names_a_port_that_is_taken_and_one_that_is_free(run: Run, language: str, named: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = run("--language", language, "serve", "--port", str(port), "--address", "127.0.0.1")
    assert outcome.code == 1
    assert named in outcome.err
    other = re.search(r"--port (\d+)", outcome.err)
    assert other
    assert int(other.group(1)) > port


def test_serve_names_an_address_that_is_not_ours(run: Run) -> None:
    outcome = run("serve", "--address", "192.0.2.1")
    assert outcome.code == 1
    assert "192.0.2.1" in outcome.err


def test_a_bug_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("secret")

    monkeypatch.setattr(loading, "check_folder", broken)
    outcome = run("check")
    assert outcome.code == 1
    assert outcome.err == Locale("nl")("cli.unexpected", kind="KeyError") + "\n"


def test_demo_writes_the_files_that_ship(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--out", tmp_path / "demo").code == 0
    shipped = sorted((paths.data_dir() / "demo").iterdir())
    assert [path.name for path in sorted((tmp_path / "demo").iterdir())] == [path.name for path in shipped]
    for path in shipped:
        assert (tmp_path / "demo" / path.name).read_bytes() == path.read_bytes(), path.name


def test_demo_names_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = run("demo", "--out", tmp_path / "file")
    assert outcome.code == 1
    assert str(tmp_path / "file") in outcome.err


@pytest.mark.skipif(os.name != "posix", reason="only there a process has a C library by itself")
@pytest.mark.parametrize(("arguments", "is_frugal"), [(["serve", "--port", "8600"], True), (["build"], False)])
def test_the_server_is_frugal_with_memory_unless_its_host_says_otherwise(
    arguments: list[str], is_frugal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        def __init__(self, _: None) -> None:
            self.mallopt = lambda number, value: set_options.append((number, value))

    set_options: list[tuple[int, int]] = []
    monkeypatch.setattr(cli.ctypes, "CDLL", Library)
    monkeypatch.setattr(os, "environ", {"MALLOC_ARENA_MAX": "8"})
    monkeypatch.setattr(sys, "argv", ["vsv-metrics", *arguments])
    monkeypatch.setattr(commands, "run", lambda: set_options.append((0, 0)))
    cli.main()
    wanted = [cli.FRUGAL["MALLOC_TRIM_THRESHOLD_"], cli.FRUGAL["MALLOC_MMAP_THRESHOLD_"]]
    assert set_options == [*(wanted if is_frugal else []), (0, 0)]


POOLS = """
import ctypes, sys, threading
from vsv_metrics import cli
library = ctypes.CDLL(None)
if len(sys.argv) > 2:
    cli._be_frugal()
waiting = threading.Barrier(9)
def work():
    block = bytearray(100_000)
    waiting.wait()
    waiting.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
waiting.wait()
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
waiting.wait()
"""


@pytest.mark.skipif(os.name != "posix" or not hasattr(ctypes.CDLL(None), "malloc_info"), reason="another C library than glibc")
def test_threads_share_two_pools_of_memory(tmp_path: Path) -> None:
    pools = []
    for words in ([], ["frugal"]):
        subprocess.run([sys.executable, "-c", POOLS, str(tmp_path / "told"), *words], check=True)
        pools.append((tmp_path / "told").read_text().count("<heap nr="))
    usual, frugal = pools
    assert frugal == 2 < usual


def test_streamlit_is_imported_without_a_theme_for_figures_of_plotly() -> None:
    script = f"""
import sys
from vsv_metrics.cli import serve
with serve._without_plotly_figures():
    import streamlit
print("plotly" in sys.modules)
import {serve.PLOTLY_FIGURES}
print({serve.PLOTLY_FIGURES}.Figure.__name__)
"""
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.split() == ["False", "Figure"]


def test_the_store_folder_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(tmp_path))
    assert paths.store_dir() == tmp_path
    monkeypatch.delenv(paths.STORE_DIR_VARIABLE)
    assert paths.store_dir() == paths.app_root() / ".store"


def test_the_app_is_found_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from vsv_metrics import paths; print(paths.app_script(), paths.data_dir())"]
    environment = {**os.environ, "PYTHONPATH": str(Path(commands.__file__).parents[2])}
    out = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert all(Path(word).exists() for word in out.split())
