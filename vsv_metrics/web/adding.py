"""The ways to add figures: fetch those of CBS, use a table or list of one's own, count DUO's files, edit the files that ship."""

import streamlit as st

from vsv_metrics.web import counting, lists, refresh, upload
from vsv_metrics.web.frame import Visit


def draw(visit: Visit) -> None:
    """Every way with what it needs, the easiest first."""
    words = visit.locale
    st.markdown(words("sources.add_intro"))
    st.subheader(words("sources.add_cbs_heading"))
    refresh.draw(words, "sources")
    st.subheader(words("sources.add_own_heading"))
    st.markdown(words("sources.add_own_text"))
    upload.draw(words)
    st.subheader(words("lists.heading"))
    for kind, tab in zip(lists.KINDS, st.tabs([words(f"lists.{kind}_tab") for kind in lists.KINDS]), strict=True):
        with tab:
            lists.draw(kind, visit)
    st.subheader(words("sources.add_duo_heading"))
    counting.draw(words)
    st.subheader(words("sources.add_file_heading"))
    st.markdown(words("sources.add_text"))
