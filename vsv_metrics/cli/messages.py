"""Errors as sentences on standard error and as JSON; every command uses these."""

import sys
from collections.abc import Sequence
from typing import Any

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.text import Locale

PROBLEMS_SHOWN = 50


def fail(locale: Locale, error: UserError) -> None:
    """Print one error."""
    print(sentence(locale, error), file=sys.stderr)


def fail_all(locale: Locale, problems: Sequence[UserError]) -> None:
    """Print the first problems and how many more there are."""
    for problem in problems[:PROBLEMS_SHOWN]:
        fail(locale, problem)
    if len(problems) > PROBLEMS_SHOWN:
        print(locale("cli.and_more", n=locale.number(len(problems) - PROBLEMS_SHOWN)), file=sys.stderr)


def problem_as_json(locale: Locale, problem: DataContractError) -> dict[str, Any]:
    """Return a problem with its place and its sentence."""
    return {
        "code": problem.code,
        "file": problem.file,
        "line": problem.row,
        "column": problem.column,
        "found": str(problem.found),
        "expected": str(problem.expected),
        "message": sentence(locale, problem),
    }


def sentence(locale: Locale, error: UserError) -> str:
    """Return what the error says in this language."""
    return locale(f"errors.{error.code}", **error.values)
