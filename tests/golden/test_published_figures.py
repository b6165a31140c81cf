"""Figures that ship, against values worked out from the sources apart from the code."""

import math

import pandas as pd
import pytest

from vsv_metrics.indicators import overview, region
from vsv_metrics.indicators.figures import figures
from vsv_metrics.store import Store

# The Ministry of OCW on 24 March 2025 and NJi (DUO, 2025): 29,163 new leavers in 2023/24, 2.29 %; mbo 24,286 -> 22,308.
# The year before: 30,246 (letter of 4 March 2024, provisional), later 29,701 (NJi, DUO 2025), 2.34 %.
NEW_2023, REVISED_2022, PROVISIONAL_2022 = 29_163, 29_701, 30_246
MBO_2023, MBO_2022 = 22_308, 24_286
FEWEST_ABOVE_TARGET = 18_000
"""Attack plan of 3 April 2023: fewer than 18,000 in 2026, so at most 17,999."""

# CBS StatLine 84780NED, 2023/24, counts rounded to tens: early leavers, students.
COUNTRY = (34_210, 1_271_820)
PROVINCES = {
    "PV20": (1_280, 39_910),
    "PV21": (1_240, 51_540),
    "PV22": (1_000, 38_300),
    "PV23": (2_210, 94_310),
    "PV24": (1_260, 37_020),
    "PV25": (3_970, 159_300),
    "PV26": (2_510, 103_990),
    "PV27": (6_040, 200_400),
    "PV28": (7_470, 270_950),
    "PV29": (710, 26_880),
    "PV30": (4_620, 183_160),
    "PV31": (1_910, 66_060),
}
HALF = 5
Z_998 = 3.090232
OCW_PCT = 2.29

# Arbeidsmarktmonitor Holland Rijnland (OCW, 2015/16): the municipalities of region 26, as divided in 2023.
REGION_26 = {
    "GM0534": 23,
    "GM0537": 86,
    "GM0546": 160,
    "GM0547": 34,
    "GM0553": 23,
    "GM0575": 47,
    "GM0579": 18,
    "GM0626": 28,
    "GM0638": 9,
    "GM1525": 32,
    "GM1884": 27,
}


@pytest.fixture(scope="module")
def headline(store: Store) -> overview.Headline:
    found = overview.headline(store, "published")
    assert found is not None
    return found


# The country


def test_the_headline_is_the_newest_national_figure(headline: overview.Headline) -> None:
    assert (headline.current["period"], headline.current["series_id"]) == (2023, "ocw_national")
    assert headline.current["numerator"] == NEW_2023
    assert headline.current["rate_pct"] == OCW_PCT
    assert headline.current["rate_basis"] == "published"
    assert math.isnan(headline.current["interval_lower"])


def test_the_year_before_is_named_in_both_versions(headline: overview.Headline) -> None:
    newest, oldest = headline.previous_revisions
    assert (newest.value, newest.difference) == (REVISED_2022, NEW_2023 - REVISED_2022)
    assert (oldest.value, oldest.difference) == (PROVISIONAL_2022, NEW_2023 - PROVISIONAL_2022)
    assert (newest.difference, oldest.difference) == (-538, -1083)
    assert (newest.vintage_rank, oldest.vintage_rank, oldest.obs_status) == (2, 1, "provisional")
    assert headline.previous_rate == 2.34


def test_the_target_asks_for_fewer_than_it_names(headline: overview.Headline) -> None:
    assert headline.target["target_id"] == "t2026"
    assert headline.reduction_needed == NEW_2023 - (FEWEST_ABOVE_TARGET - 1) == 11_164


def test_the_series_of_the_country_are_those_of_ocw(store: Store) -> None:
    frame = overview.national(store, "published").set_index(["series_id", "period"])["numerator"]
    assert set(frame.index.get_level_values("series_id")) == {"ocw_old", "ocw_2012", "ocw_2016", "ocw_national"}
    # Rijksoverheid 3 April 2023; VO-raad 2021; kamerstuk 26695-124; VSV-verkenner; kamerstuk 26695-109
    assert frame["ocw_national", 2021] == 30_242
    assert frame["ocw_national", 2020] == 24_385
    assert frame["ocw_2016", 2017] == 25_574
    assert frame["ocw_old", 2007] == 46_751
    assert frame["ocw_2012", 2014] == 24_451
    assert ("ocw_national", 2018) not in frame.index


def test_mbo_fell_and_the_rest_rose(store: Store) -> None:
    frame = overview.sectors(store, "published")
    values = frame[frame["series_id"] == "ocw_national"].set_index(["sector", "period"])["numerator"]
    assert (values["mbo", 2022], values["mbo", 2023]) == (MBO_2022, MBO_2023)
    assert values["mbo", 2023] - values["mbo", 2022] == -1_978
    assert round(100 * -1_978 / MBO_2022, 1) == -8.1
    assert dict(values["vo_vavo"]) == {2022: REVISED_2022 - MBO_2022, 2023: NEW_2023 - MBO_2023} == {2022: 5_415, 2023: 6_855}
    rest = frame[frame["sector"] == "vo_vavo"]
    assert set(rest["precision"]) == {"derived"}
    assert rest["rate_pct"].isna().all()


def test_the_mbo_year_before_the_recalculation_stands_alone(store: Store) -> None:
    frame = overview.sectors(store, "published")
    [alone] = frame[frame["series_id"] == "ocw_mbo_2016"].to_dict("records")
    # OCW in cijfers: 18,574 of 394,486 mbo students in 2016/17
    assert (alone["period"], alone["sector"], alone["numerator"], alone["denominator"]) == (2016, "mbo", 18_574, 394_486)


# Provinces


def verdict(leavers: int, enrolled: int, reference_pct: float) -> str:
    """Outside the 99.8 % limits, whichever counts the tens stand for."""
    p0 = reference_pct / 100
    margin = Z_998 * math.sqrt(p0 * (1 - p0) / (enrolled - HALF))
    if (leavers - HALF) / (enrolled + HALF) > p0 + margin:
        return "higher"
    return "lower" if (leavers + HALF) / (enrolled - HALF) < p0 - margin else "no_clear_difference"


def test_the_reference_of_the_provinces_is_that_of_their_own_producer(store: Store) -> None:
    frame, country = overview.provinces(store, "published")
    assert country is not None
    assert (country["series_id"], country["period"]) == ("cbs_vsv", 2023)
    assert (country["numerator"], country["denominator"]) == COUNTRY
    assert country["rate_pct"] == pytest.approx(100 * 34_210 / 1_271_820)
    assert round(country["rate_pct"], 3) == 2.690
    found = frame.set_index("region_code")
    assert {code: (row["numerator"], row["denominator"]) for code, row in found.iterrows()} == PROVINCES
    reference = 100 * COUNTRY[0] / COUNTRY[1]
    assert dict(found["verdict"]) == {code: verdict(*counts, reference) for code, counts in PROVINCES.items()}


def test_the_reference_of_ocw_would_give_other_verdicts() -> None:
    own = {code: verdict(*counts, 100 * COUNTRY[0] / COUNTRY[1]) for code, counts in PROVINCES.items()}
    assert own != {code: verdict(*counts, OCW_PCT) for code, counts in PROVINCES.items()}
    assert own["PV27"] == "higher"
    assert own["PV23"] == "lower"
    assert own["PV28"] == "no_clear_difference"


# Regions and municipalities


def test_rijnmond_has_its_counts_and_no_country_beside_it(store: Store) -> None:
    [view] = region.area(store, "published", "RMC29").views
    # VSV-verkenner, Rijnmond 2013/14, vo and mbo together: 2,855 of 95,655
    assert (view.sector, view.current["period"], view.current["series_id"]) == ("vo_mbo", 2013, "ocw_2012")
    assert (view.current["numerator"], view.current["denominator"]) == (2_855, 95_655)
    assert view.current["rate_pct"] == pytest.approx(100 * 2_855 / 95_655)
    # Wilson's closed form on these counts
    assert view.current["interval_lower"] == pytest.approx(2.8788, abs=0.0005)
    assert view.current["interval_upper"] == pytest.approx(3.0944, abs=0.0005)
    assert (view.reference, view.verdict) == (None, None)


def test_region_26_is_the_sum_of_its_municipalities(store: Store) -> None:
    inside = region.surroundings(store, "RMC26").parts
    assert {row["region_code"] for row in inside} == set(REGION_26)
    frame = figures(store, "published", regions=["RMC26", *REGION_26]).pivot(
        index="period", columns="region_code", values="numerator"
    )
    assert dict(frame.loc[2015, list(REGION_26)]) == REGION_26
    assert frame.at[2015, "RMC26"] == sum(REGION_26.values()) == 487
    pd.testing.assert_series_equal(frame[list(REGION_26)].sum(axis=1), frame["RMC26"], check_names=False)


def test_region_1_has_a_percentage_without_counts(store: Store) -> None:
    [view] = region.area(store, "published", "RMC01").views
    # Onderwijs in Cijfers, RMC regions 2016/17: 2.02 %
    assert (view.current["rate_pct"], view.current["rate_basis"], view.measure) == (2.02, "published", "rate_pct")
    for missing in ("numerator", "denominator", "interval_lower", "interval_upper"):
        assert math.isnan(view.current[missing])
    assert (view.change, view.verdict) == (None, None)


@pytest.mark.parametrize("code", ["RMC30", "RMC40", "RMC41"])
def test_a_region_that_nobody_published_has_nothing_and_not_zero(store: Store, code: str) -> None:
    assert region.area(store, "published", code).views == ()
    assert region.splits(store, "published", code) == {}
    assert figures(store, "published", regions=[code]).empty


def test_every_region_has_its_vulnerable_position(store: Store) -> None:
    frame = figures(store, "published", indicators=["vulnerable_position"], levels=["rmc"])
    expected = {f"RMC{number:02d}" for number in range(1, 42)} - {"RMC14"}
    assert set(frame["region_code"]) == expected
    assert len(frame) == 40
    # OCW in cijfers, 2021/22: 77 % in region 1, 82 % in region 2, 79 % in region 40, 70 % in region 41
    rates = frame.set_index("region_code")["rate_pct"]
    assert dict(rates[["RMC01", "RMC02", "RMC40", "RMC41"]]) == {"RMC01": 77, "RMC02": 82, "RMC40": 79, "RMC41": 70}
    assert frame["numerator"].isna().all()
    assert frame["interval_lower"].isna().all()


def test_europe_keeps_its_survey_apart(store: Store) -> None:
    frame = overview.europe(store, "published")
    assert set(frame["series_id"]) == {"eurostat_early_leavers"}
    assert set(frame["region_code"]) == {"NL", "EU27_2020"}
    # Eurostat edat_lfse_14 flags a break for the Netherlands in 2013, 2014 and 2021
    pieces = frame[frame["region_code"] == "NL"].set_index("period")["piece"]
    assert pieces[2012] < pieces[2013] < pieces[2014] <= pieces[2020] < pieces[2021] == pieces.max()
