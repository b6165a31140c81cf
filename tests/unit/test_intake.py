"""Leaving by month: two shapes of source come out alike, hidden cells are never zero, and the arithmetic of waiting holds."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_counts import running_year

from vsv_metrics.indicators import intake
from vsv_metrics.metrics.hidden import Count, counted, running, total
from vsv_metrics.metrics.intake import school_months, since_last, span, waiting, with_a_chance
from vsv_metrics.metrics.pace import expected_total
from vsv_metrics.metrics.returns import returns
from vsv_metrics.store import Store


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A running year with a hidden month and a month without files."""
    opened = running_year(tmp_path_factory.mktemp("duo"))
    yield opened
    opened.close()


# Both shapes


def test_local_months_come_out_like_fictional_ones(local: Store, store: Store) -> None:
    [place] = [found for found in intake.places(local, "local") if found.region_code == "RMC29"]
    assert (place.first_month, place.months[0], place.months[-1]) == (10, 10, 9)
    frame = intake.by_month(local, "local", place)
    assert list(frame[["period", "month_left", "place"]].itertuples(index=False, name=None)) == [
        (2022, "m10", 0),
        (2022, "m11", 1),
        (2022, "m01", 3),
    ]
    demo = intake.places(store, "demo")[0]
    assert (demo.region_code, demo.first_month, demo.months[-1]) == ("NL", 8, 7)
    assert set(intake.by_month(store, "demo", demo).columns) == set(frame.columns)
    assert intake.places(store, "published") == ()


def test_a_hidden_month_is_not_zero_and_a_month_without_files_is_none(local: Store) -> None:
    place = next(found for found in intake.places(local, "local") if found.region_code == "RMC29")
    [year] = intake.years(intake.by_month(local, "local", place))
    hidden = [cell for cell in year.cells if cell is not None and not cell.is_exact]
    assert hidden
    assert year.cells[2] is None
    assert (year.newest, year.total) == (3, None)
    assert year.sums[3] is not None
    assert not year.sums[3].is_exact
    assert intake.expected((year,), year, 3) is None


def test_who_is_no_longer_reported_is_counted_by_last_month(store: Store) -> None:
    place = next(found for found in intake.places(store, "demo") if found.region_code == "RMC29")
    frame = intake.reported(store, "demo", place, 2023)
    by_hand = frame[(frame["left"] <= 6) & (frame["last"] < 6)].groupby("last")["numerator"].sum()
    found = intake.no_longer_reported(frame, 6)
    assert [None if count is None else count.low for count in found] == [*(by_hand.get(at, 0.0) for at in range(6)), *[None] * 6]
    assert sum(by_hand) > 0


def test_groups_are_those_that_the_months_have(store: Store) -> None:
    by_code = {place.region_code: place for place in intake.places(store, "demo")}
    assert intake.groups(store, "demo", by_code["NL"]) == ("sector", "level", "learning_path", "age_group")
    assert intake.groups(store, "demo", by_code["RMC29"]) == ("sector", "age_group")
    mbo = intake.of_sector(store, "demo", by_code["NL"], "mbo")
    levels = intake.by_month(store, "demo", by_code["NL"], "level")
    assert mbo["numerator"].sum() == levels["numerator"].sum()
    assert len(intake.neighbours(tuple(by_code.values()), by_code["RMC29"])) == 41
    assert len(intake.neighbours(tuple(by_code.values()), by_code["NL"])) == 12


def test_earlier_years_end_at_a_break() -> None:
    def year(start: int, piece: int) -> intake.Year:
        return intake.Year(start, piece, (Count(1, 1),) * 12, Count(12, 12))

    found = tuple(year(start, piece) for start, piece in ((2018, 0), (2019, 1), (2020, 1), (2021, 1)))
    assert [item.school_year for item in intake.earlier(found, found[3])] == [2019, 2020]


def test_a_school_s_part_of_a_region_is_named_apart(tmp_path: Path) -> None:
    own = running_year(tmp_path, "99ZZ")
    found, part = intake.places(own, "local"), intake.places(own, "local_part")
    own.close()
    assert found == ()
    assert {place.region_code for place in part} == {"RMC29"}


# Moments


def test_moments_of_the_mbo_that_hold_for_the_area(store: Store) -> None:
    rows = store.query("intake_moments")
    assert [moment.months for moment in intake.moments(rows, "RMC29")] == [(8, 9), (2,)]
    assert intake.starts(intake.moments(rows, "RMC29")) == (2, 8, 9)
    own = rows.iloc[[1, 1, 1]].assign(moment_id=["a", "b", "c"], first_month=11, last_month=[1, 11, 11])
    own["region_code"], own["level"] = [None, "RMC29", "RMC26"], ["total", "mbo1", "total"]
    found = intake.moments(own, "RMC29")
    assert [(moment.months, moment.is_for_all) for moment in found] == [((11, 12, 1), True), ((11,), False)]
    assert intake.starts(found) == (1, 11, 12)


def test_since_the_last_moment_and_in_time_for_the_first_of_october() -> None:
    assert since_last((8, 9, 10, 11, 12, 1, 2, 3), (2, 8, 9)) == (2, 3)
    assert since_last((10, 11, 12), (2, 8, 9)) == (10, 11, 12)
    assert with_a_chance(8, (2,), 9) == (8, 9, 10, 11, 12, 1), "who leaves from February on waits until after 1 October"
    assert with_a_chance(8, (8, 9), 9) == school_months(8)
    assert with_a_chance(10, (8, 9), 9) == (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8), "September is the last report month"
    assert span(11, 1) == (11, 12, 1)


# Sums with hidden cells


def test_sums_over_hidden_cells_have_bounds() -> None:
    nan = math.nan
    cells = (counted(5, nan, nan), counted(nan, 0, 4), None, counted(nan, nan, nan), counted(2, nan, nan))
    assert running(cells) == (Count(5, 5), Count(5, 9), None, Count(5, None), Count(7, None))
    assert total([]) == Count(0, 0)


# Pace


def test_the_interval_is_that_of_the_log_factor() -> None:
    """Factors 2, 2.5 and 3.2 by hand: logs 0.693147, 0.916291, 1.163151; mean 0.924196, s 0.235102, t(2; 0.975) 4.302653."""
    found = expected_total(100, [(50, 100), (40, 100), (50, 160)])
    assert found is not None
    assert (found.n, found.kind) == (3, "interval")
    assert found.value == pytest.approx(251.98, abs=0.01)
    assert found.low == pytest.approx(100), "never below what is reached: 78.36 by the formula"
    assert found.high == pytest.approx(810.30, abs=0.05)


def test_two_years_give_what_happened_and_none_gives_nothing() -> None:
    found = expected_total(30, [(20, 100), (30, 120)])
    assert found is not None
    assert (found.kind, found.low, found.high) == ("range", 120, 150)
    assert expected_total(30, []) is None
    assert expected_total(0, [(20, 100)]) is None
    assert expected_total(30, [(0, 100)]) is None


# Waiting and returning


def test_waiting_of_a_small_year() -> None:
    """By hand: 10 leave in August (1 month to September), 4 in September (5 to February), 6 in July (1 to August)."""
    found = waiting({8: 10, 9: 4, 7: 6}, (2, 8, 9))
    assert found.by_months == {1: 16, 5: 4}
    assert (found.persons, found.person_months, found.mean, found.median) == (20, 36, 1.8, 1)
    assert waiting({8: 1, 9: 1}, (2, 8, 9)).median == 3
    assert waiting({8: 10}, ()).mean is None


def test_returning_is_rounded_so_that_enough_is_enough() -> None:
    found = returns(total=100, reduction_pct=38.28, able=80, share_pct=49)
    assert (found.needed, found.back, found.short) == (39, 39, 0)
    assert found.share_needed_pct == 48.75
    assert returns(100, 38.28, 80, 48).short == 1
    assert returns(100, 50, 40, 100).share_needed_pct == 125
    assert returns(100, 50, 0, 100).share_needed_pct is None
