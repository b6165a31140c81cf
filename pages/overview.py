"""Overzicht: where the country stands against the target, what changed, and what may be concluded."""

import streamlit as st

from vsv_metrics.web import frame, headline, overview, timeline
from vsv_metrics.web.block import draw

visit = frame.visit()
words = visit.locale
scope = (visit.store.fingerprint, visit.dataset)


st.title(words("overview.title"))
found = overview.headline(*scope)
if found is None:
    st.info(words("overview.no_figures"))
else:
    st.markdown(headline.sentences(found, words))
    headline.key_figures(found, words)
    frame.page_link("target", words("target.link_overview"), icon=frame.ICONS["target"])
    st.markdown(headline.may_be_compared(found, words))

trend = overview.trend(*scope, words.language)
chosen = timeline.choose(visit) if trend else timeline.NOTHING
if trend:
    timeline.draw(trend, visit, chosen, level=2)
left, right = st.columns(2, gap="large")
with left:
    if made := overview.sectors(*scope, words.language):
        st.header(words("overview.sector_heading"))
        st.markdown(made[1])
        timeline.draw(made[0], visit, chosen, is_first=False)
with right:
    if made := overview.provinces(*scope, words.language):
        st.header(words("overview.province_heading"))
        st.markdown(made[1])
        draw(made[0], visit)
        with st.container(horizontal=True):
            frame.page_link("region", words("overview.province_link"), icon=":material/arrow_forward:")
            frame.page_link("compare", words("compare.link_overview"), icon=frame.ICONS["compare"], niveau="province")
            frame.page_link("tables", words("overview.province_table"), icon=frame.ICONS["tables"], niveau="province")
if block := overview.europe(*scope, words.language):
    st.header(words("overview.europe_heading"))
    timeline.draw(block, visit, chosen, is_first=False)
with st.container(key="screen_next"):
    st.header(words("overview.next_heading"))
    for name in ("region", "tables", "sources"):
        frame.page_link(name, words(f"overview.next_{name}"), icon=frame.ICONS[name])
