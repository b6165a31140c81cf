"""What the server makes before anybody asks is what a page then shows, and nobody waits for it."""

import asyncio
import gc

import pytest
import streamlit as st
from shown import clear_caches

from vsv_metrics.indicators import compare as figures
from vsv_metrics.web import compare, compare_map, compare_prepare, data, overview, quiet, region, server
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
    monkeypatch.setattr(compare_prepare, "prepare", lambda _fingerprint, level, _language: made.append(level))
    monkeypatch.setattr(quiet, "PAUSE_SECONDS", 0)
    monkeypatch.setenv(PREPARE_VARIABLE, "off")
    asyncio.run(server._prepare())
    assert not made
    monkeypatch.delenv(PREPARE_VARIABLE)
    asyncio.run(server._prepare())
    assert made == list(compare_prepare.MOST_WANTED)


def test_the_first_page_is_made_before_the_server_is_ready_and_garbage_is_collected_from_then_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[tuple[str, ...]] = []

    async def start() -> None:
        async with server.lifespan(st.App(server.SCRIPT)):
            assert made == [(data.check_ready(), "published", "nl")]
            assert gc.isenabled()

    monkeypatch.setattr(overview, "prepare", lambda *asked: made.append(asked))
    monkeypatch.setenv(PREPARE_VARIABLE, "off")
    gc.disable()
    try:
        asyncio.run(start())
    finally:
        gc.unfreeze()
        gc.enable()
