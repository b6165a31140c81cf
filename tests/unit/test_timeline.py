"""What lies over a trend: dates at their place, periods with and without an end, and nothing that looks like a break."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from vsv_metrics import loading
from vsv_metrics.charts import Figure, theme
from vsv_metrics.charts.timeline import Mark, in_reach, laid_over, middle, position
from vsv_metrics.charts.trend import Break, Line, trend_figure
from vsv_metrics.indicators import overview, policy
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web.timeline_details import when

NL = Locale("nl")
DATE = Mark("letter", "B", "Brief", 2022.17)
CORONA = Mark("corona", "A", "Corona", 2018.5, 2021.5, is_context=True, label="corona")
OPEN = Mark("law", "C", "Wet", 2022.9, is_open=True)


@pytest.fixture
def trend(store: Store) -> Figure:
    frame = overview.national(store, "published").dropna(subset=["numerator"])
    return trend_figure(
        [Line("Nederland", frame[frame["series_id"] == "ocw_national"])],
        column="numerator",
        unit_title="vsv'ers",
        period_type="school_year",
        locale=NL,
        is_demo=False,
        breaks=(Break(2021, 1),),
    )


def over(figure: Figure, *marks: Mark) -> Any:
    """The chart as Plotly's own, which checks every property against its schema."""
    return go.Figure(laid_over(figure, marks, period_type="school_year", locale=NL).to_dict())


# Place on the axis


@pytest.mark.parametrize(
    ("day", "period_type", "place"),
    [
        (date(2023, 8, 1), "school_year", 2022.5),
        (date(2023, 7, 31), "school_year", 2021.5 + 364 / 365),
        (date(2024, 1, 1), "school_year", 2022.5 + 153 / 366),
        (date(2023, 1, 1), "calendar_year", 2022.5),
        (date(2024, 12, 31), "calendar_year", 2023.5 + 365 / 366),
    ],
)
def test_a_day_stands_in_its_year(day: date, period_type: str, place: float) -> None:
    assert position(day, period_type) == pytest.approx(place, abs=1e-9)


def test_less_exact_dates_stand_in_the_middle_of_what_is_known() -> None:
    october = middle(date(2023, 10, 1), "month", "school_year")
    assert october == pytest.approx(2022.5 + (61 + 92) / 2 / 366)
    assert middle(date(2023, 1, 1), "year", "calendar_year") == 2023
    assert middle(date(2023, 4, 3), "day", "school_year") == pytest.approx(2021.5 + 245.5 / 365)


# What there is


def test_the_register_gives_dates_and_periods(store: Store) -> None:
    found = {item.code: item for item in policy.items(store, store.query("policy_measures"))}
    assert len([item for item in found.values() if item.kind == "instrument"]) == 8
    plan, agenda, law, corona = (found[code] for code in ("actieplan_2023", "werkagenda_2023", "wet_2026", "corona"))
    assert (plan.is_period, plan.precision, when(plan, NL)) == (False, "month", "oktober 2023")
    assert (agenda.start, agenda.end) == (date(2023, 2, 14), date(2027, 12, 31))
    assert (law.start, law.end, when(law, NL)) == (date(2026, 1, 1), None, "vanaf 1 januari 2026")
    assert (corona.kind, corona.start, corona.end) == ("context", date(2019, 8, 1), date(2022, 7, 31))
    assert len(corona.source_ids) == 3
    assert "webinar_help_in_school" not in found, "a point without a period of its own stands in its instrument"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_can_say_when_it_was(store: Store, language: str) -> None:
    for item in policy.items(store, store.query("policy_measures")):
        assert str(item.start.year) in when(item, Locale(language))


def test_a_measure_of_one_area_belongs_on_its_own_charts(tiny: Path, tmp_path: Path) -> None:
    rows = tiny / "reference" / "policy_measure.csv"
    own = "own1,measure,,Eigen,Own,Tekst,Text,2022-09-01,day,,,,,,,,region,,user,PV28,letter,9\n"
    rows.write_text(rows.read_text(encoding="utf-8") + own, encoding="utf-8")
    opened = Store.open(loading.ensure_store(tiny, tmp_path / "own").path)
    register = opened.query("policy_measures")
    codes = {regions: {item.code: item.kind for item in policy.items(opened, register, regions)} for regions in ((), ("PV28",))}
    opened.close()
    assert "own1" not in codes[()]
    assert codes["PV28",] == codes[()] | {"own1": "own"}


# The chart


def test_every_kind_is_drawn_and_none_looks_like_a_break(trend: Figure) -> None:
    before = copy.deepcopy(trend.to_dict())
    figure = over(trend, CORONA, DATE, OPEN)
    letters = figure.data[-1]
    assert (list(letters.text), list(letters.customdata)) == (["A", "B", "C"], ["corona", "letter", "law"])
    assert list(letters.x) == [2020.0, 2022.17, 2022.9]
    dotted = [shape for shape in figure.layout.shapes if shape.line.dash == "dot"]
    assert [shape.x0 for shape in dotted] == [2020.5], "only the break is dotted"
    hatch = [shape for shape in figure.layout.shapes if shape.type == "path"]
    assert len(hatch) == 1
    assert hatch[0].line.color == theme.MUTED
    assert any(mark.text == "corona" for mark in figure.layout.annotations)
    bands = [(shape.x0, shape.x1) for shape in figure.layout.shapes if shape.type == "rect"]
    assert bands == [(2018.5, 2021.5), (2022.9, figure.layout.xaxis.range[1])], "a period without an end runs to the edge"
    assert trend.to_dict() == before, "the chart that all visitors share stays as it is"


def test_the_plot_keeps_its_height_and_letters_stand_above_it(trend: Figure) -> None:
    plain, figure = go.Figure(trend.to_dict()), over(trend, DATE, OPEN, Mark("same", "D", "Ook", 2022.17))
    top = figure.layout.yaxis.domain[1]
    assert figure.layout.yaxis2.domain == (top, 1)
    room = figure.layout.margin.t + figure.layout.margin.b
    assert top * (figure.layout.height - room) == pytest.approx(plain.layout.height - room)
    assert len(set(zip(figure.data[-1].x, figure.data[-1].y, strict=True))) == 3
    assert figure.data[-1].y[0] != figure.data[-1].y[2], "two of one day stand above each other"


def test_the_axis_grows_for_what_came_after_and_no_further(trend: Figure) -> None:
    later, much_later = Mark("later", "A", "", 2025.4), Mark("far", "B", "", 2031.0)
    figure = over(trend, later, much_later)
    assert list(figure.data[-1].text) == ["A"]
    assert figure.layout.xaxis.range[1] == pytest.approx(2025.6)
    assert figure.layout.xaxis.ticktext[-1] == "2025/26"
    assert not in_reach(much_later, trend)
    assert laid_over(trend, (much_later,), period_type="school_year", locale=NL) is trend
    assert not in_reach(Mark("early", "A", "", 2001.0, 2003.0), trend)


def test_a_name_in_a_band_is_only_ever_text(trend: Figure) -> None:
    hostile = Mark("x", "A", "", 2019.5, 2020.5, is_context=True, label="<img src=x>")
    assert "&lt;img src=x&gt;" in [mark.text for mark in over(trend, hostile).layout.annotations]


# Figures around it


@pytest.fixture
def item(store: Store) -> Callable[[str], policy.Item]:
    return {item.code: item for item in policy.items(store, store.query("policy_measures"))}.__getitem__


def test_the_figures_around_are_of_three_years_and_one_series_a_line(store: Store, item: Callable[[str], policy.Item]) -> None:
    frame = overview.national(store, "published")
    found = policy.around(frame, "numerator", item("aanvalsplan_2023"), "school_year")
    assert found.years == (2021, 2022, 2023)
    [line] = found.lines
    assert [line[year]["numerator"] for year in found.years] == [30242, 29701, 29163]
    corona = policy.around(frame, "numerator", item("corona"), "school_year")
    assert corona.years == (2018, 2019, 2020, 2021, 2022)
    assert len(corona.lines) == 2, "two series are two lines"
    assert policy.around(frame, "numerator", item("wet_2026"), "school_year").lines == ()


def test_figures_on_two_sides_of_a_flagged_break_are_two_lines(store: Store, item: Callable[[str], policy.Item]) -> None:
    frame = overview.national(store, "published")
    broken = frame.assign(piece=(frame["period"] >= 2023).astype("Int64"))
    found = policy.around(broken, "numerator", item("aanvalsplan_2023"), "school_year")
    assert [sorted(line) for line in found.lines] == [[2021, 2022], [2023]]
    assert policy.around(pd.DataFrame(broken).iloc[:0], "numerator", item("wet_2026"), "school_year").lines == ()
