"""What the tasks took, as results with their goals."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.beside.products import DASHBOARD, EMPTY, PEERS, READY
from benchmarks.beside.tasks import Found
from benchmarks.plan import FULL
from benchmarks.results import Result, median_of, percentile_of, ratio_of, value_of

RESULTS = Path(__file__).resolve().parents[1] / "beside.json"
OURS = DASHBOARD.id
PRODUCTS = {product.id: product.name for product in (DASHBOARD, *PEERS, READY, EMPTY)}
TASKS = {
    "start": ("Start to ready", "s"),
    "visit": ("Cold first visit after the start, Regio, to the last chart", "s"),
    "wire": ("Cold first visit, over the wire", "MB"),
    "filter": ("Another region, to the charts redrawn", "ms"),
    "switch": ("From the page with the table to Regio, to the last chart", "ms"),
    "table": ("Table of more than 100,000 rows, to its rows shown", "ms"),
    "csv": (f"{FULL.long_rows:,} rows to a CSV file", "s"),
    "memory": (f"Memory of the server with {FULL.sessions_beside} pages Regio open", "MB"),
}
"""Task -> what, unit. Their order is that of the table."""

NOT_BEHIND = 1.0
FRAMEWORK = 1.3
GOALS = {
    ("filter", "plain"): 0.2,
    ("visit", "empty"): 1.2,
    ("start", "empty"): FRAMEWORK,
    **{(task, "dash"): NOT_BEHIND for task in TASKS},
    **{(task, "plain"): NOT_BEHIND for task in TASKS if task not in ("filter", "start")},
    **{(task, "datasette"): NOT_BEHIND for task in ("filter", "table", "csv")},
    **{(task, "ready"): FRAMEWORK for task in ("filter", "switch", "table")},
}
"""The most that this dashboard may take of what a product takes."""

FILTER_GOAL_MS = 200.0


def results(found: Found) -> list[Result]:
    """Per task each product's value, CPU of the server and of the page's main thread, and the dashboard's share of it."""
    return [result for task in TASKS for result in _task(task, found)]


def _task(task: str, found: Found) -> Iterator[Result]:
    what, unit = TASKS[task]
    ours = found[task, OURS]
    for product, name in PRODUCTS.items():
        samples = found[task, product]
        if not samples.value:
            continue
        yield median_of(f"{task}_{product}", f"{what}: {name}", unit, samples.value)
        if task == "filter":
            goal = FILTER_GOAL_MS if product == OURS else None
            yield percentile_of(f"{task}_p95_{product}", f"{what}, 95th percentile: {name}", unit, samples.value, 95, goal)
        if samples.server:
            yield median_of(f"{task}_server_{product}", f"{what}: {name}, CPU of the server", unit, samples.server)
        if samples.client:
            yield median_of(f"{task}_client_{product}", f"{what}: {name}, CPU of the page's main thread", unit, samples.client)
        if product != OURS:
            pairs = len(samples.value)
            of = f"{what}: {PRODUCTS[OURS]} against {name}"
            yield ratio_of(f"{task}_ratio_{product}", of, ours.value[:pairs], samples.value, GOALS.get((task, product)))


def write(document: dict[str, Any]) -> None:
    """Writes what was found."""
    RESULTS.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def side_by_side(document: dict[str, Any]) -> list[str]:
    """Two tables with a task a line and a product a column: its value with what the dashboard takes as a share of it, and CPU."""
    by_id = {result["id"]: result for result in document["results"]}
    lines = [f"| Task | {' | '.join(PRODUCTS.values())} |", f"|---|{'--:|' * len(PRODUCTS)}"]
    for task, (what, _) in TASKS.items():
        cells = (_cell(by_id.get(f"{task}_{product}"), by_id.get(f"{task}_ratio_{product}")) for product in PRODUCTS)
        lines.append(f"| {what} | {' | '.join(cells)} |")
    return [*lines, "", *_processor_time(by_id)]


def _processor_time(by_id: dict[str, dict[str, Any]]) -> list[str]:
    """The same of processor time: of the server, and of the page's main thread where a browser does the task."""
    lines = [
        f"| CPU of the server + of the page's main thread | {' | '.join(PRODUCTS.values())} |",
        f"|---|{'--:|' * len(PRODUCTS)}",
    ]
    for task, (what, _) in TASKS.items():
        spent = [
            [value_of(by_id[name])[0] for part in ("server", "client") if (name := f"{task}_{part}_{product}") in by_id]
            for product in PRODUCTS
        ]
        if any(spent):
            lines.append(f"| {what} | {' | '.join(map(' + '.join, spent))} |")
    return lines


def _cell(value: dict[str, Any] | None, ratio: dict[str, Any] | None) -> str:
    if value is None:
        return ""
    shown, _ = value_of(value)
    if ratio is None:
        return shown
    times = f"{ratio['value']:.2f} ({ratio['low']:.2f} – {ratio['high']:.2f})"
    return f"{shown}<br>{f'**{times}**' if ratio['met'] is False else times}"
