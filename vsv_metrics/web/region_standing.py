"""A section of the page Regio: where the area stands among its kind, and on demand its profile, similar areas and an example."""

from dataclasses import dataclass

import streamlit as st

from vsv_metrics.indicators.compare import LEVELS
from vsv_metrics.text import locale
from vsv_metrics.web import compare, compare_basis, compare_peers, compare_profile, compare_text, data, frame, region
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.compare import Scene
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

MOST_CACHED = 256


@dataclass(frozen=True)
class Said:
    """The sentences about one area, what to mind, and where they are from; without a scene nothing is compared."""

    text: str
    notes: str = ""
    scene: Scene | None = None
    is_compared: bool = False
    """What is not stays off paper, which has room for one page."""


def prepare(fingerprint: str, dataset: str, code: str, language: str) -> None:
    """Makes what the page of an area shows when it is opened, this section and what stands above it."""
    region.prepare(fingerprint, dataset, code, language)
    level = str(region.page(fingerprint, dataset, code).row["level"])
    said(fingerprint, dataset, level, code, language)


def draw(code: str, level: str, visit: Visit) -> None:
    """The section. What is on demand is made only while it is open."""
    words, scope = visit.locale, (visit.store.fingerprint, visit.dataset)
    found = said(*scope, level, code, words.language)
    with st.container(key="standing" if found.is_compared else "screen_standing"):
        st.header(words("region.standing_heading"))
        st.markdown(found.text)
    if found.notes:
        with st.container(key="screen_standing_notes"):
            st.caption(found.notes)
    if found.scene is None:
        return
    if code in compare_basis.areas(*scope, words.language):
        more = st.expander(words("region.standing_more"), key="standing_more", on_change="rerun")
        if more.open:
            with more:
                _more(code, visit)
    frame.page_link(
        "compare",
        words("compare.link_region"),
        frame.ICONS["compare"],
        onderdeel="rangorde" if found.scene.found.compared > 1 else "kaart",
        niveau=level,
        reeks=found.scene.series_id,
        jaar=str(found.scene.year),
        regio=code,
    )


@data.shared(MOST_CACHED)
def said(fingerprint: str, dataset: str, level: str, code: str, language: str) -> Said:
    """Figure, verdict, places and trend of an area in the newest comparable year of its kind, or why there are none."""
    words = locale(language)
    offer = compare.offer(fingerprint, dataset, level) if level in LEVELS else None
    if offer is None:
        return Said(words("region.standing_alone"))
    scene = Scene.first(fingerprint, dataset, language, level, offer, code)
    rows = scene.found.by_code
    if code not in rows:
        return Said(words("region.standing_absent", period=scene.period))
    row, parts = rows[code], []
    if not scene.found.compared:
        parts.append(compare_text.only_rates(scene))
    elif row["verdict"] != "not_compared":
        if scene.found.funnel.is_adjusted:
            parts.append(words("compare.versus_overview"))
        known = int(scene.found.areas["rate_pct"].notna().sum())
        of = words.number(len(rows))
        parts.append(words("compare.with_figure", n=words.number(known), of=of, kinds=scene.kinds))
    text = f"{compare.sentence(row, scene)} {words('region.standing_series', series=_series(scene))}"
    return Said(text, " ".join(parts), scene, row["verdict"] != "not_compared")


def _series(scene: Scene) -> str:
    return plain(scene.words.name(scene.figures.iloc[0].to_dict(), "series_name"))


def _more(code: str, visit: Visit) -> None:
    """The profile, the areas most alike, and how many fewer another rate would be, in the area's own newest series and year."""
    words, scope = visit.locale, (visit.store.fingerprint, visit.dataset)
    names = compare_basis.areas(*scope, words.language)
    found = compare_basis.basis(*scope, code)
    assert found.at is not None
    table = compare_basis.lines(*scope, code, found.nearest)
    first, area = table.iloc[0].to_dict(), compare_basis.short(names[code])
    st.caption(compare_profile.series_line(first, words))
    if table["lowest"].notna().any():
        draw_block(compare_profile.block(*scope, code, found.nearest, words.language), visit)
    else:
        st.info(words("compare_region.profile_no_range", area=plain(area)), icon=":material/info:")
    if remarks := compare_profile.notes(table, words):
        st.caption("  \n".join(remarks))
    st.subheader(words("compare_region.similar_heading"))
    compare_peers.group_words(found, found.nearest, names, words)
    compare_peers.fewer(found, found.nearest, area, first, words)
    frame.page_link("compare", words("region.standing_profile"), frame.ICONS["compare"], onderdeel="profiel", regio=code)
