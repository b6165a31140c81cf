"""What the server makes before anybody asks is what a page then shows, and nobody waits for it."""

import asyncio
import gc

import pytest
import streamlit as st
from shown import clear_caches
from streamlit import delta_generator, env_util

from vsv_metrics.indicators import compare as figures
from vsv_metrics.web import compare, compare_map, compare_prepare, data, overview, quiet, region, region_standing, server
from vsv_metrics.web.compare import Scene
from vsv_metrics.web.host import PREPARE_VARIABLE


def test_the_first_view_of_each_kind_of_area_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(region, "most_wanted", list)
    monkeypatch.setattr(quiet, "PAUSE_SECONDS", 0)
    clear_caches()
    asyncio.run(server._prepare())

    def again(*_: object) -> None:
        raise AssertionError("made a second time")

    for name in ("compare", "level_figures", "choices"):
        monkeypatch.setattr(figures, name, again)
    monkeypatch.setattr(compare_map, "area_map", again)
    fingerprint = data.check_ready()
    for level in compare_prepare.MOST_WANTED:
        offer = compare.offer(fingerprint, "published", level)
        assert offer is not None
        scene = Scene.first(fingerprint, "published", "nl", level, offer)
        assert len(scene.found.areas) > 10
        if level in compare_map.MAPS:
            assert compare_map.chart(scene, "afwijking", None) is not None


def test_a_host_may_have_nothing_made_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(region, "most_wanted", list)
    monkeypatch.setattr(overview, "prepare", lambda _fingerprint, dataset, _language: made.append(dataset))
    monkeypatch.setattr(compare_prepare, "prepare", lambda _fingerprint, level, _language: made.append(level))
    monkeypatch.setattr(quiet, "PAUSE_SECONDS", 0)
    monkeypatch.setenv(PREPARE_VARIABLE, "off")
    asyncio.run(server._prepare())
    assert not made
    monkeypatch.delenv(PREPARE_VARIABLE)
    asyncio.run(server._prepare())
    assert made == ["published", *compare_prepare.MOST_WANTED]


@pytest.mark.parametrize(("setting", "made"), [("on", []), ("first", ["published"])])
def test_the_server_is_ready_before_any_page_is_made_or_a_site_with_its_first_and_collects_garbage_from_then_on(
    setting: str, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def start() -> None:
        async with server.lifespan(st.App(server.SCRIPT)):
            assert asked == made
            assert gc.isenabled()

    monkeypatch.setenv(PREPARE_VARIABLE, setting)
    monkeypatch.setattr(overview, "prepare", lambda _fingerprint, dataset, _language: asked.append(dataset))
    gc.disable()
    try:
        asyncio.run(start())
    finally:
        gc.unfreeze()
        gc.enable()


def test_what_is_said_of_the_standing_of_an_area_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    clear_caches()
    fingerprint = data.check_ready()
    region_standing.prepare(fingerprint, "demo", "RMC29", "nl")
    monkeypatch.setattr(compare, "sentence", None)
    assert "Rijnmond" in region_standing.said(fingerprint, "demo", "rmc", "RMC29", "nl").text


def test_streamlit_does_not_look_through_all_modules_to_warn_who_runs_a_script_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env_util, "is_repl", None)
    delta_generator._maybe_print_use_warning()
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    with pytest.raises(TypeError):
        delta_generator._maybe_print_use_warning()
