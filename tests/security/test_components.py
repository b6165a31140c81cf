"""A package that happens to be installed adds nothing to the dashboard."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vsv_metrics import paths

FOUND = """
from streamlit.components.v2.component_manager import BidiComponentManager
manager = BidiComponentManager()
manager.discover_and_register_components(start_file_watching=False)
print(manager.get_metadata("streamlit-uninvited.box"))
"""


@pytest.fixture
def uninvited(tmp_path: Path) -> Path:
    """A folder with an installed package that brings a component."""
    for name, text in {
        "streamlit_uninvited/__init__.py": "",
        "streamlit_uninvited/box/box.js": "export default () => {}",
        "streamlit_uninvited/pyproject.toml": '[project]\nname = "streamlit-uninvited"\nversion = "1.0"\n'
        '[[tool.streamlit.component.components]]\nname = "box"\nasset_dir = "box"\n',
        "streamlit_uninvited-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: streamlit-uninvited\nVersion: 1.0\n",
        "streamlit_uninvited-1.0.dist-info/RECORD": "streamlit_uninvited/__init__.py,,\nstreamlit_uninvited/pyproject.toml,,\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("first", "is_found"), [("", True), ("import app", False)], ids=["Streamlit", "the dashboard"])
def test_a_component_is_found_by_streamlit_and_not_by_the_dashboard(first: str, is_found: bool, uninvited: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", f"{first}\n{FOUND}"],
        cwd=paths.app_root(),
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(uninvited), str(paths.app_root())))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (asked.stdout.strip() != "None") == is_found
