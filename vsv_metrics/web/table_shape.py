"""How the table of the page Tabellen is put: its columns, their order, sorting, and one column per year or member."""

from collections.abc import Callable, Sequence

import pyarrow as pa
import streamlit as st

from vsv_metrics.export.arrange import ALONG, DESCENDING, Arrangement, arrange, cell_columns, kept, reshaped
from vsv_metrics.export.described import label
from vsv_metrics.export.wide import MEASURES, PERIOD
from vsv_metrics.indicators.table import Selection
from vsv_metrics.text import locale
from vsv_metrics.web import data, folded, links, table_rows, table_screen, tables
from vsv_metrics.web.cells import names
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.table_rows import Rows
from vsv_metrics.web.table_screen import Screen, default_columns

LONG, WIDE = "lang", "breed"
SHAPES = (LONG, WIDE)
MOST_KEPT = 2
MOST_REPLAYED = 32


def choose(visit: Visit, selection: Selection) -> Arrangement:
    """Draws the choices; how the table of a selection with rows is put."""
    words, fingerprint = visit.locale, visit.store.fingerprint
    table = tables.about(fingerprint, selection, words.language)
    notices = st.container()
    more = st.expander(words("tables.shape"), key="shape", on_change="rerun")
    is_drawn = bool(more.open)
    with more, folded.notices_in(notices):
        first, second, third = st.columns(3)
        with first:
            shape = _one("vorm", SHAPES, lambda code: words(f"tables.vorm_{code}"), visit, is_drawn)
        put = Arrangement()
        if shape == WIDE:
            ways = (PERIOD, *tables.with_parts(table))
            measures = [name for name in MEASURES if table[name].null_count < len(table)] or list(MEASURES)
            with second:
                over = _one(
                    "over",
                    ways,
                    lambda code: words(f"tables.over_{code}") if code == PERIOD else label(f"{code}_name", words),
                    visit,
                    is_drawn,
                )
            with third:
                measure = _one("waarde", measures, lambda code: words(f"tables.waarde_{code}"), visit, is_drawn)
            put = Arrangement(across=over, measure=measure)
        offered = about(fingerprint, selection, put, words.language)
        cells = set(cell_columns(offered))
        names = [name for name in offered.column_names if "," not in name]
        usual = [name for name in default_columns(offered) if name not in cells]
        options = list(dict.fromkeys([*usual, *(name for name in names if name not in cells)]))
        columns = _many("kolommen", options, lambda name: label(name, words), visit, is_drawn)
        keys = [key for name in dict.fromkeys([*options, *names]) for key in (name, f"{DESCENDING}{name}")]
        order = _many("volgorde", keys, lambda key: _direction(key, visit), visit, is_drawn)
        if is_drawn:
            with st.container(horizontal=True, vertical_alignment="center", key="screen_shape"):
                st.caption(words("tables.shape_note"))
                if not columns:
                    st.button(words("tables.usual_columns"), key="usual", on_click=_choose_columns, args=(usual,))
    return Arrangement(tuple(columns), tuple(order), put.across, put.measure)


def about(fingerprint: str, selection: Selection, arrangement: Arrangement, language: str) -> pa.Table:
    """What is asked of the table so arranged as a whole is asked of this one, see `tables.about`."""
    if arrangement.across:
        return put(fingerprint, selection, arrangement, language)
    return tables.about(fingerprint, selection, language)


def length(fingerprint: str, selection: Selection, arrangement: Arrangement, language: str) -> int:
    """How many rows the table so arranged has."""
    if arrangement.across:
        return len(put(fingerprint, selection, arrangement, language))
    return len(tables.answer(fingerprint, selection, language).places.positions)


@data.shared(MOST_KEPT)
def put(fingerprint: str, selection: Selection, arrangement: Arrangement, language: str) -> pa.Table:
    """The table of a selection so arranged, with all of its columns."""
    return reshaped(tables.made(fingerprint, selection, language), arrangement, locale(language))


def draw(fingerprint: str, selection: Selection, arrangement: Arrangement, language: str, alt: str) -> None:
    """The rows on screen, all of them."""
    if length(fingerprint, selection, arrangement, language) > table_rows.LEAST:
        table_rows.draw(rows(fingerprint, selection, arrangement, language), alt)
    elif data.shows_own():
        table_screen.draw(_screen(fingerprint, selection, arrangement, language), locale(language), alt)
    else:
        _replay(fingerprint, selection, arrangement, language, alt)


@data.shared(MOST_KEPT)
def rows(fingerprint: str, selection: Selection, arrangement: Arrangement, language: str) -> Rows:
    """The rows of a long table so arranged, as they come into view."""
    words, known = locale(language), names(fingerprint, language)
    asked, of_all = tables.answer(fingerprint, selection, language), about(fingerprint, selection, arrangement, language)
    is_put = bool(arrangement.across or arrangement.order)
    arranged = put(fingerprint, selection, arrangement, language) if is_put else None

    def screen(table: pa.Table) -> Screen:
        return table_screen.screen(table, arrangement.columns, words, known, of_all)

    def part(offset: int, limit: int) -> Screen:
        if arranged is not None:
            return screen(arranged.slice(offset, limit))
        if offset + limit <= table_rows.AT_ONCE:
            return screen(of_all.slice(offset, limit))
        return screen(next(asked.tables(limit, offset, limit)))

    def whole() -> Screen:
        return screen(asked.whole() if arranged is None else arranged)

    return Rows(length(fingerprint, selection, arrangement, language), part, whole, words)


def file_table(table: pa.Table, arrangement: Arrangement, visit: Visit) -> pa.Table:
    """What a file holds of a download table."""
    return arrange(table, arrangement, visit.locale)


def columns_of_file(table: pa.Table, arrangement: Arrangement) -> int:
    """How many columns a file will have."""
    return len(kept(table, arrangement)) if arrangement.columns else len(table.column_names)


def notes(table: pa.Table, arrangement: Arrangement, visit: Visit) -> list[str]:
    """What the shape of the table leaves out, and what its files hold besides."""
    words = visit.locale
    said = []
    if arrangement.across:
        said.append(words("tables.wide_note", measure=words(f"tables.waarde_{arrangement.measure}").lower()))
    if arrangement.order:
        said.append(words("tables.sorted_note"))
    if arrangement.columns:
        added = [label(name, words) for name in ALONG if name in table.column_names and name not in arrangement.columns]
        said.append(words("tables.along_note", columns=words.listing(added)))
    return said


def described(arrangement: Arrangement, visit: Visit) -> list[tuple[str, str]]:
    """How the table is put, in words: name, choice."""
    words = visit.locale
    said = []
    if arrangement.across:
        across = arrangement.across
        way = words("tables.over_period") if across == PERIOD else label(f"{across}_name", words)
        said.append(
            (words("tables.vorm"), f"{words('tables.vorm_breed')}: {way}, {words(f'tables.waarde_{arrangement.measure}')}")
        )
    if arrangement.columns:
        said.append((words("tables.kolommen"), ", ".join(label(name, words) for name in arrangement.columns)))
    if arrangement.order:
        said.append((words("tables.volgorde"), ", ".join(_direction(key, visit) for key in arrangement.order)))
    return said


@st.cache_data(show_spinner=False, max_entries=MOST_REPLAYED)
def _replay(fingerprint: str, selection: Selection, arrangement: Arrangement, language: str, alt: str) -> None:
    """Writing the numbers of a table takes longer than a rerun may: what was sent is sent again."""
    table_screen.draw(_screen(fingerprint, selection, arrangement, language), locale(language), alt)


def _screen(fingerprint: str, selection: Selection, arrangement: Arrangement, language: str) -> Screen:
    table = put(fingerprint, selection, arrangement, language)
    return table_screen.screen(table, arrangement.columns, locale(language), names(fingerprint, language))


def _direction(key: str, visit: Visit) -> str:
    words, name = visit.locale, label(key.removeprefix(DESCENDING), visit.locale)
    return words("tables.descending" if key.startswith(DESCENDING) else "tables.ascending", column=name)


def _one(key: str, options: Sequence[str], shown: Callable[[str], str], visit: Visit, is_drawn: bool) -> str:
    words = visit.locale

    def draw(name: str) -> str | None:
        return st.selectbox(words(f"tables.{key}"), options, format_func=shown, key=name)

    return links.one(key, options, options[0], draw if is_drawn else folded.undrawn, words)


def _many(key: str, options: Sequence[str], shown: Callable[[str], str], visit: Visit, is_drawn: bool) -> list[str]:
    words = visit.locale

    def draw(name: str) -> list[str]:
        return st.multiselect(
            words(f"tables.{key}"),
            options,
            format_func=shown,
            key=name,
            placeholder=words(f"tables.{key}_all"),
            select_all=False,
        )

    return links.many(key, options, draw if is_drawn else folded.undrawn, words)


def _choose_columns(columns: list[str]) -> None:
    st.query_params["kolommen"] = links.LIST_SEPARATOR.join(columns)
