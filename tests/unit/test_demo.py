"""The fictional figures: the same bytes everywhere, everything adds up."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from vsv_metrics.sources import demo, tidy
from vsv_metrics.sources.demo.draws import Draws

DATA = Path(__file__).parents[2] / "data"
REGIONS, PARTS = (tidy.read(DATA / "reference" / f"{name}.json")[1] for name in ("region", "region_part"))
LIES_IN = PARTS[PARTS["kind"] == "lies_in"]
YEAR = ["region_code", "school_year"]
MONTHS = ["m08", "m09", "m10", "m11", "m12", "m01", "m02", "m03", "m04", "m05", "m06", "m07"]

ROWS = {
    "vsv_region_total": 733 * 2 + 57 * 2,
    "vsv_region_sector_level": 733 * 10 * 2,
    "vsv_region_path": 733 * 10 * 2,
    "vsv_region_age_sex": 733 * 5 * 2,
    "vsv_region_absence": 733 * 8,
    "vsv_region_month": 733 * 12,
    "vsv_month_sector": 421 * 36,
    "vsv_month_age": 421 * 36,
    "vsv_month_reported": 421 * 78,
    "vsv_month_level_path": 8 * 72,
    "vsv_month_absence": 8 * 96,
    "vsv_municipality": 342 * 13 * 8,
}
"""733 = 13 years of 17 areas, 8 years of 39 and 5 of 40 RMC regions; 421 = 8 years of 13 areas, 3 of 39 and 5 of 40."""


@pytest.fixture(scope="module")
def figures() -> dict[str, pd.DataFrame]:
    return demo.generate(REGIONS, PARTS)


@pytest.fixture(scope="module")
def shipped() -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_csv(path) for path in sorted((DATA / "demo").glob("*.csv"))}


def newest(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last round, in this set: those that were not revised later."""
    return frame[(frame["vintage_rank"] == 2) | (frame["school_year"] != 2023)]


def total(shipped: dict[str, pd.DataFrame], measure: str = "numerator") -> pd.Series:
    frame = newest(shipped["vsv_region_total"])
    return frame[frame["measure"] == measure].set_index(YEAR)["value"].sort_index()


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in frame if name not in ("measure", "value", "lower", "upper", "missing_reason")]
    return frame.pivot(index=keys, columns="measure", values="value")


def assert_adds_up(parts: pd.DataFrame, whole: pd.Series, by: list[str]) -> None:
    sums = parts.groupby(by)["value"].sum()
    expected = whole[whole.index.isin(sums.index)].sort_index()
    pd.testing.assert_series_equal(sums.astype("int64"), expected.astype("int64"), check_names=False)


def test_shipped_files_are_a_regeneration(figures: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    written = demo.write(figures, tmp_path)
    assert sorted(path.name for path in written) == sorted(path.name for path in (DATA / "demo").iterdir())
    for path in written:
        assert path.read_bytes() == (DATA / "demo" / path.name).read_bytes(), path.name


def test_order_of_the_reference_rows_does_not_matter(figures: dict[str, pd.DataFrame]) -> None:
    again = demo.generate(REGIONS.iloc[::-1], PARTS.iloc[::-1])
    for name, frame in figures.items():
        pd.testing.assert_frame_equal(frame, again[name])


def test_another_seed_gives_other_figures(figures: dict[str, pd.DataFrame]) -> None:
    other = demo.generate(REGIONS, PARTS, seed=demo.SEED + 1)
    assert {name: len(frame) for name, frame in other.items()} == {name: len(frame) for name, frame in figures.items()}
    same = figures["vsv_region_sector_level"]["value"] == other["vsv_region_sector_level"]["value"]
    assert same.mean() < 0.05


def test_draws_are_the_same_on_every_machine() -> None:
    """First values of one stream; NumPy keeps the raw stream of PCG64 fixed."""
    draws = Draws(2, 1)
    assert draws.uniform(3).tolist() == [3842438841, 3672134773, 882681607]
    assert draws.choose(np.array([[0, 5, 0], [1, 0, 0], [0, 0, 9]])).tolist() == [1, 0, 2]


def test_row_counts(shipped: dict[str, pd.DataFrame]) -> None:
    assert {name: len(frame) for name, frame in shipped.items()} == ROWS


def test_files_are_accepted_and_say_that_they_are_fictional() -> None:
    for path in sorted((DATA / "demo").glob("*.json")):
        table, frame = tidy.read(path)
        assert table == "observation"
        assert set(frame["dataset"]) == {"demo"}
        assert set(frame["series_id"]) == {"demo_vsv"}
        assert set(frame["source_id"]) == {"demo_generator"}
        resource = json.loads(path.read_text("utf-8"))
        assert resource["title"].startswith("Fictional: ")
        assert "no real region" in resource["description"]


def test_codes_are_known(shipped: dict[str, pd.DataFrame]) -> None:
    members = tidy.read(DATA / "reference" / "member.json")[1]
    for name, frame in shipped.items():
        assert set(frame["region_code"]) <= set(REGIONS["region_code"])
        for column in set(frame) & set(members["breakdown"]):
            known = members.loc[members["breakdown"] == column, "code"]
            assert set(frame[column]) <= set(known), (name, column)


def test_years_and_statuses(shipped: dict[str, pd.DataFrame]) -> None:
    for name, frame in shipped.items():
        first = 2017 if name.startswith("vsv_month") else 2012
        assert sorted(frame["school_year"].unique()) == list(range(first, 2025)), name
        last = newest(frame)
        assert set(last.loc[last["school_year"] == 2024, "obs_status"]) == {"provisional"}
        assert set(last.loc[last["school_year"] < 2024, "obs_status"]) == {"definitive"}


def test_region_14_becomes_40_and_41(shipped: dict[str, pd.DataFrame]) -> None:
    for name, frame in shipped.items():
        years = frame.groupby("region_code")["school_year"]
        if "RMC01" in set(frame["region_code"]):
            assert years.max()["RMC14"] == 2019, name
            assert years.min()[["RMC40", "RMC41"]].tolist() == [2020, 2020], name
    rmc = shipped["vsv_region_total"].query("region_code.str.startswith('RMC')")
    count = rmc.groupby("school_year")["region_code"].nunique()
    assert count.loc[:2019].eq(39).all()
    assert count.loc[2020:].eq(40).all()


@pytest.mark.parametrize("measure", ["numerator", "denominator"])
def test_regions_add_up(shipped: dict[str, pd.DataFrame], measure: str) -> None:
    whole = total(shipped, measure)
    for parts, wholes in (("PV", "LD"), ("LD", "NL"), ("RMC", "NL")):
        parent = dict(LIES_IN.loc[LIES_IN["whole_code"].str.startswith(wholes), ["part_code", "whole_code"]].to_numpy())
        frame = whole[whole.index.get_level_values(0).str.startswith(parts)].reset_index()
        frame["region_code"] = "NL" if wholes == "NL" else frame["region_code"].map(parent)
        assert_adds_up(frame, whole, YEAR)


@pytest.mark.parametrize("measure", ["numerator", "denominator"])
def test_municipalities_add_up(shipped: dict[str, pd.DataFrame], measure: str) -> None:
    municipal = shipped["vsv_municipality"].query("measure == @measure")
    of_municipality = municipal[municipal["sector"] == "total"]
    assert_adds_up(municipal[municipal["sector"] != "total"], of_municipality.set_index(YEAR)["value"], YEAR)
    for prefix in ("RMC", "PV"):
        parent = dict(LIES_IN.loc[LIES_IN["whole_code"].str.startswith(prefix), ["part_code", "whole_code"]].to_numpy())
        region = municipal["region_code"].map(parent)
        if prefix == "RMC":
            region = region.mask(region.isin(["RMC40", "RMC41"]) & (municipal["school_year"] < 2020), "RMC14")
        sectors = shipped["vsv_region_sector_level"].query("measure == @measure and level == 'total'")
        whole = sectors.set_index([*YEAR, "sector"])["value"]
        parts = municipal.assign(region_code=region).query("sector != 'total'")
        assert_adds_up(parts, whole, [*YEAR, "sector"])
        assert_adds_up(parts, total(shipped, measure), YEAR)


@pytest.mark.parametrize("measure", ["numerator", "denominator"])
def test_breakdowns_add_up(shipped: dict[str, pd.DataFrame], measure: str) -> None:
    whole = total(shipped, measure)
    school = shipped["vsv_region_sector_level"].query("measure == @measure")
    sectors, levels = school[school["level"] == "total"], school[school["level"] != "total"]
    assert_adds_up(sectors, whole, YEAR)
    assert_adds_up(levels, sectors.set_index([*YEAR, "sector"])["value"], [*YEAR, "sector"])

    path = shipped["vsv_region_path"].query("measure == @measure")
    by_path, crossed = path[path["level"] == "total"], path[path["level"] != "total"]
    assert_adds_up(by_path, sectors[sectors["sector"] == "mbo"].set_index(YEAR)["value"], YEAR)
    open_lines = crossed.groupby([*YEAR, "level"])["value"].transform("count") == 2
    assert_adds_up(crossed[open_lines], levels.set_index([*YEAR, "level"])["value"], [*YEAR, "level"])
    open_lines = crossed.groupby([*YEAR, "learning_path"])["value"].transform("count") == 4
    assert_adds_up(crossed[open_lines], by_path.set_index([*YEAR, "learning_path"])["value"], [*YEAR, "learning_path"])

    people = shipped["vsv_region_age_sex"].query("measure == @measure")
    assert_adds_up(people[people["sex"] == "total"], whole, YEAR)
    assert_adds_up(people[people["age_group"] == "total"], whole, YEAR)


def test_absences_and_months_add_up(shipped: dict[str, pd.DataFrame]) -> None:
    people = shipped["vsv_region_age_sex"].query("measure == 'numerator' and sex == 'total'")
    by_age = people.set_index([*YEAR, "age_group"])["value"]
    absence = shipped["vsv_region_absence"]
    assert_adds_up(absence[absence["age_group"] == "total"], total(shipped), YEAR)
    assert_adds_up(absence[absence["age_group"] != "total"], by_age, [*YEAR, "age_group"])

    month = shipped["vsv_region_month"]
    assert_adds_up(month, total(shipped), YEAR)
    by_month = month.set_index([*YEAR, "month_left"])["value"]
    for name in ("vsv_month_sector", "vsv_month_age", "vsv_month_reported"):
        assert_adds_up(shipped[name], by_month, [*YEAR, "month_left"])
    school = shipped["vsv_region_sector_level"].query("measure == 'numerator'")
    by_sector = school[school["level"] == "total"].set_index([*YEAR, "sector"])["value"]
    assert_adds_up(shipped["vsv_month_sector"], by_sector, [*YEAR, "sector"])
    assert_adds_up(shipped["vsv_month_age"], by_age, [*YEAR, "age_group"])

    country = shipped["vsv_month_level_path"]
    by_level = school.set_index([*YEAR, "level"])["value"]
    mbo_month = shipped["vsv_month_sector"].query("sector == 'mbo'").set_index([*YEAR, "month_left"])["value"]
    assert_adds_up(country[country["level"] != "total"], by_level, [*YEAR, "level"])
    for breakdown in ("level", "learning_path"):
        assert_adds_up(country[country[breakdown] != "total"], mbo_month, [*YEAR, "month_left"])
    crossed = shipped["vsv_month_absence"]
    whole = absence.set_index([*YEAR, "age_group", "absence_reported"])["value"]
    assert_adds_up(crossed, whole, [*YEAR, "age_group", "absence_reported"])
    by_age_month = shipped["vsv_month_age"].set_index([*YEAR, "age_group", "month_left"])["value"]
    assert_adds_up(crossed[crossed["age_group"] != "total"], by_age_month, [*YEAR, "age_group", "month_left"])


def test_nobody_is_last_reported_before_leaving(shipped: dict[str, pd.DataFrame]) -> None:
    pairs = shipped["vsv_month_reported"]
    left, last = (pairs[name].map(MONTHS.index) for name in ("month_left", "month_last_reported"))
    assert (last >= left).all()
    gone = pairs.loc[pairs["month_last_reported"] != "m07", "value"].sum() / pairs["value"].sum()
    assert 0.1 < gone < 0.3


def test_values_are_counts_and_leavers_were_enrolled(shipped: dict[str, pd.DataFrame]) -> None:
    for name, frame in shipped.items():
        counts = frame["value"].dropna()
        assert (counts >= 0).all(), name
        assert (counts == counts.round()).all(), name
        if "measure" in frame:
            both = wide(frame).dropna()
            assert (both["numerator"] <= both["denominator"]).all(), name


def test_rates_are_plausible(shipped: dict[str, pd.DataFrame]) -> None:
    rate = 100 * total(shipped) / total(shipped, "denominator")
    rmc = rate[rate.index.get_level_values(0).str.startswith("RMC")]
    assert 1.3 <= rmc.min() < 1.5
    assert 2.9 < rmc.max() <= 3.2
    country = rate["NL"]
    assert country.idxmin() == 2019
    assert country.min() == pytest.approx(1.7, abs=0.05)
    assert country.idxmax() == 2021
    assert country.max() == pytest.approx(2.4, abs=0.05)
    enrolled = total(shipped, "denominator")["NL"]
    assert enrolled.is_monotonic_decreasing
    assert enrolled.iloc[[0, -1]].tolist() == [1_331_270, 1_259_430]
    levels = wide(shipped["vsv_region_sector_level"].query("region_code == 'NL' and level != 'total'"))
    pooled = levels.groupby("level")[["numerator", "denominator"]].sum()
    by_level = 100 * pooled["numerator"] / pooled["denominator"]
    assert by_level.sort_values().index.tolist() == [
        "vo_lower", "havo_vwo_upper", "vmbo_upper", "mbo4", "mbo3", "mbo2", "mbo1",
    ]  # fmt: skip


def test_first_round_of_the_revised_year(shipped: dict[str, pd.DataFrame]) -> None:
    totals = shipped["vsv_region_total"].query("school_year == 2023")
    both = totals.pivot(index=["region_code", "measure"], columns="vintage_rank", values="value").unstack("measure")
    assert set(totals.loc[totals["vintage_rank"] == 1, "obs_status"]) == {"provisional"}
    assert (both[1]["denominator"] == both[2]["denominator"]).all()
    higher = both[1]["numerator"] / both[2]["numerator"] - 1
    assert higher.between(0.005, 0.02).all()
    for prefix in ("RMC", "PV", "LD"):
        parts = both[1]["numerator"][both.index.str.startswith(prefix)]
        assert parts.sum() == both[1]["numerator"]["NL"]


def test_no_national_figure_is_a_published_one(shipped: dict[str, pd.DataFrame]) -> None:
    published = set()
    for path in (DATA / "published").glob("*.csv"):
        frame = tidy.read(path.with_suffix(".json"))[1]
        published |= set(frame.loc[(frame["region_code"] == "NL") & (frame["unit"] == "persons"), "value"])
    assert len(published) > 50
    country = shipped["vsv_region_total"].query("region_code == 'NL'")
    assert not set(country["value"]) & published
