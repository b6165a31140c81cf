"""The chart of a block as a picture to take along."""

import re
from datetime import date
from functools import partial

import streamlit as st

from vsv_metrics.charts import Figure
from vsv_metrics.charts.picture import FORMATS, engine, picture
from vsv_metrics.web import links
from vsv_metrics.web.frame import Visit

_MARKS = re.compile(r"\\(?=[^A-Za-z0-9\s])|\*\*|:material/\w+:")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
FINGERPRINT_LETTERS = 12


def draw(figure: Figure, title: str, notes: tuple[str, ...], visit: Visit, stem: str, key: str) -> None:
    """A button per kind of picture, drawn on the click; without a browser on this machine the buttons say so."""
    words = visit.locale
    is_possible = engine() is not None
    lines = [unmarked(note) for note in notes]
    lines.append(
        words(
            "common.picture_origin",
            address=st.context.url or links.here(),
            day=words.day(date.today()),
            fingerprint=visit.store.fingerprint[:FINGERPRINT_LETTERS],
        )
    )
    with st.container(horizontal=True, key=f"screen_pictures_{key}"):
        for form, media_type in FORMATS.items():
            st.download_button(
                words(f"common.picture_{form}"),
                data=partial(picture, figure, unmarked(title), lines, form),
                file_name=f"{stem}.{form}",
                mime=media_type,
                on_click="ignore",
                key=f"picture_{key}_{form}",
                icon=":material/image:",
                disabled=not is_possible,
                help=None if is_possible else words("common.picture_none"),
            )
    if not is_possible:
        st.caption(words("common.picture_none"))


def unmarked(text: str) -> str:
    """A line of Markdown as plain text."""
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip()
