"""Sections of the page Actielijnen that are drawn from one action line or theme: caveat, charts, and the gaps."""

import streamlit as st

from vsv_metrics.text import Locale
from vsv_metrics.web import action_lines, links, timeline
from vsv_metrics.web.action_lines import Shown, Topic
from vsv_metrics.web.block import Block, draw
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain
from vsv_metrics.web.timeline import Chosen


def draw_topic(topic: str, region_code: str, visit: Visit) -> None:
    """Charts two by two, then what has no figures in this data set, then what exists nowhere."""
    words = visit.locale
    found = action_lines.topic(visit.store.fingerprint, visit.dataset, topic, region_code, words.language)
    st.header(words("action_lines.figures_heading"))
    caveat(words)
    if not found.shown:
        st.markdown(words("action_lines.no_figures"))
    has_trend = any(block.column for shown in found.shown for block in shown.blocks)
    chosen = timeline.choose(visit, (region_code,)) if has_trend else timeline.NOTHING
    for pair in zip(found.shown[::2], [*found.shown[1::2], None], strict=False):
        for column, shown in zip(st.columns(2, gap="large"), pair, strict=True):
            if shown is not None:
                with column:
                    _charts(shown, visit, chosen, is_first=shown is found.shown[0])
    _without_figures(found, visit)
    st.header(words("action_lines.needed_heading"))
    st.markdown(words("action_lines.needed_intro"))
    st.markdown(_listing(found.needed))


def caveat(words: Locale) -> None:
    """What may not be concluded."""
    st.info(f"**{words('action_lines.caveat_title')}** {words('action_lines.caveat')}", icon=":material/balance:")


def address(**changes: str) -> dict[str, str]:
    """The choices of the page as they stand in the address, with changes."""
    kept = {key: st.query_params[key] for key in action_lines.PARAMETERS if key in st.query_params}
    return kept | changes


def _charts(shown: Shown, visit: Visit, chosen: Chosen, *, is_first: bool) -> None:
    """The newest series of an aspect, and the others while they are asked for."""
    words = visit.locale
    newest, *others = shown.blocks
    _one(newest, visit, chosen, is_first=is_first)
    if others:
        more = st.expander(words("action_lines.other_series", n=len(others)), key=f"others_{newest.key}", on_change="rerun")
        if more.open:
            with more:
                st.caption(words("action_lines.other_series_note"))
                for block in others:
                    _one(block, visit, chosen, is_first=False)


def _one(block: Block, visit: Visit, chosen: Chosen, *, is_first: bool) -> None:
    if block.column:
        timeline.draw(block, visit, chosen, is_first=is_first)
    else:
        draw(block, visit)


def _without_figures(found: Topic, visit: Visit) -> None:
    words = visit.locale
    if not found.without_figures:
        return
    st.header(words("action_lines.without_heading"))
    st.markdown(words(f"action_lines.without_{'local' if visit.is_own else visit.dataset}"))
    st.markdown(_listing(found.without_figures))
    if visit.dataset == "published":
        example = address(voorbeeld="true")
        st.button(words("action_lines.to_demo"), icon=":material/science:", on_click=links.follow, args=(example,))


def _listing(items: tuple[Shown, ...]) -> str:
    return "\n".join(f"- **{plain(item.name)}**: {plain(item.text)}" for item in items)
