"""A visitor's own table: read refuse-first, shown as it was understood, and used in this session alone."""

import pandas as pd
import streamlit as st

from vsv_metrics import loading, paths
from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.sources import foreign
from vsv_metrics.sources.foreign import Reading
from vsv_metrics.text import Locale
from vsv_metrics.web import data, failures, links
from vsv_metrics.web.markdown import echo, plain

TYPES = ("csv", "txt", "tsv", "xlsx")
SHOWN = 50
"""Findings and rows shown; the rest is in the download."""
OWN_FORMATS = ("own_csv", "own_xlsx")


def draw(words: Locale) -> None:
    """The file box, how the file was understood, and the button that uses it."""
    problem = st.session_state.pop("_own_problem", None)
    if problem is not None:
        st.error(failures.sentence(problem, words), icon=":material/error:")
    if "_own_store" in st.session_state:
        st.success(words("sources.own_in_use"), icon=":material/check:")
        st.button(words("sources.own_forget"), on_click=_forget, icon=":material/delete:")
    file = st.file_uploader(words("sources.own_choose"), type=list(TYPES), key="own_file", help=words("sources.own_help"))
    if file is None:
        return
    is_end = st.checkbox(words("sources.own_year_is_end"), key="own_year_is_end")
    reference = loading.read_reference(paths.data_dir())
    reading = foreign.read_own(file.name, file.getvalue(), reference, single_year_is_end=is_end)
    findings(reading, words)
    if reading.accepted and reading.format in OWN_FORMATS:
        preview(reading, words)
        st.button(words("sources.own_use"), type="primary", on_click=_use, args=(reading.frame,), icon=":material/arrow_forward:")
    elif reading.accepted:
        st.info(
            words(
                "sources.own_other_format",
                format=words(f"cli.accepted_{reading.format}", name=plain(file.name), rows=reading.rows),
            )
        )


def findings(reading: Reading, words: Locale, key: str = "findings") -> None:
    """Problems, warnings and remarks as sentences, the worst first, and all of them as a file."""
    if reading.problems:
        st.error(words("sources.own_refused", file=plain(reading.file), n=words.number(len(reading.problems))))
    for kind, icon in (("problems", "✗"), ("warnings", "!"), ("notes", "·")):
        items = getattr(reading, kind)
        if items:
            shown = [f"- {icon} {failures.sentence(item, words)}" for item in items[:SHOWN]]
            st.markdown("\n".join(shown))
    every = [*reading.problems, *reading.warnings, *reading.notes]
    if len(every) > 1:
        text = "\n".join(_line(item, words) for item in every) + "\n"
        st.download_button(words("sources.own_findings"), text, "bevindingen.txt", "text/plain", on_click="ignore", key=key)


def preview(reading: Reading, words: Locale) -> None:
    """How columns and rows were understood."""
    st.markdown(words("sources.own_read", file=plain(reading.file), rows=words.number(reading.rows)))
    mapping = [
        (name, words(f"sources.own_column_{meaning}") if meaning else words("sources.own_ignored"))
        for name, meaning in reading.mapping
    ]
    columns = [words("sources.own_column"), words("sources.own_meaning")]
    st.table(
        pd.DataFrame([[echo(name), meaning] for name, meaning in mapping], columns=columns), hide_index=True, border="horizontal"
    )
    rows = [
        {
            words("sources.own_line"): str(verdict.line),
            words("common.region"): verdict.region_code or "",
            words("common.school_year"): "" if verdict.school_year is None else words.school_year(verdict.school_year),
            words("sources.own_outcome"): words(f"sources.own_outcome_{verdict.outcome}"),
        }
        for verdict in reading.verdicts[:SHOWN]
    ]
    st.caption(words("sources.own_rows", shown=words.number(len(rows)), n=words.number(len(reading.verdicts))))
    st.table(pd.DataFrame(rows), hide_index=True, border="horizontal", height=300)


def _use(frame: pd.DataFrame) -> None:
    try:
        data.use_own(loading.session_store(frame, paths.data_dir()))
    except UserError as error:
        st.session_state["_own_problem"] = error
        return
    links.follow({"eigen": "true"})


def _forget() -> None:
    data.use_own(None)
    links.follow({})
    st.query_params.pop("eigen", None)


def _line(item: DataContractError, words: Locale) -> str:
    return words(f"errors.{item.code}", **item.values)
