"""The benchmark's arithmetic and text; what it measures is no test."""

import json
import os
import time
from collections import defaultdict

import pytest

from benchmarks import faults, figures, process, results
from benchmarks.beside import report as beside
from benchmarks.beside.tasks import Samples
from benchmarks.growth import report as growth
from benchmarks.load import report
from benchmarks.results import Result, median_of, percentile_of, ratio_of

MACHINE = {
    "system": "Linux x86_64",
    "processor": "Some CPU",
    "cores": 2,
    "memory_gb": 8.4,
    "load_before": 0.1,
    "python": "3.11.2",
    "chromium": "156.0",
    "streamlit": "1.67.0",
    "duckdb": "2.0.0",
    "plotly": "7.1.0",
    "pandas": "3.1.1",
}


def test_document_holds_the_table_of_the_results() -> None:
    assert results.RESULTS.is_file(), "no results yet: run `make bench`"
    document = json.loads(results.RESULTS.read_text(encoding="utf-8"))
    assert results.held_in(results.DOCUMENT) == results.to_table(document)


def test_the_page_on_load_holds_the_tables_of_its_results() -> None:
    found = report.read()
    assert set(found) <= set(report.TITLES)
    assert results.held_in(report.PAGE).strip() == report.tables(found).strip()


def test_the_page_on_faults_holds_the_table_of_its_results() -> None:
    assert results.held_in(faults.PAGE) == faults.table(faults.read())


def test_the_page_of_figures_holds_what_the_results_say() -> None:
    assert results.held_in(figures.PAGE).strip() == figures.text().strip(), "run `python -m benchmarks.figures`"


def test_a_task_stands_beside_what_each_product_took() -> None:
    found = defaultdict(Samples)
    for product, took in {
        "dashboard": [100.0, 110.0, 120.0],
        "plain": [400.0, 1000.0, 900.0],
        "datasette": [100.0, 100.0, 100.0],
    }.items():
        for value in took:
            found["filter", product].add(value, value / 2, value / 4)
    measured = beside.results(found)
    document = results.to_document(measured, MACHINE, "2026-01-31")
    line, spent = [line for line in beside.side_by_side(document) if line.startswith("| Another region")]
    assert line.split(" | ")[1:] == [
        "110.0 ms",
        "900.0 ms<br>0.12 (0.11 – 0.25)",
        "",
        "100.0 ms<br>**1.10 (1.00 – 1.20)**",
        "",
        " |",
    ]
    assert spent.split(" | ")[1:4] == ["55.0 ms + 27.5 ms", "450.0 ms + 225.0 ms", ""]
    by_id = {result.id: result for result in measured}
    assert (by_id["filter_ratio_plain"].met, by_id["filter_ratio_datasette"].met) == (True, False)
    assert by_id["filter_server_plain"].value == 450.0


def test_growth_compares_with_the_fewest_rows() -> None:
    few = {name: [10.0, 12.0] for name in growth.WHAT}
    many = {name: [12.0, 12.0] for name in growth.WHAT} | {"query": [20.0, 30.0]}
    found = {
        str(rows): results.to_document(growth.results(rows, samples, few), MACHINE, "2026-01-31")
        for rows, samples in ((10_000, few), (1_000_000, many))
    }
    lines = growth.table(found)
    assert lines[0] == "| What | 10,000 | 1,000,000 |"
    assert "| What Regio asks of the store for one area: CPU | 11.0 ms | **25.0 ms** |" in lines
    assert "| CPU per rerun, Regio | 11.0 ms | 12.0 ms |" in lines


def test_median_keeps_the_spread() -> None:
    result = median_of("a", "A", "ms", [30.0, 50.0, 20.0], goal=40.0)
    assert (result.value, result.low, result.high, result.n, result.met) == (30.0, 20.0, 50.0, 3, True)


def test_percentile_lies_between_the_nearest_samples() -> None:
    result = percentile_of("a", "A", "ms", [float(value) for value in range(101)], 95, goal=94.9)
    assert (result.value, result.met) == (pytest.approx(95), False)


def test_ratio_divides_medians_and_spreads_over_pairs() -> None:
    result = ratio_of("a", "A", [2.0, 3.0, 4.0], [1.0, 2.0, 4.0])
    assert (result.value, result.low, result.high, result.met) == (1.5, 1.0, 2.0, None)


def test_goal_is_met_when_reached_exactly() -> None:
    assert Result("a", "A", 40.0, "ms", 40.0, 40.0, 1, goal=40.0).met is True


def test_table_says_value_goal_and_whether_it_is_met() -> None:
    measured = [
        median_of("a", "A", "ms", [12.345], goal=40.0),
        median_of("b", "B", "MB", [2.345], goal=2.2),
        median_of("c", "C", "times", [1.0]),
    ]
    table = results.to_table(results.to_document(measured, MACHINE, "2026-01-31"))
    assert table.startswith("Measured on 2026-01-31: 2 cores (Some CPU), 8.4 GB")
    assert table.splitlines()[4:] == [
        "| A | 12.3 ms | 12.3 – 12.3 | 1 | ≤ 40 ms | yes |",
        "| B | 2.35 MB | 2.35 – 2.35 | 1 | ≤ 2.2 MB | **no** |",
        "| C | 1.00 times | 1.00 – 1.00 | 1 |  |  |",
    ]


def test_goal_is_judged_before_rounding() -> None:
    document = results.to_document([median_of("a", "A", "ms", [40.001], goal=40.0)], MACHINE, "2026-01-31")
    assert (document["results"][0]["value"], document["results"][0]["met"]) == (40.0, False)


def test_resident_memory_is_read_in_millions_of_bytes() -> None:
    assert process.parse_resident_mb("VmHWM:\t 9 kB\nVmRSS:\t  1000 kB\nRssAnon:\t 1 kB\n") == pytest.approx(1.024)
    with pytest.raises(ValueError, match="VmRSS"):
        process.parse_resident_mb("Name:\tx\n")


def test_cpu_seconds_are_those_of_the_process() -> None:
    before = time.process_time()
    used = process.cpu_seconds(os.getpid())
    assert before <= used <= time.process_time()
