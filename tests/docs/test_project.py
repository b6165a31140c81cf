"""The rules that a checkout keeps: nothing of one machine, documented targets, file sizes, imports, headers."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

ROOT = Path(__file__).parents[2]
MADE_FOLDERS = {
    ".git",
    ".venv",
    ".store",
    ".idea",
    ".vscode",
    "__pycache__",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
    "build",
    "dist",
    "screenshots",
}
MACHINE_PATHS = r"(?<![\w.~*])/(?:root|work|home|Users|opt)/\w"
REGISTRY_HOSTS = r"pypi\.(?:org|python)|pythonhosted\.|(?:deb|ftp)\.debian\.|registry\.(?:npmjs|yarnpkg)\."
MAX_LINES = {"app.py": 60, "pages": 150, "vsv_metrics": 300, "tools": 300, "benchmarks": 300}
PAGE_MAY_NOT_IMPORT = ("duckdb", "plotly", "vsv_metrics.store", "vsv_metrics.sources", "vsv_metrics.cli")
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRY_HOSTS])
def test_no_file_names_one_machine(pattern: str) -> None:
    assert not [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in _text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if path != Path(__file__) and re.search(pattern, line)
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_versions_and_hashes_and_no_address(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    odd = [
        line
        for line in lines
        if not re.match(r"^(?: *#|[a-z0-9.-]+==[\w.]+(?: ; [^\\]+)? \\$|    --hash=sha256:[0-9a-f]{64}(?: \\)?$)", line)
    ]
    assert not odd
    assert not [line for line in lines if re.search(r"://|@|/\w+/", line)]


def test_development_lock_holds_the_runtime_lock() -> None:
    runtime, development = (set(_pins(name)) for name in LOCKS)
    assert runtime < development


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    locked = {pin.split("==")[0] for pin in _pins("requirements.lock")}
    wanted = {re.split(r"[<>=!~\[ ]", dependency)[0] for dependency in project["project"]["dependencies"]}
    assert wanted <= locked


def test_readme_names_every_make_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    assert [sorted(targets)] == [sorted(phony.split()) for phony in re.findall(r"^\.PHONY: (.*)$", makefile, re.M)]
    assert targets == set(re.findall(r"^([a-z]+):.*  ## ", makefile, re.M)), "`make help` lists every target"
    readme = (ROOT / "README.md").read_text()
    assert not {target for target in targets if f"`make {target}`" not in readme}


def test_readme_starts_with_make_run_and_make_test() -> None:
    commands = re.findall(r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
    assert commands[:2] == ["make run\n", "make test\n"]


def test_readme_has_its_picture() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert pictures
    assert not [picture for picture in pictures if not (ROOT / picture).is_file()]


def test_licence_is_the_eupl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016")
    assert "LiLiQ-R+" in text


@pytest.mark.parametrize(("where", "limit"), MAX_LINES.items())
def test_files_fit_their_length(where: str, limit: int) -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in _python_files(where)}
    assert not {path: length for path, length in lengths.items() if length > limit}


def test_pages_and_launcher_import_only_what_they_may() -> None:
    files = [ROOT / "app.py", *_python_files("pages")]
    assert len(files) > 1
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in files
        for module in _imports(path)
        if module.split(".")[0] in ("pages", "app", *(page.stem for page in _python_files("pages")))
        or any(f"{module}.".startswith(f"{forbidden}.") for forbidden in PAGE_MAY_NOT_IMPORT)
    ]
    assert not wrong


def test_sql_files_say_what_they_return() -> None:
    files = list((ROOT / "vsv_metrics").rglob("*.sql"))
    assert files
    for path in files:
        header = re.match(r"(?:--.*\n)+", path.read_text(encoding="utf-8"))
        assert header, f"{path.name} starts with a comment"
        assert re.search(r"^-- .*\bgrain\b", header[0], re.M | re.I), f"{path.name} names its grain"
        assert re.search(r"^-- .*\bparameters\b", header[0], re.M | re.I), f"{path.name} names its parameters"


def test_streamlit_options_exist_and_keep_the_app_closed() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    known = config.get_config_options()
    options = dict(_flat(written))
    assert not options.keys() - known.keys()
    assert options["browser.gatherUsageStats"] is False
    assert options["browser.serverAddress"], "without it Streamlit asks an address service where it runs"
    assert options["client.showErrorDetails"] == "none"
    assert options["server.enableXsrfProtection"] is True
    assert options["server.fileWatcherType"] == "none"


def _flat(values: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _pins(lock: str) -> Iterator[str]:
    for line in (ROOT / lock).read_text().splitlines():
        if re.match(r"[a-z]", line):
            yield line.rstrip(" \\")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _python_files(where: str) -> list[Path]:
    start = ROOT / where
    return [start] if start.is_file() else [path for path in start.rglob("*.py") if "__pycache__" not in path.parts]


def _text_files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE_FOLDERS]
        for name in names:
            path = Path(folder) / name
            if b"\0" not in path.read_bytes()[:8000]:
                yield path
