"""The rows of a long table come a part at a time, and are those of the whole; what is said of all comes from a few of them."""

from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pytest
from pandas.util import hash_pandas_object
from streamlit.dataframe import lazy_df_adapters
from streamlit.dataframe.lazy_df_source import DEFAULT_PAGE_SIZE, DataframeSource, SortSpec

from vsv_metrics import loading
from vsv_metrics.delivery import Answer, Question, origin
from vsv_metrics.export.columns import compute
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Selection
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, locale
from vsv_metrics.web import table_rows, tables
from vsv_metrics.web.cells import names
from vsv_metrics.web.table_rows import Rows
from vsv_metrics.web.table_screen import Screen, default_columns, padded, screen, signs

EVERY = ("sector", "level", "learning_path", "age_group", "sex", "absence_reported", "month_left", "month_last_reported")
SELECTIONS = (
    Selection("published", "new_leavers"),
    Selection("published", "new_leavers", breakdowns=("sector", "level")),
    Selection("published", "early_leavers_18_24"),
    Selection("demo", "new_leavers", years=(2022, 2024), breakdowns=EVERY),
    Selection("demo", "new_leavers", levels=("rmc",), breakdowns=("sector", "sex")),
)


def answered(store: Store, selection: Selection, language: str = "nl") -> Answer:
    return Answer(Question(table.complete(store, selection), language), store, origin(store, ""))


def rows_of(store: Store, selection: Selection, language: str = "nl") -> tuple[Rows, Screen]:
    words, asked = locale(language), answered(store, selection, language)
    known, about = names(store.fingerprint, language), asked.at(asked.places.firsts)
    whole = screen(asked.whole(), (), words, known)

    def part(offset: int, limit: int) -> Screen:
        return screen(next(asked.tables(limit, offset, limit)), (), words, known, about)

    return Rows(len(asked.places.positions), part, lambda: whole, words), whole


@pytest.mark.parametrize("selection", SELECTIONS)
def test_the_first_of_each_kind_answers_for_all(store: Store, selection: Selection) -> None:
    asked = answered(store, selection)
    whole, kinds = asked.whole(), asked.at(asked.places.firsts)
    assert 0 < len(kinds) <= len(whole)
    assert kinds.schema.names == whole.schema.names
    assert len(kinds.to_pandas().astype(str).merge(whole.to_pandas().astype(str))) == len(kinds)
    assert default_columns(kinds) == default_columns(whole)
    assert signs(kinds) == signs(whole)
    assert tables.mixes_totals(kinds) == tables.mixes_totals(whole)
    assert tables.with_parts(kinds) == tables.with_parts(whole)
    assert kinds["series_id"].unique().to_pylist() == whole["series_id"].unique().to_pylist()
    assert said(kinds) == said(whole)


def test_figures_that_lack_for_another_reason_are_another_kind(tiny: Path, tmp_path: Path) -> None:
    reasons = {2022: "suppressed", 2023: "not_applicable", 2024: "not_published"}
    with (tiny / "published" / "figures.csv").open("a", encoding="utf-8") as figures:
        for year, reason in reasons.items():
            figures.write(f"new,new_leavers,PV28,{year},total,numerator,,persons,,,unknown,exact,{reason},,1,letter\n")
    store = Store.open(loading.ensure_store(tiny, tmp_path / "store").path)
    asked = answered(store, Selection("published", "new_leavers", levels=("province",)))
    kinds, whole = asked.at(asked.places.firsts), asked.whole()
    assert signs(kinds) == signs(whole) == ["z", "x", "c"]
    assert said(kinds) == said(whole)
    store.close()


def test_a_long_answer_is_spoken_for_by_few(store: Store) -> None:
    asked = answered(store, SELECTIONS[3])
    assert len(asked.places.positions) > table_rows.LEAST
    assert len(asked.places.firsts) < 500


def test_a_long_table_opens_with_its_first_rows_and_one_of_each_kind(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables.data, "store", lambda: store)
    asked = answered(store, SELECTIONS[3])
    opening = tables.opening(store.fingerprint, asked.question.selection, "nl")
    whole, kinds = asked.whole(), asked.at(asked.places.firsts)
    assert opening.slice(0, table_rows.AT_ONCE).to_pylist() == whole.slice(0, table_rows.AT_ONCE).to_pylist()
    assert table_rows.AT_ONCE < len(opening) <= table_rows.AT_ONCE + len(kinds)
    assert said(opening) == said(whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_are_those_of_the_whole(store: Store, language: str) -> None:
    rows, whole = rows_of(store, SELECTIONS[3], language)
    written = padded(whole, locale(language))
    assert rows.row_count == len(written)
    for offset in (0, 1_000, rows.row_count // 2, rows.row_count - 7):
        part = rows.load_rows(offset, DEFAULT_PAGE_SIZE)
        assert part.schema == rows.schema
        assert stripped(part) == stripped(written.slice(offset, DEFAULT_PAGE_SIZE))


def test_decimal_points_of_every_part_stand_below_each_other(store: Store) -> None:
    whole = answered(store, SELECTIONS[0]).whole()
    most, least = (choose(whole["rate_digits"]).as_py() for choose in (compute.max, compute.min))
    few = whole.filter(compute.equal(whole["rate_digits"], least))
    assert least < most
    assert screen(few, (), locale("nl"), names(store.fingerprint, "nl"), whole).most_digits == most


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("kind", ["count", "rate", "text"])
def test_sorted_rows_are_in_order_over_all_parts_and_none_is_lost(store: Store, kind: str, is_descending: bool) -> None:
    rows, whole = rows_of(store, SELECTIONS[3])
    name = {"count": whole.counts[0], "rate": whole.rates[0], "text": whole.table.column_names[0]}[kind]
    sort = SortSpec(name, is_descending)
    parts = [rows.load_rows(offset, 10_000, sort=sort) for offset in range(0, rows.row_count, 10_000)]
    assert all(part.schema == rows.schema for part in parts)
    found = pa.concat_tables(parts).to_pandas()
    columns = [column for column in found.columns if column not in (*whole.counts, *whole.rates)]
    everything = padded(whole, rows.words).to_pandas()
    assert sorted(hash_pandas_object(found[columns], index=False)) == sorted(hash_pandas_object(everything[columns], index=False))
    texts = found[name]
    if kind == "text":
        assert texts.drop_duplicates().tolist() == [key for key, _ in groupby(texts)]
    else:
        numbers = texts.map(number, na_action="ignore").astype(float)
        assert numbers.equals(numbers.sort_values(ascending=not is_descending, na_position="last", ignore_index=True))


def test_a_column_that_is_not_there_sorts_nothing(store: Store) -> None:
    rows, _ = rows_of(store, SELECTIONS[3])
    assert rows.load_rows(0, 10, sort=SortSpec("niets")).equals(rows.load_rows(0, 10))


def test_streamlit_asks_them_for_rows(store: Store) -> None:
    rows, whole = rows_of(store, SELECTIONS[4])
    assert isinstance(rows, DataframeSource)
    assert lazy_df_adapters.try_create_native_source(rows) is rows
    assert lazy_df_adapters.try_create_native_source([1]) is None
    assert len(rows.to_pandas()) == len(whole.table)


def said(rows: pa.Table) -> set[tuple[object, ...]]:
    """What the page says of rows, each once."""
    carried = ("series_id", "obs_status", "precision", "missing_reason", "flags", "rate_digits", "count_symbol", "rate_symbol")
    numbers = ("numerator", "denominator", "rate_pct", "interval_lower", "interval_upper")
    columns = [rows[name].to_pylist() for name in (*carried, "remark", "source_id", "region_level", "broken_down_by")]
    return set(zip(*columns, *([value is None for value in rows[name].to_pylist()] for name in numbers), strict=True))


def stripped(part: pa.Table) -> list[dict[str, object]]:
    return [{name: value.strip() if isinstance(value, str) else value for name, value in row.items()} for row in part.to_pylist()]


def number(text: str) -> float:
    return float(text.replace("%", "").replace(".", "").replace(",", "."))
