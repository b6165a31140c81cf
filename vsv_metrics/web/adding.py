"""The ways to add figures: fetch those of CBS, use a table of one's own, count DUO's files, edit the files that ship."""

import streamlit as st

from vsv_metrics.text import Locale
from vsv_metrics.web import counting, refresh, upload


def draw(words: Locale) -> None:
    """Every way with what it needs, the easiest first."""
    st.markdown(words("sources.add_intro"))
    st.subheader(words("sources.add_cbs_heading"))
    refresh.draw(words, "sources")
    st.subheader(words("sources.add_own_heading"))
    st.markdown(words("sources.add_own_text"))
    upload.draw(words)
    st.subheader(words("sources.add_duo_heading"))
    counting.draw(words)
    st.subheader(words("sources.add_file_heading"))
    st.markdown(words("sources.add_text"))
