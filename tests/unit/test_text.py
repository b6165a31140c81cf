"""Words and numbers: both languages complete and clean, nothing missing, nothing left over."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import vsv_metrics
from vsv_metrics.paths import pages_dir
from vsv_metrics.schema import codes
from vsv_metrics.text import LANGUAGES, MINUS, Locale, subject

PACKAGE = Path(vsv_metrics.__file__).parent
WORDS = {language: Locale(language) for language in LANGUAGES}
NL, EN = WORDS["nl"], WORDS["en"]
SUBJECTS = sorted(file.stem for file in (PACKAGE / "text/nl").glob("*.toml"))
TEXTS = {language: dict(item for name in SUBJECTS for item in subject(language, name).items()) for language in LANGUAGES}
KEY = re.compile(rf"(?!.*\.(csv|json|py|toml)$)({'|'.join(SUBJECTS)})(\.[a-z0-9_]+)+")
VERDICTS = ("higher", "lower", "no_clear_difference", "not_compared")
HOLE = "[A-Za-z0-9_.-]+"

PLAIN = ("UserError", "Misuse")
"""Errors that bring their own values for their sentence."""
CONTRACT_ERROR = {"file", "row", "column", "found", "expected"}
"""What a `DataContractError` brings for its sentence."""

ENGLISH_IN_DUTCH = """
the and with from this that these which are figures figure year years young people leavers source sources
published enrolled region regions school series count counts show chart table download example data
"""
DUTCH_IN_ENGLISH = """
het een niet voor zijn van met wordt worden cijfers jaar jaren jongeren bron bronnen deze dat maar ook bij
naar aantal gebied schooljaar reeks gegevens onbekende
"""
SHARED = {
    "nl": {"table", "data", "download", "school"},
    "en": {"met"},
}
"""Words of both languages."""
EMPTY = {"tables.precision_exact"}
"""Said by saying nothing."""
TERMS = re.compile("early leavers", re.IGNORECASE)
"""Eurostat's name, kept in Dutch."""


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in (*sorted(PACKAGE.rglob("*.py")), *sorted(pages_dir().glob("*.py"))):
        if "schema" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def pattern(node: ast.JoinedStr) -> str:
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else HOLE for part in node.values)


def used() -> tuple[dict[str, Path], dict[str, Path]]:
    """Keys written out in the code, and patterns of keys put together there, each with a file that has it."""
    keys, patterns = {}, {}
    for path, tree in sources():
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                found = pattern(node)
                if re.fullmatch(rf"({'|'.join(SUBJECTS)})\\\.\S+|{re.escape(HOLE)}\\\.\S+", found):
                    patterns[found] = path
            elif isinstance(node, ast.Constant) and id(node) not in inside and KEY.fullmatch(str(node.value)):
                keys[str(node.value)] = path
    return keys, patterns


# Both languages


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(file.stem for file in (PACKAGE / "text/en").glob("*.toml")) == SUBJECTS
    assert TEXTS["nl"].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize("key", TEXTS["nl"])
def test_both_sentences_take_the_same_values(key: str) -> None:
    assert placeholders(TEXTS["nl"][key]) == placeholders(TEXTS["en"][key])


@pytest.mark.parametrize(("language", "foreign"), [("nl", ENGLISH_IN_DUTCH), ("en", DUTCH_IN_ENGLISH)], ids=["nl", "en"])
def test_no_word_of_the_other_language_is_left(language: str, foreign: str) -> None:
    tell_tale = set(foreign.split()) - SHARED[language]
    found = {}
    for key, text in TEXTS[language].items():
        plain = re.sub(r"\{\w+\}|https?://\S+|vsv-metrics( \w+)*|--?[a-z-]+|\S*[/_]\S*|“.*?”", " ", TERMS.sub(" ", text))
        if hits := tell_tale & set(re.findall(r"[a-zé]+", plain.lower())):
            found[key] = hits
    assert not found


def test_no_sentence_is_empty_or_untidy() -> None:
    for texts in TEXTS.values():
        for key, text in texts.items():
            assert text.strip() or key in EMPTY, key
            assert text.rstrip("\n") == text.strip(), key
            assert "  " not in text, key


# Code and texts


def test_every_key_in_the_code_exists() -> None:
    keys, patterns = used()
    assert len(keys) > 50
    assert {key: path for key, path in keys.items() if key not in TEXTS["nl"]} == {}
    unmatched = {found: path for found, path in patterns.items() if not any(re.fullmatch(found, key) for key in TEXTS["nl"])}
    assert {found: path for found, path in unmatched.items() if not found.startswith(HOLE)} == {}


def test_every_key_is_used() -> None:
    keys, patterns = used()
    left_over = [
        key
        for key in TEXTS["nl"]
        if key not in keys and not key.startswith("errors.") and not any(re.fullmatch(found, key) for found in patterns)
    ]
    assert left_over == []


@pytest.mark.parametrize(
    ("prefix", "members"),
    [
        ("status", codes.OBS_STATUSES),
        ("verdict", VERDICTS),
        ("level", codes.REGION_LEVELS),
        ("breakdown", codes.BREAKDOWNS),
        ("common", codes.MISSING_REASONS),
    ],
)
def test_every_code_has_words(prefix: str, members: tuple[str, ...]) -> None:
    assert [code for code in members if not NL.has(f"{prefix}.{code}")] == []


def test_every_data_set_has_words() -> None:
    for dataset in codes.DATASETS:
        assert NL.has(f"export.note_{dataset}")


# Errors


def calls() -> Iterator[tuple[str, str, set[str], Path]]:
    """Each error that is raised: class, code, values given, file."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in (*PLAIN, "DataContractError", "problem", "_problem") and isinstance(first, ast.Constant):
                    yield node.func.id, str(first.value), {word.arg for word in node.keywords if word.arg}, path


def test_every_error_has_a_sentence_that_its_values_fill() -> None:
    found = list(calls())
    assert len(found) > 25
    for kind, code, values, path in found:
        assert NL.has(f"errors.{code}"), f"{code} in {path}"
        given = values if kind in (*PLAIN, "DataContractError") else CONTRACT_ERROR
        assert set(placeholders(TEXTS["nl"][f"errors.{code}"])) <= given, f"{code} in {path}"


def test_every_sentence_about_an_error_belongs_to_one() -> None:
    written = {
        node.value
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    errors = {key.removeprefix("errors.") for key in TEXTS["nl"] if key.startswith("errors.")}
    assert sorted(code for code in errors - written if not code.startswith("type_")) == []
    raised = {code for kind, code, _, _ in calls() if kind in PLAIN}
    for code in errors - raised:
        assert set(placeholders(TEXTS["nl"][f"errors.{code}"])) <= CONTRACT_ERROR, code


# Numbers and dates


@pytest.mark.parametrize(
    ("value", "digits", "nl", "en"),
    [
        (29163, 0, "29.163", "29,163"),
        (1271820, 0, "1.271.820", "1,271,820"),
        (0, 0, "0", "0"),
        (999.5, 0, "1.000", "1,000"),
        (2.285, 1, "2,3", "2.3"),
        (1234.5, 2, "1.234,50", "1,234.50"),
        (-1083, 0, f"{MINUS}1.083", f"{MINUS}1,083"),
    ],
)
def test_numbers(value: float, digits: int, nl: str, en: str) -> None:
    assert (NL.number(value, digits), EN.number(value, digits)) == (nl, en)


def test_percentages_and_differences() -> None:
    assert (NL.percent(2.29), EN.percent(2.29)) == ("2,29\u00a0%", "2.29%")
    assert (NL.percent(77, 0), EN.percent(77, 0)) == ("77\u00a0%", "77%")
    assert (NL.signed(-538), EN.signed(1440), NL.signed(0)) == (f"{MINUS}538", "+1,440", "0")
    assert (NL.signed_percent(-8.1446), EN.signed_percent(26.6)) == (f"{MINUS}8,1\u00a0%", "+26.6%")
    assert (NL.points(-0.05), EN.points(0.05)) == (f"{MINUS}0,05\u00a0procentpunt", "+0.05\u00a0percentage points")


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    assert (NL.signed(-0.0004, 2), NL.signed(0.3), NL.number(-0.2)) == ("0,00", "0", "0")


@pytest.mark.parametrize(("year", "label"), [(1999, "1999/00"), (2009, "2009/10"), (2023, "2023/24")])
def test_years(year: int, label: str) -> None:
    assert NL.school_year(year) == EN.school_year(year) == label
    assert NL.period("calendar_year", year) == str(year)


def test_dates_and_lists() -> None:
    assert (NL.day(date(2025, 3, 24)), EN.day(date(2025, 3, 24))) == ("24 maart 2025", "24 March 2025")
    assert NL.listing(["a", "b", "c"]) == "a, b en c"
    assert (EN.listing(["a", "b"]), EN.listing(["a"]), EN.listing([])) == ("a and b", "a", "")


def test_a_name_is_that_of_the_language() -> None:
    row = {"name_nl": "Fryslân", "name_en": "Friesland"}
    assert (NL.name(row), EN.name(row)) == ("Fryslân", "Friesland")


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="de"):
        Locale("de")
