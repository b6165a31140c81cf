"""The charts: pieces stay apart, gaps stay gaps, fictional figures say so, and names are only ever text."""

import json
import re
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from vsv_metrics.charts import Figure, theme
from vsv_metrics.charts.area_map import Class, Tile, area_map
from vsv_metrics.charts.bars import bar_figure
from vsv_metrics.charts.funnels import Point, Words, funnel_figure
from vsv_metrics.charts.grid import Cell, grid_figure
from vsv_metrics.charts.months import HIDDEN, Band, Layer, Outlook, month_figure
from vsv_metrics.charts.ranks import Placed, rank_figure
from vsv_metrics.charts.spine import EDGE, SpineLine, spine_figure
from vsv_metrics.charts.tiles import VERDICT_SHAPES, tile_figure
from vsv_metrics.charts.trend import Break, Line, Target, trend_figure
from vsv_metrics.charts.waterfall import Step, waterfall_figure
from vsv_metrics.indicators import overview
from vsv_metrics.schema.codes import OBS_STATUSES, OPEN_STATUSES
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web.chart_script import KINDS

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "[klik](javascript:alert(1))",
    '<a href="javascript:alert(1)">k</a>',
    ":red[x] :material/home: $\\href{javascript:alert(1)}{x}$",
    "</script><script>alert(1)</script>",
)
NL = Locale("nl")


def figures(rows: list[tuple]) -> pd.DataFrame:
    """Rows of series, piece, year, count, percentage, status."""
    frame = pd.DataFrame(rows, columns=["series_id", "piece", "period", "numerator", "rate_pct", "obs_status"])
    return frame.astype({"numerator": float, "rate_pct": float, "period": "Int64", "piece": "Int64"}).assign(rate_digits=2)


TWO_SERIES = figures(
    [
        ("old", 0, 2015, 100, 1.0, "definitive"),
        ("old", 0, 2016, 110, None, "definitive"),
        ("old", 0, 2018, 120, 1.2, "definitive"),
        ("old", 1, 2019, 130, 1.3, "definitive"),
        ("new", 0, 2019, 90, 0.9, "presumed_definitive"),
        ("new", 0, 2020, 95, 0.95, "provisional"),
    ]
)


def checked(figure: Figure) -> Any:
    """The figure as Plotly's own, which checks every property against its schema; of the kinds that the browser gets."""
    assert {trace["type"] for trace in figure.to_dict()["data"]} <= {"scatter", *KINDS}
    return go.Figure(figure.to_dict())


def trend(lines: list[Line], column: str = "numerator", locale: Locale = NL, **options: object) -> Any:
    settings: dict[str, Any] = {"unit_title": "vsv'ers", "period_type": "school_year", "is_demo": False} | options
    return checked(trend_figure(lines, column=column, locale=locale, **settings))


def bars(names: list[str], column: str = "numerator", locale: Locale = NL, is_demo: bool = False) -> Any:
    frame = pd.DataFrame(
        {"name": names, "numerator": range(1, len(names) + 1), "rate_pct": 2.5, "obs_status": "definitive", "rate_digits": 1}
    )
    return checked(bar_figure(frame, column=column, unit_title="vsv'ers", locale=locale, is_demo=is_demo))


def tiles(names: list[str], locale: Locale = NL, is_demo: bool = False) -> Any:
    frame = pd.DataFrame(
        {"col": range(len(names)), "row": 0, "name": names, "short_name": names, "rate_pct": 2.5, "verdict": "higher"}
    )
    return checked(tile_figure(frame, locale=locale, is_demo=is_demo))


def by_month(name: str, locale: Locale = NL, is_demo: bool = False) -> Any:
    layers = [
        Layer(name, (3.0, None, 1.0), hover=("3", "", "1"), pattern="/"),
        Layer("b", (None, 2.0, 9.0), "line", is_open=True),
    ]
    outlook = Outlook("Verwacht", 11.0, 9.0, 12.0, "9 tot 12")
    marks: dict[str, Any] = {"bands": (Band(0, 1, 1),), "hidden": (1,), "outlook": outlook, "category_title": "maanden"}
    return checked(month_figure(["aug", "sep", "okt"], layers, unit_title="vsv'ers", locale=locale, is_demo=is_demo, **marks))


def on_map(name: str, locale: Locale = NL, is_demo: bool = False) -> Any:
    classes = [Class("higher", name, "▲", theme.CONTRAST, 0.4), Class("none", "b", "", theme.MUTED, 0)]
    places = [(0, "higher"), (1, "none")] if name == "Regio" else [(0, "higher"), (9, "none")]
    made = [Tile(col, col, str(col), name, name, "2,5", escape(name), code, col == 0) for col, code in places]
    return checked(area_map(made, classes, has_shift=True, locale=locale, is_demo=is_demo))


def ranking(name: str, locale: Locale = NL, is_demo: bool = False) -> Any:
    areas = [Placed("a", name, name, 1, 1, 2, "plaats"), Placed("b", "b", "b", 2, 1, 2, "plaats", True, True)]
    return checked(rank_figure(areas, axis_title=name, line_name=name, locale=locale, is_demo=is_demo))


def funnel(name: str, locale: Locale = NL, is_demo: bool = False) -> Any:
    limits = pd.DataFrame(
        {"size": [100.0, 900.0]} | {f"{side}_{level}": [1.0, 2.0] for side in ("lower", "upper") for level in (95, 998)}
    )
    words = Words(name, name, name, dict.fromkeys(VERDICT_SHAPES, name), name, name)
    points = [
        Point("a", 100, 2.5, "higher", escape(name), name),
        Point("b", 900, 1.5, "no_clear_difference", "b", name, True, True),
    ]
    return checked(funnel_figure(points, limits, 2.0, words=words, locale=locale, is_demo=is_demo))


def grid(name: str, locale: Locale = NL, is_demo: bool = False) -> Any:
    cells = [Cell(0, 0, "a", "higher", name, escape(name)), Cell(1, 1, "b", "no_clear_difference", "2,0", "b")]
    return checked(grid_figure(cells, [name, "b"], [name, "2022/23"], chosen=1, locale=locale, is_demo=is_demo))


SIZED = re.compile(r'<span style="font-size:clamp\([^"<>]*\)">|</span>')
"""What makes a text as large as the screen allows."""


def spine(name: str, locale: Locale = NL, is_demo: bool = False) -> Any:
    """Three lines: one with all, one hidden, one on which all areas are equal."""
    whole = SpineLine(name, "2,5 %", 2.5, (2.2, 9.0), (1.0, 2.0, 3.0, 4.0), 2.0, 3.5, "higher", True, ("a: 2,5 %",))
    hidden = SpineLine("vo", "afgeschermd", None, None, (1.0, 2.0, 3.0, 4.0), 2.0, None, "not_compared", False, ())
    equal = SpineLine("mbo", "1 %", 1.0, (0.5, 1.5), (1.0, 1.0, 1.0, 1.0), 1.0, 1.0, "no_clear_difference", False, ())
    names = ("Bereik", "Midden", "Land", "Groep")
    lines = [whole, hidden, equal]
    return checked(spine_figure(lines, area=name, names=names, ends=("laag", "hoog"), locale=locale, is_demo=is_demo))


def waterfall(name: str, locale: Locale = NL, is_demo: bool = False) -> Any:
    steps = [Step(name, -0.5, "-0,5", pattern="/"), Step("mbo", 1.0, "+1")]
    ends = ("2022/23", 2.0, "2 %"), ("2023/24", 2.5, "2,5 %")
    return checked(waterfall_figure(ends[0], steps, ends[1], unit_title="procent", locale=locale, is_demo=is_demo))


def drawn(figure: Any) -> list[str]:
    """Every text that a figure shows."""
    texts = [mark.text for mark in figure.layout.annotations]
    for trace in figure.data:
        for value in (trace.name, trace.text, trace.hovertext, *(trace[axis] for axis in ("x", "y"))):
            many = value if isinstance(value, tuple | list) or hasattr(value, "tolist") else [value]
            texts += [SIZED.sub("", item) for item in many if isinstance(item, str)]
    texts += list(figure.layout.xaxis.ticktext or ()) + list(figure.layout.yaxis.ticktext or ())
    return texts


EVERY = {
    "trend": lambda name, locale, is_demo: trend([Line(name, TWO_SERIES)], locale=locale, is_demo=is_demo),
    "bars": lambda name, locale, is_demo: bars([name], locale=locale, is_demo=is_demo),
    "tiles": lambda name, locale, is_demo: tiles([name], locale=locale, is_demo=is_demo),
    "months": by_month,
    "map": on_map,
    "ranking": ranking,
    "funnel": funnel,
    "grid": grid,
    "spine": spine,
    "waterfall": waterfall,
}


# Every chart


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_fictional_figures_are_marked_and_real_ones_never(kind: str, language: str) -> None:
    mark = escape(Locale(language)("common.demo_mark")).replace(" – ", "<br>")
    assert drawn(EVERY[kind]("Regio", Locale(language), True)).count(mark) == 1
    assert mark not in drawn(EVERY[kind]("Regio", Locale(language), False))


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_ever_text(kind: str, name: str) -> None:
    texts = drawn(EVERY[kind](name, NL, False))
    assert not any("<" in text.replace("<b>", "").replace("</b>", "").replace("<br>", "") for text in texts)
    without_breaks = [text.replace("<br>", " ") for text in texts]
    assert any(escape(name) in text for text in without_breaks)


def test_a_unit_is_only_ever_text() -> None:
    texts = drawn(trend([Line("Regio", TWO_SERIES)], unit_title=HOSTILE[0]))
    assert escape(HOSTILE[0]) in texts


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_reads_nan(kind: str, language: str) -> None:
    figure = EVERY[kind]("Regio", Locale(language), False)
    for text in (*drawn(figure), *json.dumps(json.loads(figure.to_json())).split('"')):
        assert text.lower() not in ("nan", "none", "<na>", "nat")
        assert "nan %" not in text


@pytest.mark.parametrize(("language", "separators"), [("nl", ",."), ("en", ".,")])
def test_numbers_follow_the_language(language: str, separators: str) -> None:
    frame = figures([("s", 0, 2023, 29163, 2.29, "definitive")])
    counts, rates = (trend([Line("Nederland", frame)], column, Locale(language)) for column in ("numerator", "rate_pct"))
    assert counts.layout.separators == separators
    assert counts.data[0].text[0] == {"nl": "29.163", "en": "29,163"}[language]
    assert rates.data[0].text[0] == {"nl": "2,29\u00a0%", "en": "2.29%"}[language]
    assert rates.layout.yaxis.ticksuffix == {"nl": "\u00a0%", "en": "%"}[language]


# Trend


def test_series_and_pieces_are_never_joined() -> None:
    figure = trend([Line("Regio", TWO_SERIES)])
    assert [list(trace.x) for trace in figure.data] == [[2015, 2016, 2017, 2018], [2019], [2019, 2020]]
    assert [trace.showlegend for trace in figure.data] == [True, False, False]
    assert all(trace.connectgaps is False for trace in figure.data)


def test_a_missing_year_is_a_gap() -> None:
    figure = trend([Line("Regio", TWO_SERIES)], "rate_pct")
    assert list(figure.data[0].y) == [1.0, None, None, 1.2]
    assert list(figure.data[0].text) == ["", "", "", ""]
    assert figure.data[0].hovertext[1] == ""


def test_a_line_begins_at_its_first_figure() -> None:
    frame = figures([("s", 0, 2015, None, None, "unknown"), ("s", 0, 2016, 5, None, "definitive")])
    assert [list(trace.x) for trace in trend([Line("Regio", frame)]).data] == [[2016]]


@pytest.mark.parametrize("status", OBS_STATUSES)
def test_a_provisional_point_is_open_and_named(status: str) -> None:
    figure = trend([Line("Regio", figures([("s", 0, 2023, 5, None, status)]))])
    assert list(figure.data[0].marker.symbol) == ["circle-open" if status in OPEN_STATUSES else "circle"]
    assert NL(f"status.{status}") in figure.data[0].hovertext[0]
    assert "2023/24: 5" in figure.data[0].hovertext[0]


def test_only_the_newest_point_carries_its_number() -> None:
    figure = trend([Line("Regio", TWO_SERIES)])
    assert [text for trace in figure.data for text in trace.text if text] == ["95"]
    quiet = trend([Line("Land", TWO_SERIES, is_labelled=False)])
    assert not any(text for trace in quiet.data for text in trace.text)


def test_a_break_stands_between_the_years() -> None:
    figure = trend([Line("Regio", TWO_SERIES)], breaks=(Break(2019, 1), Break(2020, 2)))
    assert [(shape.x0, shape.x1, shape.y0, shape.y1) for shape in figure.layout.shapes] == [
        (2018.5, 2018.5, 0, 1),
        (2019.5, 2019.5, 0, 1),
    ]
    marks = {mark.text: mark.x for mark in figure.layout.annotations}
    assert (marks["(1)"], marks["(2)"]) == (2018.5, 2019.5)
    assert not trend([Line("Regio", TWO_SERIES)]).layout.shapes


def test_targets_stand_at_their_years_and_only_an_open_one_is_labelled() -> None:
    targets = (Target(2020, 20_000, "≤ 20.000", is_open=False), Target(2025, 18_000, "< 18.000"))
    trace = trend([Line("Land", TWO_SERIES)], targets=targets).data[-1]
    assert trace.name == NL("common.target")
    assert trace.mode == "markers+text"
    assert (list(trace.x), list(trace.y)) == ([2020, 2025], [20_000, 18_000])
    assert list(trace.text) == ["", "&lt; 18.000"]


def test_the_axis_begins_at_nought_and_holds_the_newest_year() -> None:
    frame = figures([("s", 0, year, 10, None, "definitive") for year in range(2001, 2024)])
    figure = trend([Line("Land", frame)], targets=(Target(2025, 1, "1"),))
    assert figure.layout.yaxis.rangemode == "tozero"
    assert len(figure.layout.xaxis.tickvals) <= 6
    assert figure.layout.xaxis.ticktext[-1] == "2025/26"
    assert figure.layout.xaxis.range[0] < 2001
    assert figure.layout.xaxis.range[1] > 2025


def test_one_name_needs_no_legend_and_two_do() -> None:
    one, two = Line("Regio", TWO_SERIES), Line("Land", TWO_SERIES, theme.MUTED, "dash")
    assert trend([one]).layout.showlegend is False
    assert trend([one, two]).layout.showlegend is True
    assert trend([one], targets=(Target(2020, 1, "1"),)).layout.showlegend is True


# Bars


def test_bars_stand_in_the_order_of_the_frame_and_skip_what_is_missing() -> None:
    frame = pd.DataFrame(
        {
            "name": ["vo", "mbo", "vavo"],
            "numerator": [5.0, None, 7.0],
            "rate_pct": 1.0,
            "obs_status": "definitive",
            "rate_digits": 2,
        }
    )
    figure = checked(bar_figure(frame, column="numerator", unit_title="vsv'ers", locale=NL, is_demo=False))
    [trace] = figure.data
    assert (list(trace.y), list(trace.x), list(trace.text)) == (["vavo", "vo"], [7.0, 5.0], ["7", "5"])
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.xaxis.range[1] > 7


def test_bars_of_nothing_still_make_a_figure() -> None:
    frame = pd.DataFrame({"name": ["vo"], "numerator": [None], "obs_status": ["unknown"], "rate_digits": [2]})
    drawn(checked(bar_figure(frame, column="numerator", unit_title="vsv'ers", locale=NL, is_demo=False)))


# Months


def test_a_hidden_month_is_marked_and_no_line_crosses_a_gap() -> None:
    figure = by_month("2022/23")
    assert [(mark.x, mark.y) for mark in figure.layout.annotations if mark.text == HIDDEN] == [(1, 0)]
    bar, line, outlook = figure.data
    assert list(bar.y) == [3.0, None, 1.0]
    assert line.connectgaps is False
    assert (outlook.y[0], outlook.error_y.array[0], outlook.error_y.arrayminus[0]) == (11.0, 1.0, 2.0)
    assert figure.layout.yaxis.range[1] > 12


def test_a_band_covers_its_months_and_carries_its_number() -> None:
    figure = by_month("2022/23")
    [band] = figure.layout.shapes
    assert (band.x0, band.x1, band.layer) == (-0.5, 1.5, "below")
    assert [mark.x for mark in figure.layout.annotations if mark.text == "(1)"] == [0.5]
    assert list(figure.layout.xaxis.ticktext) == ["aug", "sep", "okt"]


# Tiles


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_the_twelve_provinces_do_not_overlap(store: Store, dataset: str) -> None:
    frame, _ = overview.provinces(store, dataset)
    figure = checked(tile_figure(frame.assign(name=frame["tile_name_nl"]), locale=NL, is_demo=dataset == "demo"))
    boxes = [(shape.x0, shape.x1, shape.y0, shape.y1) for shape in figure.layout.shapes]
    assert len(boxes) == len(figure.data[0].text) == 12
    for index, (left, right, top, bottom) in enumerate(boxes):
        assert left < right
        assert top < bottom
        for other in boxes[:index]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top


def test_a_verdict_has_a_shape_and_words_beside_its_colour(store: Store) -> None:
    frame, _ = overview.provinces(store, "published")
    figure = checked(tile_figure(frame.assign(name=frame["tile_name_nl"]), locale=NL, is_demo=False))
    rows = zip(frame["verdict"], figure.data[0].text, figure.data[0].hovertext, strict=True)
    for verdict, text, hover in rows:
        assert VERDICT_SHAPES[verdict] in text
        assert hover.endswith(NL(f"verdict.{verdict}"))
    assert len(set(VERDICT_SHAPES.values())) == len(VERDICT_SHAPES)


def test_a_province_without_figures_says_so() -> None:
    frame = pd.DataFrame(
        {"col": [0], "row": [0], "name": ["Zeeland"], "short_name": ["Zeeland"], "rate_pct": [None], "verdict": ["not_compared"]}
    )
    figure = checked(tile_figure(frame, locale=NL, is_demo=False))
    [text] = figure.data[0].text
    assert text == f"Zeeland<br><b>{NL('common.no_data')}</b> "


# Areas side by side


def test_the_forty_regions_do_not_overlap_and_odd_rows_shift(store: Store) -> None:
    rows = store.query("tiles", tile_map="rmc").to_dict("records")
    known = [Class("none", "n", "", theme.MUTED, 0.2)]
    made = [Tile(r["col"], r["row"], r["region_code"], r["short_name"], r["narrow_name"], "1", "h", "none") for r in rows]
    figure = checked(area_map(made, known, has_shift=True, locale=NL, is_demo=False))
    boxes = [(shape.x0, shape.x1, shape.y0, shape.y1) for shape in figure.layout.shapes]
    assert len(boxes) == 40
    assert {x % 1 for x, row in zip(figure.data[0].x, rows, strict=True) if row["row"] % 2} == {0.5}
    for index, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[:index]:
            assert right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
    assert len({row["narrow_name"] for row in rows}) == 40
    assert max(len(row["narrow_name"]) for row in rows) <= 5
    assert all(
        escape(row["narrow_name"]) in text and row["short_name"] in text
        for row, text in zip(rows, figure.data[0].text, strict=True)
    )


def test_only_beyond_the_limits_has_a_colour_and_an_area_can_be_clicked() -> None:
    assert {trace.marker.color for trace in funnel("a").data[5:]} == {theme.CONTRAST, theme.MUTED}
    assert [trace.customdata[0] for trace in funnel("a").data[5:]] == ["a", "b"]
    assert grid("a").data[0].z[0][0] is not None
    assert grid("a").data[0].z[1][1] is None


# Profile and change


def test_each_line_of_a_profile_has_its_own_scale_and_nothing_is_drawn_of_what_is_hidden() -> None:
    figure = spine("Regio")
    ranges, middle, country, group, interval, area = figure.data
    assert list(ranges.x) == [0, 1, None, 0, 1, None, 0.5, 0.5, None]
    assert list(middle.x)[:2] == pytest.approx([1 / 3, 2 / 3])
    assert list(country.y) == [0, 1, 2]
    assert list(group.y) == list(area.y) == [0, 2]
    assert list(area.marker.symbol) == ["triangle-up-open", "circle"]
    # the interval is cut at the edge, and has no length where all areas are equal
    assert list(interval.x) == [pytest.approx(0.4), 1 + EDGE, None]
    assert [VERDICT_SHAPES["higher"] in text for text in figure.layout.yaxis.ticktext] == [True, False, False]


def test_the_steps_of_a_change_begin_where_the_last_one_ended() -> None:
    bars, ends = waterfall("Samenstelling").data
    assert (list(bars.base), list(bars.x)) == ([2.0, 1.5], [-0.5, 1.0])
    assert (list(ends.x), list(ends.y)) == ([2.0, 2.5], [0, 3])


def test_a_change_of_nothing_still_makes_a_figure() -> None:
    ends = ("2022/23", 2.0, "2 %"), ("2023/24", 2.0, "2 %")
    figure = checked(waterfall_figure(ends[0], [Step("a", 0, "0")], ends[1], unit_title="%", locale=NL, is_demo=False))
    low, high = figure.layout.xaxis.range
    assert low < 2 < high
