"""How often intervals hold the truth and verdicts are false, by drawing with a seed; and classes and limits for any values."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from vsv_metrics.metrics.classes import MOST, classes_of
from vsv_metrics.metrics.counts import counts
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.funnel import funnel
from vsv_metrics.metrics.opportunity import best_year, fewer_at, fewer_than
from vsv_metrics.metrics.ranking import ranks
from vsv_metrics.metrics.shrinkage import shrink
from vsv_metrics.metrics.standardisation import against_expected

FEW = settings(max_examples=60, deadline=None)
TRIES = 20_000


def drawn(seed: int, enrolled: int, rate: float, tries: int = TRIES) -> tuple[np.ndarray, np.ndarray]:
    return np.random.default_rng(seed).binomial(enrolled, rate, tries).astype(float), np.full(tries, float(enrolled))


def test_the_interval_of_a_difference_holds_the_true_one_as_often_as_it_says() -> None:
    for size, now_rate, before_rate in ((400, 0.02, 0.03), (4_000, 0.02, 0.02), (40_000, 0.05, 0.01)):
        now, before = counts(*drawn(1, size, now_rate)), counts(*drawn(2, size, before_rate))
        found = rate_difference(now, before)
        true = 100 * (now_rate - before_rate)
        covered = ((found["difference_lower"] <= true) & (true <= found["difference_upper"])).mean()
        assert 0.94 <= covered <= 0.98
        if now_rate == before_rate:
            assert (found["verdict"] != "no_clear_difference").mean() < 0.004


def test_fewer_at_another_rate_holds_the_true_number_as_often_as_it_says() -> None:
    size, own, other = 5_000, 0.03, 0.02
    fixed = fewer_at(counts(*drawn(3, size, own)), 100 * other)
    moving = fewer_than(counts(*drawn(3, size, own)), counts(*drawn(4, size, other)))
    for found in (fixed, moving):
        true = size * (own - other)
        assert 0.94 <= ((found["fewer_lower"] <= true) & (true <= found["fewer_upper"])).mean() <= 0.97


def test_an_area_that_is_as_expected_is_seldom_called_otherwise() -> None:
    sizes, rates = np.array([6_000.0, 2_000.0]), np.array([1.0, 6.0])
    leavers = np.random.default_rng(5).poisson((sizes * rates / 100).sum(), 4_000)
    found = against_expected(leavers, np.tile(sizes, (len(leavers), 1)), rates)
    assert ((found["ratio_lower"] <= 1) & (found["ratio_upper"] >= 1)).mean() >= 0.95
    assert (found["verdict"] != "no_clear_difference").mean() <= 0.002 + 0.002


def test_smoothed_rates_lie_nearer_the_truth_than_rates_of_small_areas() -> None:
    rng = np.random.default_rng(6)
    enrolled = rng.integers(200, 2_000, 60)
    errors = {"own": 0.0, "smoothed": 0.0}
    for _ in range(100):
        true = 0.02 * np.exp(rng.normal(0, 0.2, 60))
        found = counts(rng.binomial(enrolled, true), enrolled)
        errors["own"] += ((found.rate - true) ** 2).mean()
        errors["smoothed"] += ((shrink(found).rate_pct / 100 - true) ** 2).mean()
    assert errors["smoothed"] < 0.6 * errors["own"]


def test_a_chance_of_the_lowest_fifth_comes_true_as_often_as_it_says() -> None:
    rng = np.random.default_rng(7)
    enrolled = rng.integers(5_000, 40_000, 20)
    said, true = [], []
    for _ in range(60):
        rates = 0.02 * np.exp(rng.normal(0, 0.15, 20))
        said.append(ranks(counts(rng.binomial(enrolled, rates), enrolled), draws=200)["chance_lowest_fifth"].to_numpy())
        true.append(np.argsort(np.argsort(rates)) < 4)
    chances, hits = np.concatenate(said), np.concatenate(true)
    for low, high in ((0.2, 0.5), (0.5, 0.8), (0.8, 1.01)):
        within = (chances >= low) & (chances < high)
        assert within.sum() > 50
        assert abs(hits[within].mean() - chances[within].mean()) < 0.12


@FEW
@given(st.lists(st.one_of(st.floats(0, 100), st.just(float("nan"))), min_size=1, max_size=40))
def test_classes_hold_their_values_in_order(values: list[float]) -> None:
    bounds, places = classes_of(values)
    known = [(value, place) for value, place in zip(values, places, strict=True) if place is not None]
    assert [place is None for place in places] == [np.isnan(value) for value in values]
    assert len(bounds) <= MOST + 1
    for value, place in known:
        assert bounds[place] - 1e-6 <= value <= bounds[place + 1] + 1e-6
    assert all(one[1] <= other[1] for one in known for other in known if one[0] < other[0])


@FEW
@given(st.lists(st.tuples(st.integers(1, 90_000), st.floats(0, 0.3)), min_size=5, max_size=15), st.floats(0.1, 20))
def test_a_verdict_is_what_lies_outside_the_limits_that_are_drawn(areas: list[tuple[int, float]], reference: float) -> None:
    enrolled = np.array([size for size, _ in areas], dtype=float)
    found = counts(np.floor(enrolled * [rate for _, rate in areas]), enrolled)
    plot = funnel(found, reference)
    limits = plot.limits(enrolled)
    for rate, low, high, verdict in zip(100 * found.rate, limits["lower_998"], limits["upper_998"], plot.verdicts, strict=True):
        if verdict == "higher":
            assert rate > high - 1e-9
        elif verdict == "lower":
            assert rate < low + 1e-9
        else:
            assert low - 1e-9 <= rate <= high + 1e-9


@FEW
@given(st.lists(st.tuples(st.integers(0, 400), st.one_of(st.just(0), st.integers(400, 9_000))), min_size=1, max_size=13))
def test_no_year_is_better_than_the_best(years: list[tuple[int, int]]) -> None:
    line = counts([n for n, _ in years], [d for _, d in years])
    best = best_year(line)
    assert (best is None) == (not line.known.any())
    if best is not None:
        assert (line.rate[line.known] >= line.rate[best]).all()
        assert (fewer_than(line[[best]], line[[best]])["fewer"] == 0).all()
