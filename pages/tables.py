"""Tabellen: choose figures, see all of them, take exactly those along as a file, or draw them."""

import streamlit as st

from vsv_metrics.delivery import Question
from vsv_metrics.export.arrange import Arrangement
from vsv_metrics.indicators import table
from vsv_metrics.web import copying, files, frame, links, table_filters, table_screen, table_shape, tables, timeline
from vsv_metrics.web.markdown import plain

visit = frame.visit()
words = visit.locale
fingerprint = visit.store.fingerprint


def nothing() -> None:
    """Says what to change when the selection has no rows."""
    st.info(words("tables.empty"), icon=":material/filter_alt_off:")
    if columns := table.only_broken_down(visit.store, selection):
        names = words.listing([words(f"breakdown.{column}") for column in columns])
        st.markdown(words("tables.empty_broken_down", columns=names))
    st.button(words("tables.reset"), icon=":material/restart_alt:", key="reset", on_click=links.follow, args=({},))


def filters() -> None:
    """The filters, in their place above the rows."""
    with place:
        table_filters.draw(visit, chosen)


def rows() -> tuple[Arrangement, int]:
    """How many rows there are, and the rows; how they are put, and their number."""
    arrangement = table_shape.choose(visit, selection)
    length = table_shape.length(fingerprint, selection, arrangement, words.language)
    count = words.number(length)
    st.markdown(words("tables.rows_one" if length == 1 else "tables.rows", n=count))
    alt = words("tables.alt", n=count, title=heading)
    table_shape.draw(fingerprint, selection, arrangement, words.language, alt)
    return arrangement, length


def take_along(arrangement: Arrangement, length: int) -> None:
    """The files that hold the rows, and what is to be known of them."""
    of_all = table_shape.about(fingerprint, selection, arrangement, words.language)
    query, said = links.here(), notes()
    files.buttons(
        lambda: tables.document_of(
            visit,
            selection,
            query,
            lambda whole: table_shape.file_table(whole, arrangement, visit),
            table_shape.described(arrangement, visit),
            [line.replace("**", "") for line in said],
        ),
        length,
        tables.stem(selection),
        "table",
        words,
    )
    columns = table_shape.columns_of_file(of_all, arrangement)
    held = "tables.download_note_chosen" if arrangement.columns or arrangement.across else "tables.download_note"
    st.caption(f"{words(held, n=words.number(length))} {files.sizes(length, columns, words)}")
    shape = table_shape.notes(of_all, arrangement, visit)
    symbols = [words("tables.sign", sign=sign, text=words(f"files.symbol_{sign}")) for sign in table_screen.signs(of_all)]
    signs = [words("tables.signs", signs="; ".join(symbols))] if symbols else []
    st.caption("  \n".join((*shape, *signs, *said)))


def notes() -> list[str]:
    """What the numbers count, and what may not be done with them."""
    said = tables.definitions(fingerprint, selection.indicator, words.language)
    known = [measure for measure in said if about[measure].null_count < len(about)]
    lines = [
        *(words(f"tables.is_{measure}", text=plain(said[measure])) for measure in known),
        *((words("tables.totals_note"),) if tables.mixes_totals(about) else ()),
        *((words("tables.series_note"),) if len(series) > 1 else ()),
        words("tables.provisional_note"),
    ]
    added = [column for column in selection.breakdowns if column not in chosen.breakdowns]
    if added:
        names = words.listing([words(f"breakdown.{column}") for column in added])
        lines.append(words("tables.added_note", columns=names))
    if other := [column for column in chosen.found.breakdowns if column not in selection.breakdowns]:
        names = words.listing([words(f"breakdown.{column}") for column in other])
        lines.append(words("tables.more_note", columns=names))
    return lines


def chart() -> None:
    """The selection as a chart, when asked for and when it fits in one."""
    if not links.switch("grafiek", lambda key: st.toggle(words("tables.grafiek"), key=key), words):
        return
    options = [measure for measure in tables.MEASURES if about[measure].null_count < len(about)]
    if not options:
        st.info(words("tables.no_chart"))
        return
    measure = links.one(
        "maat",
        options,
        options[0],
        lambda key: st.segmented_control(
            words("common.measure_label"), options, format_func=lambda code: words(f"tables.measure_{code}"), key=key
        ),
        words,
        unwritten=tables.MEASURES[0],
    )
    count = tables.line_count(tables.made(fingerprint, selection, words.language), measure)
    if count > tables.MOST_LINES:
        st.info(words("tables.too_many_lines", n=words.number(count), most=tables.MOST_LINES), icon=":material/filter_alt:")
    else:
        chosen = timeline.choose(visit, selection.regions)
        timeline.draw(tables.chart(fingerprint, selection, measure, words.language), visit, chosen)


st.title(words("tables.title"))
st.markdown(words("tables.intro"))
table_filters.quick_choices(visit)
place = st.container(border=True, key="screen_filters")
chosen = table_filters.chosen(visit)
selection = chosen.selection
if links.is_opening():
    filters()
about = tables.about(fingerprint, selection, words.language)
series = about["series_id"].unique().to_pylist()
heading = tables.title(selection, words, fingerprint)
st.header(plain(heading))
if visit.is_demo:
    st.markdown(f"**{words('common.demo_mark')}**")
shown = rows() if len(about) else None
if not links.is_opening():
    filters()
if shown:
    take_along(*shown)
    copying.draw(visit, Question(selection, words.language))
    chart()
    tables.series_links(series, visit)
else:
    nothing()
