"""The statistics: intervals, verdicts, changes and remainders on plain numbers."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from vsv_metrics.metrics.benchmark import against_reference
from vsv_metrics.metrics.change import Change, Refusal, change
from vsv_metrics.metrics.intervals import rate_interval
from vsv_metrics.metrics.remainder import remainder
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL

FIGURE = {
    "dataset": "published",
    "series_id": "ocw_national",
    "indicator_id": "new_leavers",
    "piece": 0,
    "region_code": "NL",
    "period_type": "school_year",
    "coverage": "whole",
    "numerator": 200.0,
    "rate_pct": 2.0,
    **dict.fromkeys(BREAKDOWNS, TOTAL),
}


def interval(n: float, d: float, *bounds: float) -> tuple[float, float]:
    values = (n, d, *(bounds or (np.nan,) * 4))
    frame = rate_interval(*(pd.Series([value], dtype="float64") for value in values))
    low, high = frame[["interval_lower", "interval_upper"]].to_numpy(dtype=float)[0]
    return float(low), float(high)


# Interval


@pytest.mark.parametrize(
    ("n", "d", "low", "high"),
    [
        # statsmodels 0.15 proportion_confint(15, 400, 0.05, "wilson"), equal to PHEindicatormethods
        (15, 400, 2.2855, 6.0943),
        # Newcombe, R. G. (1998), Statistics in Medicine 17: 857-872, table I, method 3
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0.0, 16.11),
        (1, 29, 0.61, 17.18),
    ],
)
def test_the_interval_is_that_of_wilson(n: int, d: int, low: float, high: float) -> None:
    assert interval(n, d) == pytest.approx((low, high), abs=0.0001 if d == 400 else 0.006)


def test_nobody_and_everybody_stay_within_nought_and_a_hundred() -> None:
    assert interval(0, 400)[0] == pytest.approx(0, abs=1e-12)
    assert interval(400, 400)[1] == pytest.approx(100)


@pytest.mark.parametrize(("n", "d"), [(15, np.nan), (np.nan, 400), (np.nan, np.nan), (0, 0), (5, 0)])
def test_without_both_counts_there_is_no_interval(n: float, d: float) -> None:
    assert all(np.isnan(limit) for limit in interval(n, d))


def test_a_known_bound_does_not_replace_a_missing_count() -> None:
    assert all(np.isnan(limit) for limit in interval(np.nan, 400, 1, 4, np.nan, np.nan))
    assert all(np.isnan(limit) for limit in interval(15, np.nan, np.nan, np.nan, 395, 405))


def test_the_interval_is_that_of_another_library_everywhere() -> None:
    totals = np.array([1, 7, 60, 400, 73_651, 1_271_820], dtype=float)
    counts = np.concatenate([np.floor(share * totals) for share in (0, 0.001, 0.02, 0.5, 0.98, 1)])
    n, d = pd.Series(counts), pd.Series(np.tile(totals, 6))
    none = pd.Series(np.nan, n.index)
    found = rate_interval(n, d, none, none, none, none)
    low, high = proportion_confint(n, d, alpha=0.05, method="wilson")
    np.testing.assert_allclose(found["interval_lower"], 100 * low, atol=1e-6)
    np.testing.assert_allclose(found["interval_upper"], 100 * high, atol=1e-6)


def test_rounding_widens_the_interval_on_both_sides() -> None:
    exact, rounded = interval(150, 4000), interval(150, 4000, 145, 155, 3995, 4005)
    assert rounded[0] < exact[0] < exact[1] < rounded[1]


def test_intervals_stand_at_the_rows_of_their_figures() -> None:
    index = [7, 3]
    n, d, none = pd.Series([15.0, 1.0], index), pd.Series([400.0, np.nan], index), pd.Series([np.nan, np.nan], index)
    frame = rate_interval(n, d, none, none, none, none)
    assert list(frame.index) == index
    assert frame.at[7, "interval_lower"] == pytest.approx(2.2855, abs=0.0001)
    assert frame.loc[[3]].isna().all(axis=None)


# Verdict


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        # limits around 2 % at n = 10,000: 2 ± 100 * 3.090232 * sqrt(0.02 * 0.98 / 10000) = 1.5674 and 2.4326 %
        ((244, 244, 10_000, 10_000), "higher"),
        ((243, 243, 10_000, 10_000), "no_clear_difference"),
        ((200, 200, 10_000, 10_000), "no_clear_difference"),
        ((157, 157, 10_000, 10_000), "no_clear_difference"),
        ((156, 156, 10_000, 10_000), "lower"),
        ((243, 245, 10_000, 10_000), "no_clear_difference"),
        ((155, 157, 10_000, 10_000), "no_clear_difference"),
        ((0, 0, 0, 0), "not_compared"),
        ((np.nan, 244, 10_000, 10_000), "not_compared"),
        ((244, 244, np.nan, 10_000), "not_compared"),
        ((244, 244, 10_000, np.nan), "not_compared"),
    ],
)
def test_a_verdict_needs_the_998_limits(numbers: tuple[float, float, float, float], verdict: str) -> None:
    assert against_reference(*numbers, 2.0) == verdict


def test_without_a_reference_nothing_is_compared() -> None:
    assert against_reference(244, 244, 10_000, 10_000, float("nan")) == "not_compared"


# Change


def test_a_change_is_a_difference_and_its_share_of_the_figure_before() -> None:
    assert change(FIGURE | {"numerator": 150.0}, FIGURE) == Change(-50.0, -25.0, None)
    assert change(FIGURE | {"rate_pct": 2.5}, FIGURE, "rate_pct") == Change(0.5, 25.0, None)


def test_a_change_from_nobody_has_no_share() -> None:
    assert change(FIGURE, FIGURE | {"numerator": 0.0}) == Change(200.0, None, None)


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"series_id": "cbs_vsv"}, "other_series"),
        ({"dataset": "demo"}, "other_series"),
        ({"indicator_id": "vulnerable_position"}, "other_series"),
        ({"piece": 1}, "break"),
        ({"region_code": "RMC29"}, "other_area"),
        ({"coverage": "institution"}, "other_area"),
        ({"sector": "mbo"}, "other_breakdown"),
        ({"age_group": "lt18"}, "other_breakdown"),
        ({"numerator": None}, "missing"),
        ({"numerator": float("nan")}, "missing"),
    ],
)
def test_a_refused_change_has_no_number(other: dict, refusal: Refusal) -> None:
    for found in (change(FIGURE, FIGURE | other), change(FIGURE | other, FIGURE)):
        assert found == Change(None, None, refusal)


# Remainder

COLUMNS = ["series_id", "piece", "period", "vintage_rank", "numerator"]


def frame(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_what_is_left_is_the_total_without_the_part() -> None:
    left = remainder(frame(("s", 0, 2023, 1, 100), ("s", 0, 2022, 2, 90)), frame(("s", 0, 2022, 2, 60), ("s", 0, 2023, 1, 70)))
    assert left.to_dict("list") == {"period": [2022, 2023], "numerator": [30, 30]}


@pytest.mark.parametrize("column", ["series_id", "piece", "period", "vintage_rank"])
def test_figures_that_do_not_belong_together_leave_nothing(column: str) -> None:
    total = frame(("s", 0, 2022, 1, 100))
    part = frame(("s", 0, 2022, 1, 60)).assign(**{column: "t" if column == "series_id" else 9})
    assert remainder(total, part).empty


@pytest.mark.parametrize(("total", "part"), [(np.nan, 60), (100, np.nan)])
def test_a_missing_count_leaves_nothing(total: float, part: float) -> None:
    assert remainder(frame(("s", 0, 2022, 1, total)), frame(("s", 0, 2022, 1, part))).empty
