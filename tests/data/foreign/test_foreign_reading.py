"""What a reading holds beside its verdict: observations, how columns and rows were understood, and what stays out of it."""

import datetime as dt
import json
import re
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
from foreign_cases import AMSTERDAM, DRENTHE, FRIESLAND, HEADER, base, count, table
from foreign_formats import DUO_OPEN, SDMX, TSV, VERKENNER, person, sheet, statline
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import workbook

from vsv_metrics import loading, paths
from vsv_metrics.schema import tables
from vsv_metrics.sources import foreign, rules, tidy
from vsv_metrics.sources.cells import DTYPES

TODAY = dt.date(2026, 3, 1)


@lru_cache(maxsize=1)
def reference() -> foreign.Reference:
    return loading.read_reference(paths.data_dir())


def read(data: bytes, name: str = "eigen.csv", **options) -> foreign.Reading:
    return foreign.read_own(name, data, reference(), today=TODAY, **options)


def values(reading: foreign.Reading, measure: str) -> list[float]:
    return list(reading.frame.loc[reading.frame["measure"] == measure, "value"])


ACCEPTED = {
    "own": (base(), "eigen.csv", "own_figures"),
    "workbook": (workbook(sheet()), "eigen.xlsx", "own_figures"),
    "statline": (statline(), "statline.csv", "cbs_vsv"),
    "tsv": (TSV.encode(), "edat_lfse_16.tsv", "eurostat_early_leavers"),
    "sdmx": (SDMX.encode(), "edat_lfse_16.csv", "eurostat_early_leavers"),
    "verkenner": (VERKENNER.encode(), "regio_29.csv", "ocw_2012"),
    "duo": (DUO_OPEN.encode("cp1252"), "vo.csv", "ocw_old"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_reader_yields_the_canonical_table(name: str) -> None:
    data, file, series = ACCEPTED[name]
    reading = read(data, file)
    assert reading.accepted, reading.problems
    frame = reading.frame
    assert list(frame.columns) == list(tables.OBSERVATION.column_names)
    assert [str(kind) for kind in frame.dtypes] == [DTYPES[column.type] for column in tables.OBSERVATION.columns]
    assert frame.index.names == ["file", "line"]
    assert series in set(frame["series_id"])
    for table_name, column in (
        ("series", "series_id"),
        ("source", "source_id"),
        ("region", "region_code"),
        ("indicator", "indicator_id"),
    ):
        known = tidy.read(paths.data_dir() / "reference" / f"{table_name}.json")[1][column]
        assert set(frame[column]) <= set(known)
    assert rules.values(frame) == rules.duplicates(frame, tables.OBSERVATION) == []
    assert {row.outcome for row in reading.verdicts} <= {"used", "total", "skipped"}


def test_an_own_file_is_local_and_a_publication_is_published() -> None:
    assert set(read(base()).frame["dataset"]) == {"local"}
    assert set(read(statline(), "s.csv").frame["dataset"]) == {"published"}


def test_the_mapping_says_what_each_column_was_taken_for() -> None:
    reading = read(table(DRENTHE + ";niets", header=HEADER + ";opmerking").encode())
    assert dict(reading.mapping) == {
        "schooljaar": "school_year",
        "regio_code": "region_code",
        "regio_naam": "region_name",
        "onderwijssoort": "education",
        "deelnemers": "enrolled",
        "vsv": "leavers",
        "percentage": "percentage",
        "opmerking": None,
    }


def test_every_line_has_a_verdict_with_its_reasons() -> None:
    rows = (DRENTHE, AMSTERDAM.replace("1300", "veel"), DRENTHE, "2022-2023;;Nederland;mbo;10000;250;2,5")
    reading = read(table(*rows).encode())
    assert not reading.accepted
    assert reading.frame.empty
    assert [(row.line, row.outcome, row.codes) for row in reading.verdicts] == [
        (2, "used", ()),
        (3, "refused", ("count_unknown",)),
        (4, "repeated", ("row_repeated",)),
        (5, "total", ("total_apart",)),
    ]
    assert (reading.verdicts[0].region_code, reading.verdicts[0].school_year) == ("RMC07", 2022)


def test_a_masked_count_is_unknown_between_its_bounds() -> None:
    frame = read(count("<5", "")).frame
    [row] = frame[(frame["missing_reason"] == "suppressed")].to_dict("records")
    assert pd.isna(row["value"])
    assert (row["lower"], row["upper"], row["measure"], row["region_code"]) == (0, 4, "numerator", "RMC07")
    empty = read(count("", "")).frame
    assert list(empty.loc[empty["value"].isna(), "missing_reason"]) == ["unknown"]


def test_a_total_is_kept_as_a_figure_of_its_region_and_not_of_all_regions() -> None:
    of_sectors = read(table("2022-2023;07;;mbo;100;5;", "2022-2023;07;;vo;200;10;", "2022-2023;07;;totaal;300;15;").encode())
    assert sorted(values(of_sectors, "numerator")) == [5, 10, 15]
    of_regions = read(table(DRENTHE, AMSTERDAM, "2022-2023;;Totaal;mbo;30000;1550;").encode())
    assert sorted(values(of_regions, "numerator")) == [250, 1300]
    assert of_regions.leavers_total == 1550


def test_a_year_alone_is_the_first_or_the_last_as_asked() -> None:
    data = base("2022-2023", "2022").replace(b"2023-2024", b"2023")
    for is_end, first in ((False, 2022), (True, 2021)):
        reading = read(data, single_year_is_end=is_end)
        assert sorted(set(reading.frame["period_start"].dt.year)) == [first, first + 1]
        assert reading.warnings


def test_the_school_year_of_today_is_the_newest() -> None:
    assert read(base("2023-2024", "2025-2026")).accepted
    assert [problem.code for problem in read(base("2023-2024", "2026-2027")).problems] == ["year_future"]


@pytest.mark.parametrize("layout", ["a04", "a05", "nrsp", "nenr"])
def test_an_upload_about_persons_is_refused_and_points_to_the_command(layout: str) -> None:
    reading = read(person(layout), f"202311{layout}.csv")
    assert [problem.code for problem in reading.problems] == ["person_columns"]
    assert reading.rows == 0
    assert reading.frame.empty
    assert foreign.examine("x.csv", person(layout), reference()).accepted


@pytest.mark.parametrize("name", ["header", "cells", "headerless", "short", "own"])
def test_no_person_is_repeated_in_a_reading(name: str) -> None:
    columns = person("a05", rows=0).decode().strip().split(";")
    line = ";".join(["Verzinsel"] * 3 + ["123456782"] + ["Verzinsel"] * (len(columns) - 4))
    data = {
        "header": f"{';'.join(columns)}\n{line}\n{line}\n",
        "cells": f"{';'.join(columns)}\n{line};x\n",
        "headerless": f"{line}\n{line}\n",
        "short": f"{';'.join(columns[:20])}\n{line}\n",
        "own": table(DRENTHE.replace("250", "123456782")),
    }[name].encode()
    for reading in (read(data), foreign.examine("x.csv", data, reference())):
        told = repr(
            (reading.notes, reading.warnings, reading.problems, reading.verdicts, reading.mapping, reading.frame.to_dict())
        )
        assert "Verzinsel" not in told
        assert "123456782" not in told


def test_a_description_beside_the_file_says_how_many_lines_it_has(tmp_path: Path) -> None:
    path = tmp_path / "cijfers.csv"
    path.write_text(table(DRENTHE, AMSTERDAM), encoding="utf-8")
    (tmp_path / "cijfers.json").write_text(json.dumps({"rows": 4}))
    report = loading.check_file(path, paths.data_dir())
    assert [(problem.code, problem.found, problem.expected) for problem in report.problems] == [("rows_declared", 2, 4)]
    (tmp_path / "cijfers.json").write_text(json.dumps({"rows": 2}))
    assert loading.check_file(path, paths.data_dir()).accepted


def test_flags_and_status_of_other_producers_are_kept() -> None:
    eurostat = read(TSV.encode(), "e.tsv").frame
    women = eurostat[(eurostat["region_code"] == "PV20")].set_index(
        eurostat["period_start"][eurostat["region_code"] == "PV20"].dt.year
    )
    assert list(women["flags"]) == ["u", "u", "bu"]
    assert list(women["missing_reason"].fillna("")) == ["", "not_published", ""]
    utrecht = eurostat[eurostat["region_code"] == "PV26"]
    assert list(zip(utrecht["period_start"].dt.year, utrecht["value"], strict=True)) == [(2018, 5.5), (2019, 5.7), (2021, 4.4)]
    cbs = read(statline(), "s.csv").frame
    assert set(cbs.loc[cbs["period_start"].dt.year == 2023, "obs_status"]) == {"provisional"}
    [row] = cbs[(cbs["measure"] == "numerator") & (cbs["sex"] == "men")].to_dict("records")
    assert (row["value"], row["lower"], row["upper"], row["precision"]) == (600, 595, 605, "rounded")


def test_a_sum_with_masked_schools_is_unknown_between_bounds() -> None:
    frame = read(DUO_OPEN.encode("cp1252"), "vo.csv").frame
    masked = frame[frame["value"].isna()]
    assert [(row["lower"], row["upper"], row["missing_reason"]) for row in masked.to_dict("records")] == [(0, 4, "suppressed")]
    assert values(read(DUO_OPEN.encode("cp1252"), "vo.csv"), "numerator")[0] == 30


def fences() -> list[str]:
    """The example files of the documentation."""
    text = (Path(__file__).parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")
    return re.findall(r"^```(?:csv)?\n(.*?)^```", text, re.M | re.S)


@pytest.mark.parametrize("example", fences())
def test_the_examples_of_the_documentation_are_accepted(example: str) -> None:
    reading = read(example.encode(), "regio_29.csv")
    assert reading.accepted, reading.problems


def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(
        draw(
            st.sampled_from(
                [
                    base(),
                    count("<5", ""),
                    table(DRENTHE, AMSTERDAM, FRIESLAND).encode(),
                    statline(),
                    TSV.encode(),
                    VERKENNER.encode(),
                ]
            )
        )
    )
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        piece = draw(
            st.one_of(
                st.binary(max_size=3),
                st.sampled_from([b";", b'"', b"\n", b"\r", b"-", b",", b".", b"\t", b"0", b"\xe2\x80\x8b", b"<5", b"2022", b"*"]),
            )
        )
        length = draw(st.integers(0, 12))
        data[at : at + length] = piece
    return bytes(data)


@settings(max_examples=50, deadline=None)
@given(st.composite(mutated)())
def test_a_mutated_file_never_raises_and_what_is_accepted_obeys_the_rules(data: bytes) -> None:
    reading = read(data)
    assert reading.accepted == (not reading.problems)
    if not reading.accepted:
        assert reading.frame.empty
        return
    frame = reading.frame
    assert reading.rows >= 1
    assert set(frame["region_code"]) <= set(reference().regions["region_code"])
    assert rules.values(frame) == rules.duplicates(frame, tables.OBSERVATION) == []
    own = frame[frame["dataset"] == "local"]
    leavers, enrolled = (
        own[own["measure"] == measure].droplevel("file")[["value", "lower"]].bfill(axis=1)["value"]
        for measure in ("numerator", "denominator")
    )
    assert not (leavers > enrolled).any()
    assert not (own["value"].dropna() % 1).any()
