"""Cells → counts and percentages. How a column writes numbers is decided for the whole column, never per cell.

`1.300` is 1300 where nothing in the file speaks against Dutch numbers; `1,300` is 1300 only where something shows that the file
has international numbers (percentages with a point, or `1,271,820`); otherwise it is refused as ambiguous. A masked count is
unknown between its bounds and never 0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vsv_metrics.sources.foreign.terms import Mask, terms

LARGEST = 20_000_000
"""No count of pupils is larger than the country."""

_BLANKS = "[ \u00a0\u2007\u2009\u202f'’]"
_PLAIN = re.compile(r"\+?(?:0|[1-9]\d*)", re.ASCII)
_WHOLE = re.compile(r"\+?(?:0|[1-9]\d*)[.,]0{1,2}", re.ASCII)
_SPACED = re.compile(rf"[1-9]\d{{0,2}}(?:{_BLANKS}\d{{3}})+", re.ASCII)
_GROUPED = {
    "nl": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,0+)?", re.ASCII),
    "en": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.0+)?", re.ASCII),
}
_SURE = {
    "nl": re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,0+)?|\.\d{3},0+)", re.ASCII),
    "en": re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.0+)?|,\d{3}\.0+)", re.ASCII),
}
_PERCENTAGE = re.compile(r"\+?(\d{1,3}|\d{4,})(?:([.,])(\d{1,10}))?\s*%?", re.ASCII)
_NEGATIVE = re.compile(r"[-−–]\s*\d[\d.,]*|\(\s*\d[\d.,]*\s*\)|\d[\d.,]*-")
_FRACTION = re.compile(r"\+?\d[\d.]*,\d+|\+?\d[\d,]*\.\d+", re.ASCII)
_STARRED = re.compile(r"(.*\d)\s*(\*{1,2})")


@dataclass(frozen=True)
class Count:
    """One count: its value, or why there is none and between which bounds it lies. `stars` is a provisional mark."""

    value: int | None
    mask: Mask | None = None
    stars: str = ""
    finding: str | None = None


@dataclass(frozen=True)
class Percentage:
    """One printed percentage and half a unit of its last decimal; None when the cell is masked or empty."""

    value: float | None
    half_unit: float = 0.0


class NotANumber(ValueError):
    """Raised with the code of what is wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def style(counts: Sequence[str], percentages: Sequence[str]) -> str | None:
    """Return how the file writes numbers: `nl`, `en`, `mixed`, or None when nothing shows it."""
    shown = set()
    for text in percentages:
        match = _PERCENTAGE.fullmatch(text)
        if match and match[2]:
            shown.add("nl" if match[2] == "," else "en")
    for text in counts:
        shown |= {name for name, pattern in _SURE.items() if pattern.fullmatch(_unstarred(text)[0])}
    return "mixed" if len(shown) > 1 else next(iter(shown), None)


def count(text: str, file_style: str | None) -> Count:
    """Return a count (persons); raise `NotANumber` with the code of what is wrong."""
    if (mask := terms().masks.get(text)) is not None:
        return Count(None, mask)
    plain, stars = _unstarred(text)
    finding = None
    if _PLAIN.fullmatch(plain) or _WHOLE.fullmatch(plain):
        digits = re.split("[.,]", plain)[0].lstrip("+")
    elif _SPACED.fullmatch(plain):
        digits, finding = re.sub(_BLANKS, "", plain), "thousands_spaces"
    elif _GROUPED["nl"].fullmatch(plain):
        if file_style in ("en", "mixed"):
            raise NotANumber("count_ambiguous")
        digits = plain.split(",")[0].replace(".", "")
    elif _GROUPED["en"].fullmatch(plain):
        if file_style != "en":
            raise NotANumber("count_ambiguous")
        digits = plain.split(".")[0].replace(",", "")
    else:
        raise NotANumber(_wrong(plain))
    if len(digits) > 12 or int(digits) > LARGEST:
        raise NotANumber("count_huge")
    return Count(int(digits), stars=stars, finding=finding)


def percentage(text: str) -> Percentage:
    """Return a printed percentage (0 to 100); raise `NotANumber` with the code of what is wrong."""
    if text in terms().masks:
        return Percentage(None)
    match = _PERCENTAGE.fullmatch(_unstarred(text)[0])
    if not match:
        raise NotANumber("percentage_range" if _NEGATIVE.fullmatch(text) else "percentage_unknown")
    decimals = match[3] or ""
    value = float(f"{match[1]}.{decimals or 0}")
    if value > 100:
        raise NotANumber("percentage_range")
    return Percentage(value, 0.5 * 10 ** -len(decimals))


def decimal_sign(text: str) -> str | None:
    """Return the decimal sign of a percentage, None when it has none."""
    match = _PERCENTAGE.fullmatch(_unstarred(text)[0])
    return match[2] if match else None


def _unstarred(text: str) -> tuple[str, str]:
    match = _STARRED.fullmatch(text)
    return (match[1].rstrip(), match[2]) if match else (text, "")


def _wrong(text: str) -> str:
    if re.fullmatch("#{2,}", text):
        return "count_hashes"
    if _NEGATIVE.fullmatch(text):
        return "count_negative"
    return "count_fraction" if _FRACTION.fullmatch(text) else "count_unknown"
