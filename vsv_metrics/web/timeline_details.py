"""What an item of the timeline is, who carries it out, its source, and the figures of a chart around it."""

import pandas as pd
import streamlit as st

from vsv_metrics.charts.trend import format_value
from vsv_metrics.indicators.policy import Around, Item, around
from vsv_metrics.schema.codes import BREAKDOWNS, OPEN_STATUSES, TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import data
from vsv_metrics.web.block import Block
from vsv_metrics.web.cells import member, names
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain
from vsv_metrics.web.sources import link


def draw(block: Block, item: Item, period_type: str, visit: Visit, *, is_full: bool) -> None:
    """The item in words, the figures around it in a table, and what may not be concluded from them."""
    words = visit.locale
    if is_full:
        st.markdown(describe(item, data.sources(visit.store.fingerprint), words))
    else:
        st.markdown(f"**{words('timeline.when')}:** {plain(when(item, words))}. {words('timeline.more_above')}")
    column = block.column or ("numerator" if block.figures["numerator"].notna().any() else "rate_pct")
    found = around(block.figures, column, item, period_type)
    if found.lines:
        st.markdown(words("timeline.around"))
        st.table(_table(found, column, period_type, visit), hide_index=True, border="horizontal")
        st.caption(f"{words('timeline.around_note')} {words(f'timeline.belongs_{period_type}')}")
    else:
        st.markdown(words("timeline.around_none"))
    st.markdown(words("timeline.no_proof_context" if item.kind == "context" else "timeline.no_proof"))
    if visit.is_demo:
        st.markdown(words("timeline.demo"))


def describe(item: Item, sources: dict[str, Row], words: Locale) -> str:
    """What, when, who, money and source, as Markdown; what the source does not say is named as not known."""
    row = item.row
    kinds = {"own": words("timeline.is_own"), "context": words("timeline.is_context")}
    lines = [f"{kinds[item.kind]} {_shown(row, 'text', words)}" if item.kind in kinds else _shown(row, "text", words)]
    facts = [(words("timeline.when"), plain(when(item, words)))]
    if item.kind == "measure" and pd.notna(row["instrument_id"]):
        facts.append((words("timeline.part_of"), _shown(row, "instrument_name", words)))
    if item.kind in ("measure", "own"):
        facts.append((words("timeline.who"), _shown(row, "executor", words)))
        facts.append((words("timeline.budget"), _shown(row, "budget", words)))
    origin = "; ".join(link(sources[code]["title"], sources[code]["address"]) for code in item.source_ids)
    facts.append((words("common.source"), origin))
    if item.kind == "context":
        lines = [kinds["context"], *(f"- {_shown(part, 'text', words)}" for part in item.parts)]
    text = "\n".join(lines) + "\n\n" + "  \n".join(f"**{name}:** {value}" for name, value in facts)
    if item.kind == "instrument" and item.parts:
        text += f"\n\n{words('timeline.holds')}\n\n" + "\n".join(f"- {_part(part, words)}" for part in item.parts)
    return text


def when(item: Item, words: Locale) -> str:
    """The date or period in words, as exact as its source has it."""
    if item.kind == "context":
        first, last = item.parts[0]["school_year"], item.parts[-1]["school_year"]
        return words("timeline.period", first=words.school_year(int(first)), last=words.school_year(int(last)))
    write = {"day": words.day, "month": words.month, "year": lambda day: str(day.year)}[item.precision]
    if not item.is_period:
        return write(item.start)
    if item.end is None:
        return words("timeline.since", first=write(item.start))
    return words("timeline.period", first=write(item.start), last=write(item.end))


def years(item: Item, words: Locale) -> str:
    """The year or years of an item, short: 2023, 2023–2027."""
    if item.kind == "context":
        return "–".join(words.school_year(int(item.parts[at]["school_year"])) for at in (0, -1))
    last = None if item.end is None else item.end.year
    return str(item.start.year) if last in (None, item.start.year) else f"{item.start.year}–{last}"


def _shown(row: Row, column: str, words: Locale) -> str:
    value = words.name(row, column)
    return words("timeline.not_known") if pd.isna(value) else plain(value)


def _part(part: Row, words: Locale) -> str:
    """A measure of an instrument, with who carries it out and the money or number, as far as they are known."""
    known = [plain(words.name(part, column)) for column in ("executor", "budget") if pd.notna(words.name(part, column))]
    return plain(words.name(part)) + (f" ({'; '.join(known)})" if known else "")


def _table(found: Around, column: str, period_type: str, visit: Visit) -> pd.DataFrame:
    """One row per line of the chart, one column per year."""
    words = visit.locale
    first, last = found.years[0], found.years[-1]

    def heading(year: int) -> str:
        place = {first: words("timeline.before"), last: words("timeline.after")}.get(year)
        return words.period(period_type, year) + (f" ({place})" if place else "")

    firsts = [next(iter(line.values())) for line in found.lines]
    varying = [name for name in ("region_code", *BREAKDOWNS) if len({row[name] for row in firsts}) > 1]
    known = names(visit.store.fingerprint, words.language)
    rows = [
        [
            plain(_name(row, varying, known, words)),
            *(plain(_cell(line.get(year), column, words)) for year in found.years),
            plain(words.name(row, "series_name")),
        ]
        for line, row in zip(found.lines, firsts, strict=True)
    ]
    columns = [words("timeline.line"), *map(heading, found.years), words("common.series")]
    return pd.DataFrame(rows, columns=columns)


def _name(row: Row, varying: list[str], known: dict[str, str], words: Locale) -> str:
    """What tells a line from the others: area and part."""
    parts = [] if varying and "region_code" not in varying else [str(words.name(row, "region_name"))]
    if "label" in row and pd.notna(row["label"]):
        parts.append(str(row["label"]))
    else:
        parts += [member(known, name, row[name], words) for name in varying if name != "region_code" and row[name] != TOTAL]
        parts = parts or [words("tables.total")]
    return " · ".join(parts)


def _cell(row: Row | None, column: str, words: Locale) -> str:
    if row is None:
        return words("common.no_data")
    value = format_value(float(row[column]), column, words, int(row["rate_digits"]))
    return f"{value} ({words('status.' + row['obs_status'])})" if row["obs_status"] in OPEN_STATUSES else value
