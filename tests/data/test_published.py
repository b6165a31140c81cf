"""The store of the figures that ship: what a reader may rely on, asked in SQL."""

import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from vsv_metrics import cli, loading, paths
from vsv_metrics.schema import codes, tables
from vsv_metrics.store import Store

DATA = paths.data_dir()
GROUP = ["table", "dataset", "series_id", "indicator_id", "region_level", "period", "measure"]
COUNTS = """
SELECT 'observation' AS "table", o.dataset, o.series_id, o.indicator_id, r.level AS region_level,
    year(o.period_start)::VARCHAR AS period, o.measure, count(*) AS "rows", round(sum(o.value), 6) AS value_sum
FROM observation AS o JOIN region AS r USING (region_code)
WHERE o.dataset = 'published'
GROUP BY ALL
"""
Sql = Callable[[str], list[tuple]]


@pytest.fixture
def sql(store: Store) -> Sql:
    def run(statement: str) -> list[tuple]:
        with store._connection.cursor() as cursor:
            return cursor.execute(statement).fetchall()

    return run


def counted(store: Store) -> pd.DataFrame:
    with store._connection.cursor() as cursor:
        return cursor.execute(COUNTS).df().set_index(GROUP).sort_index()


def expected(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=dict.fromkeys(GROUP, "str"), keep_default_na=False, na_values={"value_sum": [""]})


def test_rows_and_totals_are_those_that_were_reviewed(store: Store) -> None:
    reviewed = expected(DATA / "expected_rows.csv")
    references = reviewed[reviewed["table"] != "observation"]
    counts = store.row_counts()
    assert dict(zip(references["table"], references["rows"], strict=True)) == {
        table.name: counts[table.name] for table in tables.REFERENCE_TABLES
    }
    figures = reviewed[reviewed["table"] == "observation"].set_index(GROUP).sort_index()
    pd.testing.assert_frame_equal(counted(store), figures, check_dtype=False, rtol=0, atol=1e-6)


EMPTY = {
    "a key stands once": f"""
        SELECT 1 FROM observation GROUP BY {", ".join(tables.OBSERVATION.key)} HAVING count(*) > 1""",
    "a figure stands once": f"""
        SELECT 1 FROM figure
        GROUP BY dataset, series_id, indicator_id, region_code, period_type, period_start, coverage,
            {", ".join(codes.BREAKDOWNS)}
        HAVING count(*) > 1""",
    "leavers were enrolled": """
        SELECT 1 FROM figure
        WHERE coalesce(numerator_lower, numerator) > coalesce(denominator_upper, denominator)""",
    "a rate is a percentage": "SELECT 1 FROM figure WHERE rate_pct NOT BETWEEN 0 AND 100",
    "a rate from counts has both counts": """
        SELECT 1 FROM figure WHERE rate_basis = 'counts' AND rate_vintage_rank = vintage_rank
            AND (numerator IS NULL OR denominator IS NULL)""",
    "bounds enclose the rate": "SELECT 1 FROM figure WHERE rate_pct NOT BETWEEN rate_lower AND rate_upper",
    "a value is there or its reason is": """
        SELECT 1 FROM observation WHERE (value IS NULL) = (missing_reason IS NULL)""",
    "every source exists": "SELECT 1 FROM observation ANTI JOIN source USING (source_id)",
    "every series exists": "SELECT 1 FROM observation ANTI JOIN series USING (series_id)",
    "every region exists": "SELECT 1 FROM observation ANTI JOIN region USING (region_code)",
    "every source says its terms": "SELECT 1 FROM source WHERE trim(licence) = ''",
    "fictional and real figures share no series": """
        SELECT series_id FROM observation GROUP BY series_id HAVING count(DISTINCT dataset = 'demo') > 1""",
    "fictional and real figures share no source": """
        SELECT source_id FROM observation GROUP BY source_id HAVING count(DISTINCT dataset = 'demo') > 1""",
    "region 14 ended, 40 and 41 began": """
        SELECT 1 FROM observation
        WHERE (region_code = 'RMC14' AND year(period_start) > 2019)
            OR (region_code IN ('RMC40', 'RMC41') AND year(period_start) < 2020)""",
    "only one series meets the target": """
        SELECT 1 FROM (SELECT count(*) AS n FROM series WHERE meets_target) WHERE n <> 1""",
    "a municipality lies in one RMC region and one province": """
        SELECT part_code FROM region_part AS p JOIN region AS w ON w.region_code = p.whole_code
        WHERE p.kind = 'lies_in' AND p.part_code LIKE 'GM%'
        GROUP BY part_code
        HAVING count(*) FILTER (w.level = 'rmc') <> 1 OR count(*) FILTER (w.level = 'province') <> 1""",
    "tiles do not overlap": "SELECT 1 FROM tile GROUP BY tile_map, col, row HAVING count(*) > 1",
    "every fictional part of the country adds up to it": f"""
        SELECT r.level, f.period FROM figure AS f JOIN region AS r USING (region_code)
        JOIN figure AS nl ON nl.dataset = 'demo' AND nl.region_code = 'NL' AND nl.period = f.period
            AND {" AND ".join(f"nl.{name} = 'total'" for name in codes.BREAKDOWNS)}
        WHERE f.dataset = 'demo' AND r.level IN ('rmc', 'province')
            AND {" AND ".join(f"f.{name} = 'total'" for name in codes.BREAKDOWNS)}
        GROUP BY r.level, f.period, nl.numerator, nl.denominator
        HAVING sum(f.numerator) <> nl.numerator OR sum(f.denominator) <> nl.denominator""",
}


@pytest.mark.parametrize("rule", EMPTY)
def test_no_row_breaks_the_rule(sql: Sql, rule: str) -> None:
    assert sql(EMPTY[rule]) == []


def test_the_tile_maps_are_complete(sql: Sql) -> None:
    assert sql("SELECT tile_map, count(*) FROM tile GROUP BY tile_map ORDER BY tile_map") == [("province", 12), ("rmc", 40)]


def test_the_vintages_of_2022_are_kept_side_by_side(store: Store) -> None:
    rows = store.query(
        "revisions",
        dataset="published",
        series_id="ocw_national",
        indicator_id="new_leavers",
        region_code="NL",
        period_type="school_year",
        period=2022,
        measure="numerator",
    )
    assert list(rows["value"]) == [30_246, 29_701]
    assert rows["obs_status"].iloc[0] == "provisional"
    newest = store.query("figures", dataset="published", series_ids=["ocw_national"], period_from=2022)
    assert dict(zip(newest["period"], newest["numerator"], strict=True)) == {2022: 29_701, 2023: 29_163}


def test_the_newest_national_figure_is_named_with_its_date(store: Store) -> None:
    rows = store.query("newest", dataset="published")
    [row] = rows[(rows["series_id"] == "ocw_national") & (rows["level"] == "country")].to_dict("records")
    assert (row["period"], row["obs_status"]) == (2023, "provisional")
    assert row["published_on"] == pd.Timestamp("2025-03-24")


def test_a_region_without_figures_has_no_rows(store: Store) -> None:
    rows = store.query("figures", dataset="published", region_codes=["RMC30"], indicator_ids=["new_leavers"])
    assert rows.empty


def test_all_forty_regions_have_their_vulnerable_position(store: Store) -> None:
    rows = store.query("figures", dataset="published", indicator_ids=["vulnerable_position"], region_levels=["rmc"])
    assert set(rows["region_code"]) == set(store.query("regions", levels=["rmc"], year=2021)["region_code"])


def test_next_years_figure_is_added_as_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = (DATA / "README.md").read_text(encoding="utf-8").split("## Adding next year's figure")[1]
    source_row, figure_row, expected_row = re.findall(r"```csv\n(.*?)```", steps, re.DOTALL)
    commands = re.findall(r"```sh\n(.*?)```", steps, re.DOTALL)[0].splitlines()
    for folder in ("reference", "published"):
        shutil.copytree(DATA / folder, tmp_path / "data" / folder)
    monkeypatch.chdir(tmp_path)
    before = loading.ensure_store(tmp_path / "data", tmp_path / "store")

    for file, row in (("reference/source.csv", source_row), ("published/national_ocw.csv", figure_row)):
        with (tmp_path / "data" / file).open("a", encoding="utf-8", newline="") as opened:
            opened.write(row)
    for command in commands:
        words = shlex.split(command)
        if words[1] == "build":
            words += ["--data-dir", "data", "--store-dir", "store"]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 0, capsys.readouterr().err

    after = loading.ensure_store(tmp_path / "data", tmp_path / "store")
    assert after.fingerprint != before.fingerprint
    assert not after.is_new
    store = Store.open(after.path)
    figures = store.query("figures", dataset="published", series_ids=["ocw_national"], period_from=2024)
    assert list(figures["numerator"]) == [12_345]
    [newest] = store.query("newest", dataset="published").query("series_id == 'ocw_national'").to_dict("records")
    assert newest["period"] == 2024
    assert newest["published_on"] == pd.Timestamp("2026-03-02")
    (tmp_path / "row.csv").write_text(f"{','.join(GROUP)},rows,value_sum\n{expected_row}", encoding="utf-8")
    row = expected(tmp_path / "row.csv").set_index(GROUP)
    pd.testing.assert_frame_equal(counted(store).loc[row.index], row, check_dtype=False)
    store.close()
