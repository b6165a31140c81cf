"""The tables of the Markdown files in this folder: what stands above goes in, what stands below comes out."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from ascii_tables import Case, Row, read

from vsv_metrics.metrics.benchmark import against_reference
from vsv_metrics.metrics.change import change
from vsv_metrics.metrics.intake import waiting_months
from vsv_metrics.metrics.remainder import remainder
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.store import Store, slices

FOLDER = Path(__file__).parent
UNKNOWN = "?"
OpenTiny = Callable[[str, str], Store]


def cases(name: str) -> list:
    return [pytest.param(case, id=case.title) for case in read(FOLDER / f"{name}.md")]


def rows(name: str) -> list:
    return [pytest.param(row, id=" | ".join(row.values())) for case in read(FOLDER / f"{name}.md") for row in case.tables[0]]


def number(cell: str) -> float | None:
    return None if cell in ("", UNKNOWN) else float(cell)


def bounds(cell: str) -> tuple[float, float]:
    low, _, high = cell.partition("..")
    return float(low.replace(UNKNOWN, "nan")), float((high or low).replace(UNKNOWN, "nan"))


def figure(cell: str) -> dict[str, object]:
    series, piece, area, sector, value = cell.split()
    same: dict[str, object] = {"dataset": "published", "indicator_id": "i", "coverage": "whole", "period_type": "school_year"}
    return (
        same
        | dict.fromkeys(BREAKDOWNS, TOTAL)
        | {"series_id": series, "piece": int(piece), "region_code": area, "sector": sector, "numerator": number(value)}
    )


@pytest.mark.parametrize("row", rows("change"))
def test_change(row: Row) -> None:
    found = change(figure(row["now"]), figure(row["before"]))
    assert found.difference == number(row["difference"])
    assert found.relative_pct == pytest.approx(number(row["per cent"]), abs=0.005)
    assert (found.refusal or "") == row["refusal"]


@pytest.mark.parametrize("row", rows("verdict"))
def test_verdict(row: Row) -> None:
    found = against_reference(*bounds(row["leavers"]), *bounds(row["enrolled"]), bounds(row["reference"])[0])
    assert found == row["verdict"]


@pytest.mark.parametrize("row", rows("waiting"))
def test_waiting(row: Row) -> None:
    found = waiting_months(int(row["left in"]), [int(month) for month in row["one can begin in"].split()])
    assert found == number(row["months"])


@pytest.mark.parametrize("case", cases("remainder"))
def test_remainder(case: Case) -> None:
    def frame(table: list[Row]) -> pd.DataFrame:
        values = [
            (
                *next(cell for name, cell in row.items() if name.endswith(" of")).split(),
                row["year"],
                row["vintage"],
                number(row["count"]),
            )
            for row in table
        ]
        columns = ["series_id", "piece", "period", "vintage_rank", "numerator"]
        return pd.DataFrame(values, columns=columns).astype({"period": int, "numerator": float})

    totals, parts, expected = case.tables
    left = remainder(frame(totals), frame(parts))
    assert list(left.itertuples(index=False, name=None)) == [(int(row["year"]), float(row["left"])) for row in expected]


@pytest.mark.parametrize("case", cases("figure"))
def test_figure(case: Case, open_tiny: OpenTiny) -> None:
    given, expected = case.tables
    header = "series_id,indicator_id,region_code,school_year,measure,value,unit,obs_status,precision,vintage_rank,source_id"
    lines = [
        f"new,new_leavers,NL,{row['year']},{row['measure']},{row['value']},"
        f"{'percent' if row['measure'] == 'rate' else 'persons'},provisional,exact,{row['vintage']},letter\n"
        for row in given
    ]
    found = open_tiny(header, "".join(lines)).query("figures", dataset="published")
    wanted = pd.DataFrame(expected).rename(columns={"year": "period"})
    for column in wanted.columns.drop("rate_basis"):
        wanted[column] = pd.to_numeric(wanted[column]).astype(found[column].dtype)
    wanted["rate_basis"] = wanted["rate_basis"].replace("", None).astype(found["rate_basis"].dtype)
    pd.testing.assert_frame_equal(found[wanted.columns.tolist()], wanted)


@pytest.mark.parametrize("case", cases("piece"))
def test_piece(case: Case, open_tiny: OpenTiny) -> None:
    given, expected = case.tables
    header = "series_id,indicator_id,region_code,school_year,sector,measure,value,unit,obs_status,precision,"
    header += "flags,vintage_rank,source_id"
    lines = [
        f"new,new_leavers,{row['area']},{row['year']},{row['sector']},{row['measure']},10,persons,provisional,exact,"
        f"{row['flags']},{row['vintage']},letter\n"
        for row in given
    ]
    found = open_tiny(header, "".join(lines)).query("figures", dataset="published", slice=slices({"sector": None}))
    found = found.sort_values(["region_code", "sector", "period"])
    pieces = list(found[["region_code", "sector", "period", "piece"]].itertuples(index=False, name=None))
    assert pieces == [(row["area"], row["sector"], int(row["year"]), int(row["piece"])) for row in expected]


def test_every_page_of_this_folder_is_tested() -> None:
    used = {"change", "verdict", "remainder", "figure", "piece", "waiting"}
    assert {path.stem for path in FOLDER.glob("*.md")} == used
    assert all(case.tables for name in used for case in read(FOLDER / f"{name}.md"))
