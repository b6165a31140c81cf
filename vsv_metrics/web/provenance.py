"""One figure with its series, source, formula, revisions and the statement that asks for it."""

import pandas as pd
import streamlit as st

from vsv_metrics.delivery import Question
from vsv_metrics.indicators.provenance import Provenance, reference
from vsv_metrics.indicators.table import Selection
from vsv_metrics.schema.codes import BREAKDOWNS, DATASETS, TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import data, frame, links, sources
from vsv_metrics.web.cells import member, names
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

PARAMETER = "cijfer"
PARAMETERS = {PARAMETER: "the figure: `indicator:series:region:start year`, for a part `:sector=mbo;level=mbo2` behind it"}
"""What the address of the page may hold."""
PATH = "cijfer"
BOUND_DIGITS = 3
"""Decimals of the bounds that rounding gives: they often lie closer together than the percentage is shown."""
MEASURES = ("numerator", "denominator", "rate")


def address(figure: Row) -> str:
    """Relative address of the page of a figure, in the language and data set of this visit."""
    return address_of(str(reference(figure)))


def address_of(name: str) -> str:
    """As `address`, for the name of a figure."""
    return links.with_parameters(PATH, links.kept() | {PARAMETER: name})


def linked(label: str, figure: Row) -> str:
    """The label of a key figure as a link to the page of the figure; an upload is known in its session only."""
    return label if data.shows_own() else f"[{label}]({address(figure)})"


def heading(found: Provenance, visit: Visit) -> str:
    """What the figure counts, where and when."""
    words, figure = visit.locale, found.figure
    known = names(visit.store.fingerprint, words.language)
    parts = [member(known, column, figure[column], words) for column in BREAKDOWNS if figure[column] != TOTAL]
    period = words.period(figure["period_type"], int(figure["period"]))
    return ", ".join([words.name(found.indicator), words.name(figure, "region_name"), period, *parts])


def draw(found: Provenance, visit: Visit) -> None:
    """Everything that is known of the figure."""
    words, figure, fingerprint = visit.locale, found.figure, visit.store.fingerprint
    st.table(_facts(figure, words), hide_index=True, hide_header=True, border="horizontal")
    st.subheader(words("provenance.formula"))
    st.markdown("  \n".join(_formula(found, words)))
    st.subheader(words("common.series"))
    st.markdown(f"**{plain(words.name(found.series))}**: {plain(words.name(found.series, 'definition'))}")
    frame.page_link("sources", words("provenance.to_series"), icon=frame.ICONS["sources"], reeks=figure["series_id"])
    st.subheader(words("common.source"))
    cards = {card.code: card for card in sources.sources(fingerprint, words.language)}
    for code in dict.fromkeys(filter(pd.notna, (figure["source_id"], figure["rate_source_id"]))):
        st.markdown(cards[code].text)
    st.subheader(words("provenance.revisions"))
    st.markdown(
        words("provenance.revisions_one" if found.revisions["vintage_rank"].nunique() == 1 else "provenance.revisions_more")
    )
    st.table(_revisions(found.revisions, words, fingerprint), hide_index=True, border="horizontal")
    st.subheader(words("provenance.ask"))
    st.markdown(words("provenance.ask_sql"))
    st.code(statement(figure), language=None, wrap_lines=True)
    if not data.shows_own():
        st.markdown(words("provenance.ask_api"))
        st.code(_question(figure, visit).address, language=None, wrap_lines=True)
    st.caption(words("provenance.version", fingerprint=fingerprint))


def statement(figure: Row) -> str:
    """The SQL that asks for the figure, over the tables of the SQL page and `vsv-metrics query`."""
    dataset = figure["dataset"]
    table = "figures" if dataset == DATASETS[0] else f"{dataset}_figures"
    wanted = {name: figure[name] for name in ("indicator_id", "series_id", "region_code", "coverage", *BREAKDOWNS)}
    lines = [f"{name} = '{value}'" for name, value in wanted.items()]
    lines.append(f"period = {int(figure['period'])}")
    return f"SELECT numerator, denominator, rate_pct, obs_status, source_id\nFROM {table}\nWHERE " + "\n  AND ".join(lines)


def _facts(figure: Row, words: Locale) -> pd.DataFrame:
    digits = int(figure["rate_digits"])
    low, high = figure["interval_lower"], figure["interval_upper"]
    reason = figure["missing_reason"]
    lines = [
        (words("common.count"), _number(figure["numerator"], words)),
        (words("tables.denominator"), _number(figure["denominator"], words)),
        (words("common.rate"), "" if pd.isna(figure["rate_pct"]) else words.percent(figure["rate_pct"], digits)),
        (words("common.interval"), "" if pd.isna(low) else f"{words.number(low, 2)} – {words.percent(high)}"),
        (words("common.status"), words(f"status.{figure['obs_status']}")),
        (words("provenance.precision"), words(f"tables.precision_{figure['precision']}") or words("provenance.exact")),
        (words("columns.label.remark"), "" if pd.isna(reason) else words(f"tables.missing_{reason}")),
    ]
    return pd.DataFrame([line for line in lines if line[1]])


def _formula(found: Provenance, words: Locale) -> list[str]:
    """How the percentage came about, and what its parts count."""
    figure, lines = found.figure, []
    if figure["rate_basis"] == "counts":
        count, total = words.number(figure["numerator"]), words.number(figure["denominator"])
        lines.append(words("provenance.counts", rate=words.percent(figure["rate_pct"]), count=count, total=total))
        if pd.notna(figure["rate_lower"]):
            low, high = words.number(figure["rate_lower"], BOUND_DIGITS), words.percent(figure["rate_upper"], BOUND_DIGITS)
            lines.append(words("provenance.bounds", low=low, high=high))
        lines.append(words("provenance.interval"))
    elif figure["rate_basis"] == "published":
        lines.append(words("provenance.published"))
    else:
        lines.append(words("provenance.no_rate"))
    for name in MEASURES:
        text = words.name(found.indicator, name)
        if pd.notna(text):
            lines.append(words(f"tables.is_{'rate_pct' if name == 'rate' else name}", text=plain(text)))
    return lines


def _revisions(rows: pd.DataFrame, words: Locale, fingerprint: str) -> pd.DataFrame:
    titles = data.sources(fingerprint)
    shown = [
        {
            words("provenance.round"): words.number(row["vintage_rank"]),
            words("provenance.measure"): words(f"provenance.measure_{row['measure']}"),
            words("provenance.value"): _value(row, words),
            words("common.status"): words(f"status.{row['obs_status']}"),
            words("provenance.published_on"): "" if pd.isna(row["published_on"]) else words.day(row["published_on"].date()),
            words("common.source"): plain(titles[row["source_id"]]["title"]),
        }
        for row in rows.sort_values(["vintage_rank", "measure"]).to_dict("records")
    ]
    return pd.DataFrame(shown)


def _value(row: Row, words: Locale) -> str:
    if pd.isna(row["value"]):
        return words(f"common.{row['missing_reason']}") if pd.notna(row["missing_reason"]) else ""
    return words.percent(row["value"]) if row["unit"] == "percent" else words.number(row["value"])


def _number(value: float, words: Locale) -> str:
    return "" if pd.isna(value) else words.number(value)


def _question(figure: Row, visit: Visit) -> Question:
    members = tuple((column, (str(figure[column]),)) for column in BREAKDOWNS if figure[column] != TOTAL)
    period, region = int(figure["period"]), figure["region_code"]
    asked = Selection(visit.dataset, figure["indicator_id"], (figure["series_id"],), (), (region,), (period, period), members)
    return Question(asked, visit.locale.language)
