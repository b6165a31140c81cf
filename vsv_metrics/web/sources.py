"""The texts of the page Bronnen, made once per language: sources, series, breaks, targets, norms and terms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd
import streamlit as st

from vsv_metrics.paths import app_version
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data
from vsv_metrics.web.markdown import plain

PARAMETERS = {
    "zoek": "words that a source, series or term must hold",
    "bron": "one source, shown on top",
    "reeks": "one series, shown on top",
}
"""What the address of the page may hold."""

MOST_CACHED = 8
UNINSTALLED = "0"
"""Version of a checkout that is not installed."""
ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
"""Addresses that become a link; any other is shown as text."""


@dataclass(frozen=True)
class Card:
    """One thing to read. `text` is Markdown, `searched` what a search looks in, `more` what is said when it stands alone."""

    code: str
    group: str
    name: str
    text: str
    searched: str
    more: str = ""


@data.shared(MOST_CACHED)
def sources(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every publication: publisher, address, dates, licence, what was drawn from it and what to know about it."""
    words, store = locale(language), data.store()
    used = store.query("source_use").groupby("source_id")
    series = store.query("series").set_index("series_id")
    drawn = {code: int(rows["value_count"].sum()) for code, rows in used}
    of_series = {code: [words.name(series.loc[name]) for name in dict.fromkeys(rows["series_id"])] for code, rows in used}
    cards = []
    for row in store.query("sources").to_dict("records"):
        code, count = row["source_id"], drawn.get(row["source_id"], 0)
        lines = [
            f"**{link(row['title'], row['address'])}**",
            _dates(row, words),
            _licence(row["licence"], words),
            words("sources.drawn", n=words.number(count), series=plain(words.listing(of_series[code])))
            if count
            else words("sources.not_drawn"),
            *((words("sources.secondary"),) if row["is_secondary"] else ()),
            *((plain(words.name(row, "note")),) if pd.notna(words.name(row, "note")) else ()),
            words("sources.code", code=plain(code)),
        ]
        searched = _searched(code, row["title"], row["publisher"], words.name(row, "note"), *of_series.get(code, []))
        cards.append(Card(code, str(row["publisher"]), str(row["title"]), "  \n".join(lines), searched))
    return tuple(sorted(cards, key=lambda card: card.group.casefold()))


@data.shared(MOST_CACHED)
def series(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every series: definition, producer, validity, successor, breaks and sources."""
    words, store = locale(language), data.store()
    rows = store.query("series")
    known = rows.set_index("series_id")
    used = store.query("source_use")
    publications = store.query("sources").set_index("source_id")
    cards = []
    for row in rows.to_dict("records"):
        code = row["series_id"]
        own = dict.fromkeys(used.loc[used["series_id"] == code, "source_id"])
        of_series = "\n".join(f"- {link(publications.at[name, 'title'], publications.at[name, 'address'])}" for name in own)
        lines = [
            f"**{plain(words.name(row))}**",
            plain(words.name(row, "definition")),
            f"{words('sources.producer')}: {plain(row['producer'])}. {_validity(row, words)}",
            *((words("sources.meets_target"),) if row["meets_target"] else ()),
            *(
                (words("sources.successor", name=plain(words.name(known.loc[row["successor_id"]]))),)
                if pd.notna(row["successor_id"])
                else ()
            ),
            words("sources.code", code=plain(code)),
        ]
        searched = _searched(code, words.name(row), row["producer"], words.name(row, "definition"))
        more = f"**{words('common.sources')}**\n\n{of_series or words('sources.no_sources')}"
        cards.append(Card(code, str(row["producer"]), words.name(row), "  \n".join(lines), searched, more))
    return tuple(cards)


@data.shared(MOST_CACHED)
def breaks(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every break: where, between which series (their ids are its group), and why."""
    words, store = locale(language), data.store()
    known = store.query("series").set_index("series_id")
    titles = store.query("sources").set_index("source_id")
    cards = []
    for row in store.query("breaks").to_dict("records"):
        sides = [row[f"{side}_series_id"] for side in ("before", "after") if pd.notna(row[f"{side}_series_id"])]
        named = [plain(words.name(known.loc[code])) for code in sides]
        when = words("sources.always") if pd.isna(row["period"]) else words.period(row["period_type"], int(row["period"]))
        if len(set(sides)) == 2:
            where = words("sources.break_between", before=named[0], after=named[1])
        else:
            where = words("sources.break_inside" if len(sides) == 2 else "sources.break_after", before=named[0])
        lines = [f"**{when}: {plain(words.name(row, 'label'))}**", where, plain(words.name(row, "reason"))]
        if pd.notna(row["source_id"]):
            lines.append(_source(titles, row["source_id"], words))
        cards.append(Card(row["break_id"], " ".join(sides), row["break_id"], "  \n".join(lines), ""))
    return tuple(cards)


@data.shared(MOST_CACHED)
def terms(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every term of the glossary."""
    words = locale(language)
    cards = []
    for row in data.store().query("glossary").to_dict("records"):
        term, meaning = words.name(row, "term"), words.name(row, "meaning")
        text = f"**{plain(term)}**: {plain(meaning)}"
        cards.append(Card(row["term_id"], "", term, text, _searched(row["term_nl"], row["term_en"], meaning)))
    return tuple(cards)


@data.shared(MOST_CACHED)
def targets(fingerprint: str, language: str) -> str:
    """Every target with its outcome, a Markdown list."""
    words, store = locale(language), data.store()
    titles = store.query("sources").set_index("source_id")
    lines = []
    for row in store.query("targets").to_dict("records"):
        outcome = words(f"sources.outcome_{row['outcome']}")
        lines.append(
            f"- **{row['target_year']}** ({outcome}): {plain(words.name(row, 'text'))} {_source(titles, row['source_id'], words)}"
        )
    return "\n".join(lines)


@data.shared(MOST_CACHED)
def norms(fingerprint: str, language: str) -> tuple[pd.DataFrame, str]:
    """The norms for the mbo, one row per school year and one column per level, and the line of their sources."""
    words, store = locale(language), data.store()
    rows = store.query("norms")
    members = store.query("members")
    names = members[members["breakdown"] == "level"].set_index("code")[f"name_{language}"]
    wide = rows.pivot(index="school_year", columns="level", values="norm_pct").sort_index()
    columns = {words("common.school_year"): [words.school_year(int(year)) for year in wide.index]}
    for level in wide.columns:
        columns[plain(str(names.loc[level]))] = ["" if pd.isna(value) else words.percent(value) for value in wide[level]]
    table = pd.DataFrame(columns)
    titles = store.query("sources").set_index("source_id")
    ids = list(dict.fromkeys(rows["source_id"]))
    return table, "; ".join(link(titles.at[code, "title"], titles.at[code, "address"]) for code in ids)


@data.shared(MOST_CACHED)
def newest(fingerprint: str, dataset: str, language: str) -> str:
    """The newest period per series and indicator with status and date, a Markdown list."""
    words, store = locale(language), data.store()
    order = {code: place for place, code in enumerate(store.query("series")["series_id"])}
    names = store.query("series").set_index("series_id")
    measures = store.query("indicators").set_index("indicator_id")
    rows = store.query("newest", dataset=dataset).sort_values("period", ascending=False)
    rows = rows.drop_duplicates(["series_id", "indicator_id"])
    lines = [
        words(
            "sources.newest_line",
            series=plain(words.name(names.loc[row["series_id"]])),
            what=plain(words.name(measures.loc[row["indicator_id"]])),
            period=words.period(row["period_type"], int(row["period"])),
            status=words(f"status.{row['obs_status']}"),
            published=_published(row, words),
        )
        for row in sorted(rows.to_dict("records"), key=lambda row: order[row["series_id"]])
    ]
    return "\n".join(f"- {line}" for line in lines)


@data.shared(MOST_CACHED)
def indicator_of(fingerprint: str, dataset: str) -> dict[str, str]:
    """For each series of a data set an indicator that it has figures of."""
    rows = data.store().query("source_use")
    rows = rows[rows["dataset"] == dataset].drop_duplicates("series_id")
    return dict(zip(rows["series_id"], rows["indicator_id"], strict=True))


def about(fingerprint: str, built_at: str, words: Locale) -> str:
    """Which version of the application and of the figures this is."""
    version = app_version()
    return words(
        "sources.version_text",
        version=words("sources.version_checkout") if version == UNINSTALLED else plain(version),
        fingerprint=fingerprint,
        built=words.day(datetime.fromisoformat(built_at).date()),
    )


def found(cards: Iterable[Card], search: str) -> list[Card]:
    """The cards that hold every word of a search."""
    asked = search.casefold().split()
    return [card for card in cards if all(word in card.searched for word in asked)]


def draw_publications(cards: Iterable[Card], words: Locale, *, is_open: bool) -> None:
    """A box per publisher, to be opened when there are many."""
    groups: dict[str, list[str]] = {}
    for card in cards:
        groups.setdefault(card.group, []).append(card.text)
    for publisher, texts in groups.items():
        label = words("sources.publisher", name=plain(publisher), n=len(texts))
        box = st.expander(label, expanded=is_open, key=f"publisher_{publisher}_{is_open}", on_change="rerun")
        if box.open:
            box.markdown("\n\n".join(texts))


def draw_series(cards: Iterable[Card]) -> None:
    """A box per series."""
    for card in cards:
        st.container(border=True).markdown(card.text)


def draw_terms(cards: Iterable[Card]) -> None:
    """A list of terms."""
    st.markdown("\n".join(f"- {card.text}" for card in cards))


def link(text: Any, address: Any) -> str:
    """The text as a link when the address is one of the web, else the text alone, followed by the name of the site."""
    shown = plain(str(text))
    if pd.isna(address) or not ADDRESS.fullmatch(address):
        return shown
    site = urlsplit(address).hostname or ""
    return f"[{shown}]({quote(address, safe=':/?#@!$&+,;=%~-._')}) ({plain(site.removeprefix('www.'))})"


def _source(sources: pd.DataFrame, code: str, words: Locale) -> str:
    return f"{words('common.source')}: {link(sources.at[code, 'title'], sources.at[code, 'address'])}."


def _dates(row: Row, words: Locale) -> str:
    retrieved = words.day(row["retrieved_on"]) if pd.notna(row["retrieved_on"]) else words("sources.unknown")
    return words("sources.dates", published=_published(row, words), retrieved=retrieved)


def _published(row: Row, words: Locale) -> str:
    if pd.notna(row["published_on"]):
        return words.day(row["published_on"])
    return plain(row["published_label"]) if pd.notna(row["published_label"]) else words("sources.unknown")


def _licence(code: str, words: Locale) -> str:
    key = f"sources.licence_{code}"
    return f"{words('sources.licence')}: {words(key) if words.has(key) else plain(code)}."


def _validity(row: Row, words: Locale) -> str:
    first, last = row["first_period"], row["last_period"]
    if pd.isna(first):
        return words("sources.valid_unknown")
    if pd.isna(last):
        return words("sources.valid_from", first=int(first))
    if first == last:
        return words("sources.valid_year", first=int(first))
    return words("sources.valid_span", first=int(first), last=int(last))


def _searched(*texts: Any) -> str:
    return " ".join(str(text) for text in texts if pd.notna(text)).casefold()
