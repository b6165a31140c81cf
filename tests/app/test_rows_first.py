"""Tabellen: the rows of a choice come before its filters, and are those that the filters then say."""

from collections.abc import Iterator
from typing import Any

import pytest
from shown import Open, run
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from visitor import Visitor

from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.web import table_filters
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.table_filters import Chosen

AREAS = "Gebied"


@pytest.fixture
def visitor(server: str) -> Iterator[Visitor]:
    visitor = Visitor(server)
    yield visitor
    visitor.leave()


def kinds(messages: list[ForwardMsg]) -> list[str | None]:
    """The elements of a run, in the order in which they were sent."""
    return [message.delta.new_element.WhichOneof("type") for message in messages if message.delta.HasField("new_element")]


def choose_areas(visitor: Visitor, *labels: str) -> list[ForwardMsg]:
    """What the browser is told after these areas were chosen, called by these labels."""
    name = visitor.element("multiselect", AREAS).id
    visitor.widgets[name] = WidgetState(id=name)
    visitor.widgets[name].string_array_value.data.extend(labels)
    before = len(visitor.heard)
    visitor.open("tabellen")
    return visitor.heard[before:]


def label_of(visitor: Visitor, code: str) -> str:
    [label] = [label for label in visitor.element("multiselect", AREAS).options if f"({code})" in label]
    return label


def test_a_page_opens_from_top_to_bottom_and_a_choice_brings_its_rows_first(visitor: Visitor) -> None:
    visitor.open("tabellen")
    opening = kinds(visitor.heard)
    assert opening.index("multiselect") < opening.index("dataframe")
    choice = kinds(choose_areas(visitor, label_of(visitor, "PV28")))
    assert choice.index("dataframe") < choice.index("multiselect")


def test_an_area_called_by_an_older_number_of_rows_is_taken(visitor: Visitor) -> None:
    visitor.open("tabellen")
    name, mark, _ = label_of(visitor, "PV28").rpartition(table_filters.MARK)
    told = choose_areas(visitor, f"{name}{mark}1")
    [heading] = [m.delta.new_element.heading.body for m in told if m.delta.new_element.heading.tag == "h2"]
    assert "PV28" in heading
    assert list(visitor.element("multiselect", AREAS).raw_values) == [label_of(visitor, "PV28")]


STEPS: list[dict[str, Any]] = [
    {},
    {"regio": "PV28,NL11,PV99", "niveau": "province"},
    {"jaren": "2017,2023", "uitsplitsing": "level,haar"},
    {"jaren": "2017,abc,2020"},
    {"jaren": "2023,2019", "reeks": "cbs_vsv", "sector": "mbo,total"},
    {"jaren": "1900,1901"},
    {"indicator": "niets", "niveau": ","},
    {"voorbeeld": "true", "uitsplitsing": "sex", "sex": "total,female"},
    {"voorbeeld": "true", "regio": "RMC29,RMC29", "sector": ""},
]


@pytest.mark.parametrize("address", STEPS, ids=str)
def test_what_is_chosen_is_known_before_it_is_drawn(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, address: dict[str, str]
) -> None:
    known: list[Chosen] = []
    ask = table_filters.chosen

    def noted(visit: Visit) -> Chosen:
        known.append(ask(visit))
        return known[-1]

    monkeypatch.setattr(table_filters, "chosen", noted)
    app = open_page("tables", **address)
    assert drawn(app) == said(known[-1])
    if "voorbeeld" not in address:
        app.query_params["voorbeeld"] = "true"
        assert drawn(run(app)) == said(known[-1])
    areas = app.multiselect(key="choice_niveau_list")
    areas.set_value(["province"])
    assert drawn(run(app)) == said(known[-1])
    years = app.selectbox(key="choice_jaren_years_first")
    years.set_value(int(years.options[-1][:4]))
    assert drawn(run(app)) == said(known[-1])
    app.query_params.clear()
    assert drawn(run(app)) == said(known[-1])


def drawn(app: AppTest) -> dict[str, Any]:
    """Filter -> what its widget, or the choice that is folded away, held when the page had been drawn."""
    choices = app.session_state["_choices"]
    lists = {key: tuple(choices[f"{key}_list"]) for key in ("reeks", "niveau", "regio", "uitsplitsing")}
    offered = {column: tuple(choices.get(f"{column}_list", ())) for column in BREAKDOWNS}
    return lists | {"indicator": choices["indicator"], "jaren": choices["jaren_years"]} | offered


def said(chosen: Chosen) -> dict[str, Any]:
    """The same, as it was known before."""
    found = chosen.selection
    members = dict.fromkeys(BREAKDOWNS, ()) | dict(found.members)
    lists = {"reeks": found.series, "niveau": found.levels, "regio": found.regions, "uitsplitsing": chosen.breakdowns}
    return {**lists, "indicator": found.indicator, "jaren": found.years, **members}
