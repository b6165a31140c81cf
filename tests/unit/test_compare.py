"""Areas side by side: one series, one year, and only what their counts allow to say."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from vsv_metrics.indicators.compare import LEVELS, Comparison, choices, compare, level_figures
from vsv_metrics.metrics.counts import counts, counts_of
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.ranking import ranks
from vsv_metrics.store import Store

OpenTiny = Callable[[str, str], Store]
HEADER = (
    "series_id,indicator_id,region_code,school_year,sector,measure,value,unit,lower,upper,obs_status,precision,"
    "missing_reason,flags,vintage_rank,source_id"
)
DERIVED = ["smoothed_pct", "rank", "rank_lower", "rank_upper", "chance_lowest_fifth", "chance_highest_fifth"]


def compared(store: Store, dataset: str, level: str, series_id: str, year: int) -> Comparison:
    return compare(store, level_figures(store, dataset, level), level, series_id, year)


def row(measure: str, value: str, *, area: str = "PV28", year: int = 2022, series: str = "new", **other: str) -> str:
    unit = "percent" if measure == "rate" else "persons"
    reason, flag, vintage = (other.get(name, default) for name, default in (("reason", ""), ("flag", ""), ("vintage", "1")))
    return (
        f"{series},new_leavers,{area},{year},total,{measure},{value},{unit},,,definitive,exact,{reason},{flag},{vintage},letter\n"
    )


def both(leavers: str, enrolled: str = "10000", **columns: str) -> str:
    year = int(columns.pop("year", "2022"))
    return row("numerator", leavers, year=year, **columns) + row("denominator", enrolled, year=year, **columns)


# What is shipped


@pytest.fixture(scope="module")
def provinces(store: Store) -> Comparison:
    return compared(store, "published", "province", "cbs_vsv", 2023)


@pytest.fixture(scope="module")
def regions(store: Store) -> Comparison:
    return compared(store, "demo", "rmc", "demo_vsv", 2024)


def test_provinces_are_held_against_the_country_of_their_own_producer(provinces: Comparison) -> None:
    assert provinces.country is not None
    assert (provinces.country["series_id"], provinces.country["period"]) == ("cbs_vsv", 2023)
    assert provinces.funnel.reference_pct == pytest.approx(100 * 34_210 / 1_271_820)
    assert (provinces.reference_basis, provinces.compared) == ("country", 12)
    assert set(provinces.areas["series_id"]) == {"cbs_vsv"}
    # twelve provinces of this size differ far more than chance makes them: no one of them stands out from that
    assert provinces.funnel.dispersion > 10
    assert set(provinces.areas["verdict"]) == {"no_clear_difference"}


def test_rounded_counts_stay_rounded_in_rank_and_change(provinces: Comparison) -> None:
    areas = provinces.areas.set_index("region_code")
    # CBS StatLine 84780NED, Zuid-Holland: 7,470 of 270,950 in 2023/24
    one = areas.loc["PV28"].to_dict()
    assert (one["numerator"], one["numerator_lower"], one["numerator_upper"]) == (7470, 7465, 7475)
    exact = ranks(counts(provinces.areas["numerator"], provinces.areas["denominator"]))
    assert not exact.equals(provinces.areas[exact.columns])
    assert one["change_from"] == 2018
    assert one["change_lower"] < one["change"] < one["change_upper"]


def test_a_line_with_years_missing_has_no_trend_but_may_have_a_change(provinces: Comparison) -> None:
    assert set(provinces.areas["trend"]) == {"cannot_be_determined"}
    assert set(provinces.areas["trend_reason"]) == {"missing"}
    areas = provinces.areas.set_index("region_code")
    # 2018/19 has no figure for three provinces
    lacking = areas["change_refusal"].dropna()
    assert dict(lacking) == dict.fromkeys(["PV29", "PV30", "PV31"], "missing")
    assert areas.loc[lacking.index, ["change", "change_lower", "change_upper", "change_from"]].isna().all(axis=None)


def test_regions_with_percentages_only_are_shown_and_not_compared(store: Store) -> None:
    found = compared(store, "published", "rmc", "ocw_2016", 2016)
    # Onderwijs in Cijfers, RMC regions 2016/17: 2.02 % in region 1
    assert found.areas.set_index("region_code").at["RMC01", "rate_pct"] == 2.02
    assert found.areas["rate_pct"].notna().sum() == 24
    assert len(found.areas) == 39
    assert set(found.areas["verdict"]) == {"not_compared"}
    assert found.areas[[*DERIVED, "interval_lower", "change"]].isna().all(axis=None)
    assert (found.compared, found.reference_basis) == (0, None)


def test_exact_figures_have_everything(regions: Comparison) -> None:
    areas = regions.areas
    assert (len(areas), regions.compared, regions.reference_basis) == (40, 40, "country")
    assert areas[DERIVED].notna().all(axis=None)
    # these two came into being in 2020/21
    refused = areas["change_refusal"].notna()
    assert set(areas.loc[refused, "region_code"]) == {"RMC40", "RMC41"}
    assert set(areas.loc[refused, "change_refusal"]) == {"missing"}
    assert areas.loc[~refused, ["change", "change_lower", "change_upper"]].notna().all(axis=None)
    assert set(areas["trend"]) <= {"rising", "falling", "no_clear_change"}
    assert set(areas["trend_from"]) == {2020}
    assert set(areas["verdict"]) <= {"higher", "lower", "no_clear_difference"}
    assert areas["region_code"].is_monotonic_increasing
    assert regions.country is not None
    assert regions.country["trend"] in {"rising", "falling", "no_clear_change"}
    assert regions.country["change_from"] == 2019


def test_a_change_is_that_of_the_counts_five_years_apart(store: Store, regions: Comparison) -> None:
    frame = level_figures(store, "demo", "rmc")
    own = frame[frame["region_code"] == "RMC29"]
    now, before = (own[own["period"] == year] for year in (2024, 2019))
    [expected] = rate_difference(counts_of(now), counts_of(before)).to_dict("records")
    [own] = regions.areas[regions.areas["region_code"] == "RMC29"].to_dict("records")
    assert own["change"] == pytest.approx(expected["difference"])
    assert own["change_upper"] == pytest.approx(expected["difference_upper"])
    assert own["change_verdict"] == expected["verdict"]


@pytest.mark.parametrize("dataset", ["published", "demo", "local"])
@pytest.mark.parametrize("level", LEVELS)
def test_every_choice_can_be_compared(store: Store, dataset: str, level: str) -> None:
    frame = level_figures(store, dataset, level)
    offered = choices(frame)
    assert offered["period"].is_monotonic_decreasing
    for series_id, year in list(zip(offered["series_id"], offered["period"], strict=True))[:1]:
        found = compare(store, frame, level, series_id, int(year))
        assert found.areas["rate_pct"].notna().sum() == offered.at[0, "with_rate"]
        assert found.compared == offered.at[0, "with_counts"]
    nothing = compare(store, frame, level, "nonsense", 1850)
    assert (nothing.country, nothing.reference_basis, nothing.compared) == (None, None, 0)
    assert set(nothing.areas["verdict"]) <= {"not_compared"}


# Small stores


def test_a_masked_area_shows_nothing_that_is_derived(open_tiny: OpenTiny) -> None:
    rows = both("300", "40000", area="NL") + row("numerator", "", reason="suppressed") + row("denominator", "10000")
    [area] = compared(open_tiny(HEADER, rows), "published", "province", "new", 2022).areas.to_dict("records")
    assert (area["verdict"], area["missing_reason"]) == ("not_compared", "suppressed")
    assert all(pd.isna(area[name]) for name in [*DERIVED, "rate_pct", "interval_lower", "change"])


def test_without_the_country_areas_are_held_against_one_another_or_not_at_all(open_tiny: OpenTiny) -> None:
    [alone] = [compared(open_tiny(HEADER, both("300")), "published", "province", "new", 2022)]
    assert (alone.country, alone.reference_basis, alone.compared) == (None, None, 1)
    assert list(alone.areas["verdict"]) == ["not_compared"]
    assert alone.areas.at[0, "rank"] == 1


def test_counts_of_two_rounds_are_not_compared(open_tiny: OpenTiny) -> None:
    rows = both("300", area="NL") + both("500") + row("numerator", "400", vintage="2")
    found = compared(open_tiny(HEADER, rows), "published", "province", "new", 2022)
    assert list(found.areas["verdict"]) == ["not_compared"]
    assert found.areas["rank"].isna().all()
    five = rows + "".join(both("300", year=str(year)) for year in range(2023, 2027))
    [area] = compared(open_tiny(HEADER, five), "published", "province", "new", 2026).areas.to_dict("records")
    assert (area["trend"], area["trend_reason"]) == ("cannot_be_determined", "no_counts")


@pytest.fixture
def many_years(open_tiny: OpenTiny) -> Store:
    """One province in series old (a break flagged in 2003, five years from 2010, 2016 to 2019) and series new (from 2022)."""
    flagged = row("numerator", "900", year=2003, series="old", flag="b") + row("denominator", "10000", year=2003, series="old")
    old = {2001: 900, 2006: 880} | {2010 + step: 900 - 100 * step for step in range(5)} | dict.fromkeys(range(2016, 2020), 500)
    new = dict.fromkeys(range(2022, 2025), 500)
    lines = [both(str(count), year=str(year), series="old") for year, count in old.items()]
    return open_tiny(HEADER, "".join([flagged, *lines, *(both(str(count), year=str(year)) for year, count in new.items())]))


def test_changes_and_trends_stay_within_one_series_and_piece(many_years: Store) -> None:
    frame = level_figures(many_years, "published", "province")

    def area(series_id: str, year: int) -> dict:
        return compare(many_years, frame, "province", series_id, year).areas.to_dict("records")[0]

    for series_id, year, refusal in (("old", 2006, "break"), ("old", 2014, "missing"), ("new", 2022, "other_series")):
        found = area(series_id, year)
        assert (found["change_refusal"], found["change_verdict"]) == (refusal, "not_compared")
        assert np.isnan([found["change"], found["change_lower"], found["change_upper"], found["change_from"]]).all()
    trends = {(series_id, year): area(series_id, year) for series_id, year in (("old", 2014), ("old", 2015), ("new", 2024))}
    names = ("trend", "trend_reason", "trend_from")
    assert [trends["old", 2014][name] for name in names] == ["falling", None, 2010]
    # no figure in 2015: the trend up to 2014 is not that of 2015
    assert [trends["old", 2015][name] for name in names[:2]] == ["cannot_be_determined", "missing"]
    assert [trends["new", 2024][name] for name in names] == ["cannot_be_determined", "break", 2022]
    # nor is that of the next series
    beyond = area("old", 2022)
    assert (beyond["trend_reason"], pd.isna(beyond["trend_from"])) == ("missing", True)
