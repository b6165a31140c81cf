"""Herkomst: everything that is known of one figure, at an address of its own."""

import streamlit as st

from vsv_metrics.indicators import provenance as known
from vsv_metrics.web import frame, provenance
from vsv_metrics.web.markdown import echo, plain

visit = frame.visit()
words = visit.locale
st.title(words("provenance.title"))
asked = st.query_params.get(provenance.PARAMETER, "")
reference = known.parse(asked)
found = None if reference is None else known.find(visit.store, visit.dataset, reference)
if found is None:
    if asked:
        st.warning(words("provenance.unknown", name=echo(asked)), icon=":material/info:")
    st.markdown(words("provenance.how"))
    frame.page_link("tables", words("tables.nav"), icon=frame.ICONS["tables"])
else:
    st.header(plain(provenance.heading(found, visit)))
    if visit.is_demo:
        st.markdown(f"**{words('common.demo_mark')}**")
    provenance.draw(found, visit)
