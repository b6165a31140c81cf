"""Every file of the corpus gets the answer it must get: accepted or not, code, line, column, Dutch sentence, totals."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from foreign_cases import CASES as OWN
from foreign_cases import Case
from foreign_formats import FORMATS
from list_cases import LISTS

from vsv_metrics import loading, paths
from vsv_metrics.loading import checking
from vsv_metrics.text import LANGUAGES, Locale, subject

CASES = [*OWN, *FORMATS, *LISTS]
WORDS = {language: Locale(language) for language in LANGUAGES}


@pytest.fixture(scope="module", autouse=True)
def reference_read_once() -> Iterator[None]:
    """Every file is checked against the same reference tables: reading them takes longer than all else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "read_reference", cache(checking.read_reference))
        yield


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("foreign")


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    assert len(CASES) >= 150
    assert len({case.id for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_file_gets_its_answer(case: Case, folder: Path) -> None:
    path = folder / case.name
    path.write_bytes(case.content)
    report = loading.check_file(path, paths.data_dir())
    path.unlink()
    told = [(error.code, error.row, error.column) for error in (*report.problems, *report.warnings)]
    assert report.accepted == (case.outcome != "reject"), told
    assert case.outcome != "warn" or report.warnings
    assert case.format in (None, report.format)
    if case.rows is not None:
        assert (report.rows, report.leavers_total) == (case.rows, case.leavers), told
    for error in (*report.problems, *report.warnings, *report.notes):
        for language, words in WORDS.items():
            assert words(f"errors.{error.code}", **error.values), language
        assert error.row is not None or "{row}" not in subject("nl", "errors")[f"errors.{error.code}"]
    if not case.code:
        return
    found = report.problems if case.outcome == "reject" else (*report.warnings, *report.notes)
    [error, *_] = [error for error in found if error.code == case.code] or [None]
    assert error is not None, (told, [note.code for note in report.notes])
    if case.outcome == "reject":
        assert error is report.problems[0], told
    if case.words:
        assert (error.row, error.column) == (case.line, case.column)
        assert case.words in WORDS["nl"](f"errors.{error.code}", **error.values)
