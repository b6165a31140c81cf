"""The buttons below every table and chart that give it as a file, made on the click."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from vsv_metrics.export.document import Document
from vsv_metrics.export.formats import FORMATS
from vsv_metrics.export.xlsx import MOST_ROWS
from vsv_metrics.text import Locale

FIRST = ("csv-nl", "csv")
"""Forms with a button of their own; the others stand in a menu."""
MOST_AREAS = 2
"""Areas that a file name lists."""


def buttons(content: Callable[[], Document], rows: int, stem: str, key: str, words: Locale) -> None:
    """A button for each kind of CSV, and a menu with the others."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"screen_files_{key}"):
        for name in FIRST:
            _button(name, content, stem, key, words)
        menu = st.popover(words("files.more"), key=f"more_{key}", on_change="rerun", icon=":material/more_horiz:")
        if menu.open:
            with menu:
                for name in FORMATS:
                    if name not in FIRST:
                        _button(name, content, stem, key, words, disabled=name == "xlsx" and rows > MOST_ROWS)
                if rows > MOST_ROWS:
                    st.caption(words("errors.sheet_rows", rows=words.number(rows), most=words.number(MOST_ROWS)))
                st.caption(words("files.more_note"))


def sizes(rows: int, columns: int, words: Locale) -> str:
    """How large the files will be, roughly."""
    csv, xlsx = (size(FORMATS[name].size(rows, columns), words) for name in ("csv", "xlsx"))
    return words("files.size", csv=csv, xlsx=xlsx)


def size(count: int, words: Locale) -> str:
    """A number of bytes, roughly: 12 kB, 3,4 MB."""
    if count < 1_000_000:
        return words("files.kilobytes", n=words.number(max(1, round(count / 1_000))))
    return words("files.megabytes", n=words.number(count / 1_000_000, 1 if count < 10_000_000 else 0))


def where_and_when(figures: pd.DataFrame) -> str:
    """The areas and years of figures as they stand in a file name."""
    areas = list(dict.fromkeys(figures["region_code"]))
    years = list(dict.fromkeys((figures["period"].min(), figures["period"].max()))) if len(figures) else []
    named = areas if len(areas) <= MOST_AREAS else [f"{len(areas)}-gebieden"]
    return "".join(f"-{part}".lower() for part in (*named, *years))


def in_session(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The same in the session that draws the button: files are made in a thread that knows no session, so no own figures."""
    session = get_script_run_ctx(suppress_warning=True)

    def made() -> bytes:
        with ThreadPoolExecutor(1, initializer=add_script_run_ctx, initargs=(None, session)) as thread:
            return thread.submit(make).result()

    return made


def _button(name: str, content: Callable[[], Document], stem: str, key: str, words: Locale, *, disabled: bool = False) -> None:
    form = FORMATS[name]
    st.download_button(
        words(form.label),
        data=in_session(partial(_written, name, content)),
        file_name=f"{stem}{form.ending}",
        mime=form.media_type,
        on_click="ignore",
        key=f"download_{key}_{name}",
        icon=":material/download:",
        disabled=disabled,
    )


def _written(name: str, content: Callable[[], Document]) -> bytes:
    return FORMATS[name].write(content())
