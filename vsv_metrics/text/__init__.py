"""Every visible word, number and date, in Dutch and English.

The sentences stand in `<language>/<subject>.toml`; a key is `<subject>.<name>` or `<subject>.<table>.<name>`. Numbers follow
the language: 1.234 and 2,3 % in Dutch, 1,234 and 2.3% in English.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"
MINUS = "\N{MINUS SIGN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MOST_NUMBERS = 10_000
"""Written numbers that are remembered: the pages show the same ones again and again, and writing one takes 30 microseconds."""


class Locale:
    """The words and formats of one language. Callable: `locale("overview.title", n=3)` fills a sentence."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r} is not one of {LANGUAGES}")
        self.language = language
        self._texts: dict[str, str] = {}

    def __call__(self, key: str, **values: object) -> str:
        text = self._texts[key] if key in self._texts else self._subject(key)[key]
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        return key in self._texts or key in self._subject(key)

    def _subject(self, key: str) -> dict[str, str]:
        """The sentences of the subject of a key, read when one of them is asked for: few pages need all."""
        sentences = subject(self.language, key.partition(".")[0])
        self._texts |= sentences
        return sentences

    def number(self, value: float, digits: int = 0) -> str:
        """A count or measure with `digits` decimals: 29.163."""
        return _number(self.language, float(value), digits)

    def percent(self, value: float, digits: int = 2) -> str:
        """A percentage that is already per cent: 2,29 %."""
        return self.number(value, digits) + self.percent_suffix

    def signed(self, value: float, digits: int = 0) -> str:
        """A difference with its sign: +538, −1.083."""
        shown = round(value, digits)
        return ("+" if shown > 0 else MINUS if shown < 0 else "") + self.number(abs(shown), digits)

    def signed_percent(self, value: float, digits: int = 1) -> str:
        return self.signed(value, digits) + self.percent_suffix

    def points(self, value: float, digits: int = 2) -> str:
        """A difference between two percentages: −0,05 procentpunt."""
        return f"{self.signed(value, digits)}{NO_BREAK_SPACE}{self('common.percentage_point')}"

    def period(self, period_type: str, year: int) -> str:
        """Label of a year: 2022/23 for a school year, 2022 for a calendar year."""
        return f"{year}/{(year + 1) % 100:02d}" if period_type == "school_year" else str(year)

    def school_year(self, year: int) -> str:
        return self.period("school_year", year)

    def day(self, value: date) -> str:
        """A date in words: 24 maart 2025."""
        return format_date(value, format="d MMMM y", locale=self.language)

    def month(self, value: date) -> str:
        """The month of a date in words: maart 2025."""
        return format_date(value, format="MMMM y", locale=self.language)

    def month_name(self, month: int, *, is_short: bool = False) -> str:
        """The name of a calendar month: februari, or feb."""
        return get_month_names("abbreviated" if is_short else "wide", "stand-alone", self.language)[month].rstrip(".")

    def name(self, row: Mapping[Any, Any], column: str = "name") -> str:
        """The name in this language of a row that holds `<column>_nl` and `<column>_en`."""
        return row[f"{column}_{self.language}"]

    def listing(self, words: list[str]) -> str:
        """Words joined to a phrase: a, b en c."""
        if len(words) < 2:
            return "".join(words)
        return ", ".join(words[:-1]) + f" {self('common.and')} " + words[-1]

    @property
    def percent_suffix(self) -> str:
        """The per cent sign as it follows a number: with a space in Dutch, without in English."""
        return NO_BREAK_SPACE + "%" if self.language == "nl" else "%"

    @property
    def separators(self) -> str:
        """Decimal and thousands separators as Plotly wants them."""
        return ",." if self.language == "nl" else ".,"


@lru_cache(maxsize=len(LANGUAGES))
def locale(language: str) -> Locale:
    """The words of a language, read once a process."""
    return Locale(language)


@lru_cache(maxsize=MOST_NUMBERS)
def _number(language: str, value: float, digits: int) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(round(value, digits) + 0.0, format=pattern, locale=language).replace("-", MINUS)


@cache
def subject(language: str, name: str) -> dict[str, str]:
    """Key -> sentence of one subject; empty when there is no such subject."""
    texts: dict[str, str] = {}
    file = files("vsv_metrics.text").joinpath(language, f"{name}.toml")
    if file.is_file():
        _flatten(name, tomllib.loads(file.read_text(encoding="utf-8")), texts)
    return texts


def _flatten(prefix: str, node: Mapping[str, Any], texts: dict[str, str]) -> None:
    for key, value in node.items():
        if isinstance(value, Mapping):
            _flatten(f"{prefix}.{key}", value, texts)
        else:
            texts[f"{prefix}.{key}"] = value
