"""Below a table: the lines with which a program fetches it."""

import re
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

from vsv_metrics.delivery import Question
from vsv_metrics.delivery.copying import OWN_MACHINE, copy_lines
from vsv_metrics.delivery.question import API
from vsv_metrics.web import data, host
from vsv_metrics.web.frame import Visit

LANGUAGES: dict[str, Literal["python", "r", "powershell", "bash"] | None] = {
    "pandas": "python",
    "r": "r",
    "curl": "bash",
    "python": "python",
    "shell": "bash",
}
"""Lines -> how they are coloured; the others are not."""
FALLBACK = "http://localhost:8501"


def draw(visit: Visit, question: Question) -> None:
    """Draws the lines for a question, closed at first; own figures have none that need an address, and the page says why."""
    words = visit.locale
    lines = st.expander(words("api.copy_title"), icon=":material/code:", key="screen_copying", on_change="rerun")
    if lines.open:
        with lines:
            _draw(visit, question)


def _draw(visit: Visit, question: Question) -> None:
    words = visit.locale
    if data.shows_own():
        st.markdown(words("api.copy_own"))
        return
    is_closed = visit.is_own and not host.api_gives_local()
    base = server_address(st.context.url)
    st.markdown(words("api.copy_local") if is_closed else words("api.copy_intro", address=f"{base}{API}"))
    if visit.is_demo:
        st.markdown(words("api.copy_demo"))
    for name, lines in copy_lines(question, base).items():
        if is_closed and name not in OWN_MACHINE:
            continue
        st.caption(words(f"api.copy_{name}"))
        st.code(lines, language=LANGUAGES.get(name), wrap_lines=True)
        if name == "excel":
            st.caption(words("api.copy_excel_note"))


def server_address(url: str | None) -> str:
    """Where the dashboard is reached, from the address of one of its pages: without the page, its choices, or anything odd."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return FALLBACK
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", parts.netloc):
        return FALLBACK
    folder = parts.path.rsplit("/", 1)[0]
    return f"{parts.scheme}://{parts.netloc}" + (folder if re.fullmatch(r"[\w./~-]*", folder) else "")
