"""The figures behind the pages: one series at a time, one partition at a time, real and fictional apart."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from vsv_metrics.indicators import overview, region
from vsv_metrics.indicators.figures import KEY, figures, newest
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

OpenTiny = Callable[[str, str], Store]
HEADER = (
    "series_id,indicator_id,region_code,school_year,sector,measure,value,unit,lower,upper,obs_status,precision,"
    "missing_reason,vintage_rank,source_id"
)
SEVERAL = ["PV28", "PV31", "RMC01", "RMC26", "RMC29", "RMC16_EEM", "GM0546", "SC_G4", "LD01"]


def row(
    measure: str, value: str, *, year: int = 2022, vintage: int = 1, area: str = "NL", sector: str = "total", reason: str = ""
) -> str:
    unit = "percent" if measure == "rate" else "persons"
    series = "new" if year >= 2022 else "old"
    return f"{series},new_leavers,{area},{year},{sector},{measure},{value},{unit},,,provisional,exact,{reason},{vintage},letter\n"


# Figures


def test_one_row_stands_for_one_figure(store: Store) -> None:
    frame = figures(store, "published", indicators=["new_leavers"], breakdowns=dict.fromkeys(BREAKDOWNS))
    assert not frame.duplicated(list(KEY)).any()
    assert len(frame) > 300


def test_a_breakdown_that_is_not_named_is_its_total(store: Store) -> None:
    frame = figures(store, "demo", regions=["RMC29"], breakdowns={"sector": ["mbo"]})
    assert set(frame["sector"]) == {"mbo"}
    assert all(set(frame[column]) == {TOTAL} for column in BREAKDOWNS if column != "sector")
    every = figures(store, "demo", regions=["RMC29"], breakdowns={"sector": None})
    assert set(every["sector"]) == {TOTAL, "vo", "mbo", "vavo"}


@pytest.mark.parametrize(("dataset", "other"), [("published", "demo"), ("demo", "published")])
def test_real_and_fictional_figures_never_share_a_frame(store: Store, dataset: str, other: str) -> None:
    frame = figures(store, dataset, regions=["NL", *SEVERAL], breakdowns=dict.fromkeys(BREAKDOWNS))
    against = figures(store, other, regions=["NL", *SEVERAL], breakdowns=dict.fromkeys(BREAKDOWNS))
    assert set(frame["dataset"]) == {dataset}
    assert not set(frame["series_id"]) & set(against["series_id"])
    assert not set(frame["source_id"]) & set(against["source_id"])


def test_years_and_series_can_be_chosen(store: Store) -> None:
    frame = figures(store, "published", regions=["NL"], series=["ocw_national"], periods=(2022, 2023))
    assert [(series, int(year)) for series, year in zip(frame["series_id"], frame["period"], strict=True)] == [
        ("ocw_national", 2022),
        ("ocw_national", 2023),
    ]


def test_an_interval_belongs_to_the_percentage_it_stands_beside(open_tiny: OpenTiny) -> None:
    rows = row("numerator", "300") + row("denominator", "10000") + row("numerator", "290", vintage=2)
    rows += row("numerator", "300", year=2023) + row("denominator", "10000", year=2023)
    revised, whole = figures(open_tiny(HEADER, rows), "published").to_dict("records")
    assert (revised["numerator"], revised["rate_pct"]) == (290, 3)
    assert pd.isna(revised["interval_lower"])
    assert pd.isna(revised["interval_upper"])
    assert whole["interval_lower"] < whole["rate_pct"] < whole["interval_upper"]


def test_counts_of_two_rounds_have_no_verdict(open_tiny: OpenTiny) -> None:
    rows = row("numerator", "500", area="PV28") + row("denominator", "10000", area="PV28")
    rows += row("numerator", "400", area="PV28", vintage=2)
    rows += row("numerator", "300", year=2022) + row("denominator", "10000", year=2022)
    [view] = region.area(open_tiny(HEADER, rows), "published", "PV28").views
    assert view.reference is not None
    assert view.reference["rate_pct"] == 3
    assert view.verdict == "not_compared"


@pytest.mark.parametrize(("low", "high", "digits"), [("2.285", "2.295", 2), ("1.95", "2.05", 1), ("2.5", "3.5", 0)])
def test_a_published_percentage_shows_no_more_decimals_than_its_source(
    open_tiny: OpenTiny, low: str, high: str, digits: int
) -> None:
    rows = row("rate", f"{(float(low) + float(high)) / 2:g}").replace("percent,,", f"percent,{low},{high}")
    [figure] = figures(open_tiny(HEADER, rows), "published").to_dict("records")
    assert (figure["rate_digits"], figure["rate_basis"]) == (digits, "published")


def test_a_computed_percentage_shows_two_decimals(open_tiny: OpenTiny) -> None:
    [figure] = figures(open_tiny(HEADER, row("numerator", "300") + row("denominator", "10000")), "published").to_dict("records")
    assert figure["rate_digits"] == 2


def test_the_newest_figure_is_the_last_year_with_the_measure() -> None:
    frame = pd.DataFrame({"period": [2021, 2022, 2023], "numerator": [1.0, 2.0, None], "rate_pct": [1.0, None, None]})
    assert [row["period"] for row in (newest(frame), newest(frame, "rate_pct")) if row is not None] == [2022, 2021]
    assert newest(frame.iloc[2:]) is None


# The country


def test_without_the_year_before_there_is_no_change(open_tiny: OpenTiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "TARGET_ID", "t1")
    store = open_tiny(HEADER, row("numerator", "300", year=2023) + row("numerator", "900", year=2021))
    found = overview.headline(store, "published")
    assert found is not None
    assert (found.current["numerator"], found.previous_revisions, found.previous_rate) == (300, (), None)


def test_a_met_target_asks_for_nothing_more(open_tiny: OpenTiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "TARGET_ID", "t1")
    met, not_met = (overview.headline(open_tiny(HEADER, row("numerator", value)), "published") for value in ("20000", "20001"))
    assert met is not None
    assert not_met is not None
    assert (met.reduction_needed, not_met.reduction_needed) == (0, 1)


def test_without_national_figures_there_is_no_headline(open_tiny: OpenTiny) -> None:
    store = open_tiny(HEADER, row("numerator", "300", area="PV28"))
    assert overview.headline(store, "published") is None
    assert overview.sectors(store, "published").empty
    tiles, country = overview.provinces(store, "published")
    assert country is None
    assert list(tiles["region_code"]) == ["PV28"]


def test_a_province_without_figures_keeps_its_tile(store: Store) -> None:
    for dataset, year in (("published", 2023), ("demo", 2024)):
        frame, country = overview.provinces(store, dataset)
        assert country is not None
        assert country["period"] == year
        assert len(frame) == 12
        assert set(frame["series_id"]) == {country["series_id"]}


def test_fictional_sectors_add_up_and_nothing_is_derived(store: Store) -> None:
    frame = overview.sectors(store, "demo")
    assert set(frame["sector"]) == {"vo", "mbo", "vavo"}
    totals = overview.national(store, "demo").set_index("period")["numerator"]
    sums = frame.groupby("period")["numerator"].sum()
    pd.testing.assert_series_equal(sums, totals, check_names=False)


# One area


@pytest.mark.parametrize("dataset", ["published", "demo"])
@pytest.mark.parametrize("code", SEVERAL)
def test_a_view_holds_one_producer_and_the_country_in_its_series(store: Store, dataset: str, code: str) -> None:
    views = region.area(store, dataset, code).views
    assert len({view.producer for view in views}) == len(views)
    for view in views:
        assert set(view.area["producer"]) == {view.producer}
        assert set(view.area["region_code"]) == {code}
        assert set(view.area["sector"]) == set(view.country["sector"]) | {view.sector} == {view.sector}
        assert set(view.country["series_id"]) <= set(view.area["series_id"])
        assert not view.area.duplicated(["series_id", "period"]).any()
        assert view.current["period"] == view.area["period"].max()
    newest_first = [view.current["period"] for view in views]
    assert newest_first == sorted(newest_first, reverse=True)


def test_a_province_has_a_view_per_producer(store: Store) -> None:
    assert [view.producer for view in region.area(store, "published", "PV31").views] == ["CBS", "OCW/DUO"]


def test_a_change_is_taken_only_inside_one_series(open_tiny: OpenTiny) -> None:
    rows = [row("numerator", "300", year=2022, area="PV28"), row("numerator", "270", year=2023, area="PV28")]
    older = row("numerator", "400", year=2021, area="PV28")
    [alone] = region.area(open_tiny(HEADER, older + rows[0]), "published", "PV28").views
    assert alone.change is None
    [pair] = region.area(open_tiny(HEADER, "".join(rows)), "published", "PV28").views
    assert pair.change is not None
    assert (pair.change.difference, pair.change.relative_pct) == (-30, -10)


def test_the_newest_percentage_is_not_hidden_by_an_older_count(open_tiny: OpenTiny) -> None:
    rows = row("numerator", "300", year=2022, area="PV28") + row("rate", "2.9", year=2023, area="PV28")
    [view] = region.area(open_tiny(HEADER, rows), "published", "PV28").views
    assert (view.current["period"], view.current["rate_pct"]) == (2023, 2.9)


# Breakdowns


def broken_down(store: Store, dataset: str, code: str) -> dict[str, pd.DataFrame]:
    splits = region.splits(store, dataset, code)
    return {column: region.breakdown(store, dataset, code, split) for column, split in splits.items()}


@pytest.mark.parametrize("code", ["RMC29", "PV28", "GM0546"])
def test_fictional_members_add_up_to_the_total(store: Store, code: str) -> None:
    found = broken_down(store, "demo", code)
    total = figures(store, "demo", regions=[code]).set_index("period")
    assert "sector" in found
    for column, frame in found.items():
        assert TOTAL not in set(frame[column])
        [year] = set(frame["period"])
        if column in ("level", "learning_path"):
            sectors = {"level": ["vo", "mbo"], "learning_path": ["mbo"]}[column]
            within = figures(store, "demo", regions=[code], breakdowns={"sector": sectors})
            assert frame["numerator"].sum() == within.loc[within["period"] == year, "numerator"].sum(), column
        elif frame["numerator"].notna().all():
            assert frame["numerator"].sum() == total.at[year, "numerator"], column


@pytest.mark.parametrize("dataset", ["published", "demo"])
@pytest.mark.parametrize("code", SEVERAL)
def test_members_stand_in_one_series_and_partition_without_their_total(store: Store, dataset: str, code: str) -> None:
    members = store.query("members").set_index(["breakdown", "code"])
    for column, frame in broken_down(store, dataset, code).items():
        assert len(frame) > 1
        assert frame[column].is_unique
        assert TOTAL not in set(frame[column])
        assert len(set(frame["series_id"])) == len(set(frame["period"])) == 1
        shared = set.intersection(*(set(str(members.at[(column, item), "partition"]).split("|")) for item in frame[column]))
        assert shared or column == "level"
        assert members["sort"].reindex([(column, item) for item in frame[column]]).is_monotonic_increasing


def test_levels_that_overlap_are_not_shown_together(tiny_levels: Store) -> None:
    frame = broken_down(tiny_levels, "published", "PV28")["level"]
    assert set(frame["level"]) == {"mbo1", "mbo2", "mbo3", "mbo4"}
    assert frame["numerator"].sum() == 100


@pytest.fixture
def tiny_levels(tiny, open_tiny: OpenTiny) -> Store:
    """A region whose source gives levels 3 and 4 apart and together, and level 1 with and without diploma."""
    path = tiny / "reference" / "member.csv"
    codes = {"mbo1": "mbo_levels|mbo_levels_34", "mbo2": "mbo_levels|mbo_levels_34", "mbo3": "mbo_levels"}
    codes |= {"mbo4": "mbo_levels", "mbo3_4": "mbo_levels_34"}
    lines = [f"level,{code},{code},{code},total,{partition},{sort}\n" for sort, (code, partition) in enumerate(codes.items(), 1)]
    lines += [f"level,mbo1_{end},{end},{end},mbo1,mbo1_diploma,{sort}\n" for sort, end in ((8, "with"), (9, "without"))]
    path.write_text(path.read_text() + "".join(lines))
    values = {"mbo1": 10, "mbo2": 20, "mbo3": 30, "mbo4": 40, "mbo3_4": 70, "mbo1_with": 4, "mbo1_without": 6, "total": 100}
    header = HEADER.replace("sector,", "sector,level,")
    rows = [row("numerator", str(value), area="PV28").replace("total,", f"mbo,{code},") for code, value in values.items()]
    return open_tiny(header, "".join(rows))


# Surroundings


def codes(rows: Sequence[Row]) -> list[str]:
    return [row["region_code"] for row in rows]


def test_region_14_was_split(store: Store) -> None:
    old = region.surroundings(store, "RMC14")
    assert (set(codes(old.successors)), codes(old.predecessors)) == ({"RMC40", "RMC41"}, [])
    for code in ("RMC40", "RMC41"):
        around = region.surroundings(store, code)
        assert (codes(around.predecessors), codes(around.successors)) == (["RMC14"], [])
        assert {"NL", "PV25"} <= set(codes(around.wholes))
        assert around.parts


def test_a_municipality_lies_in_its_region_and_province(store: Store) -> None:
    around = region.surroundings(store, "GM0546")
    assert codes(around.wholes) == ["PV28", "RMC26"]
    assert around.parts == ()


def test_a_province_lies_in_its_part_of_the_country(store: Store) -> None:
    around = region.surroundings(store, "PV28")
    assert codes(around.wholes) == ["LD03"]
    assert {code[:2] for code in codes(around.parts)} == {"GM"}
    names = [row["name_nl"] for row in around.parts]
    assert names == sorted(names)


def test_the_context_is_the_newest_figure_per_area_and_producer(store: Store) -> None:
    frame = region.area(store, "published", "RMC26").context
    assert not frame.duplicated(["region_code", "indicator_id", "producer", "series_id"]).any()
    chosen = frame[(frame["region_code"] == "NL") & (frame["indicator_id"] == "new_leavers")]
    assert dict(zip(chosen["producer"], chosen["period"], strict=True))["OCW/DUO"] == 2023
    [vulnerable] = frame[(frame["region_code"] == "RMC26") & (frame["indicator_id"] == "vulnerable_position")].to_dict("records")
    assert pd.notna(vulnerable["rate_pct"])


def test_the_areas_of_the_page_are_ordered_by_kind(store: Store) -> None:
    frame = region.regions(store)
    assert list(dict.fromkeys(frame["level"])) == list(region.PAGE_LEVELS)
    assert (frame["level"] == "province").sum() == 12
    assert (frame["level"] == "rmc").sum() == 41
    assert frame["region_code"].is_unique
