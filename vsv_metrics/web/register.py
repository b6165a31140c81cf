"""The register of policy in words: instruments, action lines and what stands under them, made once per language."""

from datetime import date
from typing import Any

import pandas as pd

from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, lists
from vsv_metrics.web.markdown import plain
from vsv_metrics.web.sources import link

MOST_CACHED = 16
LINE = "action_line"
"""Kind of the measures that are the lines themselves."""


@data.shared(4)
def measures(fingerprint: str, own: lists.Rows) -> tuple[Row, ...]:
    """The whole register, lines and measures, those of this session (`own`) last."""
    return tuple(lists.joined("measures", own).to_dict("records"))


@data.shared(4)
def lines(fingerprint: str) -> dict[str, Row]:
    """The action lines in their order: code -> row."""
    return {row["measure_id"]: row for row in measures(fingerprint, ()) if row["kind"] == LINE}


@data.shared(MOST_CACHED)
def instruments(fingerprint: str, language: str) -> tuple[str, ...]:
    """Every plan, letter, law and regulation in order of time, as Markdown."""
    words = locale(language)
    return tuple(_instrument(row, words) for row in data.store().query("policy_instruments").to_dict("records"))


@data.shared(MOST_CACHED)
def under(fingerprint: str, line: str | None, language: str, own: lists.Rows) -> tuple[str, ...]:
    """What stands under a line, as Markdown; under None what cannot be placed under one."""
    words = locale(language)
    return tuple(_measure(row, words) for row in _of_line(fingerprint, line, own))


@data.shared(MOST_CACHED)
def in_short(fingerprint: str, line: str, language: str, own: lists.Rows) -> str:
    """What stands under a line, a Markdown list of names with kind, period and whose placement it is."""
    words = locale(language)
    return "\n".join(
        "- " + words("action_lines.short", name=plain(words.name(row)), about=", ".join(_about(row, words)))
        for row in _of_line(fingerprint, line, own)
    )


@data.shared(MOST_CACHED)
def heading(fingerprint: str, line: str, language: str) -> str:
    """A line in words with its date, aim and source, as Markdown."""
    words, row = locale(language), lines(fingerprint)[line]
    known = [_announced(row, words), *_facts(row, words)]
    return f"{plain(words.name(row, 'text'))}  \n{_row(known)}  \n{_source(row, words)}"


def announced(value: date, precision: str, words: Locale) -> str:
    """A date as exact as it is known: 14 februari 2023, or oktober 2023."""
    return words.month(value) if precision == "month" else words.day(value)


def period(starts: Any, ends: Any, precision: str, words: Locale) -> str:
    """A period as exact as it is known: 2023–2027, vanaf augustus 2025, vanaf 1 januari 2026; empty without any date."""

    def said(value: Any) -> str:
        day = pd.Timestamp(value).date()
        return str(day.year) if precision == "year" else announced(day, precision, words)

    if pd.isna(starts):
        return "" if pd.isna(ends) else words("action_lines.until", last=said(ends))
    if pd.isna(ends):
        return words("action_lines.from", first=said(starts))
    dash = "–" if precision == "year" else " – "
    return said(starts) if said(starts) == said(ends) else f"{said(starts)}{dash}{said(ends)}"


def _of_line(fingerprint: str, line: str | None, own: lists.Rows) -> list[Row]:
    def is_under(row: Row) -> bool:
        return pd.isna(row["action_line"]) if line is None else row["action_line"] == line

    return [row for row in measures(fingerprint, own) if row["kind"] != LINE and is_under(row)]


def _instrument(row: Row, words: Locale) -> str:
    when = announced(row["announced_on"], row["announced_precision"], words)
    holds = period(row["starts_on"], row["ends_on"], "day", words)
    lasts = f"  \n{words('action_lines.holds', period=holds)}" if holds else ""
    return (
        f"**{when[:1].upper()}{when[1:]}: {plain(words.name(row))}**  \n"
        f"{plain(words.name(row, 'text'))}{lasts}  \n{_source(row, words)}"
    )


def _measure(row: Row, words: Locale) -> str:
    kind = words(f"action_lines.kind_{row['kind']}")
    stands_in = "" if pd.isna(row["instrument_id"]) else f", {plain(words.name(row, 'instrument_name'))}"
    known = [
        *_when(row, words),
        *_facts(row, words),
        words("action_lines.level", level=words(f"action_lines.on_{row['works_on']}")),
    ]
    basis = "" if pd.isna(row["line_basis"]) else words(f"action_lines.place_{row['line_basis']}") + " "
    return (
        f"**{plain(words.name(row))}** ({kind}{stands_in})  \n{plain(words.name(row, 'text'))}  \n"
        f"{_row(known)}  \n{basis}{_source(row, words)}"
    )


def _about(row: Row, words: Locale) -> list[str]:
    """Kind, period (else the day it was announced) and placement, in a few words."""
    when = period(row["starts_on"], row["ends_on"], str(row["period_precision"]), words)
    if not when and pd.notna(row["announced_on"]):
        when = announced(row["announced_on"], row["announced_precision"], words)
    basis = [] if pd.isna(row["line_basis"]) else [words(f"action_lines.basis_{row['line_basis']}")]
    return [words(f"action_lines.kind_{row['kind']}"), *([when] if when else []), *_area(row, words), *basis]


def _when(row: Row, words: Locale) -> list[str]:
    lasts = period(row["starts_on"], row["ends_on"], str(row["period_precision"]), words)
    known = [] if pd.isna(row["announced_on"]) else [_announced(row, words)]
    return [*known, words("action_lines.period", period=lasts) if lasts else words("action_lines.period_unknown")]


def _announced(row: Row, words: Locale) -> str:
    return words("action_lines.announced", when=announced(row["announced_on"], row["announced_precision"], words))


def _facts(row: Row, words: Locale) -> list[str]:
    """Who carries it out, money or aim, and area, as far as they are named."""
    named = [(name, words.name(row, name)) for name in ("executor", "budget")]
    return [words(f"action_lines.{name}", text=plain(text)) for name, text in named if pd.notna(text)] + _area(row, words)


def _area(row: Row, words: Locale) -> list[str]:
    if pd.isna(row["region_code"]):
        return []
    names = {area["region_code"]: words.name(area) for area in data.store().query("regions").to_dict("records")}
    return [words("action_lines.area", area=plain(names[row["region_code"]]))]


def _row(known: list[str]) -> str:
    """What is known on one line, with a capital."""
    text = " · ".join(known)
    return text[:1].upper() + text[1:]


def _source(row: Row, words: Locale) -> str:
    known = data.sources(data.store().fingerprint)[row["source_id"]]
    return f"{words('common.source')}: {link(known['title'], known['address'])}"
