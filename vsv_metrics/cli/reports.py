"""The report of a check, as sentences and as JSON: what `check` and `load` say of a file."""

import sys
from typing import Any

from vsv_metrics import loading
from vsv_metrics.cli.messages import PROBLEMS_SHOWN, fail_all, problem_as_json, sentence
from vsv_metrics.text import Locale

_OWN_FORMATS = ("tidy", "folder")
"""Formats of the project itself; of another one, the command says what the file was recognised as."""


def print_report(locale: Locale, report: loading.Report) -> None:
    """Print remarks and outcome; a refusal goes to standard error with its first problems."""
    for remark in (*report.notes, *report.warnings)[:PROBLEMS_SHOWN]:
        print(sentence(locale, remark))
    if report.accepted:
        key = "cli.accepted" if report.format in _OWN_FORMATS else f"cli.accepted_{report.format}"
        print(locale(key, name=report.name, rows=locale.number(report.rows)))
        return
    fail_all(locale, report.problems)
    n = len(report.problems)
    key = "cli.refused_one" if n == 1 else "cli.refused"
    print(locale(key, name=report.name, problems=locale.number(n)), file=sys.stderr)


def report_as_json(locale: Locale, report: loading.Report) -> dict[str, Any]:
    """Return the report with every remark and problem."""
    return {
        "accepted": report.accepted,
        "format": report.format,
        "rows": report.rows,
        "enrolled_total": _whole(report.enrolled_total),
        "leavers_total": _whole(report.leavers_total),
        "warnings": [problem_as_json(locale, warning) for warning in report.warnings],
        "problems": [problem_as_json(locale, problem) for problem in report.problems],
    }


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() else value
