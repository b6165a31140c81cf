"""Doel: how far the country is from the target, what is needed each year, and what that would mean for one area."""

from dataclasses import replace

import streamlit as st

from vsv_metrics.web import data, frame, target, target_area, target_text, timeline

visit = frame.visit()
words = visit.locale
scope = (visit.store.fingerprint, visit.dataset)

st.title(words("target.title"))
setting = target.setting(*scope)
if setting is None:
    st.info(words("target.no_figures"))
    st.stop()
if visit.is_own:
    st.info(words("target.national_published"), icon=":material/info:")
intro = st.container()
value, year, start = target_area.settings(setting, words)
found = target.course(*scope, value, year, start)
if found is None:
    st.info(words("target.no_figures"))
    st.stop()
with intro:
    st.markdown(target_text.intro(setting, found, words))
st.markdown(target_text.needed(found, words))
target_area.key_figures(found, words)
national = replace(visit, store=data.common_store())
timeline.draw(target.chart(*scope, value, year, start, words.language), national, timeline.choose(national), level=2)

left, right = st.columns(2, gap="large")
with left:
    st.header(words("target.progress_heading"))
    st.markdown(target_text.pace(found, words))
    st.caption(words("target.progress_scale", series=target_text.series_name(found, words)))
with right:
    st.header(words("target.projection_heading"))
    st.markdown(target_text.projection(found, target.mbo_differences(*scope), visit.is_demo, words))

st.header(words("target.area_heading"), anchor="gebied")
st.markdown(target_text.area_intro(found, words))
code = target_area.choose_area(visit.store.fingerprint, words)
if code and (made := target_area.example_of(*scope, code, value, year, start)):
    target_area.area(made, code, found, visit)

st.header(words("target.earlier_heading"))
if visit.is_demo:
    st.markdown(words("target.earlier_demo"))
else:
    st.markdown(words("target.earlier_intro"))
    table, sources = target_area.earlier(visit.store.fingerprint, words.language)
    st.table(table, hide_index=True, border="horizontal")
    st.caption(sources)

st.header(words("target.limits_heading"))
st.markdown(target_text.limits(found, words))
with st.container(horizontal=True, key="screen_next"):
    frame.page_link("overview", words("target.next_overview"), icon=frame.ICONS["overview"])
    frame.page_link("tables", words("target.next_tables"), icon=frame.ICONS["tables"], niveau="country")
    series = str(found.newest["series_id"])
    frame.page_link("sources", words("target.next_series"), icon=frame.ICONS["sources"], reeks=series)
