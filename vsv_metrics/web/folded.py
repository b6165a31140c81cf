"""Choices whose widgets are folded away: they hold without being drawn, and what is wrong with them is said where it is seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

NOTICES = "_notices"
"""Where the session keeps the place of notices."""


def undrawn(key: str) -> Any:
    """In the place of `draw` (see `web.links`), while its widget is folded away: the choice stays what it is.

    What the session holds for a widget is older than the choice once that was made in the widget, so it holds nothing.
    """
    return st.session_state.pop(key)


@contextmanager
def notices_in(place: DeltaGenerator) -> Iterator[None]:
    """Notices of unknown values stand in `place`: those of choices that are folded away would not be seen."""
    st.session_state[NOTICES] = place
    try:
        yield
    finally:
        del st.session_state[NOTICES]
