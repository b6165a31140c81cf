"""A question to the figures: the same words in every way in, the same rows in every way out."""

from itertools import product

import pandas as pd
import pytest

from vsv_metrics.delivery import PARAMETERS, answer, parse
from vsv_metrics.delivery.answer import FEW_ROWS
from vsv_metrics.errors import UserError
from vsv_metrics.export.csv import DIALECTS, csv_parts
from vsv_metrics.export.json import json_parts
from vsv_metrics.indicators import table
from vsv_metrics.store import Store

QUESTIONS = (
    {"region": "PV28", "years": "2019,2023"},
    {"dataset": "demo", "region": "RMC29", "by": "level", "lang": "en"},
    {"dataset": "demo", "region_level": "province", "sector": "mbo,vo", "years": "2024"},
    {"indicator": "early_leavers_18_24", "region": "PV28,NL11"},
    {"indicator": "after_leaving", "by": "outcome"},
    {"region": "RMC29", "region_level": "rmc", "years": "2020"},
)


@pytest.mark.parametrize("named", QUESTIONS)
def test_the_rows_are_those_of_the_selection_in_their_order(store: Store, named: dict[str, str]) -> None:
    found = answer(store, parse(store, named))
    figures = table.rows(store, found.question.selection)
    whole = found.table().to_pandas()
    assert len(whole) == found.rows == len(figures)
    assert list(whole["region_code"]) == list(figures["region_code"])
    for column in ("numerator", "rate_pct", "interval_lower"):
        pd.testing.assert_series_equal(whole[column], figures[column].astype(float), check_names=False)
    parts = list(found.tables(most_rows=7))
    assert sum(map(len, parts)) == len(whole)
    assert {tuple(part.column_names) for part in parts} == {tuple(whole.columns)}


@pytest.mark.parametrize(("dataset", "language"), [("published", "nl"), ("demo", "en")])
def test_a_short_answer_says_what_a_long_one_says(store: Store, dataset: str, language: str) -> None:
    seen: set[str] = set()
    for indicator in table.indicators(store, dataset):
        offer = table.offer(store, dataset, indicator, (), ())
        for region, breakdowns in product(offer.regions[::61], ("", *offer.breakdowns)):
            named = {"dataset": dataset, "indicator": indicator, "region": region, "by": breakdowns, "lang": language}
            found = answer(store, parse(store, {name: text for name, text in named.items() if text}))
            if (few := found.few) is None:
                assert len(found.positions) > FEW_ROWS
                continue
            assert found.rows == len(found.positions)
            assert b"".join(json_parts([few], {})) == b"".join(json_parts(found.tables(), {}))
            for dialect in DIALECTS:
                assert b"".join(csv_parts([few], dialect)) == b"".join(csv_parts(found.tables(), dialect))
            seen.update(*(few[name] for name in ("count_symbol", "rate_symbol", "broken_down_by")), few["remark"])
    assert len(seen) > 8


def test_a_page_of_a_short_answer_is_cut_from_it(store: Store) -> None:
    found = answer(store, parse(store, {"dataset": "demo", "region": "RMC29"}))
    (page,) = found.parts(offset=3, limit=4)
    assert found.few is not None
    assert page == {name: values[3:7] for name, values in found.few.items()}


@pytest.mark.parametrize("named", QUESTIONS)
def test_the_address_of_an_answer_asks_the_same_question(store: Store, named: dict[str, str]) -> None:
    question = parse(store, named)
    assert parse(store, question.parameters) == question
    assert list(question.parameters) == [name for name in PARAMETERS if name in question.parameters]
    assert answer(store, question).origin.query == question.address


def test_a_breakdown_brings_the_column_without_which_it_does_not_exist(store: Store) -> None:
    assert parse(store, {"by": "level", "series": "cbs_vsv"}).selection.breakdowns == ("sector", "level")


@pytest.mark.parametrize(
    ("named", "code", "expected"),
    [
        ({"regio": "PV28"}, "query_parameter", "region"),
        ({"region": "PV99"}, "query_value", "PV29"),
        ({"indicator": "leavers"}, "query_value", "new_leavers"),
        ({"by": "hair"}, "query_value", "sector"),
        ({"sector": "baker"}, "query_value", "mbo"),
        ({"dataset": "secret"}, "query_value", "published"),
        ({"lang": "fr"}, "query_value", "nl,en"),
        ({"years": "many"}, "query_years", ""),
        ({"years": "2019,2020,2021"}, "query_years", ""),
    ],
)
def test_what_does_not_occur_is_refused_with_what_does(store: Store, named: dict[str, str], code: str, expected: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(store, named)
    assert refused.value.code == code
    assert expected in str(refused.value.values.get("expected", ""))


def test_a_data_set_that_may_not_be_asked_for_does_not_occur(store: Store) -> None:
    with pytest.raises(UserError):
        parse(store, {"dataset": "demo"}, scopes=("published",))
