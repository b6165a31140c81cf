"""The wheel holds what the app needs and works from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = {"app.py": ROOT / "app.py", "pages": ROOT / "pages", "data": ROOT / "data", ".streamlit": ROOT / ".streamlit"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, ROOT)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    _pip("install", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


def test_wheel_holds_the_app_and_its_figures(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name, source in SHIPPED.items():
        files = [source] if source.is_file() else [path for path in source.rglob("*") if _ships(path)]
        assert files, f"{name} is empty"
        missing = {f"vsv_metrics/_app/{path.relative_to(ROOT).as_posix()}" for path in files} - names
        assert not missing


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "vsv_metrics").rglob("*") if _ships(path)}
    assert not files - names


def test_wheel_adds_one_name_to_site_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"vsv_metrics"}


def test_wheel_holds_the_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
    assert archive.read(name) == (ROOT / "LICENSE").read_bytes()


def test_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    where = _run(installed, tmp_path, sys.executable, "-c", "import vsv_metrics; print(vsv_metrics.__file__)")
    assert Path(where.strip()).is_relative_to(installed)


def test_help_names_the_commands_from_another_folder(installed: Path, tmp_path: Path) -> None:
    text = _run(installed, tmp_path, installed / "bin" / "vsv-metrics", "--help")
    for command in ("serve", "build", "check"):
        assert command in text


def test_check_accepts_the_shipped_figures_from_another_folder(installed: Path, tmp_path: Path) -> None:
    _run(installed, tmp_path, installed / "bin" / "vsv-metrics", "check")
    assert not list(tmp_path.iterdir()), "check writes nothing where it is run"


def _ships(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and path.name != "secrets.toml"


def _pip(*arguments: object) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    done = subprocess.run([*pip, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _run(installed: Path, folder: Path, *command: object) -> str:
    environment = {**os.environ, "PYTHONPATH": str(installed), "NO_COLOR": "1", "COLUMNS": "120"}
    done = subprocess.run([*map(str, command)], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
