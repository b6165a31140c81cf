"""What holds for every pair of counts, found by trying many."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from vsv_metrics.metrics.benchmark import against_reference
from vsv_metrics.metrics.change import change
from vsv_metrics.metrics.hidden import Count, running, total
from vsv_metrics.metrics.intake import waiting, waiting_months
from vsv_metrics.metrics.intervals import rate_interval
from vsv_metrics.metrics.pace import expected_total
from vsv_metrics.metrics.projection import projection
from vsv_metrics.metrics.remainder import remainder
from vsv_metrics.metrics.target import geometric_path, linear_path, required
from vsv_metrics.schema.codes import BREAKDOWNS

Z_95 = 1.959963984540054
TOLERANCE = 1e-9

totals = st.integers(1, 200_000)
widths = st.integers(0, 9)
references = st.floats(0.1, 99.9)


@st.composite
def bounded(draw: st.DrawFn) -> tuple[int, int, int, int, int, int]:
    """Numerator, denominator and the bounds that rounding leaves them, and nothing impossible."""
    d = draw(totals)
    n = draw(st.integers(0, d))
    n_low, n_high = max(0, n - draw(widths)), n + draw(widths)
    d_low, d_high = max(1, d - draw(widths)), d + draw(widths)
    return n, d, n_low, n_high, d_low, d_high


def wilson(n: float, d: float) -> tuple[float, float]:
    """The closed form of Wilson (1927), in per cent."""
    p, z2 = n / d, Z_95**2
    centre, spread = p + z2 / (2 * d), Z_95 * math.sqrt(p * (1 - p) / d + z2 / (4 * d * d))
    return 100 * (centre - spread) / (1 + z2 / d), 100 * (centre + spread) / (1 + z2 / d)


def interval(*values: float) -> tuple[float, float]:
    frame = rate_interval(*(pd.Series([float(value)]) for value in values))
    low, high = frame[["interval_lower", "interval_upper"]].to_numpy(dtype=float)[0]
    return float(low), float(high)


@given(bounded(), st.data())
def test_an_interval_covers_every_pair_of_counts_within_the_bounds(counts: tuple, data: st.DataObject) -> None:
    n, d, n_low, n_high, d_low, d_high = counts
    low, high = interval(n, d, n_low, n_high, d_low, d_high)
    other_d = data.draw(st.integers(max(d_low, n_low), d_high))
    other_n = data.draw(st.integers(n_low, min(n_high, other_d)))
    other_low, other_high = wilson(other_n, other_d)
    assert low <= other_low + TOLERANCE
    assert other_high <= high + TOLERANCE


@given(bounded())
def test_an_interval_holds_its_rate_and_stays_within_bounds(counts: tuple) -> None:
    n, d, *bounds = counts
    low, high = interval(n, d, *bounds)
    assert -TOLERANCE <= low <= 100 * n / d + TOLERANCE
    assert 100 * n / d - TOLERANCE <= high <= 100 + TOLERANCE


@given(totals, st.data())
def test_an_exact_interval_is_the_closed_form(d: int, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, d))
    np.testing.assert_allclose(interval(n, d, *[np.nan] * 4), wilson(n, d), atol=1e-8)


@given(bounded(), references)
def test_wider_bounds_only_lead_to_no_clear_difference(counts: tuple, reference: float) -> None:
    n, d, n_low, n_high, d_low, d_high = counts
    exact = against_reference(n, n, d, d, reference)
    assert against_reference(n_low, n_high, d_low, d_high, reference) in (exact, "no_clear_difference")


@given(bounded(), references, st.data())
def test_a_verdict_holds_for_every_pair_of_counts_within_the_bounds(counts: tuple, reference: float, data: st.DataObject) -> None:
    _, _, n_low, n_high, d_low, d_high = counts
    verdict = against_reference(n_low, n_high, d_low, d_high, reference)
    if verdict != "no_clear_difference":
        n, d = data.draw(st.integers(n_low, n_high)), data.draw(st.integers(d_low, d_high))
        assert against_reference(n, n, d, d, reference) == verdict


@given(totals, st.integers(1, 50), references, st.data())
def test_more_people_at_one_rate_never_take_a_verdict_away(d: int, times: int, reference: float, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, d))
    more_n, more_d = n * times, d * times
    small, large = against_reference(n, n, d, d, reference), against_reference(more_n, more_n, more_d, more_d, reference)
    assert small in (large, "no_clear_difference")


@given(totals, references, st.data())
def test_more_leavers_never_move_a_verdict_down(d: int, reference: float, data: st.DataObject) -> None:
    order = ["lower", "no_clear_difference", "higher"]
    fewer, more = sorted(data.draw(st.tuples(st.integers(0, d), st.integers(0, d))))
    assert order.index(against_reference(fewer, fewer, d, d, reference)) <= order.index(
        against_reference(more, more, d, d, reference)
    )


KEYS = st.fixed_dictionaries(
    {
        "dataset": st.sampled_from(["published", "demo"]),
        "series_id": st.sampled_from(["a", "b"]),
        "indicator_id": st.just("new_leavers"),
        "piece": st.sampled_from([0, 1]),
        "region_code": st.sampled_from(["NL", "PV28"]),
        "coverage": st.just("whole"),
        "sector": st.sampled_from(["total", "mbo"]),
        "numerator": st.one_of(st.none(), st.just(float("nan")), st.integers(0, 10**6).map(float)),
    }
)
OTHERS = [name for name in BREAKDOWNS if name != "sector"]


@settings(max_examples=200)
@given(KEYS, KEYS)
def test_a_change_is_a_number_or_a_refusal_and_never_both(now: dict, before: dict) -> None:
    now, before = (figure | dict.fromkeys(OTHERS, "total") | {"period_type": "school_year"} for figure in (now, before))
    found = change(now, before)
    keys = [key for key in now if key != "numerator"]
    is_missing = any(value is None or math.isnan(value) for value in (now["numerator"], before["numerator"]))
    is_allowed = all(now[key] == before[key] for key in keys) and not is_missing
    assert (found.refusal is None) == is_allowed == (found.difference is not None)
    if is_allowed:
        assert before["numerator"] + found.difference == now["numerator"]
    else:
        assert found.relative_pct is None


@given(st.dictionaries(st.integers(2000, 2030), st.tuples(st.integers(0, 10**5), st.integers(0, 10**5)), max_size=8))
def test_part_and_remainder_add_up_to_the_total(years: dict[int, tuple[int, int]]) -> None:
    def frame(index: int) -> pd.DataFrame:
        rows = [("s", 0, year, 1, float(sum(values) if index == 0 else values[0])) for year, values in years.items()]
        return pd.DataFrame(rows, columns=["series_id", "piece", "period", "vintage_rank", "numerator"])

    left = remainder(frame(0), frame(1))
    assert dict(zip(left["period"], left["numerator"], strict=True)) == {
        year: values[1] for year, values in sorted(years.items())
    }


# The way to a target

counts = st.floats(1, 1e6)
lower_counts = st.floats(0.01, 0.999)


@given(counts, lower_counts, st.integers(1, 12))
def test_both_paths_begin_at_the_figure_and_end_at_the_target(start: float, share: float, steps: int) -> None:
    end = start * share
    linear, geometric = linear_path(start, end, steps), geometric_path(start, end, steps)
    assert (linear[0], linear[-1]) == (geometric[0], geometric[-1]) == (start, end)
    assert len(linear) == len(geometric) == steps + 1
    differences, ratios = np.diff(linear), np.divide(geometric[1:], geometric[:-1])
    assert np.allclose(differences, differences[0], rtol=1e-6)
    assert np.allclose(ratios, ratios[0], rtol=1e-9)
    assert all(straight >= bent - TOLERANCE * start for straight, bent in zip(linear, geometric, strict=True))


@given(counts, lower_counts, st.integers(1, 12))
def test_what_is_required_leads_to_the_target(start: float, share: float, steps: int) -> None:
    found = required(start, start * share, steps)
    assert found is not None
    assert math.isclose(start - steps * found.fewer_per_year, start * share, rel_tol=1e-9)
    assert math.isclose(start * (1 + found.growth_pct / 100) ** steps, start * share, rel_tol=1e-9)


@given(st.lists(st.floats(10, 1e6), min_size=6, max_size=15), st.floats(0.1, 100))
def test_a_projection_widens_with_the_years_and_follows_the_unit(values: list[float], factor: float) -> None:
    rows = projection(range(len(values)), values)
    widths = [math.log(row.upper / row.lower) for row in rows]
    assert all(later >= earlier - TOLERANCE for earlier, later in pairwise(widths))
    assert all(row.lower <= row.value * (1 + TOLERANCE) and row.value <= row.upper * (1 + TOLERANCE) for row in rows)
    scaled = projection(range(len(values)), [value * factor for value in values])
    assert all(math.isclose(one.value * factor, other.value, rel_tol=1e-6) for one, other in zip(rows, scaled, strict=True))


calendar_months = st.integers(1, 12)
moments = st.frozensets(calendar_months, min_size=1)
cells = st.lists(
    st.builds(lambda low, more: Count(low, None if more is None else low + more), st.integers(0, 99), st.none() | widths)
)


@given(calendar_months, moments, moments)
def test_waiting_lasts_one_to_twelve_months_and_more_moments_never_lengthen_it(
    left: int, some: frozenset, more: frozenset
) -> None:
    wait = waiting_months(left, some)
    assert wait is not None
    assert 1 <= wait <= 12
    assert (left + wait - 1) % 12 + 1 in some
    assert (waiting_months(left, some | more) or 0) <= wait


@given(st.dictionaries(calendar_months, st.integers(1, 999), min_size=1), moments)
def test_nobody_is_lost_in_waiting(leavers: dict[int, float], starts: frozenset) -> None:
    found = waiting(leavers, starts)
    assert found.persons == sum(leavers.values()) == sum(found.by_months.values())
    assert found.persons <= found.person_months <= 12 * found.persons
    assert found.mean is not None
    assert found.median is not None
    assert min(found.by_months) <= found.median <= max(found.by_months)


@given(cells, st.data())
def test_a_running_sum_holds_every_filling_and_never_passes_the_total(counts: list[Count], data: st.DataObject) -> None:
    filled = [data.draw(st.integers(int(cell.low), int(cell.low + 9 if cell.high is None else cell.high))) for cell in counts]
    whole, reached = total(counts), 0
    for value, so_far in zip(filled, running(counts), strict=True):
        reached += value
        assert so_far is not None
        assert so_far.low <= reached
        assert so_far.high is None or reached <= so_far.high
        assert so_far.low <= whole.low


@given(st.integers(1, 999), st.lists(st.tuples(st.integers(1, 999), st.integers(0, 999)), min_size=1, max_size=9))
def test_an_expected_total_lies_within_its_bounds_and_not_below_what_is_reached(
    reached: int, more: list[tuple[int, int]]
) -> None:
    found = expected_total(reached, [(part, part + later) for part, later in more])
    assert found is not None
    assert reached - TOLERANCE <= found.low <= found.value * (1 + TOLERANCE)
    assert found.value <= found.high * (1 + TOLERANCE)
