"""The grid by indicators: every column has one series, one year and its own reference."""

import pytest

from vsv_metrics.indicators import profile
from vsv_metrics.indicators.compare import LEVELS
from vsv_metrics.indicators.compare_indicators import across_indicators
from vsv_metrics.indicators.figures import figures
from vsv_metrics.store import Store


@pytest.mark.parametrize("code", ["RMC28", "RMC29"])
def test_a_part_has_the_verdict_of_the_profile(store: Store, code: str) -> None:
    own = profile.history(store, "demo", code)
    at = profile.standing(own)
    assert at is not None
    kind = profile.kind_figures(store, "demo", at.level, at.series_id, at.period)
    lines = profile.spine(store, kind, own, at, ())
    found = across_indicators(store, "demo", at.level, at.series_id, at.period)
    row = found[found["region_code"] == code]
    assert list(zip(row["column"], row["code"], row["verdict"], strict=True)) == list(
        zip(lines["column"], lines["code"], lines["verdict"], strict=True)
    )
    assert row["verdict"].nunique() > 1 or code == "RMC29"


@pytest.mark.parametrize(("level", "series_id", "year"), [("province", "cbs_vsv", 2023), ("rmc", "ocw_2016", 2016)])
def test_another_indicator_stands_in_its_newest_year(store: Store, level: str, series_id: str, year: int) -> None:
    found = across_indicators(store, "published", level, series_id, year)
    columns = found.groupby("place")[["indicator_id", "series_id", "period"]]
    assert (columns.nunique() == 1).all(axis=None)
    assert not found.duplicated(["place", "region_code"]).any()
    first, *others = columns.first().to_dict("records")
    assert (first["indicator_id"], first["series_id"], first["period"]) == ("new_leavers", series_id, year)
    assert others
    for other in others:
        every = figures(store, "published", indicators=[other["indicator_id"]], levels=[level])
        every = every[every["rate_pct"].notna() & (every["region_level"] == level)]
        assert other["period"] == every.groupby("period").size().loc[lambda sizes: sizes > 1].index.max()


def test_what_has_no_counts_is_not_compared(store: Store) -> None:
    found = across_indicators(store, "published", "rmc", "ocw_2016", 2016)
    assert set(found["verdict"]) == {"not_compared"}
    assert set(LEVELS) >= set(found["region_level"])
