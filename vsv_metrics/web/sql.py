"""The page SQL: asking, the answer as a table with its downloads, and what there is to ask of."""

from functools import partial

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vsv_metrics.delivery import document
from vsv_metrics.delivery import sql as files
from vsv_metrics.errors import UserError
from vsv_metrics.export.document import Document
from vsv_metrics.export.table import file_stem
from vsv_metrics.schema.codes import BREAKDOWNS, DATASETS
from vsv_metrics.schema.structure import Column
from vsv_metrics.store import sandbox
from vsv_metrics.store.sandbox import LIMITS, LONGEST_SQL, SqlAnswer, View, visible
from vsv_metrics.store.sandbox.examples import EXAMPLES, example
from vsv_metrics.store.sandbox.views import sql_type, tables_named
from vsv_metrics.text import Locale
from vsv_metrics.web import data, failures, host
from vsv_metrics.web.cells import NO_VALUE
from vsv_metrics.web.files import buttons
from vsv_metrics.web.markdown import plain

__all__ = ["EXAMPLES", "LONGEST_SQL", "example", "visible"]

MOST_IN_LINK = 4_000
"""Characters of a statement that still go into the address; browsers and proxies take little more."""
MOST_STYLED = 500
"""Rows up to which numbers are written in the language of the page; above it in that of the browser."""
MOST_DIGITS = 4
YEARS = (1900, 2100)
"""A column of whole numbers between these holds years, which are written without a separator."""
MOST_NAMED = 2
"""Tables named in the name of a file."""
FIGURES = ("figures", "observations")
_ANSWER = "_sql_answer"
_INTEGERS = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def datasets() -> tuple[str, ...]:
    """The data sets that a visitor may ask of."""
    return tuple(dataset for dataset in DATASETS if dataset != files.OWN or host.shows_local())


def run(statement: str) -> None:
    """Asks, and keeps the answer or the refusal for this visitor until the next one."""
    context = get_script_run_ctx(suppress_warning=True)
    visitor = context.session_id if context else ""
    try:
        answer: SqlAnswer | UserError = sandbox.ask(data.common_store(), statement, datasets(), visitor)
    except UserError as error:
        answer = error
    st.session_state[_ANSWER] = (statement, answer)


def kept(statement: str) -> SqlAnswer | UserError | None:
    """What this statement gave when this visitor last ran it; None when it has not been run."""
    asked, answer = st.session_state.get(_ANSWER, ("", None))
    return answer if asked == statement else None


def draw(answer: SqlAnswer | UserError, words: Locale) -> None:
    """The answer with what to know of it, or why there is none."""
    if isinstance(answer, UserError):
        st.error(failures.sentence(answer, words), icon=":material/block:")
        return
    table = answer.table
    st.header(words("sql.result"))
    for dataset in answer.datasets:
        if dataset in (files.FICTIONAL, files.OWN):
            st.warning(words(f"sql.warn_{dataset}"), icon=":material/science:")
    names = words.listing([words(f"sql.dataset_{dataset}") for dataset in answer.datasets])
    key = "sql.row" if table.num_rows == 1 else "sql.rows"
    st.markdown(words(key, n=words.number(table.num_rows), seconds=words.number(answer.seconds, 1), datasets=names))
    if answer.is_cut:
        st.warning(plain(files.cut_note(answer, words)), icon=":material/content_cut:")
    if answer.kind == "EXPLAIN":
        st.code("\n".join(str(text) for text in table.column(table.num_columns - 1).to_pylist()), language=None)
    elif table.num_rows:
        _draw_table(table, words)
    else:
        st.info(words("sql.no_rows"), icon=":material/filter_alt_off:")
    _downloads(answer, words)


def frame_of(table: pa.Table) -> pd.DataFrame:
    """The rows as a frame whose numbers stay numbers."""
    return table.to_pandas(types_mapper=_INTEGERS.get)


def digits(values: pd.Series) -> int | None:
    """Decimals that a column of numbers is written with; None when it holds years."""
    there = values.dropna()
    if pd.api.types.is_integer_dtype(values):
        return None if len(there) and there.between(*YEARS).all() else 0
    exact = there.round(MOST_DIGITS)
    return next((places for places in range(MOST_DIGITS) if (there.round(places) == exact).all()), MOST_DIGITS)


def written(value: float, places: int | None, words: Locale) -> str:
    """A number as it stands in the table."""
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "-∞"
    return str(int(value)) if places is None else words.number(value, places)


@data.shared(4)
def row_counts(fingerprint: str) -> dict[str, int]:
    """Name of a table for users -> its rows."""
    store = data.common_store()
    of_datasets = {(row["source"], row["dataset"]): int(row["n"]) for row in store.query("dataset_rows").to_dict("records")}
    whole = store.row_counts()
    return {
        view.name: of_datasets.get((view.source, view.dataset), 0) if view.dataset else whole[view.source]
        for view in sandbox.VIEWS.values()
    }


def about(view: View, words: Locale) -> str:
    """What a table holds."""
    kinds = f" ({words(f'sql.dataset_{view.dataset}')})" if view.dataset else ""
    return words(f"sql.view.{view.subject}") + kinds


def columns(view: View, words: Locale) -> pd.DataFrame:
    """The columns of a table for users, one row each: name, kind of value, what it is."""
    return pd.DataFrame(
        [(plain(column.name), sql_type(column), plain(column_about(view, column, words))) for column in view.columns],
        columns=[words("sql.name"), words("sql.type"), words("sql.about")],
    )


def column_about(view: View, column: Column, words: Locale) -> str:
    """What a column holds."""
    if view.subject in FIGURES and column.name in BREAKDOWNS:
        return words("sql.breakdown_column", name=words(f"breakdown.{column.name}").lower())
    own = f"sql.column.{view.subject}__{column.name}"
    return words(own if words.has(own) else f"sql.column.{column.name}")


def limits(words: Locale) -> str:
    """What a statement may be, take and give."""
    return words(
        "sql.limits",
        characters=words.number(sandbox.LONGEST_SQL),
        seconds=LIMITS["seconds"],
        rows=words.number(LIMITS["rows"]),
        columns=LIMITS["columns"],
        megabytes=LIMITS["bytes"] // 10**6,
    )


def _draw_table(table: pa.Table, words: Locale) -> None:
    frame = frame_of(table)
    numbers = [
        name
        for name in frame.columns
        if pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name])
    ]
    shown: object = frame
    settings = None
    if len(frame) <= MOST_STYLED:
        styler = frame.style
        for name in numbers:
            show = partial(written, places=digits(frame[name]), words=words)
            styler.format(lambda value, show=show: show(float(str(value))), subset=pd.IndexSlice[:, name], na_rep=NO_VALUE)
        shown = styler
    else:
        grouped = [name for name in numbers if digits(frame[name]) is not None]
        settings = {name: st.column_config.NumberColumn(format="localized") for name in grouped}
    st.dataframe(
        shown,
        hide_index=True,
        column_config=settings,
        placeholder=NO_VALUE,
        alt=words("sql.alt", n=words.number(len(frame)), columns=len(frame.columns)),
    )


def _downloads(answer: SqlAnswer, words: Locale) -> None:
    """Buttons that give the answer as a file with the statement and the fingerprint, made on the click."""
    kind = next((dataset for dataset in (files.FICTIONAL, files.OWN) if dataset in answer.datasets), DATASETS[0])
    stem = file_stem(kind, "sql", *tables_named(answer.sql)[:MOST_NAMED])
    notes = [files.cut_note(answer, words)] if answer.is_cut else []

    def made() -> Document:
        table, store = files.finite(files.with_origin(answer, words)), data.common_store()
        title = words("sql.result")
        return document(store, table, words, dataset=kind, title=title, stem=stem, query=answer.sql, notes=notes)

    buttons(made, answer.table.num_rows, stem, "sql", words)
    st.caption(words("sql.download_note", fingerprint=answer.fingerprint[:12]) + "  \n" + words("sql.careful"))
