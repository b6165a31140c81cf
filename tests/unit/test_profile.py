"""An area beside its peers, and a change split by school type: only with figures that allow it, and equal to sums by hand."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from vsv_metrics.indicators import decompose, peers, profile
from vsv_metrics.indicators.decompose import Explained, Grouping
from vsv_metrics.indicators.figures import figures
from vsv_metrics.store import Store

OpenTiny = Callable[[str, str], Store]
HEADER = (
    "series_id,indicator_id,region_code,school_year,sector,measure,value,unit,lower,upper,obs_status,precision,"
    "missing_reason,flags,vintage_rank,source_id"
)


def explained(store: Store, dataset: str, code: str, start: int, end: int, grouping: Grouping = "level") -> Explained:
    frame, levels = decompose.area_figures(store, dataset, code), decompose.level_codes(store)
    return decompose.explain(frame, levels, start, end, grouping, decompose.whole_years(frame, levels, grouping))


def cell(sector: str, leavers: str, enrolled: str, *, year: int, area: str = "PV28", series: str = "new", flag: str = "") -> str:
    hidden = "" if leavers else "suppressed"
    start = f"{series},new_leavers,{area},{year},{sector}"
    return (
        f"{start},numerator,{leavers},persons,,,definitive,exact,{hidden},{flag},1,letter\n"
        f"{start},denominator,{enrolled},persons,,,definitive,exact,,{flag},1,letter\n"
    )


def two_years(**after: str) -> str:
    """Vo 10 of 1,000 and mbo 40 of 500, a year later vo 12 of 800 and mbo 56 of 700, unless another is given."""
    kinds = {"vo": "12,800", "mbo": "56,700", "total": "68,1500"} | {
        name: value for name, value in after.items() if name in ("vo", "mbo", "total")
    }
    others = {name: value for name, value in after.items() if name not in kinds}
    before = cell("vo", "10", "1000", year=2022) + cell("mbo", "40", "500", year=2022) + cell("total", "50", "1500", year=2022)
    return before + "".join(cell(name, *value.split(","), year=2023, **others) for name, value in kinds.items())


# Split of a change


def test_a_split_is_that_by_hand(open_tiny: OpenTiny) -> None:
    found = explained(open_tiny(HEADER, two_years()), "published", "PV28", 2022, 2023)
    assert found.split is not None
    # shares 2/3 and 1/3 to 8/15 and 7/15; rates 1 and 8 % to 1.5 and 8 %
    assert found.split.composition == pytest.approx((8 / 15 - 2 / 3) * 1.25 + (7 / 15 - 1 / 3) * 8)
    assert found.split.rates == pytest.approx(0.5 * (2 / 3 + 8 / 15) / 2)
    assert found.split.difference == pytest.approx(100 * 68 / 1500 - 100 * 50 / 1500)
    assert found.whole["period"].tolist() == [2022, 2023]


def test_a_split_runs_back_in_time_too(open_tiny: OpenTiny) -> None:
    store = open_tiny(HEADER, two_years())
    there, back = (explained(store, "published", "PV28", *years) for years in ((2022, 2023), (2023, 2022)))
    assert there.split is not None
    assert back.split is not None
    assert back.split.composition == pytest.approx(-there.split.composition)
    assert back.whole["period"].tolist() == [2023, 2022]


@pytest.mark.parametrize(
    ("rows", "years", "refusal"),
    [
        (two_years(mbo=",700"), (2022, 2023), "masked"),
        (two_years(flag="b"), (2022, 2023), "break"),
        (two_years().replace("new,new_leavers,PV28,2022", "old,new_leavers,PV28,2021"), (2021, 2023), "other_series"),
        (
            "".join(cell(name, "6", "500", year=year) for name in ("vo", "total") for year in (2022, 2023)),
            (2022, 2023),
            "no_types",
        ),
        (two_years(), (2022, 2022), "same_year"),
        (two_years(), (2021, 2023), "no_figure"),
        (two_years(vo="0,0", mbo="0,0", total="0,0"), (2022, 2023), "nobody"),
    ],
    ids=["masked", "break", "other series", "no sectors but one", "one year", "no figure", "nobody"],
)
def test_a_split_is_refused_with_its_reason(open_tiny: OpenTiny, rows: str, years: tuple[int, int], refusal: str) -> None:
    found = explained(open_tiny(HEADER, rows), "published", "PV28", *years)
    assert (found.split, found.refusal) == (None, refusal)
    assert found.before.empty


@pytest.mark.parametrize("grouping", decompose.GROUPINGS)
def test_every_grouping_explains_the_same_change(store: Store, grouping: Grouping) -> None:
    found = explained(store, "demo", "RMC29", 2019, 2024, grouping)
    assert found.split is not None
    before, after = found.whole["rate_pct"]
    assert found.split.difference == pytest.approx(after - before)
    assert len(found.before) == {"sector": 3, "level": 8, "learning_path": 12}[grouping]


def test_the_split_of_a_published_region_leaves_out_vavo(store: Store) -> None:
    # VSV-Verkenner, region 29: 2,855 of vo and mbo together in 2013/14, mbo 3 and 4 as one
    found = explained(store, "published", "RMC29", 2012, 2013)
    assert found.split is not None
    assert found.whole["sector"].tolist() == ["vo_mbo", "vo_mbo"]
    assert found.whole["numerator"].tolist()[1] == 2855
    assert set(found.before["level"]) == {"vo_lower", "vmbo_upper", "havo_vwo_upper", "mbo1", "mbo2", "mbo3_4"}


def test_the_country_has_levels_in_one_published_year_only(store: Store) -> None:
    found = explained(store, "published", "NL", 2018, 2023)
    assert (found.refusal, found.years) == ("no_types", (2018,))


def test_hidden_cells_leave_no_split(store: Store) -> None:
    seen = set()
    for code in ("RMC01", "RMC02", "RMC03", "RMC31", "RMC32", "RMC33"):
        frame, levels = decompose.area_figures(store, "demo", code), decompose.level_codes(store)
        whole = decompose.whole_years(frame, levels, "learning_path")
        hidden = set(frame.loc[frame["missing_reason"] == "suppressed", "period"])
        assert hidden
        assert not hidden & set(whole)
        year = min(hidden)
        found = decompose.explain(frame, levels, year, 2024, "learning_path", whole)
        assert found.split is None
        seen.add(found.refusal)
    assert seen == {"masked"}


def test_the_years_to_begin_with_can_be_split() -> None:
    assert decompose.default_years((2001, 2010, 2024), (2018, 2021, 2024)) == (2018, 2024)
    assert decompose.default_years((2018, 2023), (2018,)) == (2018, 2023)
    assert decompose.default_years((2018,), ()) is None


# Profile


def spine(store: Store, dataset: str, code: str, group: tuple[str, ...] = ()) -> pd.DataFrame:
    own = profile.history(store, dataset, code)
    at = profile.standing(own)
    assert at is not None
    kind = profile.kind_figures(store, dataset, at.level, at.series_id, at.period)
    return profile.spine(store, kind, own, at, group)


def test_a_profile_has_a_line_per_part_and_no_part_twice(store: Store) -> None:
    lines = spine(store, "demo", "RMC29", ("RMC21", "RMC28"))
    assert lines["code"].tolist() == [
        *("total", "vo", "mbo", "vavo", "mbo1", "mbo2", "mbo3", "mbo4", "lt18", "18_19", "20_22", "men", "women")
    ]
    assert set(lines["period"]) == {2024}
    assert (lines["lowest"] <= lines["rate_pct"]).all()
    assert (lines["rate_pct"] <= lines["highest"]).all()
    frame = figures(store, "demo", regions=["RMC21", "RMC28"], periods=(2024, 2024))
    assert lines["group_pct"].iat[0] == pytest.approx(100 * frame["numerator"].sum() / frame["denominator"].sum())
    assert set(lines["trend"]) <= {"rising", "falling", "no_clear_change"}


def test_a_published_province_has_its_total_and_no_trend(store: Store) -> None:
    [line] = spine(store, "published", "PV28").to_dict("records")
    # CBS StatLine 84780NED: 7,470 of 270,950 in 2023/24
    assert (line["numerator"], line["areas"], line["trend_reason"]) == (7470, 12, "missing")
    assert line["country_pct"] == pytest.approx(100 * 34_210 / 1_271_820)


def test_percentages_without_counts_are_not_compared(store: Store) -> None:
    [line] = spine(store, "published", "RMC14", ("RMC01", "RMC02")).to_dict("records")
    assert (line["verdict"], line["group_verdict"]) == ("not_compared", "not_compared")
    assert np.isnan(line["group_pct"])


def test_a_hidden_member_leaves_the_group_without_a_figure(store: Store) -> None:
    asked = {"sector": ["mbo"], "level": ["mbo1"], "learning_path": ["bbl"]}
    rows = figures(store, "demo", levels=["rmc"], breakdowns=asked)
    hidden = rows[rows["missing_reason"] == "suppressed"]
    year = int(hidden["period"].tolist()[0])
    code, other = str(hidden.loc[hidden["period"] == year, "region_code"].tolist()[0]), "RMC29"
    of_year = rows[rows["period"] == year]
    assert profile.pooled(of_year, (other,)).known[0]
    for group in ((code, other), (code,), (), (other, "RMC99")):
        together = profile.pooled(of_year, group)
        assert np.isnan([together.leavers[0], together.enrolled[0], together.leavers_upper[0]]).all()


# Peers


def peers_of(store: Store, dataset: str, code: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    own = profile.history(store, dataset, code)
    at = profile.standing(own)
    assert at is not None
    traits = peers.traits(store, dataset, profile.kind_figures(store, dataset, at.level, at.series_id, at.period), at)
    return traits, peers.nearest(traits, code)


@pytest.mark.parametrize(
    ("dataset", "code", "traits"),
    [
        ("published", "PV28", ["size"]),
        ("demo", "RMC29", ["size", "mbo", "low_levels", "cities"]),
        ("demo", "GM0546", ["size", "mbo"]),
        ("published", "RMC14", []),
    ],
)
def test_traits_are_those_that_every_area_has(store: Store, dataset: str, code: str, traits: list[str]) -> None:
    found, near = peers_of(store, dataset, code)
    assert list(found.columns) == traits
    assert len(near) == (peers.NEAREST if traits else 0)
    assert code not in near
    assert found.notna().all(axis=None)


def test_a_trait_that_one_area_lacks_does_not_count(store: Store) -> None:
    at = profile.standing(profile.history(store, "demo", "RMC29"))
    assert at is not None
    kind = profile.kind_figures(store, "demo", at.level, at.series_id, at.period)
    lacking = kind[~((kind["region_code"] == "RMC01") & (kind["sector"] == "mbo") & (kind["level"] == "mbo2"))]
    assert list(peers.traits(store, "demo", lacking, at).columns) == ["size", "mbo", "cities"]


def test_size_alone_finds_the_provinces_of_that_size(store: Store) -> None:
    _, near = peers_of(store, "published", "PV28")
    enrolled = figures(store, "published", levels=["province"], series=["cbs_vsv"], periods=(2023, 2023))
    sizes = enrolled.set_index("region_code")["denominator"].astype(float)
    distance = (np.log(sizes) - np.log(sizes["PV28"])).abs().drop("PV28")
    assert list(near) == distance.nsmallest(5).index.tolist()


def test_fewer_is_the_gap_times_the_size(store: Store) -> None:
    own = profile.history(store, "published", "PV28")
    at = profile.standing(own)
    assert at is not None
    kind = profile.kind_figures(store, "published", "province", at.series_id, at.period)
    found = {one.reference: one for one in peers.opportunities(kind, own, at, ("PV27", "PV30"))}
    assert found["country"].fewer == pytest.approx(7470 - 270_950 * 34_210 / 1_271_820)
    assert found["country"].lower < found["country"].fewer < found["country"].upper
    assert (found["best"].year, found["best"].years) == (2019, 4)


def test_expected_is_the_national_rate_per_school_type(store: Store) -> None:
    at = profile.standing(profile.history(store, "demo", "GM0546"))
    assert at is not None
    found = peers.expectation(store, "demo", at)
    rows = figures(store, "demo", regions=["GM0546", "NL"], periods=(2024, 2024), breakdowns={"sector": ["vo", "mbo", "vavo"]})
    own, country = (rows[rows["region_code"] == code].set_index("sector") for code in ("GM0546", "NL"))
    assert found.result is not None
    assert found.result["expected"] == pytest.approx(
        (own["denominator"] * country["numerator"] / country["denominator"]).astype(float).sum()
    )
    assert found.cells["reference_pct"].notna().all()


def test_nothing_is_expected_without_school_types(store: Store) -> None:
    at = profile.standing(profile.history(store, "published", "PV28"))
    assert at is not None
    assert peers.expectation(store, "published", at).refusal == "no_types"


def test_a_hidden_school_type_leaves_nothing_to_expect(open_tiny: OpenTiny) -> None:
    rows = two_years(mbo=",700") + two_years().replace("PV28", "NL")
    store = open_tiny(HEADER, rows)
    at = profile.standing(profile.history(store, "published", "PV28"))
    assert at is not None
    found = peers.expectation(store, "published", at)
    assert (found.result, found.refusal, len(found.cells)) == (None, "masked", 0)
