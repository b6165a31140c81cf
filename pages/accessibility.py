"""Toegankelijkheid: the draft of an accessibility statement, for the host to complete."""

import streamlit as st

from vsv_metrics.web import frame

SECTIONS = ("status", "tested", "untested", "known", "report")

words = frame.visit().locale
st.title(words("accessibility.title"))
st.info(words("accessibility.draft"), icon=":material/edit_note:")
for section in SECTIONS:
    st.header(words(f"accessibility.{section}_heading"))
    st.markdown(words(f"accessibility.{section}"))
