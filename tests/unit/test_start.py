"""What a command waits for before it begins: only what it needs itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from vsv_metrics import loading, paths
from vsv_metrics.sources import foreign
from vsv_metrics.web import data, once

HEAVY = ("pandas", "duckdb", "streamlit", "scipy", "plotly")
READERS = ("vsv_metrics.sources.foreign.recognise", "vsv_metrics.sources.duo")
OTHER_PAGES = ("vsv_metrics.web.tables", "vsv_metrics.web.sql")


@pytest.mark.parametrize(
    ("imports", "not_imported"),
    [
        ("vsv_metrics.cli.commands", HEAVY),
        ("vsv_metrics.cli.export", READERS),
        ("vsv_metrics.cli.serve, vsv_metrics.web.server", (*READERS, *OTHER_PAGES)),
    ],
)
def test_what_is_not_needed_is_not_imported(imports: str, not_imported: tuple[str, ...]) -> None:
    code = f"import sys, {imports}; print(*[name for name in {not_imported} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.split() == []


def test_what_is_imported_later_is_there_when_it_is_asked_for() -> None:
    for name in foreign.__all__:
        assert getattr(foreign, name), name
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(foreign, "nothing")  # noqa: B009


def test_a_store_that_was_found_is_not_looked_for_again(in_use: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = loading.store_in_use(in_use)
    assert found is not None
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(in_use))
    monkeypatch.setattr(loading, "ensure_store", lambda *_, **__: pytest.fail("looked for again"))
    once.forget()
    data.begin_with(loading.store_stamp(in_use), found)
    try:
        assert data.check_ready() == found.fingerprint
        data.store().close()
    finally:
        once.forget()


def test_a_store_put_in_use_since_one_was_found_is_looked_for(in_use: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = loading.store_in_use(in_use)
    assert found is not None
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(in_use))
    looked_for: list[str] = []
    monkeypatch.setattr(loading, "ensure_store", lambda *_, **__: looked_for.append("once") or found)
    once.forget()
    data.begin_with(loading.store_stamp(in_use) - 1, found)
    try:
        data.check_ready()
        data.store().close()
    finally:
        once.forget()
    assert looked_for == ["once"]
