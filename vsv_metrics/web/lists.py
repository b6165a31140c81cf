"""A visitor's own lists of measures and intake moments: read refuse-first, shown as understood, used in this session alone.

`measures` and `moments` give the rows of the store with those of this session behind them. What is made from them and cached
takes `own_rows` as an argument: `data.shared` keeps nothing that was made from a visitor's rows.
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from vsv_metrics import loading, paths
from vsv_metrics.schema import tables
from vsv_metrics.sources import foreign
from vsv_metrics.sources.foreign import Reading
from vsv_metrics.sources.foreign.lists.words import FORMATS
from vsv_metrics.store.connection import in_every_language
from vsv_metrics.text import Locale
from vsv_metrics.web import data, lists_preview, upload
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

Kind = Literal["measures", "moments"]
KINDS: tuple[Kind, ...] = ("measures", "moments")
QUERIES: dict[Kind, str] = {"measures": "policy_measures", "moments": "intake_moments"}
TABLES = {"measures": tables.TABLES["policy_measure"], "moments": tables.TABLES["intake_moment"]}
TYPES = ("csv", "txt", "tsv", "xlsx")
Rows = tuple[tuple[object, ...], ...]
SESSION = "session"
"""Begins the keys of a session's rows; those of a list taken in by command begin otherwise."""


@dataclass(frozen=True)
class OwnList:
    """A list in use in this session."""

    file: str
    rows: data.Private


def measures(visit: Visit) -> pd.DataFrame:
    """Query `policy_measures` with the measures of this session behind it."""
    return joined("measures", own_rows("measures"))


def moments(visit: Visit) -> pd.DataFrame:
    """Query `intake_moments` with the moments of this session behind it."""
    return joined("moments", own_rows("moments"))


def own_rows(kind: Kind) -> Rows:
    """The rows of this session's list in the order of the table's columns, empty when there is none; can be hashed."""
    held = _held(kind)
    return held.rows if held else ()


def joined(kind: Kind, rows: Rows) -> pd.DataFrame:
    """The rows of the store with these behind them, in the columns and dtypes of the query."""
    known = data.common_store().query(QUERIES[kind])
    if not rows:
        return known
    added = pd.DataFrame(list(rows), columns=list(TABLES[kind].column_names), dtype=object)
    added = in_every_language(added).reindex(columns=known.columns)
    return pd.concat([known, added.astype(known.dtypes.to_dict())], ignore_index=True)


def use(kind: Kind, reading: Reading) -> None:
    """Uses an accepted list in this session, in place of the one before."""
    rows = loading.named_list(reading.frame, reading.table, SESSION).astype(object)
    rows = rows.where(rows.notna(), None)
    st.session_state[f"_own_{kind}"] = OwnList(reading.file, data.Private(rows.itertuples(index=False, name=None)))


def forget(kind: Kind) -> None:
    """Forgets this session's list."""
    st.session_state.pop(f"_own_{kind}", None)


def draw(kind: Kind, visit: Visit) -> None:
    """What a list holds, an example, the file box, what was found in the file, and the buttons that use and forget it."""
    words = visit.locale
    if held := _held(kind):
        n = words.number(len(held.rows))
        st.success(words(f"lists.{kind}_in_use", file=plain(held.file), n=n), icon=":material/check:")
        st.button(words("lists.forget"), key=f"forget_{kind}", on_click=forget, args=(kind,), icon=":material/delete:")
    st.markdown(words(f"lists.{kind}_text"))
    st.markdown(words("lists.kept"))
    st.download_button(
        words("lists.example"),
        example(kind, words),
        words(f"lists.{kind}_example_name"),
        "text/csv",
        on_click="ignore",
        key=f"example_{kind}",
        icon=":material/download:",
    )
    file = st.file_uploader(words(f"lists.{kind}_choose"), type=list(TYPES), key=f"list_{kind}", help=words("sources.own_help"))
    if file is None:
        return
    reading = foreign.read_own(file.name, file.getvalue(), loading.read_reference(paths.data_dir()))
    if reading.format not in (FORMATS[kind], "unknown"):
        st.error(words(f"lists.{kind}_other", file=plain(file.name)), icon=":material/error:")
        return
    upload.findings(reading, words, key=f"findings_{kind}")
    if reading.accepted:
        st.markdown(words(f"lists.{kind}_read", file=plain(reading.file), n=words.number(reading.rows)))
        lists_preview.draw(kind, reading.frame, visit)
        st.button(
            words("lists.use"),
            key=f"use_{kind}",
            type="primary",
            on_click=use,
            args=(kind, reading),
            icon=":material/arrow_forward:",
        )


def example(kind: Kind, words: Locale) -> bytes:
    """A list to fill in, in the visitor's language, as a spreadsheet opens it."""
    return (words(f"lists.{kind}_example").strip() + "\n").encode("utf-8-sig")


def _held(kind: Kind) -> OwnList | None:
    return st.session_state.get(f"_own_{kind}")
