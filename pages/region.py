"""Regio: one area, how it is doing against the country in the same series, what is missing, and what to do next."""

import streamlit as st

from vsv_metrics.web import area, data, frame, links, region, region_standing, timeline
from vsv_metrics.web.block import draw
from vsv_metrics.web.markdown import plain

DEFAULT_REGION = "PV28"

visit = frame.visit()
words = visit.locale
scope = (visit.store.fingerprint, visit.dataset)
areas = region.areas(visit.store.fingerprint, words.language)


def choose() -> str:
    """The chosen area. Only the area stands in the address; the kind of area follows it until another kind is picked."""
    if links.is_new("regio") or "area_level" not in st.session_state:
        named = links.asked("regio") or DEFAULT_REGION
        st.session_state["area_level"] = region.level_of(visit.store.fingerprint, named, words.language) or "province"
    left, right = st.container(key="screen_choices").columns(2)
    with left:
        level = st.selectbox(
            words("region.choose_level"),
            list(areas),
            format_func=lambda code: words(f"level.{code}"),
            key="area_level",
        )
    names = areas[level]
    with right:
        return links.one(
            "regio",
            list(names),
            DEFAULT_REGION if DEFAULT_REGION in names else next(iter(names)),
            lambda key: st.selectbox(words("region.choose_region"), list(names), format_func=names.__getitem__, key=key),
            words,
            data.aliases(visit.store.fingerprint),
            unwritten=DEFAULT_REGION,
        )


code = choose()
newest = data.newest(*scope)
newest_national = None if newest is None else newest.period
page = region.page(*scope, code)
name = region.area_name(page.row, visit.dataset, words)
st.title(plain(name))
st.caption(words("region.subtitle", level=words(f"level.{page.row['level']}"), code=code))

if page.views:
    for view in page.views:
        st.markdown(region.sentences(view, plain(name), newest_national, words))
    area.key_figures(page.views[0], words)
    measure = links.one(
        "maat",
        region.MEASURES,
        region.AUTO,
        lambda key: st.segmented_control(
            words("region.measure_label"), region.MEASURES, format_func=lambda item: words(f"region.measure_{item}"), key=key
        ),
        words,
    )
    chosen = timeline.choose(visit, (code, *(row["region_code"] for row in page.surroundings.wholes)))
    trends = region.trends(*scope, code, measure, words.language)
    found = region.splits(*scope, code)
    split = links.asked("uitsplitsing") if links.asked("uitsplitsing") in found else next(iter(found), None)
    if split:
        region.breakdown(*scope, code, split, words.language)
    for blocks in trends:
        for column, block in zip(st.columns(len(blocks), gap="large"), blocks, strict=True):
            with column:
                timeline.draw(block, visit, chosen, is_first=block is trends[0][0], level=2)
    if found:
        with st.container(key="screen_breakdown" if len(page.views) > 1 else "breakdown"):
            st.header(words("region.breakdown_heading"))
            column = links.one(
                "uitsplitsing",
                list(found),
                next(iter(found)),
                lambda key: st.segmented_control(
                    words("region.breakdown_label"), list(found), format_func=lambda item: words(f"breakdown.{item}"), key=key
                ),
                words,
            )
            draw(region.breakdown(*scope, code, column, words.language), visit)
    region_standing.draw(code, str(page.row["level"]), visit)
else:
    st.info(words("region.no_demo" if visit.is_demo else "region.no_figures", area=plain(name)), icon=":material/info:")
area.surroundings(page, visit)
area.missing(page, visit)
area.next_steps(code, page, visit)
