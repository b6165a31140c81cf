"""How errors reach people: a sentence in their language, never a trace."""

import logging
import secrets

import streamlit as st

from vsv_metrics.errors import UserError
from vsv_metrics.text import DEFAULT_LANGUAGE, Locale, locale
from vsv_metrics.web import monitoring
from vsv_metrics.web.markdown import plain

_LOG = logging.getLogger(__name__)
LOG_ID_BYTES = 4
OF_THE_HOST = ("store_folder", "store_unreadable", "store_busy", "own_folder")
"""Errors whose values the log may hold whoever met them: those of others may be what a visitor typed or brought."""


def log(error: Exception, *, at_start: bool = False) -> str:
    """Writes an error to the log; the number under which it stands there. `at_start`: before there was any visitor."""
    monitoring.note_error()
    number = secrets.token_hex(LOG_ID_BYTES)
    if isinstance(error, UserError):
        _LOG.error("[%s] %s", number, error if at_start or error.code in OF_THE_HOST else error.code)
    else:
        _LOG.error("[%s] unexpected error", number, exc_info=error)
    return number


def show(error: Exception) -> bool:
    """Draws the sentence for an error; True: Streamlit need not show it any more."""
    words = locale(st.session_state.get("_language", DEFAULT_LANGUAGE))
    number = log(error)
    text = sentence(error, words) if isinstance(error, UserError) else words("common.unexpected", number=number)
    st.error(text, icon=":material/error:")
    return True


def sentence(error: UserError, words: Locale) -> str:
    """What is wrong and what to do, as Markdown that shows foreign text as it is."""
    return plain(words(f"errors.{error.code}", **error.values))
