"""Tables put in another order or shape: nothing lost, nothing added up, totals apart."""

import pyarrow as pa
import pytest

from vsv_metrics.delivery import Answer, Question, origin
from vsv_metrics.export.arrange import ALONG, Arrangement, arrange, cell_columns
from vsv_metrics.indicators import table
from vsv_metrics.indicators.facets import facets
from vsv_metrics.indicators.table import Selection
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, locale
from vsv_metrics.web.table_screen import Screen, padded

NL = locale("nl")
SELECTIONS = (
    Selection("published", "new_leavers"),
    Selection("published", "new_leavers", levels=("province",), regions=("PV28", "PV29"), years=(2019, 2023)),
    Selection("published", "new_leavers", series=("cbs_vsv",), breakdowns=("level",)),
    Selection("demo", "new_leavers", levels=("rmc",), years=(2023, 2024), breakdowns=("sector", "sex")),
    Selection("demo", "new_leavers", regions=("RMC29",), members=(("sector", ("mbo", TOTAL)),), breakdowns=("sector", "level")),
)


def made(store: Store, selection: Selection) -> pa.Table:
    question = Question(table.complete(store, selection), NL.language)
    return Answer(question, store, origin(store, "/tabellen")).whole()


@pytest.mark.parametrize("selection", SELECTIONS[:4])
def test_sorting_keeps_every_row_and_puts_totals_first(store: Store, selection: Selection) -> None:
    before = made(store, selection)
    after = arrange(before, Arrangement(order=("-numerator", "region_name")), NL)
    assert sorted(map(str, after.to_pylist())) == sorted(map(str, before.to_pylist()))
    blocks = after["broken_down_by"].to_pylist()
    assert blocks == sorted(blocks, key=lambda block: (block != TOTAL and block.count("+") + 1, block))
    for block in set(blocks):
        numbers = [row["numerator"] for row in after.to_pylist() if row["broken_down_by"] == block]
        known = [number for number in numbers if number is not None]
        assert known == sorted(known, reverse=True)
        assert numbers[: len(known)] == known


def test_names_are_sorted_as_people_do(store: Store) -> None:
    names = pa.table({"region_name": ["Zwolle", "'s-Hertogenbosch", "Ĝ", "Aa", "éé", None], "broken_down_by": [TOTAL] * 6})
    after = arrange(names, Arrangement(order=("region_name",)), NL)["region_name"].to_pylist()
    assert after == ["Aa", "éé", "Ĝ", "'s-Hertogenbosch", "Zwolle", None]


def test_chosen_columns_come_first_and_no_figure_leaves_without_its_origin(store: Store) -> None:
    after = arrange(made(store, SELECTIONS[1]), Arrangement(columns=("numerator", "nonsense", "region_name")), NL)
    assert after.column_names == ["numerator", "region_name", *(name for name in ALONG if name != "note")]


@pytest.mark.parametrize("measure", ["rate_pct", "numerator", "denominator"])
@pytest.mark.parametrize(
    ("selection", "across"), [(SELECTIONS[0], "period"), (SELECTIONS[3], "sector"), (SELECTIONS[4], "level")]
)
def test_a_wide_table_holds_every_figure_in_its_cell(store: Store, selection: Selection, across: str, measure: str) -> None:
    before = made(store, selection).to_pylist()
    wide = arrange(made(store, selection), Arrangement(across=across, measure=measure), NL)
    cells = [name for name in cell_columns(wide) if not name.endswith("_symbol")]
    keys = ["series_id", "region_code", "piece", *(["year"] if across != "period" else [])]
    keys += [name for name in ("sector", "level", "sex") if name in wide.column_names]
    found = {}
    for row in wide.to_pylist():
        for head in cells:
            found[(*(row[key] for key in keys), head)] = row[head]
            sign = row.get(f"{head}_symbol")
            assert (row[head] is None) == (sign in ("z", "x", "c"))
    names = {TOTAL: "totaal"}
    for row in before:
        head = row["period"] if across == "period" else names.get(row[across], row[f"{across}_name"])
        assert found.pop((*(row[key] for key in keys), head)) == row[measure]
    assert set(found.values()) <= {None}
    assert cells[0] == ("totaal" if across != "period" else cells[0])
    assert all(row["source_title"] and row["obs_status"] and row["query"] for row in wide.to_pylist())


@pytest.mark.parametrize("selection", SELECTIONS)
def test_a_facet_counts_the_rows_that_its_choice_would_give(store: Store, selection: Selection) -> None:
    whole = table.complete(store, selection)
    found = facets(store, whole)
    assert sum(found.series.values()) == table.count(store, whole._replace(series=()))
    offer = table.offer(store, whole.dataset, whole.indicator, (), ())
    for code in offer.levels:
        assert found.levels.get(code, 0) == table.count(store, whole._replace(levels=(code,)))
    for code in (*offer.regions[:3], "PV28", "RMC29"):
        assert found.regions.get(code, 0) == table.count(store, whole._replace(regions=(code,)))
    for code in offer.series[:4]:
        assert found.series.get(code, 0) == table.count(store, whole._replace(series=(code,)))
    for year in (2016, 2019, 2023):
        assert found.years.get(year, 0) == table.count(store, whole._replace(years=(year, year)))
    for column in whole.breakdowns or ("sector",):
        others = tuple(pair for pair in whole.members if pair[0] != column)
        for code, rows in found.members[column].items():
            assert rows == table.count(store, whole._replace(members=(*others, (column, (code,)))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_written_for_a_long_table_read_and_sort_as_numbers(language: str) -> None:
    words = locale(language)
    counts, rates = [0.0, 999.0, 1234.0, None, 1271820.0], [2.29, 2.3, 0.004, None, 100.0]
    digits = [2, 1, 2, 2, 0]
    frame = pa.table({"n": pa.array(counts), "p": pa.array(rates)})
    written = padded(Screen(frame, ("n",), ("p",), pa.array(digits).to_numpy(), most_digits=2), words).to_pydict()
    for name, values, say in (
        ("n", counts, lambda value, _: words.number(value)),
        ("p", rates, lambda value, places: words.percent(value, places).replace("\u00a0", " ")),
    ):
        expected = [None if value is None else say(value, places) for value, places in zip(values, digits, strict=True)]
        assert [text and text.strip() for text in written[name]] == expected
        known = [(text, value) for text, value in zip(written[name], values, strict=True) if text is not None]
        assert [value for _, value in sorted(known)] == sorted(value for _, value in known)
        assert len({len(text) for text, _ in known}) == 1
