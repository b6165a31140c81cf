"""Names under which files are taken in: never a path, whatever the file or the name is called."""

import re
from pathlib import Path

import pytest
from hostile import payloads

from vsv_metrics import loading, paths
from vsv_metrics.loading.local import _slug

pytestmark = pytest.mark.usefixtures("without_demo")

NAMES = payloads("names")
OWN = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;40\n"


LOADED = ("parent-folder", "nul", "long", "dots")
"""Names with which a file is really taken in, which takes seconds; the others are only turned into names."""


def test_a_name_is_letters_figures_and_hyphens() -> None:
    for name in NAMES.values():
        assert re.fullmatch("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?", _slug(name)), name


@pytest.mark.parametrize("name", [NAMES[name] for name in LOADED], ids=LOADED)
def test_what_is_taken_in_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    file = tmp_path / "in" / "cijfers.csv"
    file.parent.mkdir()
    file.write_text(OWN, encoding="utf-8")
    own_dir = tmp_path / "deep" / "er" / "own"
    outside = Path("/tmp/vsv-uitgebroken.csv")
    taken = loading.load(file, paths.data_dir(), own_dir, name)
    assert taken.loaded is not None
    assert {path.name for path in tmp_path.iterdir()} == {"in", "deep"}
    assert {path.name for path in own_dir.parent.iterdir()} == {"own"}
    assert not outside.exists()
    assert loading.unload(own_dir, name) == taken.loaded
