"""One chart on a page with everything that belongs to it: title, source, notes, and the table behind it with its download."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from vsv_metrics.charts import Figure
from vsv_metrics.charts.theme import CONFIG
from vsv_metrics.delivery import document, origin
from vsv_metrics.export.document import Document
from vsv_metrics.export.table import download_table, file_stem
from vsv_metrics.indicators.provenance import names
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import data, files, frame, links, pictures, provenance, sharing
from vsv_metrics.web.cells import COUNTED_AMONG_ENROLLED
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

MOST_SOURCES = 3
"""Sources named below a chart; the table behind it names all."""


@dataclass(frozen=True)
class Block:
    """A chart and the figures it draws. `title` says what, where and when; `figures` is a frame of figures (one a row).

    `notes` are lines of Markdown below the chart: what is counted, of whom, what to mind, and last the source.
    """

    key: str
    title: str
    figure: Figure
    alt: str
    figures: pd.DataFrame
    notes: tuple[str, ...]
    column: str = ""
    """The column of `figures` that a trend draws."""
    warning: str = ""
    """What may not be concluded from these figures; stands in every row of the download."""


def draw(block: Block, visit: Visit, on_select: Callable[[], None] | None = None, level: int = 3) -> None:
    """Draws the block; the table is made only while it is open. `on_select` is called when a point is clicked.

    `level` is that of the title in the outline of the page: 2 for a chart that stands below no heading but that of the page.
    """
    words = visit.locale
    sharing.note(block.figures)
    heading(block.title, block.key, level)
    st.plotly_chart(
        block.figure.clickable if on_select else block.figure,
        key=chart_key(block),
        config=CONFIG,
        alt=block.alt,
        width="stretch",
        on_select=on_select or "ignore",
        selection_mode="points",
    )
    st.caption("  \n".join(block.notes))
    behind = st.expander(words("common.table_and_download"), key=f"behind_{block.key}", on_change="rerun")
    if behind.open:
        with behind:
            st.table(
                _with_links(readable(block.figures, words, data.sources(visit.store.fingerprint)), block.figures, visit),
                hide_index=True,
                border="horizontal",
            )
            downloads(block.figures, visit, file_stem(visit.dataset, block.key), block.key, block.warning, block.title)
            pictures.draw(block.figure, block.title, block.notes, visit, file_stem(visit.dataset, block.key), block.key)
            definitions(list(dict.fromkeys(block.figures["series_id"])), visit)


def heading(title: str, key: str, level: int = 3) -> None:
    """The title of a chart or of the table in its place; it looks the same at every level."""
    st.container(key=f"title_{key}").markdown(f"{'#' * level} {plain(title)}")


def chart_key(block: Block) -> str:
    """Where the session keeps what was clicked in the chart of a block."""
    return f"chart_{block.key}"


def downloads(figures: pd.DataFrame, visit: Visit, stem: str, key: str, note: str = "", title: str = "") -> None:
    """Buttons that give exactly these figures as a file, made on the click."""
    words, store, query = visit.locale, visit.store, links.here()
    notes = [note] if note else []

    def content() -> Document:
        table = download_table(figures, origin(store, query, note), words)
        return document(store, table, words, dataset=visit.dataset, title=title or stem, stem=stem, query=query, notes=notes)

    files.buttons(content, len(figures), f"{stem}{files.where_and_when(figures)}", key, words)


def definitions(series_ids: list[str], visit: Visit) -> None:
    """What each series counts, with a link to everything that is known of it."""
    words = visit.locale
    known = data.series(visit.store.fingerprint)
    for series_id in series_ids:
        row = known[series_id]
        st.caption(f"**{plain(words.name(row))}**: {plain(words.name(row, 'definition'))}")
        label = words("common.series_link", series=plain(words.name(row)))
        frame.page_link("sources", label, icon=":material/arrow_forward:", reeks=series_id)


def arrow(difference: float | None, digits: int = 0) -> Literal["up", "down", "off"]:
    """The arrow of a change shown with `digits` decimals: its direction, without a verdict."""
    shown = 0.0 if difference is None else round(difference, digits)
    return "up" if shown > 0 else "down" if shown < 0 else "off"


def source_line(figures: pd.DataFrame, words: Locale) -> str:
    """The sources of these figures with their dates and the statuses that occur, one line of Markdown."""
    known = data.sources(data.store().fingerprint)
    labels: dict[str, set[str]] = {}
    for source_id in dict.fromkeys([*figures["source_id"].dropna(), *figures["rate_source_id"].dropna()]):
        row = known[source_id]
        dates = labels.setdefault(row["title"], set())
        if pd.notna(row["published_label"]):
            dates.add(row["published_label"])
    newest_first = sorted(labels.items(), key=lambda item: max(item[1], default=""), reverse=True)
    named = [
        plain(title) + (f" ({', '.join(plain(label) for label in sorted(dates))})" if dates else "")
        for title, dates in newest_first[:MOST_SOURCES]
    ]
    rest = len(newest_first) - len(named)
    line = "; ".join(named) + (f" {words('common.and_more', n=rest)}" if rest > 0 else "")
    newest_status_first = sorted(zip(figures["period"], figures["obs_status"], strict=True), key=lambda pair: -pair[0])
    statuses = dict.fromkeys(status for _, status in newest_status_first)
    shown = words.listing([words(f"status.{status}") for status in statuses])
    return f"{words('common.source')}: {line}. {words('common.status')}: {shown}."


def readable(figures: pd.DataFrame, words: Locale, sources: Mapping[str, Row]) -> pd.DataFrame:
    """The figures as a table of texts in the language of the page, one row per figure; columns without any text are left out."""
    wanted = [
        *(f"{name}_{words.language}" for name in ("region_name", "series_name")),
        *("period_type", "period", "numerator", "denominator", "rate_pct", "rate_digits", "interval_lower", "interval_upper"),
        *("obs_status", "missing_reason", "source_id", "rate_source_id"),
        *(name for name in ("label", "kind", "finding", "projected_lower", "projected_upper") if name in figures),
    ]
    whole = words(_whole(figures))
    rows = [_cells(row, words, sources, whole) for row in records(figures[wanted])]
    columns = [name for name in (rows[0] if rows else ()) if any(row[name] for row in rows)]
    return pd.DataFrame([[plain(row[name]) for name in columns] for row in rows], columns=columns)


def _with_links(shown: pd.DataFrame, figures: pd.DataFrame, visit: Visit) -> pd.DataFrame:
    """The table with a link to where each figure comes from; reckoned values are no figures, an upload is known here only."""
    words = visit.locale
    if data.shows_own():
        return shown
    label = words("provenance.link")
    cells = [f"[{label}]({provenance.address_of(name)})" if name else "" for name in names(figures)]
    return shown.assign(**{words("provenance.column"): cells}) if any(cells) else shown


def _whole(figures: pd.DataFrame) -> str:
    """Key of the heading above the denominators: those enrolled, or another group."""
    counted = figures.loc[figures["denominator"].notna(), "indicator_id"]
    of_enrolled = (counted == COUNTED_AMONG_ENROLLED).all() and "is_share" not in figures
    return "common.enrolled" if of_enrolled else "tables.denominator"


def _cells(row: Row, words: Locale, sources: Mapping[str, Row], whole: str) -> dict[str, str]:
    """The texts of one figure by the heading of their column."""
    low, high = row["interval_lower"], row["interval_upper"]
    return {
        words("common.region"): str(row[f"region_name_{words.language}"]),
        words("common.period"): words.period(row["period_type"], int(row["period"])),
        words("common.part"): str(row.get("label", "")),
        words("common.kind"): words(f"target.kind_{row['kind']}") if "kind" in row else "",
        words("common.count"): _cell(words, row, "numerator"),
        whole: _cell(words, row, "denominator"),
        words("common.rate"): _cell(words, row, "rate_pct"),
        words("common.interval"): "" if pd.isna(low) else f"{words.number(low, 2)} – {words.percent(high)}",
        words("common.finding"): str(row.get("finding", "")),
        words("common.projected"): _range(words, row.get("projected_lower"), row.get("projected_upper")),
        words("common.status"): "" if pd.isna(row["obs_status"]) else words(f"status.{row['obs_status']}"),
        words("common.series"): str(row[f"series_name_{words.language}"]),
        words("common.source"): _sources(sources, row["source_id"], row["rate_source_id"], words),
    }


def _cell(words: Locale, row: Row, measure: str) -> str:
    value = row[measure]
    if pd.isna(value):
        return words(f"common.{row['missing_reason']}") if pd.notna(row["missing_reason"]) and measure == "numerator" else ""
    return words.percent(float(value), int(row["rate_digits"])) if measure == "rate_pct" else words.number(float(value))


def _range(words: Locale, lower: float | None, upper: float | None) -> str:
    return "" if lower is None or upper is None or pd.isna(lower) else f"{words.number(lower)} – {words.number(upper)}"


def _sources(sources: Mapping[str, Row], source_id: str, rate_source_id: str | None, words: Locale) -> str:
    """The source of a figure, and that of its percentage where it is another."""
    title = sources[source_id]["title"]
    if rate_source_id is None or pd.isna(rate_source_id) or rate_source_id == source_id:
        return title
    return f"{title}; {words('common.rate').lower()}: {sources[rate_source_id]['title']}"
