"""Doel from the store: what counts as comparable, where paths begin and end, one area as arithmetic, and what is refused."""

import pandas as pd
import pytest

from vsv_metrics import loading, paths
from vsv_metrics.delivery import origin
from vsv_metrics.export.table import download_table
from vsv_metrics.indicators import overview, target, target_area
from vsv_metrics.indicators.target import GEOMETRIC, KINDS, LINEAR, OBSERVED, PROJECTED, Course
from vsv_metrics.indicators.target_area import AreaExample, Span, area_example
from vsv_metrics.metrics.projection import FEWEST_DIFFERENCES
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale

# OCW, new leavers of the country: 2019/20 rounded, later years exact, 2022/23 revised, 2023/24 provisional.
OCW = {2019: 23_000, 2020: 24_385, 2021: 30_242, 2022: 29_701, 2023: 29_163}


def course(store: Store, dataset: str = "published", value: float = 18_000, year: int = 2025, start: int | None = None) -> Course:
    found = target.course(store, dataset, value, year, start)
    assert found is not None
    return found


def example(store: Store, code: str, dataset: str = "published", start: int | None = None) -> AreaExample:
    found = course(store, dataset, start=start)
    assert found.required is not None
    return area_example(store, dataset, code, found, found.required)


# The country


def test_only_the_series_of_the_target_is_comparable(store: Store) -> None:
    frame = target.comparable(store, "published")
    assert dict(zip(frame["period"], frame["numerator"], strict=True)) == OCW
    assert set(frame["series_id"]) == {"ocw_national"}
    assert set(frame["sector"]) == {"total"}


def test_what_can_be_chosen(store: Store) -> None:
    found = target.setting(store, "published")
    assert found is not None
    assert found.readings == (2025, 2026)
    assert found.starts == tuple(sorted(OCW, reverse=True))


def test_the_limit_is_that_of_the_headline(store: Store) -> None:
    headline, found = overview.headline(store, "published"), course(store)
    assert headline is not None
    assert found.required is not None
    assert found.required.fewer == headline.reduction_needed == 11_164
    assert found.most == 17_999


@pytest.mark.parametrize(
    ("start", "year", "persons", "growth"),
    [
        (None, 2025, 5_582.00, -21.44),
        (None, 2026, 3_721.33, -14.86),
        (2022, 2025, 3_900.67, -15.38),
        (2021, 2025, 3_060.75, -12.17),
        (2021, 2026, 2_448.60, -9.86),
    ],
)
def test_what_is_required_a_year(store: Store, start: int | None, year: int, persons: float, growth: float) -> None:
    """Reckoned by hand from the counts above to 17,999."""
    found = course(store, start=start, year=year)
    assert found.required is not None
    assert found.required.fewer_per_year == pytest.approx(persons, abs=0.005)
    assert found.required.growth_pct == pytest.approx(growth, abs=0.005)
    assert found.linear[-1] == found.geometric[-1] == (year, 17_999)
    assert found.linear[0] == (start or 2023, OCW[start or 2023])


@pytest.mark.parametrize(("start", "base"), [(None, 2021), (2022, 2022), (2020, 2020)])
def test_the_pace_is_measured_from_the_start_or_from_the_year_of_the_target(store: Store, start: int | None, base: int) -> None:
    found = course(store, start=start)
    assert found.base is not None
    assert found.base["period"] == base
    assert found.progress is not None
    assert (found.progress.label == "away") == (base == 2020)


def test_too_few_comparable_years_and_a_rounded_one_give_no_projection(store: Store) -> None:
    found = course(store)
    assert found.projected == ()
    assert found.exact_years == (2020, 2021, 2022, 2023)
    assert [row["period"] for row in found.inexact] == [2019]
    assert target.mbo_differences(store, "published") == 6


def test_fictional_years_are_enough_for_a_projection(store: Store) -> None:
    found = course(store, "demo")
    assert len(found.exact_years) > FEWEST_DIFFERENCES
    assert [row.period for row in found.projected] == [2025, 2026, 2027]


def test_a_break_in_the_series_ends_what_may_be_compared(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    totals = overview.national(store, "demo")
    totals.loc[totals["period"] >= 2022, "piece"] = 1
    monkeypatch.setattr(target, "national", lambda *_: totals)
    found = course(store, "demo")
    assert list(found.observed["period"]) == [2022, 2023, 2024]
    assert (found.projected, found.base is not None and found.base["period"]) == ((), 2022)


@pytest.mark.parametrize(("count", "outcome"), [(17_999, "met"), (18_000, "missed")])
def test_the_year_of_the_target_decides(store: Store, monkeypatch: pytest.MonkeyPatch, count: int, outcome: str) -> None:
    totals = overview.national(store, "demo")
    totals.loc[totals["period"] == 2024, ["period", "numerator"]] = [2025, count]
    monkeypatch.setattr(target, "national", lambda *_: totals)
    found = course(store, "demo")
    assert (found.outcome, int(found.start["period"])) == (outcome, 2023)
    assert course(store, "demo", year=2026).outcome is None


def test_a_target_above_the_figure_draws_no_path(store: Store) -> None:
    found = course(store, value=40_000)
    assert (found.linear, found.geometric) == ((), ())
    assert found.progress is not None
    assert found.progress.label == "undefined"


def test_without_national_figures_there_is_no_course(store: Store) -> None:
    assert target.setting(store, "local") is None
    assert target.course(store, "local", 18_000, 2025) is None


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_the_table_says_what_was_observed_and_what_was_reckoned(store: Store, dataset: str) -> None:
    found = course(store, dataset, start=2021)
    frame = target.rows(found)
    assert set(frame["kind"]) == (set(KINDS) if dataset == "demo" else {OBSERVED, LINEAR, GEOMETRIC})
    observed, reckoned = frame[frame["kind"] == OBSERVED], frame[frame["kind"] != OBSERVED]
    pd.testing.assert_series_equal(observed["numerator"], found.observed["numerator"])
    assert not reckoned.duplicated(["kind", "period"]).any()
    assert reckoned["obs_status"].isna().all()
    assert set(reckoned["precision"]) == {"derived"}
    assert frame["projected_lower"].notna().equals(frame["kind"] == PROJECTED)
    for language in LANGUAGES:
        table = download_table(frame, origin(store, "/doel"), Locale(language)).to_pandas()
        assert list(table["kind"]) == list(frame["kind"])
        assert table["source_title"].notna().all()


def test_earlier_targets_stand_beside_the_figure_of_their_year(store: Store) -> None:
    found = {item.target["target_id"]: (item.target["outcome"], item.figure) for item in target.earlier(store)}
    assert list(found) == ["t2010", "t2016", "t2021", "t2024"]
    counts = {code: None if figure is None else (figure["numerator"], figure["series_id"]) for code, (_, figure) in found.items()}
    assert counts["t2016"] == (22_948, "ocw_2012")
    assert counts["t2024"] == (29_163, "ocw_national")
    for item in target.earlier(store):
        assert item.figure is not None
        assert (item.figure["numerator"] <= item.target["target_value"]) == (item.target["outcome"] == "met")


# One area


def test_the_national_factor_is_applied_to_the_own_count_with_its_rounding(store: Store) -> None:
    """CBS, Zuid-Holland 2023/24: 7,470 ± 5; 7,470 × 17,999/29,163 = 4,610.4; 2,859.6 fewer in two years."""
    made = example(store, "PV28")
    [one] = made.examples
    assert (one.figure["series_id"], made.refusal) == ("cbs_vsv", None)
    assert one.count == Span(7_470, 7_465, 7_475)
    assert one.needed.value == pytest.approx(4_610.38, abs=0.005)
    assert (one.needed.lower, one.needed.upper) == (pytest.approx(4_607.29, abs=0.005), pytest.approx(4_613.47, abs=0.005))
    assert one.fewer_per_year.value == pytest.approx(1_429.81, abs=0.005)
    last = one.rows.iloc[-1]
    assert (last["kind"], last["period"], last["series_id"], last["numerator"]) == ("example", 2025, "cbs_vsv", one.needed.value)
    assert (last["numerator_lower"], last["numerator_upper"]) == (one.needed.lower, one.needed.upper)
    assert set(one.rows["kind"].iloc[:-1]) == {"observed"}


@pytest.mark.parametrize(
    ("code", "start", "refusal", "usable"),
    [
        ("RMC26", None, "other_years", (2020, 2019)),
        ("RMC26", 2020, None, (2019,)),
        ("RMC29", None, "other_years", ()),
        ("RMC30", None, "no_figures", ()),
        ("RMC14", None, "no_count", ()),
        ("PV28", 2021, "other_years", (2023, 2022, 2019)),
    ],
)
def test_an_area_without_a_count_of_the_start_year_is_refused(
    store: Store, code: str, start: int | None, refusal: str | None, usable: tuple[int, ...]
) -> None:
    made = example(store, code, start=start)
    assert (made.refusal, made.usable) == (refusal, usable)
    assert bool(made.examples) == (refusal is None)


def test_every_region_and_province_has_an_example_in_the_fictional_figures(store: Store) -> None:
    regions = store.query("regions", levels=["rmc", "province"], year=2024)
    for code in regions["region_code"]:
        [one] = example(store, code, "demo").examples
        assert one.needed.value < one.count.value, code


def test_own_figures_follow_the_national_factor_or_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "schooljaar;regio;deelnemers;vsv\n2023-2024;RMC29;1000;40\n2023-2024;RMC30;1000;<5\n"
    reading = read_own("regio.csv", table.encode(), loading.read_reference(paths.data_dir()))
    own, found = loading.session_store(reading.frame, paths.data_dir()), course(store)
    assert found.required is not None
    made, hidden = (area_example(own, "local", code, found, found.required) for code in ("RMC29", "RMC30"))
    assert [round(one.needed.value, 1) for one in made.examples] == [24.7]
    assert (hidden.examples, hidden.refusal) == ((), "suppressed")
    monkeypatch.setattr(target_area, "NOT_FINAL", ("own_figures",))
    assert area_example(own, "local", "RMC29", found, found.required).refusal == "not_final"
    own.close()
