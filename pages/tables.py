"""Tabellen: choose figures, see all of them, take exactly those along as a file, or draw them."""

import streamlit as st

from vsv_metrics.delivery import Question
from vsv_metrics.indicators import table
from vsv_metrics.web import copying, frame, links, tables, timeline
from vsv_metrics.web.block import downloads
from vsv_metrics.web.markdown import plain

visit = frame.visit()
words = visit.locale
fingerprint = visit.store.fingerprint


def quick_choices() -> None:
    """Selections that many people want."""
    with st.container(horizontal=True, vertical_alignment="center", key="screen_quick"):
        st.caption(words("tables.quick"), width="content")
        levels = tables.offer(fingerprint, visit.dataset, tables.DEFAULT_INDICATOR, (), ()).levels
        for level, more in tables.QUICK:
            if level not in levels:
                continue
            found = tables.offer(fingerprint, visit.dataset, tables.DEFAULT_INDICATOR, (), (level,))
            first, last = max(found.years[0], found.years[1] - tables.QUICK_YEARS + 1), found.years[1]
            label = words(
                f"tables.quick_{level}",
                first=words.period(found.period_type, first),
                last=words.period(found.period_type, last),
            )
            choices = {"niveau": level, "jaren": f"{first},{last}"} | more
            st.button(label, key=f"quick_{level}", on_click=links.follow, args=(choices,))


def nothing() -> None:
    """Says what to change when the selection has no rows."""
    st.info(words("tables.empty"), icon=":material/filter_alt_off:")
    if columns := table.only_broken_down(visit.store, selection):
        names = words.listing([words(f"breakdown.{column}") for column in columns])
        st.markdown(words("tables.empty_broken_down", columns=names))
    st.button(words("tables.reset"), icon=":material/restart_alt:", key="reset", on_click=links.follow, args=({},))


def notes() -> None:
    """What the numbers count, and what may not be done with them."""
    about = tables.definitions(fingerprint, selection.indicator, words.language)
    lines = [
        *(words(f"tables.is_{measure}", text=plain(text)) for measure, text in about.items() if shown[measure].notna().any()),
        *((words("tables.totals_note"),) if table.mixes_totals(shown) else ()),
        *((words("tables.series_note"),) if shown["series_id"].nunique() > 1 else ()),
        words("tables.provisional_note"),
    ]
    added = [column for column in selection.breakdowns if column not in asked]
    if added:
        names = words.listing([words(f"breakdown.{column}") for column in added])
        lines.append(words("tables.added_note", columns=names))
    if other := [column for column in found.breakdowns if column not in selection.breakdowns]:
        names = words.listing([words(f"breakdown.{column}") for column in other])
        lines.append(words("tables.more_note", columns=names))
    st.caption("  \n".join(lines))


def chart() -> None:
    """The selection as a chart, when asked for and when it fits in one."""
    if not links.switch("grafiek", lambda key: st.toggle(words("tables.grafiek"), key=key), words):
        return
    options = [measure for measure in tables.MEASURES if shown[measure].notna().any()]
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
    count = table.line_count(shown, measure)
    if count > tables.MOST_LINES:
        st.info(words("tables.too_many_lines", n=words.number(count), most=tables.MOST_LINES), icon=":material/filter_alt:")
    else:
        chosen = timeline.choose(visit, selection.regions)
        timeline.draw(tables.chart(fingerprint, selection, measure, words.language), visit, chosen)


def series_links() -> None:
    """Links to the definition and sources of each series in the table."""
    known = tables.names(fingerprint, words.language)
    codes = list(dict.fromkeys(shown["series_id"]))
    st.markdown(words("tables.definitions"))
    with st.container(horizontal=True, key="screen_definitions"):
        for code in codes:
            frame.page_link("sources", known[code], icon=frame.ICONS["sources"], reeks=code)


st.title(words("tables.title"))
st.markdown(words("tables.intro"))
quick_choices()
selection, found, asked = tables.choose(visit)
shown = tables.rows(fingerprint, selection)
heading = tables.title(selection, words, fingerprint)
st.header(plain(heading))
if visit.is_demo:
    st.markdown(f"**{words('common.demo_mark')}**")
if shown.empty:
    nothing()
else:
    count = words.number(len(shown))
    st.markdown(words("tables.rows_one" if len(shown) == 1 else "tables.rows", n=count))
    tables.draw_table(fingerprint, selection, words.language)
    downloads(shown, visit, tables.stem(selection), "table")
    copying.draw(visit, Question(selection, words.language))
    st.caption(words("tables.download_note", n=count))
    notes()
    chart()
    series_links()
