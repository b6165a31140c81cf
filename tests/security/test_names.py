"""Names under which files are taken in: never a path, whatever the file or the name is called."""

from pathlib import Path

import pytest
from hostile import payloads

from vsv_metrics import loading, paths

pytestmark = pytest.mark.usefixtures("without_demo")

NAMES = payloads("names")
OWN = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;40\n"


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_what_is_taken_in_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    file = tmp_path / "in" / "cijfers.csv"
    file.parent.mkdir()
    file.write_text(OWN, encoding="utf-8")
    own_dir = tmp_path / "deep" / "er" / "own"
    outside = Path("/tmp/vsv-uitgebroken.csv")
    taken = loading.load(file, paths.data_dir(), own_dir, name)
    assert taken.loaded is not None
    assert taken.loaded.name.isascii()
    assert taken.loaded.name.replace("-", "").isalnum()
    assert len(taken.loaded.name) <= 60
    assert {path.name for path in tmp_path.iterdir()} == {"in", "deep"}
    assert {path.name for path in own_dir.parent.iterdir()} == {"own"}
    assert not outside.exists()
    assert loading.unload(own_dir, name) == taken.loaded
