"""Paths to a target, the pace towards it, and projections: worked-out values, undefined cases, and coverage by simulation."""

import math

import numpy as np
import pytest

from vsv_metrics.metrics.projection import FEWEST_DIFFERENCES, FURTHEST, projection, run_of_years
from vsv_metrics.metrics.target import geometric_path, growth_pct, limit, linear_path, progress, required

# 30,246 new leavers in 2022/23 (letter of 4 March 2024), target 18,000: worked out apart from the code.
START, TARGET = 30_246, 18_000


@pytest.mark.parametrize(("steps", "growth", "persons"), [(3, -15.89, 4_082), (4, -12.17, 3_061.5)])
def test_what_the_target_asks_a_year(steps: int, growth: float, persons: float) -> None:
    found = required(START, TARGET, steps)
    assert found is not None
    assert found.growth_pct == pytest.approx(growth, abs=0.005)
    assert found.fewer_per_year == pytest.approx(persons, abs=0.05)
    assert (found.start, found.end, found.fewer) == (START, TARGET, 12_246)


def test_fewer_than_is_one_less_at_most() -> None:
    assert (limit(18_000, True), limit(18_000, False)) == (17_999, 18_000)


def test_a_start_that_meets_the_target_asks_for_nothing() -> None:
    found = required(17_000, 17_999, 3)
    assert found is not None
    assert (found.fewer, found.fewer_per_year, found.growth_pct, found.end) == (0, 0, 0, 17_000)


@pytest.mark.parametrize(("start", "end", "steps"), [(100, 50, 0), (100, 50, -1), (0, 0, 2), (math.nan, 50, 2)])
def test_a_path_that_does_not_exist_is_none(start: float, end: float, steps: int) -> None:
    assert required(start, end, steps) is None
    assert growth_pct(start, end, steps) is None


def test_both_paths_year_by_year() -> None:
    assert linear_path(29_163, 17_999, 2) == (29_163, 23_581, 17_999)
    assert [round(value) for value in geometric_path(29_163, 17_999, 2)] == [29_163, 22_911, 17_999]


@pytest.mark.parametrize(
    ("current", "label"),
    [(80, "enough"), (81, "enough"), (81.1, "nearly"), (88, "nearly"), (88.1, "too_slow"), (100, "too_slow"), (100.1, "away")],
)
def test_the_label_is_cut_at_95_60_and_0_per_cent(current: float, label: str) -> None:
    """One year of one, so that growth is linear: from 100 to 80 is -20 %, 95 % of that is -19 %, 60 % is -12 %."""
    assert progress(100, current, 1, 80, 1).label == label


def test_the_national_pace_since_the_target_was_set() -> None:
    """(29163/30242)^(1/2) - 1 = -1.800 %; (17999/30242)^(1/4) - 1 = -12.167 %; 14.80 %."""
    found = progress(30_242, 29_163, 2, 17_999, 4)
    assert found.observed_pct == pytest.approx(-1.800, abs=0.0005)
    assert found.required_pct == pytest.approx(-12.167, abs=0.0005)
    assert found.share_pct == pytest.approx(14.80, abs=0.005)
    assert found.label == "too_slow"


@pytest.mark.parametrize(
    ("base", "current", "years", "end", "steps"),
    [(17_000, 16_000, 2, 17_999, 4), (17_999, 18_500, 2, 17_999, 4), (30_000, 29_000, 0, 17_999, 4), (0, 5, 1, 3, 2)],
    ids=["base meets the target", "nothing required", "no years", "nobody at the base"],
)
def test_no_label_where_the_pace_has_none(base: float, current: float, years: int, end: float, steps: int) -> None:
    found = progress(base, current, years, end, steps)
    assert (found.share_pct, found.label) == (None, "undefined")


# Projection


def test_the_projection_is_that_of_a_random_walk_with_drift() -> None:
    """Worked out by hand: logs 0, .1, .1, .3, .2, .5; m = .1, s = sqrt(.1/4), t(.975, 4) = 2.776445."""
    values = [math.exp(value) for value in (0, 0.1, 0.1, 0.3, 0.2, 0.5)]
    first, second, third = projection(range(2018, 2024), values)
    assert [row.period for row in (first, second, third)] == [2024, 2025, 2026]
    assert math.log(first.value) == pytest.approx(0.6)
    margin = 2.776445 * math.sqrt(0.1 / 4) * math.sqrt(3 + 9 / 5)
    assert math.log(third.lower) == pytest.approx(0.8 - margin, abs=1e-6)
    assert math.log(third.upper) == pytest.approx(0.8 + margin, abs=1e-6)


def test_too_few_differences_give_no_projection() -> None:
    assert projection(range(2019, 2024), [5.0, 4, 6, 5, 4]) == ()
    assert len(projection(range(2018, 2024), [5.0, 4, 6, 5, 4, 5])) == FURTHEST
    assert FEWEST_DIFFERENCES == 5


def test_only_years_without_a_gap_count() -> None:
    periods = [2014, 2015, 2016, 2018, 2019, 2020, 2021, 2022]
    assert run_of_years(periods) == 5
    assert (run_of_years([2020]), run_of_years([])) == (1, 0)
    assert projection(periods, [10.0] * 8) == ()
    assert projection([2016, *range(2018, 2024)], [99.0, 5, 4, 6, 5, 4, 5]) == projection(range(2018, 2024), [5.0, 4, 6, 5, 4, 5])


def test_nobody_in_a_year_gives_no_projection() -> None:
    assert projection(range(2018, 2024), [5.0, 4, 0, 5, 4, 5]) == ()


@pytest.mark.parametrize("n", [5, 12])
def test_the_interval_holds_95_of_100_outcomes(n: int) -> None:
    """Seeded: 2,000 series of the assumed kind; between 93.5 and 96.5 % is three standard errors around 95 %."""
    generator = np.random.default_rng(20260)
    held = np.zeros(FURTHEST)
    for _ in range(2_000):
        logs = 10 + np.cumsum(generator.normal(-0.02, 0.08, n + 1 + FURTHEST))
        rows = projection(range(n + 1), np.exp(logs[: n + 1]).tolist())
        held += [row.lower <= math.exp(logs[row.period]) <= row.upper for row in rows]
    assert ((held / 2_000 > 0.935) & (held / 2_000 < 0.965)).all(), held / 2_000
