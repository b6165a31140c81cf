"""Statistics that compare areas and years: their edges, refusals and words."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from vsv_metrics.metrics.counts import Counts, counts, counts_of
from vsv_metrics.metrics.decomposition import Refusal, split_change
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.funnel import funnel
from vsv_metrics.metrics.opportunity import best_year, fewer_at, fewer_than
from vsv_metrics.metrics.poisson import poisson_interval
from vsv_metrics.metrics.ranking import ranks
from vsv_metrics.metrics.shrinkage import shrink
from vsv_metrics.metrics.similar import similar
from vsv_metrics.metrics.standardisation import against_expected
from vsv_metrics.metrics.trend import CRITICAL, Reason, trend, trends
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL

NONE = float("nan")
EDGES = {
    "one area": ([100.0], [4_000.0]),
    "two areas": ([100.0, 20.0], [4_000.0, 3_000.0]),
    "zero leavers": ([0.0] * 6, [400.0, 500.0, 600.0, 700.0, 800.0, 900.0]),
    "all equal": ([20.0] * 6, [1_000.0] * 6),
    "all masked": ([NONE] * 6, [1_000.0] * 6),
    "nobody enrolled": ([0.0] * 6, [0.0] * 6),
    "everybody left": ([7.0] * 6, [7.0] * 6),
    "some of each": ([0.0, NONE, 30.0, 0.0, 5.0, 9.0], [400.0, 500.0, 600.0, 0.0, 5.0, NONE]),
}


# Counts


def test_a_masked_count_masks_its_bounds() -> None:
    found = counts([NONE, 3, 5, 0], [400, NONE, 0, 10], [0, 0, 0, 0], [4, 4, 9, 4])
    assert list(found.known) == [False, False, False, True]
    for name in Counts.__dataclass_fields__:
        assert np.isnan(getattr(found, name)[:3]).all()


def test_counts_come_from_a_frame_with_missing_bounds() -> None:
    frame = pd.DataFrame({"numerator": [40.0, 7.0], "denominator": [1_000.0, 900.0]}, dtype="Float64")
    for name in ("numerator", "denominator"):
        frame[f"{name}_lower"] = pd.array([35.0 if name == "numerator" else 995.0, None], dtype="Float64")
        frame[f"{name}_upper"] = pd.array([45.0 if name == "numerator" else 1_005.0, None], dtype="Float64")
    found = counts_of(frame)
    assert list(found.lowest) == pytest.approx([35 / 1_005, 7 / 900])
    assert list(found.highest) == pytest.approx([45 / 995, 7 / 900])
    assert found.is_bounded
    assert not found[1:].is_bounded


# Edges


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("reference", [None, 2.0])
def test_every_edge_gives_a_code_or_nothing(name: str, reference: float | None) -> None:
    areas = counts(*EDGES[name])
    known = areas.known
    codes = {"higher", "lower", "no_clear_difference", "not_compared"}
    verdicts = funnel(areas, reference).verdicts
    assert set(verdicts) <= codes
    assert (verdicts[~known] == "not_compared").all()
    smoothed, places = shrink(areas), ranks(areas, draws=50)
    assert list(np.isnan(smoothed.rate_pct)) == list(~known)
    assert list(places["rank"].isna()) == list(~known)
    assert (places["rank_lower"].dropna() >= 1).all()
    assert (places["rank_upper"].dropna() <= known.sum()).all()
    differences, fewer = rate_difference(areas, areas), fewer_at(areas, 2.0)
    assert (differences["verdict"] == np.where(known, "no_clear_difference", "not_compared")).all()
    assert (fewer.isna().any(axis=1) == ~known).all()
    assert (best_year(areas) is None) == (not known.any())


def test_one_area_is_not_held_against_itself() -> None:
    assert list(funnel(counts([400], [4_000])).verdicts) == ["not_compared"]
    assert list(funnel(counts([400], [4_000]), 2.0).verdicts) == ["higher"]


@pytest.mark.parametrize(("count", "exposure"), [(NONE, 10), (3, NONE), (3, 0), (-1, 10)])
def test_without_count_or_exposure_there_is_no_interval(count: float, exposure: float) -> None:
    assert np.isnan(poisson_interval([count], [count], [exposure], [exposure])).all()


# Funnel


def test_areas_that_spread_widely_are_not_called_different_for_it() -> None:
    rates = np.array([1.6, 1.7, 1.8, 1.9, 2.0, 2.1, 2.2, 2.3, 2.4])
    areas = counts(rates * 1_000, [100_000] * 9)
    found = funnel(areas)
    assert found.is_adjusted
    assert set(found.verdicts) == {"no_clear_difference"}
    apart = funnel(counts([*(rates * 1_000), 6_000], [100_000] * 10), 2.0)
    assert list(apart.verdicts)[-1] == "higher"
    assert set(apart.verdicts[:-1]) == {"no_clear_difference"}


def test_areas_more_alike_than_chance_do_not_narrow_the_limits() -> None:
    same, pure = funnel(counts([200] * 9, [10_000] * 9), 2.0), funnel(counts([200], [10_000]), 2.0)
    assert same.dispersion == 0
    assert not same.is_adjusted
    pd.testing.assert_frame_equal(same.limits([5_000]), pure.limits([5_000]))


def test_limits_stay_within_nought_and_a_hundred() -> None:
    small = funnel(counts([200] * 2, [10_000] * 2), 2.0).limits([0, 10, 1e6])
    assert small.iloc[0].isna().all()
    assert small.at[1, "lower_998"] == 0
    assert (small.loc[1:] <= 100).all(axis=None)


def test_rounding_takes_a_verdict_away() -> None:
    exact, rounded = counts([244], [10_000]), counts([244], [10_000], [239], [249], [9_995], [10_005])
    assert list(funnel(exact, 2.0).verdicts) == ["higher"]
    assert list(funnel(rounded, 2.0).verdicts) == ["no_clear_difference"]
    # 7 of 100 to 111 enrolled is at least 6.306 %; the limit is 6.222 % at 105 and 6.326 % at 100
    assert list(funnel(counts([7], [105], [7], [7], [100], [111]), 2.0).verdicts) == ["no_clear_difference"]
    assert list(funnel(counts([7], [111]), 2.0).verdicts) == ["higher"]


# Ranks


def test_ranks_are_the_same_every_time() -> None:
    areas = counts([150, 420, 90, 310, 700], [9_000, 20_000, 5_000, 14_000, 26_000])
    pd.testing.assert_frame_equal(ranks(areas), ranks(areas))
    assert not ranks(areas).equals(ranks(areas, seed=1))


def test_a_masked_area_takes_no_place() -> None:
    with_masked = ranks(counts([150, NONE, 90, 310, 700, 420], [9_000, 8_000, 5_000, 14_000, 26_000, 20_000]))
    without = ranks(counts([150, 90, 310, 700, 420], [9_000, 5_000, 14_000, 26_000, 20_000]))
    assert with_masked.iloc[1].isna().all()
    pd.testing.assert_frame_equal(with_masked.drop(index=1).reset_index(drop=True), without)


def test_areas_far_apart_have_a_sure_place() -> None:
    found = ranks(counts([100, 1_000, 2_000, 3_000, 4_000], [100_000] * 5))
    assert list(found["rank"]) == list(found["rank_lower"]) == list(found["rank_upper"]) == [1, 2, 3, 4, 5]
    assert list(found["chance_lowest_fifth"]) == [1, 0, 0, 0, 0]
    assert list(found["chance_highest_fifth"]) == [0, 0, 0, 0, 1]


def test_areas_alike_may_have_any_place_and_four_have_no_fifths() -> None:
    found = ranks(counts([20] * 10, [1_000] * 10))
    assert found.drop_duplicates().to_dict("records") == [
        {"rank": 5, "rank_lower": 1, "rank_upper": 10, "chance_lowest_fifth": 0.2, "chance_highest_fifth": 0.2}
    ]
    few = ranks(counts([20, 40, 60, 80], [1_000] * 4))
    assert few[["chance_lowest_fifth", "chance_highest_fifth"]].isna().all(axis=None)


def test_rounding_makes_a_place_less_sure() -> None:
    n, d = np.array([40.0, 50, 60, 70, 80]), np.full(5, 2_000.0)
    exact, rounded = ranks(counts(n, d)), ranks(counts(n, d, n - 5, n + 5, d - 5, d + 5))
    assert (rounded["rank_upper"] - rounded["rank_lower"]).sum() >= (exact["rank_upper"] - exact["rank_lower"]).sum()
    assert not rounded.equals(exact)


# Trend


def years(*values: float, first: int = 2019, **columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"period": range(first, first + len(values)), "numerator": values, "denominator": 20_000.0})
    frame["rate_pct"] = 100 * frame["numerator"] / frame["denominator"]
    same = {"region_code": "A", "series_id": "s", "piece": 0, "missing_reason": None}
    bounds = dict.fromkeys(["numerator_lower", "numerator_upper", "denominator_lower", "denominator_upper"])
    return frame.assign(**(bounds | same | columns))


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ((400, 450, 500, 550, 600), "rising"),
        ((600, 550, 500, 450, 400), "falling"),
        ((400, 410, 400, 410, 400), "no_clear_change"),
        # only the last year moves: without it the line is level or turns
        ((500, 499, 498, 501, 700), "no_clear_change"),
        ((500, 500, 500, 500, 500), "no_clear_change"),
    ],
)
def test_a_trend_is_named_only_when_it_stands_out(values: tuple[float, ...], label: str) -> None:
    [found] = trends(years(*values)).to_dict("records")
    assert (found["label"], found["reason"]) == (label, None)
    assert (found["first_period"], found["last_period"]) == (2019, 2023)


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (years(400, 500), "too_few_points"),
        (pd.concat([years(700, 650, piece=0, first=2018), years(600, 550, 500, 450, piece=1, first=2020)]), "break"),
        (pd.concat([years(700, 650, series_id="r", first=2018), years(600, 550, first=2020)]), "break"),
        (years(600, 550, 500, 450, 400, 350).drop(index=3), "missing"),
        (years(600, 550, 0, 450, 400), "zero"),
        (years(600, 550, NONE, 450, 400, missing_reason=[None, None, "suppressed", None, None]), "masked"),
        (years(600, 550, NONE, 450, 400), "missing"),
        (years(600, 550, 500, 450, 400).assign(numerator=NONE), "no_counts"),
    ],
)
def test_a_trend_that_cannot_be_determined_says_why(frame: pd.DataFrame, reason: Reason) -> None:
    [found] = trends(frame).to_dict("records")
    assert (found["label"], found["reason"]) == ("cannot_be_determined", reason)
    assert np.isnan([found["chi_square"], found["dispersion"], found["p_value"]]).all()


def test_each_area_has_its_own_trend_in_order_of_appearance() -> None:
    frame = pd.concat([years(600, 550, 500, 450, 400, region_code="B"), years(4, 5, region_code="A")])
    found = trends(frame)
    assert list(found["region_code"]) == ["B", "A"]
    assert list(found["label"]) == ["falling", "cannot_be_determined"]
    assert trends(frame.iloc[:0]).empty


def test_rounding_takes_a_trend_away() -> None:
    exact = years(40, 50, 60, 70, 80, denominator=2_000.0)
    rounded = exact.assign(numerator_lower=exact["numerator"] - 5, numerator_upper=exact["numerator"] + 5)
    assert list(trends(exact)["label"]) == ["rising"]
    assert list(trends(rounded)["label"]) == ["no_clear_change"]
    assert list(trends(exact.assign(numerator=exact["numerator"].to_numpy()[::-1]))["label"]) == ["falling"]


def test_a_year_out_of_step_is_spread_and_no_trend() -> None:
    steady = counts(np.array([[400, 440, 480, 520, 560]]), np.full((1, 5), 20_000))
    unsteady = counts(np.array([[300, 540, 480, 420, 660]]), np.full((1, 5), 20_000))
    [one], [other] = trend(steady).to_dict("records"), trend(unsteady).to_dict("records")
    assert (one["label"], other["label"]) == ("rising", "no_clear_change")
    assert one["dispersion"] < 1 < other["dispersion"]


def test_a_trend_that_hangs_on_one_year_is_none() -> None:
    leavers, enrolled = [[22, 745, 94, 59, 435]], [[1_163, 39_779, 3_860, 4_430, 8_897]]
    [found] = trend(counts(np.array(leavers), np.array(enrolled))).to_dict("records")
    assert found["chi_square"] > CRITICAL
    assert found["label"] == "no_clear_change"


# Split of a change


def groups(sizes: list[float], leavers: list[float], **columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"level": ["mbo1", "mbo2", "mbo3"], "numerator": leavers, "denominator": sizes})
    same = {"dataset": "demo", "series_id": "s", "indicator_id": "i", "piece": 0, "region_code": "A", "coverage": "whole"}
    bounds = dict.fromkeys(["numerator_lower", "numerator_upper", "denominator_lower", "denominator_upper", "missing_reason"])
    others = {name: TOTAL for name in BREAKDOWNS if name != "level"}
    return frame.assign(**(same | bounds | others | columns))


BEFORE, AFTER = groups([100, 300, 600], [20, 30, 24]), groups([200, 300, 500], [40, 30, 20])


def test_a_shift_to_groups_with_high_rates_is_composition() -> None:
    found = split_change(BEFORE, AFTER, ["level"])
    assert (found.before_pct, found.after_pct, found.refusal) == (pytest.approx(7.4), pytest.approx(9.0), None)
    assert (found.composition, found.rates) == (pytest.approx(1.6), pytest.approx(0))
    assert found.composition_bounds == pytest.approx((found.composition,) * 2)
    assert list(found.groups["level"]) == ["mbo1", "mbo2", "mbo3"]
    assert list(found.groups["composition"]) == pytest.approx([2, 0, -0.4])


def test_a_group_that_comes_in_is_composition() -> None:
    found = split_change(groups([0, 300, 700], [0, 30, 28]), groups([100, 300, 600], [20, 30, 24]), ["level"])
    assert (found.rates, found.difference) == (pytest.approx(0), pytest.approx(1.6))
    assert np.isnan(found.groups["before_pct"][0])


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        (AFTER.assign(series_id="t"), "other_series"),
        (AFTER.assign(dataset="local"), "other_series"),
        (AFTER.assign(piece=1), "break"),
        (AFTER.assign(region_code="B"), "other_area"),
        (AFTER.assign(coverage="institution"), "other_area"),
        (AFTER.assign(sector="mbo"), "other_breakdown"),
        (AFTER.assign(numerator=[40, NONE, 20], missing_reason=["", "suppressed", ""]), "masked"),
        (AFTER.assign(denominator=[200, NONE, 500]), "missing"),
        (AFTER.iloc[:2], "missing_group"),
        (pd.concat([AFTER, AFTER.iloc[:1]]), "missing_group"),
        (AFTER.iloc[:0], "missing"),
        (AFTER.assign(numerator=0.0, denominator=0.0), "nobody"),
    ],
)
def test_a_split_that_cannot_be_made_says_why(other: pd.DataFrame, refusal: Refusal) -> None:
    for found in (split_change(BEFORE, other, ["level"]), split_change(other, BEFORE, ["level"])):
        assert found.refusal == refusal
        assert np.isnan([found.composition, found.rates, found.difference, found.before_pct, *found.rates_bounds]).all()


# Expected


def test_a_masked_group_leaves_an_area_without_an_expectation() -> None:
    found = against_expected([30, 30, 30], np.array([[1_000, 500], [NONE, 500], [1_000, 0]]), [2, NONE])
    assert found["verdict"].tolist() == ["not_compared", "not_compared", "no_clear_difference"]
    assert found["expected"].isna().tolist() == [True, True, False]
    assert found.loc[:1, ["ratio", "ratio_lower", "ratio_upper"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("leavers", "verdict"),
    [(0, "lower"), (70, "lower"), (71, "no_clear_difference"), (132, "no_clear_difference"), (133, "higher")],
)
def test_more_or_fewer_than_expected_needs_the_998_limits(leavers: float, verdict: str) -> None:
    # 100 expected; Poisson: P(X <= 70) = 0.00097, P(X <= 71) = 0.00141, P(X >= 132) = 0.00127, P(X >= 133) = 0.00094
    [found] = against_expected([leavers], np.array([[5_000]]), [2]).to_dict("records")
    assert found["verdict"] == verdict


def test_nobody_expected_is_not_compared() -> None:
    found = against_expected([0, 3, NONE], np.array([[0], [50], [50]]), [0.0])
    assert set(found["verdict"]) == {"not_compared"}


# Own-size opportunity


def test_fewer_leavers_are_counted_at_the_areas_own_size() -> None:
    found = fewer_at(counts([300, 100], [10_000, 10_000]), 2.0)
    assert list(found["fewer"]) == pytest.approx([100, 0])
    [own, none] = found.to_dict("records")
    assert own["fewer_lower"] < 100 < own["fewer_upper"]
    assert none["fewer_upper"] == 0


def test_a_reference_that_moves_by_chance_widens_the_interval() -> None:
    area = counts([300], [10_000])
    [fixed] = fewer_at(area, 2.0).to_dict("records")
    [moving] = fewer_than(area, counts([200], [10_000])).to_dict("records")
    assert moving["fewer"] == pytest.approx(fixed["fewer"])
    assert moving["fewer_lower"] < fixed["fewer_lower"]
    assert best_year(counts([300, 180, NONE], [10_000] * 3)) == 1


# Similar areas


TRAITS = pd.DataFrame(
    {"size": [1.0, 2.0, 3.0, 10.0, 2.0], "level": [0.5, 0.5, 0.4, 0.5, None], "same": [7.0] * 5}, index=["A", "B", "C", "D", "E"]
)


def test_the_nearest_area_comes_first() -> None:
    found = similar(TRAITS, "A")
    assert list(found["region_code"]) == ["B", "C", "D"]
    assert found["distance"].is_monotonic_increasing
    assert list(similar(TRAITS, "A", 1)["region_code"]) == ["B"]
    # one trait: sizes 1 2 3 10, standard deviation sqrt(12.5)
    alone = similar(TRAITS[["size"]].drop(index="E"), "A")
    assert list(alone["distance"]) == pytest.approx([1 / 12.5**0.5, 2 / 12.5**0.5, 9 / 12.5**0.5])


@pytest.mark.parametrize("code", ["E", "Z"])
def test_an_area_without_its_traits_resembles_none(code: str) -> None:
    assert similar(TRAITS, code).empty


def test_areas_alike_lie_at_nought_in_order_of_code() -> None:
    found = similar(pd.DataFrame({"size": [1.0] * 3}, index=["C", "A", "B"]), "B")
    assert found.to_dict("list") == {"region_code": ["A", "C"], "distance": [0, 0]}
    assert similar(pd.DataFrame({"size": [1.0]}, index=["A"]), "A").empty
