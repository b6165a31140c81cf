"""The rows, title, file and chart of the page Tabellen, made once per selection and language."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from vsv_metrics.charts import theme
from vsv_metrics.charts.trend import Line, trend_figure
from vsv_metrics.delivery import Answer, Question, document, origin
from vsv_metrics.export.columns import compute, constant, encoded
from vsv_metrics.export.document import Document
from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Selection
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, table_filters, table_rows
from vsv_metrics.web.alt import trend_alt
from vsv_metrics.web.block import Block
from vsv_metrics.web.cells import member, names
from vsv_metrics.web.frame import ICONS, Visit, page_link
from vsv_metrics.web.overview import break_marks, in_series_order
from vsv_metrics.web.table_filters import offer
from vsv_metrics.web.table_screen import has_parts

Choices = Sequence[tuple[str, str]]
Notes = Sequence[str]

PARAMETERS = {
    **table_filters.PARAMETERS,
    "vorm": "`breed`: one column per year or per member; otherwise one row per figure",
    "over": "what goes across in a wide table: `period` or a breakdown column",
    "waarde": "what stands in its cells: rate_pct, numerator or denominator",
    "kolommen": "columns to show and to download, in this order",
    "volgorde": "columns to sort by, `-` before one that goes from high to low",
    "grafiek": "true: the selection is drawn too",
    "maat": "what the chart draws: rate_pct or numerator",
}
"""What the address of the page may hold. Lists are joined by commas; what is left out sets no limit."""

MEASURES = ("rate_pct", "numerator")
MOST_LINES = 8
MOST_FRAMES = 4
MOST_CACHED = 32
DASHES = ("solid", "dash", "dot", "dashdot")
MOST_NAMED = 2
"""Areas named in a title or file name; more are counted."""


@data.shared(MOST_FRAMES)
def answer(fingerprint: str, selection: Selection, language: str) -> Answer:
    """The figures of a selection as a download table, without the address that gives it again."""
    store = data.store()
    return Answer(Question(selection, language), store, origin(store, ""))


@data.shared(MOST_FRAMES)
def made(fingerprint: str, selection: Selection, language: str) -> pa.Table:
    """All rows of that table."""
    return answer(fingerprint, selection, language).whole()


@data.shared(MOST_FRAMES)
def about(fingerprint: str, selection: Selection, language: str) -> pa.Table:
    """What is asked of that table as a whole is asked of this one: itself, or of a long one its `opening`."""
    is_long = len(answer(fingerprint, selection, language).places.positions) > table_rows.LEAST
    return (opening if is_long else made)(fingerprint, selection, language)


@data.shared(MOST_FRAMES)
def opening(fingerprint: str, selection: Selection, language: str) -> pa.Table:
    """The first rows of a long table, so many as the browser asks for at once, and below them the first of each other kind."""
    asked = answer(fingerprint, selection, language)
    return asked.at(np.union1d(asked.places.positions[: table_rows.AT_ONCE], asked.places.firsts))


@data.shared(MOST_FRAMES)
def rows(fingerprint: str, selection: Selection) -> pd.DataFrame:
    """The figures of a selection."""
    return table.rows(data.store(), selection)


@data.shared(MOST_CACHED)
def definitions(fingerprint: str, indicator: str, language: str) -> dict[str, str]:
    """What each measure of an indicator counts, as far as it is said."""
    texts = data.store().query("indicators").set_index("indicator_id").loc[indicator].dropna().to_dict()
    columns = {"numerator": "numerator", "denominator": "denominator", "rate_pct": "rate"}
    return {measure: str(texts[f"{name}_{language}"]) for measure, name in columns.items() if f"{name}_{language}" in texts}


def title(selection: Selection, words: Locale, fingerprint: str) -> str:
    """What the table holds: measure, areas, years and breakdowns."""
    known = names(fingerprint, words.language)
    period_type = offer(fingerprint, selection.dataset, selection.indicator, selection.series, selection.levels).period_type
    first, last = (words.period(period_type, year) for year in selection.years or (0, 0))
    areas = [known[code] for code in selection.regions] or [words(f"level.{code}") for code in selection.levels]
    if len(areas) > MOST_NAMED + 1:
        areas = [*areas[:MOST_NAMED], words("common.and_more", n=len(areas) - MOST_NAMED)]
    parts = [known[selection.indicator], ", ".join(areas) or words("tables.all_areas")]
    parts.append(first if first == last else words("tables.span", first=first, last=last))
    parts += [member(known, column, code, words) for column, codes in selection.members for code in codes]
    if selection.breakdowns:
        parts.append(
            words("tables.by", columns=words.listing([words(f"breakdown.{code}").lower() for code in selection.breakdowns]))
        )
    return " · ".join(parts)


def stem(selection: Selection) -> str:
    """File name without ending that says what the table holds."""
    areas = selection.regions if len(selection.regions) <= MOST_NAMED else (f"{len(selection.regions)}-gebieden",)
    years = "-".join(str(year) for year in dict.fromkeys(selection.years or ()))
    members = (code for _, codes in selection.members for code in codes)
    parts = (selection.indicator, *(areas or selection.levels), years, *members, *selection.breakdowns)
    return file_stem(selection.dataset, "tabel", *parts)


def with_parts(table: pa.Table) -> list[str]:
    """The breakdown columns of a download table that hold more than totals."""
    return [name for name in BREAKDOWNS if name in table.column_names and has_parts(table, name)]


def mixes_totals(table: pa.Table) -> bool:
    """Whether rows contain one another, so that adding them up counts people twice."""
    if len(encoded(table["region_level"]).unique()) > 1:
        return True
    return any(TOTAL in encoded(table[name]).unique().to_pylist() for name in with_parts(table))


def line_count(table: pa.Table, measure: str) -> int:
    """How many lines a chart of these rows would have."""
    columns = [name for name in ("series_id", "region_code", *BREAKDOWNS) if name in table.column_names]
    return len(table.filter(compute.is_valid(table[measure])).select(columns).to_pandas().drop_duplicates())


def document_of(
    visit: Visit, selection: Selection, query: str, arranged: Callable[[pa.Table], pa.Table], choices: Choices, notes: Notes
) -> Document:
    """The table of a selection with all that is known of it; `choices` are filters in words beside those of the selection."""
    words, store = visit.locale, visit.store
    whole = made(store.fingerprint, selection, words.language)
    whole = whole.set_column(whole.column_names.index("query"), "query", constant(query, len(whole)))
    return document(
        store,
        whole,
        words,
        dataset=selection.dataset,
        title=title(selection, words, store.fingerprint),
        stem=stem(selection),
        query=query,
        arranged=arranged(whole),
        filters=[*described(selection, words, store.fingerprint), *choices],
        notes=notes,
    )


def described(selection: Selection, words: Locale, fingerprint: str) -> list[tuple[str, str]]:
    """What was chosen, in words: name, choice."""
    known = names(fingerprint, words.language)
    period_type = offer(fingerprint, selection.dataset, selection.indicator, selection.series, selection.levels).period_type
    years = [words.period(period_type, year) for year in dict.fromkeys(selection.years or ())]
    said = [
        (words("tables.indicator"), known[selection.indicator]),
        (words("tables.niveau"), ", ".join(words(f"level.{code}") for code in selection.levels)),
        (words("tables.regio"), ", ".join(known[code] for code in selection.regions)),
        (words("common.period"), " – ".join(years)),
        (words("tables.reeks"), ", ".join(known[code] for code in selection.series)),
        (words("tables.uitsplitsing"), ", ".join(words(f"breakdown.{code}") for code in selection.breakdowns)),
        *(
            (words(f"breakdown.{column}"), ", ".join(member(known, column, code, words) for code in codes))
            for column, codes in selection.members
        ),
    ]
    return [(name, choice) for name, choice in said if choice]


@data.shared(MOST_CACHED)
def chart(fingerprint: str, selection: Selection, measure: str, language: str) -> Block:
    """The selection as lines, one piece per series; to be asked for with at most `MOST_LINES` lines."""
    words, store = locale(language), data.store()
    known = names(fingerprint, language)
    frame = in_series_order(rows(fingerprint, selection).dropna(subset=[measure]), store)
    parts = table.lines(frame, measure)
    varying = [column for column in table.LINE if frame[column].nunique() > 1] or ["region_code"]
    labels = [" · ".join(_label(part.iloc[0].to_dict(), column, known, words) for column in varying) for part in parts]
    lines = [
        Line(label, part, theme.CATEGORY[number], DASHES[number % len(DASHES)], is_labelled=len(parts) <= 3)
        for number, (label, part) in enumerate(zip(labels, parts, strict=True))
    ]
    breaks, legend = break_marks(store, frame, words)
    figure = trend_figure(
        lines,
        column=measure,
        unit_title=words(f"tables.axis_{measure}"),
        period_type=str(frame["period_type"].iat[0]),
        locale=words,
        is_demo=selection.dataset == "demo",
        breaks=breaks,
        height=430,
    )
    heading = f"{words(f'tables.axis_{measure}').capitalize()}: {title(selection, words, fingerprint)}"
    notes = [words("common.provisional_legend"), words("tables.pieces_note")]
    if legend:
        notes.append(f"{words('common.breaks_legend')} {legend}")
    return Block("tabel", heading, figure, trend_alt(heading, frame, measure, words), frame, tuple(notes), measure)


def series_links(series: Sequence[str], visit: Visit) -> None:
    """Links to the definition and sources of each series in the table."""
    words = visit.locale
    known = names(visit.store.fingerprint, words.language)
    st.markdown(words("tables.definitions"))
    with st.container(horizontal=True, key="screen_definitions"):
        for code in series:
            page_link("sources", known[code], icon=ICONS["sources"], reeks=code)


def _label(row: Row, column: str, known: dict[str, str], words: Locale) -> str:
    if column == "region_code":
        return str(words.name(row, "region_name"))
    return member(known, column, row[column], words) if column in BREAKDOWNS else known[row[column]]
