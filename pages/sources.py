"""Bronnen: where every figure comes from, what each series counts, what may not be compared, and how to add figures."""

import streamlit as st

from vsv_metrics.web import adding, block, frame, links, sources
from vsv_metrics.web.markdown import echo
from vsv_metrics.web.sources import Card

visit = frame.visit()
words = visit.locale
fingerprint = visit.store.fingerprint
scope = (fingerprint, words.language)
ANCHORS = {
    "newest": "actueel",
    "series": "reeksen",
    "breaks": "breuken",
    "publications": "publicaties",
    "targets": "doelen",
    "norms": "normen",
    "terms": "begrippen",
    "add": "toevoegen",
    "version": "versie",
}
"""Section -> place on the page, the same in both languages."""


def choose(key: str, cards: tuple[Card, ...]) -> Card | None:
    """One source or series that is wanted on top."""
    by_code = {card.code: card for card in cards}
    options = ["", *sorted(by_code, key=lambda code: by_code[code].name.casefold())]
    code = links.one(
        key,
        options,
        "",
        lambda name: st.selectbox(
            words(f"sources.choose_{key}"),
            options,
            format_func=lambda code: by_code[code].name if code else words("sources.choose_none"),
            key=name,
        ),
        words,
    )
    return by_code.get(code)


def heading(section: str) -> None:
    st.header(words(f"sources.{section}_heading"), anchor=ANCHORS[section])


def one_series(card: Card) -> None:
    """A series with what its figures may not be compared with, and the way to its figures."""
    with st.container(border=True):
        block.heading(words("sources.one_series"), "one_series", 2)
        st.markdown(f"{card.text}\n\n{card.more}")
        around = [item for item in sources.breaks(*scope) if card.code in item.group.split()]
        if around:
            st.markdown(f"**{words('sources.breaks_heading')}**")
            st.markdown("\n\n".join(item.text for item in around))
        if indicator := sources.indicator_of(fingerprint, visit.dataset).get(card.code):
            label = words("sources.to_table")
            frame.page_link("tables", label, icon=frame.ICONS["tables"], indicator=indicator, reeks=card.code)


def everything() -> None:
    """All sections, when nothing is searched for."""
    st.markdown(" · ".join(f"[{words(f'sources.{name}_heading')}](#{place})" for name, place in ANCHORS.items()))
    heading("newest")
    st.markdown(words("sources.newest_intro"))
    st.markdown(sources.newest(fingerprint, visit.dataset, words.language))
    heading("series")
    st.markdown(words("sources.series_intro"))
    sources.draw_series(sources.series(*scope))
    heading("breaks")
    st.markdown(words("sources.breaks_intro"))
    st.markdown("\n\n".join(card.text for card in sources.breaks(*scope)))
    heading("publications")
    st.markdown(words("sources.publications_intro"))
    sources.draw_publications(sources.sources(*scope), words, is_open=False)
    heading("targets")
    st.markdown(sources.targets(*scope))
    heading("norms")
    table, source = sources.norms(*scope)
    st.markdown(words("sources.norms_intro"))
    st.table(table, hide_index=True, border="horizontal")
    st.markdown(f"{words('common.source')}: {source}")
    heading("terms")
    sources.draw_terms(sources.terms(*scope))
    heading("add")
    adding.draw(visit)
    heading("version")
    st.markdown(sources.about(fingerprint, visit.store.built_at, words))


def results(search: str) -> None:
    """What a search found, per section."""
    kinds = {"publications": sources.sources, "series": sources.series, "terms": sources.terms}
    hits = {section: sources.found(cards(*scope), search) for section, cards in kinds.items()}
    counts = {section: words.number(len(cards)) for section, cards in hits.items()}
    st.markdown(words("sources.search_result", search=echo(search), **counts))
    for section, cards in hits.items():
        if not cards:
            continue
        heading(section)
        if section == "terms":
            sources.draw_terms(cards)
        elif section == "series":
            sources.draw_series(cards)
        else:
            sources.draw_publications(cards, words, is_open=True)


st.title(words("sources.title"))
st.markdown(words("sources.intro"))
first, second, third = st.columns(3)
with first:
    search = links.text(
        "zoek",
        lambda key: (
            st.text_input(
                words("sources.search"),
                key=key,
                type="search",
                placeholder=words("sources.search_example"),
                max_chars=links.LONGEST_TEXT,
            )
            or ""
        ),
        words,
    ).strip()
with second:
    chosen_source = choose("bron", sources.sources(*scope))
with third:
    chosen_series = choose("reeks", sources.series(*scope))
if chosen_source:
    with st.container(border=True):
        block.heading(f"{words('sources.one_source')}: {chosen_source.group}", "one_source", 2)
        st.markdown(chosen_source.text)
if chosen_series:
    one_series(chosen_series)
if search:
    results(search)
else:
    everything()
