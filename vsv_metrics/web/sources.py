"""The texts of the page Bronnen, made once per language: sources, series, breaks, targets, norms and terms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pandas as pd
import streamlit as st

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
ADDRESS = re.compile(r"https?://[^\s<>\"\\]+", re.IGNORECASE)
"""Addresses that become a link; any other is shown as text."""


@dataclass(frozen=True)
class Card:
    """One thing to read. `text` is Markdown, `searched` what a search looks in."""

    code: str
    group: str
    name: str
    text: str
    searched: str


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def sources(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every publication: publisher, address, dates, licence, what was drawn from it and what to know about it."""
    words, store = locale(language), data.store()
    used = store.query("source_use").groupby("source_id")
    series = store.query("series").set_index("series_id")
    drawn = {code: int(rows["value_count"].sum()) for code, rows in used}
    of_series = {code: [words.name(series.loc[name]) for name in dict.fromkeys(rows["series_id"])] for code, rows in used}
    cards = []
    for row in data.sources(fingerprint).to_dict("records"):
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


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def series(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every series: definition, producer, validity, successor, breaks and sources."""
    words, store = locale(language), data.store()
    rows = store.query("series")
    known = rows.set_index("series_id")
    used = store.query("source_use")
    titles = data.sources(fingerprint).set_index("source_id")["title"]
    cards = []
    for row in rows.to_dict("records"):
        code = row["series_id"]
        of_series = list(dict.fromkeys(used.loc[used["series_id"] == code, "source_id"].map(titles)))
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
            f"{words('common.sources')}: {plain('; '.join(of_series))}." if of_series else words("sources.no_sources"),
            words("sources.code", code=plain(code)),
        ]
        searched = _searched(code, words.name(row), row["producer"], words.name(row, "definition"))
        cards.append(Card(code, str(row["producer"]), words.name(row), "  \n".join(lines), searched))
    return tuple(cards)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def breaks(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every break: where, between which series, and why."""
    words, store = locale(language), data.store()
    known = store.query("series").set_index("series_id")
    cards = []
    for row in store.query("breaks").to_dict("records"):
        before, after = (words.name(known.loc[row[f"{side}_series_id"]]) for side in ("before", "after"))
        key = "sources.break_inside" if before == after else "sources.break_between"
        head = f"**{words.period(row['period_type'], int(row['period']))}: {plain(words.name(row, 'label'))}**"
        where = words(key, before=plain(before), after=plain(after))
        text = "  \n".join((head, where, plain(words.name(row, "reason"))))
        cards.append(Card(row["break_id"], row["after_series_id"], head, text, _searched(text, row["before_series_id"])))
    return tuple(cards)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def terms(fingerprint: str, language: str) -> tuple[Card, ...]:
    """Every term of the glossary."""
    words = locale(language)
    cards = []
    for row in data.store().query("glossary").to_dict("records"):
        term, meaning = words.name(row, "term"), words.name(row, "meaning")
        text = f"**{plain(term)}**: {plain(meaning)}"
        cards.append(Card(row["term_id"], "", term, text, _searched(row["term_nl"], row["term_en"], meaning)))
    return tuple(cards)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def targets(fingerprint: str, language: str) -> str:
    """Every target with its outcome, a Markdown list."""
    words, store = locale(language), data.store()
    titles = data.sources(fingerprint).set_index("source_id")
    lines = []
    for row in store.query("targets").to_dict("records"):
        source = titles.loc[row["source_id"]]
        outcome = words(f"sources.outcome_{row['outcome']}")
        lines.append(
            f"- **{row['target_year']}** ({outcome}): {plain(words.name(row, 'text'))} "
            f"{words('common.source')}: {link(source['title'], source['address'])}."
        )
    return "\n".join(lines)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def norms(fingerprint: str, language: str) -> tuple[pd.DataFrame, str]:
    """The norms for the mbo, one row per school year and one column per level, and the line of their sources."""
    words, store = locale(language), data.store()
    rows = store.query("norms")
    members = data.members(fingerprint)
    names = members[members["breakdown"] == "level"].set_index("code")[f"name_{language}"]
    wide = rows.pivot(index="school_year", columns="level", values="norm_pct").sort_index()
    table = pd.DataFrame(
        {plain(names[level]): ["" if pd.isna(value) else words.percent(value) for value in wide[level]] for level in wide},
    )
    table.insert(0, words("common.school_year"), [words.school_year(int(year)) for year in wide.index])
    titles = data.sources(fingerprint).set_index("source_id")
    ids = list(dict.fromkeys(rows["source_id"]))
    return table, "; ".join(link(titles.at[code, "title"], titles.at[code, "address"]) for code in ids)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def newest(fingerprint: str, dataset: str, language: str) -> str:
    """The newest period per series and indicator with status and date, a Markdown list."""
    words, store = locale(language), data.store()
    order = {code: place for place, code in enumerate(store.query("series")["series_id"])}
    names = store.query("series").set_index("series_id")
    measures = store.query("indicators").set_index("indicator_id")
    rows = store.query("newest", dataset=dataset).sort_values("period", ascending=False)
    rows = rows.drop_duplicates(["series_id", "indicator_id"])
    lines = []
    for row in sorted(rows.to_dict("records"), key=lambda row: order[row["series_id"]]):
        lines.append(
            words(
                "sources.newest_line",
                series=plain(words.name(names.loc[row["series_id"]])),
                what=plain(words.name(measures.loc[row["indicator_id"]])),
                period=words.period(row["period_type"], int(row["period"])),
                status=words(f"status.{row['obs_status']}"),
                published=_published(row, words),
            )
        )
    return "\n".join(f"- {line}" for line in lines)


@st.cache_resource(show_spinner=False, max_entries=MOST_CACHED)
def indicator_of(fingerprint: str) -> dict[str, str]:
    """For each series an indicator that it has figures of."""
    rows = data.store().query("source_use").drop_duplicates("series_id")
    return dict(zip(rows["series_id"], rows["indicator_id"], strict=True))


def found(cards: Iterable[Card], search: str) -> list[Card]:
    """The cards that hold every word of a search."""
    asked = search.casefold().split()
    return [card for card in cards if all(word in card.searched for word in asked)]


def link(text: str, address: Any) -> str:
    """The text as a link when the address is one of the web, else the text alone, followed by the name of the site."""
    shown = plain(text)
    if pd.isna(address) or not ADDRESS.fullmatch(address):
        return shown
    site = urlsplit(address).hostname or ""
    return f"[{shown}]({quote(address, safe=':/?#@!$&+,;=%~-._')}) ({plain(site.removeprefix('www.'))})"


def _dates(row: dict[str, Any], words: Locale) -> str:
    retrieved = words.day(row["retrieved_on"]) if pd.notna(row["retrieved_on"]) else words("sources.unknown")
    return words("sources.dates", published=_published(row, words), retrieved=retrieved)


def _published(row: dict[str, Any], words: Locale) -> str:
    if pd.notna(row["published_on"]):
        return words.day(row["published_on"])
    return plain(row["published_label"]) if pd.notna(row["published_label"]) else words("sources.unknown")


def _licence(code: str, words: Locale) -> str:
    key = f"sources.licence_{code}"
    return f"{words('sources.licence')}: {words(key) if words.has(key) else plain(code)}."


def _validity(row: dict[str, Any], words: Locale) -> str:
    first, last = row["first_period"], row["last_period"]
    if pd.isna(first):
        return words("sources.valid_unknown")
    if pd.isna(last):
        return words("sources.valid_from", first=int(first))
    return words("sources.valid_span", first=int(first), last=int(last))


def _searched(*texts: Any) -> str:
    return " ".join(str(text) for text in texts if pd.notna(text)).casefold()
