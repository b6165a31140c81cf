"""What is shown per action line: shares of one round only, series apart, gaps named, and the file for a region's report."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from vsv_metrics import loading
from vsv_metrics.indicators import action_lines, effects
from vsv_metrics.indicators.figures import figures
from vsv_metrics.schema import codes
from vsv_metrics.store import Store
from vsv_metrics.text import Locale
from vsv_metrics.web import register

TOPICS = (codes.ALL_LINES, *codes.ACTION_LINES, *codes.THEMES)
NL, EN = Locale("nl"), Locale("en")
HEADER = (
    "series_id,indicator_id,region_code,school_year,sector,measure,value,unit,missing_reason,obs_status,precision,"
    "vintage_rank,source_id"
)
SHARE = {
    "indicator_id": "new_leavers",
    "series_id": None,
    "measure": "share",
    "breakdown": None,
    "members": None,
    "within": None,
    "part": "sector=mbo",
}


def rows(*values: str) -> str:
    """Observations of the tiny store: year, sector, value or reason, round."""
    lines = []
    for text in values:
        year, sector, value, vintage = text.split()
        number, reason = ("", value) if value.isalpha() else (value, "")
        lines.append(
            f"new,new_leavers,NL,{year},{sector},numerator,{number},persons,{reason},definitive,exact,{vintage},letter\n"
        )
    return "".join(lines)


def test_a_share_is_the_part_of_its_whole(open_tiny: Callable[[str, str], Store]) -> None:
    store = open_tiny(HEADER, rows("2022 total 300 1", "2022 mbo 200 1"))
    [share] = action_lines.aspect_figures(store, "published", SHARE).to_dict("records")
    assert (share["numerator"], share["denominator"]) == (200, 300)
    assert share["rate_pct"] == pytest.approx(66.6667, abs=1e-4)
    assert share["interval_lower"] < share["rate_pct"] < share["interval_upper"]


@pytest.mark.parametrize(
    "figures_of_the_year",
    [
        ("2022 total 300 1", "2022 mbo suppressed 1"),
        ("2022 total 300 2", "2022 mbo 200 1"),
        ("2023 total 300 1", "2022 mbo 200 1"),
        ("2022 total 0 1", "2022 mbo 0 1"),
    ],
    ids=["hidden part", "another round", "another year", "of nothing"],
)
def test_there_is_no_share_where_there_may_be_none(
    open_tiny: Callable[[str, str], Store], figures_of_the_year: tuple[str, ...]
) -> None:
    store = open_tiny(HEADER, rows(*figures_of_the_year))
    [share] = action_lines.aspect_figures(store, "published", SHARE).to_dict("records")
    assert pd.isna(share["rate_pct"])
    assert pd.isna(share["missing_reason"]) == pd.notna(share["numerator"])


def test_the_share_with_a_report_is_that_of_the_store(store: Store) -> None:
    asked = {"absence_reported": ["total", "yes"]}
    counts = figures(store, "demo", regions=["RMC29"], periods=(2024, 2024), breakdowns=asked)
    leavers = dict(zip(counts["absence_reported"], counts["numerator"], strict=True))
    aspects = action_lines.aspects(store, "demo", "actieplan_line_1", "RMC29")
    [frame] = next(aspect for aspect in aspects if aspect.row["aspect"] == "absence_share").series
    [share] = frame[frame["period"] == 2024].to_dict("records")
    assert share["rate_pct"] == pytest.approx(100 * leavers["yes"] / leavers["total"])
    assert share["denominator"] == leavers["total"]


def test_every_row_of_the_table_says_what_it_means(store: Store) -> None:
    members = store.query("members")
    known = set(zip(members["breakdown"], members["code"], strict=True))
    table = store.query("line_indicators")
    assert set(table["topic"]) == set(TOPICS)
    for row in table.to_dict("records"):
        named = [tuple(pair.split("=")) for name in ("within", "part") if pd.notna(row[name]) for pair in row[name].split()]
        if pd.notna(row["members"]):
            named += [(row["breakdown"], code) for code in row["members"].split()]
        assert set(named) <= known, row["aspect"]
        assert pd.isna(row["measure"]) == pd.isna(row["indicator_id"]), row["aspect"]
        assert (row["measure"] in action_lines.SHARES) == pd.notna(row["part"]), row["aspect"]
        if pd.isna(row["indicator_id"]):
            assert not named, row["aspect"]


def test_what_is_said_to_exist_exists(store: Store) -> None:
    found = {
        (topic, str(aspect.row["aspect"]))
        for dataset in ("published", "demo")
        for topic in TOPICS
        for aspect in action_lines.aspects(store, dataset, topic, "NL")
        if aspect.series
    }
    table = store.query("line_indicators").dropna(subset=["indicator_id"])
    assert found == set(zip(table["topic"], table["aspect"], strict=True))


def test_every_topic_names_its_gaps_and_has_something_to_show(store: Store) -> None:
    for topic in (*codes.ACTION_LINES, *codes.THEMES):
        aspects = action_lines.aspects(store, "demo", topic, "NL")
        assert any(aspect.is_needed for aspect in aspects), topic
        assert not any(aspect.series for aspect in aspects if aspect.is_needed), topic


def test_each_series_stands_apart_and_a_region_without_figures_gets_the_country(store: Store) -> None:
    by_aspect = {aspect.row["aspect"]: aspect for aspect in action_lines.aspects(store, "published", "actieplan_line_2", "RMC29")}
    origin = by_aspect["origin"].series
    assert len(origin) == 3
    assert [frame["series_id"].nunique() for frame in origin] == [1, 1, 1]
    assert [int(frame["period"].max()) for frame in origin] == [2020, 2017, 2014]
    assert all((frame["region_code"] == "NL").all() for frame in origin)
    assert set(by_aspect["vulnerable"].series[0]["region_code"]) == {"RMC29"}
    of_country = {aspect.row["aspect"]: aspect for aspect in action_lines.aspects(store, "published", "actieplan_line_2", "NL")}
    assert of_country["vulnerable"].is_spread
    assert len(of_country["vulnerable"].series[0]) == 40


def test_the_report_has_every_measure_and_says_why_a_figure_is_missing(store: Store) -> None:
    report = effects.report(store, store.query("policy_measures"), "published", "RMC26")
    measures = store.query("policy_measures")
    assert set(report["measure_id"]) == set(measures.loc[measures["kind"] != "action_line", "measure_id"])
    has_figure = report["numerator"].notna() | report["rate_pct"].notna()
    assert (report["missing_reason"].notna() | has_figure).all()
    total = report[(report["topic"] == codes.ALL_LINES) & (report["measure_id"] == "actieplan_research")].set_index("period")
    assert total.loc[2020, "numerator"] == 451
    assert total.loc[2020, "series_id"] == "ocw_2019_unstated"
    assert total.loc[2023, "missing_reason"] == effects.NO_FIGURE
    of_research = report[report["measure_id"] == "actieplan_research"]
    assert effects.NO_LINE in set(of_research["missing_reason"])
    needed = report[report["aspect"] == "reports_18_plus"]
    assert set(needed["missing_reason"]) == {effects.NO_INDICATOR}
    assert set(needed["action_line"]) == {"actieplan_line_1"}


def test_a_measure_of_a_region_holds_for_that_region_only(tiny: Path, tmp_path: Path) -> None:
    file = tiny / "reference" / "policy_measure.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("region,,,,letter", "region,,,RMC14,letter"), encoding="utf-8")
    store = Store.open(loading.ensure_store(tiny, tmp_path / "own").path)
    found = [effects.measures_of(store.query("policy_measures"), code)["measure_id"].tolist() for code in ("RMC14", "PV28", "NL")]
    store.close()
    assert found == [["m1"], [], []]


@pytest.mark.parametrize(
    ("starts", "ends", "precision", "nl", "en"),
    [
        ("2023-01-01", "2027-12-31", "year", "2023–2027", "2023–2027"),
        ("2025-01-01", None, "year", "vanaf 2025", "from 2025"),
        ("2025-08-01", None, "month", "vanaf augustus 2025", "from August 2025"),
        ("2026-01-01", "2029-12-31", "day", "1 januari 2026 – 31 december 2029", "1 January 2026 – 31 December 2029"),
        (None, "2027-12-31", "year", "tot en met 2027", "up to 2027"),
        ("2024-01-01", "2024-12-31", "year", "2024", "2024"),
        (None, None, "nan", "", ""),
    ],
)
def test_a_period_is_as_exact_as_it_is_known(starts: str | None, ends: str | None, precision: str, nl: str, en: str) -> None:
    first, last = (pd.NaT if day is None else pd.Timestamp(day) for day in (starts, ends))
    assert register.period(first, last, precision, NL) == nl
    assert register.period(first, last, precision, EN) == en
