"""Vergelijken: areas of one kind side by side in one series and year, never an order or a colour without its uncertainty."""

from collections.abc import Callable

import streamlit as st

from vsv_metrics.web import (
    compare,
    compare_change,
    compare_funnel,
    compare_grid,
    compare_map,
    compare_profile,
    compare_ranks,
    frame,
    links,
)
from vsv_metrics.web.compare import Scene
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

PARTS: dict[str, Callable[[Scene, Visit], None]] = {
    "kaart": compare_map.draw,
    "rangorde": compare_ranks.draw,
    "trechter": compare_funnel.draw,
    "raster": compare_grid.draw,
}
"""Code in the address -> what draws the part, in the order of the page."""

ABOUT_ONE: dict[str, Callable[[Visit], None]] = {"profiel": compare_profile.part, "verandering": compare_change.part}
"""Parts about one area, which make their own choices."""

visit = frame.visit()
words = visit.locale


def choose_part() -> str:
    codes = [*PARTS, *ABOUT_ONE]
    return links.one(
        "onderdeel",
        codes,
        codes[0],
        lambda key: st.segmented_control(
            words("compare.choose_part"), codes, format_func=lambda code: words(f"compare.part_{code}"), key=key
        ),
        words,
    )


def highlighted(scene: Scene) -> None:
    """What is known of the chosen area, and the way to its own page."""
    row = scene.found.by_code[scene.region]
    st.markdown(compare.sentence(row, scene))
    frame.page_link("region", words("compare.to_region", area=plain(scene.name(row))), frame.ICONS["region"], regio=scene.region)


def side_by_side(part: str) -> None:
    """A part about the areas of one kind, or why there is nothing to compare."""
    known = compare.offers(visit.store.fingerprint, visit.dataset)
    if not known:
        lone = compare.lone_areas(visit.store.fingerprint, visit.dataset)
        st.info(words("compare.one_area" if lone else "compare.no_areas"), icon=":material/info:")
        return
    scene = compare.choose(visit, known)
    st.header(words(f"compare.heading_{part}", kinds=scene.kinds_first, period=scene.period))
    if scene.region:
        highlighted(scene)
    PARTS[part](scene, visit)


st.title(words("compare.title"))
st.markdown(words("compare.intro"))
part = choose_part()
if part in PARTS:
    side_by_side(part)
else:
    ABOUT_ONE[part](visit)
st.caption(words("compare.caveat"))
