"""The rows of a download table as people read them: names for codes, numbers in the language of the page, signs for what is
missing. Made a column at a time, so that thousands of rows are there at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st
from pandas.io.formats.style import Styler

from vsv_metrics.export.arrange import cell_columns
from vsv_metrics.export.columns import compute, differs, encoded, renamed
from vsv_metrics.export.described import NAME_ENDING, SYMBOL_ENDING, kind, label
from vsv_metrics.export.remarks import parts
from vsv_metrics.indicators.provenance import reference
from vsv_metrics.schema.codes import BREAKDOWNS, OPEN_STATUSES, TOTAL
from vsv_metrics.text import NO_BREAK_SPACE, Locale
from vsv_metrics.web import data, provenance
from vsv_metrics.web.cells import COUNTED_AMONG_ENROLLED, NO_VALUE, member

MOST_STYLED = 500
"""Rows up to which numbers stay numbers beside their text; above it they are texts of one width, which sort as numbers do."""
RATE_DIGITS = 2
MOST_DIGITS = 4
"""One more than the most decimals of a percentage."""
BLANK = " "
"""Shown where a text is missing; an empty one gets the dash of a missing number."""
BEFORE = ("region_name", "region_code", "period")
AFTER = (
    *("numerator", "denominator", "rate_pct", "interval_lower", "interval_upper", "count_symbol", "rate_symbol"),
    *("obs_status", "remark", "series_name", "source_title"),
)
NAMING = ("indicator_id", "series_id", "region_code", "year", *BREAKDOWNS)
"""Columns that name a figure."""
AFTER_CELLS = ("obs_status", "series_name", "source_title")


@dataclass(frozen=True)
class Screen:
    """A table as it is shown: heads and texts for people; `counts` and `rates` name the columns that hold such numbers."""

    table: pa.Table
    counts: tuple[str, ...]
    rates: tuple[str, ...]
    digits: np.ndarray
    """Per row the decimals of its percentage."""
    most_digits: int
    """The most decimals of the whole table, of which this may be a part."""
    references: tuple[str, ...] = ()
    """The name of the figure on each row (`indicators.provenance`); none where a row is several figures, or there are many."""


def default_columns(table: pa.Table) -> list[str]:
    """The columns that are shown when none are chosen: those that hold anything."""
    of_parts = [f"{name}{NAME_ENDING}" for name in BREAKDOWNS if name in table.column_names and has_parts(table, name)]
    cells = cell_columns(table)
    wanted = [*BEFORE, *of_parts, *(cells or AFTER), *(AFTER_CELLS if cells else ())]
    return [name for name in wanted if name in table.column_names and (table[name].null_count < len(table) or name in cells)]


def has_parts(table: pa.Table, breakdown: str) -> bool:
    """Whether a breakdown column holds more than totals."""
    return bool(differs(encoded(table[breakdown]), TOTAL).any())


def screen(
    table: pa.Table, columns: Sequence[str], words: Locale, known: dict[str, str], about: pa.Table | None = None
) -> Screen:
    """The table with these columns, or the default ones; `known` are the names of codes (`cells.names`).

    Of a table that is part of a longer one `about` has a row of each kind: what holds for the whole of it is seen there.
    """
    about = table if about is None else about
    chosen = [name for name in columns if name in table.column_names]
    if chosen:
        chosen += [name for name in cell_columns(table) if name not in chosen]
    shown = chosen or default_columns(about)
    made: dict[str, pa.Array | pa.ChunkedArray] = {}
    counts, rates = [], []
    measure = encoded(table["measure"]).dictionary[0].as_py() if "measure" in table.column_names else ""
    for name in shown:
        head = _head(name, table, words)
        of_kind = kind(name, table[name].type)
        if of_kind == "number" and measure:
            of_kind = "percent" if measure == "rate_pct" else "persons"
        (counts if of_kind == "persons" else rates if of_kind == "percent" else []).append(head)
        column = _column(name, table, words, known)
        made[head] = _filled(column) if of_kind == "text" else column
    named = () if measure or chosen or len(table) > MOST_STYLED else _references(table)
    most_digits = int(_digits(about).max(initial=0))
    return Screen(pa.table(made), tuple(counts), tuple(rates), _digits(table), most_digits, named)


def draw(shown: Screen, words: Locale, alt: str) -> None:
    """The rows on screen, all of them."""
    if len(shown.table) <= MOST_STYLED:
        links = {words("provenance.column"): st.column_config.LinkColumn(display_text=words("provenance.link"))}
        st.dataframe(styled(shown, words), hide_index=True, placeholder=NO_VALUE, column_config=links, alt=alt)
        return
    draw_written(padded(shown, words), shown, alt, lazy=False)


def draw_written(rows: object, shown: Screen, alt: str, *, lazy: bool) -> None:
    """Rows whose numbers are texts; `shown` says which columns those are."""
    right = {name: st.column_config.TextColumn(alignment="right") for name in (*shown.counts, *shown.rates)}
    st.dataframe(rows, column_config=right, placeholder=NO_VALUE, lazy=lazy, alt=alt)


def styled(shown: Screen, words: Locale) -> Styler:
    """The table with its numbers written in the language of the page; they stay numbers for sorting."""
    frame = shown.table.to_pandas()
    for name in shown.rates:
        frame[name] = [
            value if pd.isna(value) else round(value, digits) for value, digits in zip(frame[name], shown.digits, strict=True)
        ]
    if shown.references and not data.shows_own():
        frame[words("provenance.column")] = [provenance.address_of(name) for name in shown.references]
    styler = frame.style
    for name in shown.counts:
        styler.format(lambda value: words.number(float(str(value))), subset=pd.IndexSlice[:, name], na_rep=NO_VALUE)
    for name in shown.rates:
        for places in np.unique(shown.digits).tolist():
            rows = frame.index[shown.digits == places]
            styler.format(partial(_percent, words=words, places=places), subset=pd.IndexSlice[rows, name], na_rep=NO_VALUE)
    return styler


def padded(shown: Screen, words: Locale) -> pa.Table:
    """The table with its numbers as texts of one width per column, so that sorting the texts sorts the numbers."""

    def text_of(name: str) -> pa.Array | pa.ChunkedArray:
        column = shown.table[name]
        if name in shown.counts:
            return _written(column, np.zeros(len(column), dtype=int), 0, "", words)
        if name in shown.rates:
            return _written(column, shown.digits, shown.most_digits, words.percent_suffix, words)
        return column

    return pa.table({name: text_of(name) for name in shown.table.column_names})


def signs(table: pa.Table) -> list[str]:
    """The signs that occur beside figures, in their order."""
    found = {
        sign
        for name in table.column_names
        if name.endswith(SYMBOL_ENDING) and table[name].null_count < len(table)
        for sign in table[name].unique().to_pylist()
    }
    return [sign for sign in ("z", "x", "c", "low") if sign in found]


def _written(column: pa.ChunkedArray, digits: np.ndarray, most: int, suffix: str, words: Locale) -> pa.Array:
    """Numbers as texts: each that occurs is written once, in front of it as many blanks as the longest needs."""
    numbers = np.asarray(column.to_numpy(), dtype=float)
    is_known = ~np.isnan(numbers)
    scaled = np.round(np.where(is_known, numbers, 0) * 10.0**digits).astype(np.int64)
    places, kinds = pd.factorize(scaled * MOST_DIGITS + digits)
    decimals = kinds % MOST_DIGITS
    texts = np.full(len(kinds), "", dtype=object)
    for of_kind in np.unique(decimals).tolist():
        written = _numbers(kinds[decimals == of_kind] // MOST_DIGITS, of_kind, words)
        ending = suffix.replace(NO_BREAK_SPACE, " ") + _blanks(of_kind, most)
        texts[decimals == of_kind] = compute.binary_join_element_wise(written, ending, "").to_pylist()
    cells = pa.array(texts, pa.string())
    aligned = compute.utf8_lpad(cells, max(map(len, texts), default=0))
    return compute.if_else(pa.array(is_known), compute.take(aligned, pa.array(places)), None)


def _numbers(scaled: np.ndarray, digits: int, words: Locale) -> pa.Array:
    """As `Locale.number`, for numbers times ten to the power of their decimals."""
    decimal, thousands = words.separators
    whole, rest = np.divmod(scaled, 10**digits)
    texts = _grouped(whole, thousands)
    return compute.binary_join_element_wise(texts, _zeros(rest, digits), decimal) if digits else texts


def _grouped(whole: np.ndarray, thousands: str) -> pa.Array:
    """Whole numbers with a sign between each three digits."""
    texts = compute.cast(pa.array(whole), pa.string())
    above, below = np.divmod(whole, 1000)
    if not above.any():
        return texts
    parts = compute.binary_join_element_wise(_grouped(above, thousands), _zeros(below, 3), thousands)
    return compute.if_else(pa.array(above > 0), parts, texts)


def _zeros(numbers: np.ndarray, width: int) -> pa.Array:
    return compute.utf8_lpad(compute.cast(pa.array(numbers), pa.string()), width, "0")


def _blanks(digits: int, most: int) -> str:
    """Blanks for the decimals that a number lacks: points stand below each other, and 3.1 sorts before 3.15."""
    return " " * (most - digits + (digits == 0 < most))


def _references(table: pa.Table) -> tuple[str, ...]:
    rows = table.select([name for name in NAMING if name in table.column_names]).to_pylist()
    return tuple(str(reference(dict.fromkeys(BREAKDOWNS, TOTAL) | row | {"period": row["year"]})) for row in rows)


def _digits(table: pa.Table) -> np.ndarray:
    if "rate_digits" in table.column_names:
        return np.asarray(compute.fill_null(table["rate_digits"], RATE_DIGITS).to_numpy(), dtype=int)
    return np.full(len(table), RATE_DIGITS)


def _head(name: str, table: pa.Table, words: Locale) -> str:
    if name == "denominator":
        of_enrolled = encoded(table["indicator_id"]).unique().to_pylist() == [COUNTED_AMONG_ENROLLED]
        return words("common.enrolled" if of_enrolled else "tables.denominator")
    return label(name, words)


def _column(name: str, table: pa.Table, words: Locale, known: dict[str, str]) -> pa.Array | pa.ChunkedArray:
    breakdown = name.removesuffix(NAME_ENDING)
    if name != breakdown and breakdown in BREAKDOWNS:
        return renamed(encoded(table[breakdown]), lambda code: member(known, breakdown, code, words))
    if name == "obs_status":
        return renamed(encoded(table[name]), lambda codes: ", ".join(_status(code, words) for code in codes.split("+")))
    if name == "region_level":
        return renamed(encoded(table[name]), lambda code: words(f"level.{code}"))
    if name == "broken_down_by":
        return renamed(encoded(table[name]), lambda text: _broken_down(text, words))
    return table[name]


def _filled(column: pa.Array | pa.ChunkedArray) -> pa.DictionaryArray:
    """Texts, blank where there is none: only a number that is missing gets a dash."""
    texts = encoded(column)
    if not texts.null_count:
        return texts
    indices = compute.fill_null(texts.indices, len(texts.dictionary))
    return pa.DictionaryArray.from_arrays(indices, pa.array([*texts.dictionary.to_pylist(), BLANK], pa.string()))


def _status(code: str, words: Locale) -> str:
    return f"○ {words(f'status.{code}')}" if code in OPEN_STATUSES else words(f"status.{code}")


def _broken_down(text: str, words: Locale) -> str:
    columns = [words(f"breakdown.{name}").lower() for name in parts(text)]
    return words.listing(columns) if columns else words("tables.total")


def _percent(value: object, words: Locale, places: int) -> str:
    return words.percent(float(str(value)), places)
