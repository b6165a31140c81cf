"""The statistics against values from papers and other software, typed over from there."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson

from vsv_metrics.metrics.counts import counts
from vsv_metrics.metrics.decomposition import kitagawa
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.funnel import funnel
from vsv_metrics.metrics.poisson import poisson_interval
from vsv_metrics.metrics.shrinkage import shrink
from vsv_metrics.metrics.standardisation import against_expected
from vsv_metrics.metrics.trend import trend, trend_test

# Counts


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        # Exact limits of a Poisson count: Ulm, K. (1990), Am J Epidemiol 131: 373-375; tables in Pearson and Hartley
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (10, 4.795, 18.390),
        (15, 8.395, 24.740),
        (100, 81.364, 121.627),
    ],
)
def test_the_interval_of_a_count_is_exact(count: int, low: float, high: float) -> None:
    assert np.ravel(poisson_interval([count], [count])) == pytest.approx((low, high), abs=0.0006)


def test_the_interval_of_a_count_is_that_of_another_library() -> None:
    count = np.array([1, 4, 15, 400, 29_163], dtype=float)
    found = poisson_interval(count, count, [7.0], [7.0])
    np.testing.assert_allclose(found, confint_poisson(count, 7.0, method="exact-c"), rtol=1e-9)


# Differences


@pytest.mark.parametrize(
    ("n1", "d1", "n0", "d0", "low", "high"),
    [
        # Newcombe, R. G. (1998), Statistics in Medicine 17: 873-890, table II, method 10
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_newcombe(n1: int, d1: int, n0: int, d0: int, low: float, high: float) -> None:
    [row] = rate_difference(counts([n1], [d1]), counts([n0], [d0])).to_dict("records")
    assert (row["difference_lower"], row["difference_upper"]) == pytest.approx((100 * low, 100 * high), abs=0.006)


def test_the_interval_of_a_difference_is_that_of_another_library() -> None:
    cases = [(300, 15_000, 260, 14_000), (5, 400, 12, 380), (0, 50, 3, 60), (7_470, 270_950, 6_040, 200_400)]
    for n1, d1, n0, d0 in cases:
        [row] = rate_difference(counts([n1], [d1]), counts([n0], [d0])).to_dict("records")
        expected = confint_proportions_2indep(n1, d1, n0, d0, method="newcomb", compare="diff")
        assert (row["difference_lower"], row["difference_upper"]) == pytest.approx([100 * limit for limit in expected], abs=1e-5)


# Funnel


def test_the_limits_of_a_funnel_are_those_of_the_paper() -> None:
    # p0 = 2 %, n = 10,000: 0.02 -+ z * sqrt(0.02 * 0.98 / 10000), sqrt = 0.0014
    [row] = funnel(counts([200, 200], [10_000, 10_000]), 2.0).limits([10_000]).to_dict("records")
    assert (row["lower_95"], row["upper_95"]) == pytest.approx((1.725605, 2.274395), abs=1e-6)
    assert (row["lower_998"], row["upper_998"]) == pytest.approx((1.567368, 2.432632), abs=1e-6)


def test_dispersion_is_the_mean_of_squares_of_winsorised_z_scores() -> None:
    # z = (r - 2 %) / 0.14 %-point for r = 1.72 1.86 2.00 2.14 2.98: -2 -1 0 1 7; quantiles 10 and 90 %: -1.6 and 4.6
    found = funnel(counts([172, 186, 200, 214, 298], [10_000] * 5), 2.0)
    assert found.dispersion == pytest.approx((1.6**2 + 1 + 0 + 1 + 4.6**2) / 5)
    # 0.14 * 3.090232 * sqrt(5.144) = 0.9812 %-point: 2.98 stays inside, 2.99 would not
    assert list(found.verdicts) == ["no_clear_difference"] * 5
    assert funnel(counts([172, 186, 200, 214], [10_000] * 4), 2.0).dispersion != found.dispersion


# Trend

# R: prop.trend.test(c(83,90,129,70), c(86,93,136,82)), help page prop.trend.test: X-squared = 8.2249, p-value = 0.004132
SMOKERS, PATIENTS = np.array([83, 90, 129, 70]), np.array([86, 93, 136, 82])


def test_the_trend_test_is_that_of_r() -> None:
    [found] = trend_test(SMOKERS, PATIENTS)
    assert found == pytest.approx(8.2249, abs=0.00005)


def test_trend_and_dispersion_are_those_of_another_library() -> None:
    leavers, enrolled = (
        np.array([412.0, 380.0, 371.0, 350.0, 290.0]),
        np.array([20_100.0, 19_900.0, 20_050.0, 19_700.0, 19_500.0]),
    )
    [found] = trend(counts(leavers[None], enrolled[None])).to_dict("records")
    years = np.arange(5.0)
    both = np.column_stack([leavers, enrolled - leavers])
    level = sm.GLM(both, np.ones((5, 1)), family=sm.families.Binomial()).fit()
    score = level.score_test(exog_extra=years[:, None])[0].item()
    sloped = sm.GLM(both, sm.add_constant(years), family=sm.families.Binomial()).fit()
    dispersion = (sloped.resid_pearson**2).sum() / 3
    assert found["dispersion"] == pytest.approx(dispersion, rel=1e-8)
    assert found["chi_square"] == pytest.approx(score / max(1, dispersion), rel=1e-8)
    assert found["label"] == "falling"


# Shrinkage


def test_smoothed_rates_are_those_worked_out_by_hand() -> None:
    # x 10 10 70, n 100 200 700: m = 0.09, sum n(r-m)^2 / sum n = 0.0004, m / mean n = 0.00027, A = 0.00013
    found = shrink(counts([10, 10, 70], [100, 200, 700]))
    assert (found.mean, found.variance) == pytest.approx((0.09, 0.00013))
    assert list(found.weight) == pytest.approx([13 / 103, 13 / 58, 0.00013 / (0.00013 + 0.09 / 700)])
    assert found.rate_pct[0] == pytest.approx(9 + 13 / 103)


# Split of a change

# Das Gupta, P. (1993), Standardization and decomposition of rates: a user's manual, Bureau of the Census P23-186, example 5.1:
# household headship rates per 100 by age, USA 1970 and 1985; shares of the population of 15 and over in 13 age groups
SIZE_1970 = [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9]
SIZE_1985 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5]
RATE_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
RATE_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]


def test_the_split_of_headship_rates_is_that_of_das_gupta() -> None:
    composition, rates = kitagawa(*(np.array(values) for values in (SIZE_1970, RATE_1970, SIZE_1985, RATE_1985)))
    assert (composition.sum(), rates.sum()) == pytest.approx((1.2269, 1.7403), abs=0.00005)
    assert composition.sum() + rates.sum() == pytest.approx(2.9672, abs=0.00005)


# Expected


def test_the_ratio_to_the_expected_number_has_the_exact_interval() -> None:
    # 1,000 at 2 % and 500 at 10 % make 70 expected; 92 left: 92 / 70 = 1.3143; exact limits of 92: 74.165 and 112.83
    [row] = against_expected([92], np.array([[1000, 500]]), [2, 10]).to_dict("records")
    assert (row["expected"], row["ratio"]) == pytest.approx((70, 92 / 70))
    assert (row["ratio_lower"], row["ratio_upper"]) == pytest.approx((74.165 / 70, 112.83 / 70), abs=0.0002)
    assert row["expected_pct"] == pytest.approx(100 * 70 / 1500)
    low, high = confint_poisson(92, 70, method="exact-c")
    pd.testing.assert_series_equal(pd.Series([row["ratio_lower"], row["ratio_upper"]]), pd.Series([low, high]))
