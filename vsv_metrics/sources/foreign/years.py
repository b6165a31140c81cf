"""Cells → school years, as an int start year. A date, two digits or a span of other than one year is refused."""

import re
from dataclasses import dataclass

EARLIEST = 1990
_FULL = re.compile(r"((?:19|20)\d\d)\s*[-/–—‐‑]\s*((?:19|20)\d\d)")
_SHORT = re.compile(r"((?:19|20)\d\d)\s*[-/–—‐‑]\s*['’‘`]?(\d\d)")
_SIX = re.compile(r"((?:19|20)\d\d)(\d\d)")
_CBS = re.compile(r"((?:19|20)\d\d)SJ00")
_TWO = re.compile(r"['’]?(\d\d)\s*[-/–]\s*['’]?(\d\d)")
_SINGLE = re.compile(r"((?:19|20)\d\d)(?:[.,]0)?")
_STARS = re.compile(r"\s*(\*{1,2}|\(?voorlopig\)?|\(?definitief\)?)$", re.I)
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|\d{1,2}[- ][a-z]{3,9}\.?([- ]\d{2,4})?|[a-z]{3,9}[- ]\d{2,4}|[34]\d{4}", re.I
)


@dataclass(frozen=True)
class SchoolYear:
    """A school year as it was written: its start, the mark behind it (`*`, `**`, `definitive`), and what to tell about it."""

    start: int
    stars: str = ""
    finding: str | None = None


class NotASchoolYear(ValueError):
    """Raised with the code of what is wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def school_year(text: str, latest: int, single_is_end: bool) -> SchoolYear:
    """Return the school year that a cell names; raise `NotASchoolYear`. `latest` is the newest start year there can be."""
    stripped = text.strip()
    if stripped.casefold().startswith("schooljaar "):
        stripped = stripped[11:].strip()
    mark = _STARS.search(stripped)
    stars = _status(mark[1]) if mark else ""
    plain = stripped[: mark.start()] if mark else stripped
    start, end, finding = _parsed(plain, single_is_end)
    if (start + 1) % 100 != end % 100 or (end > 99 and end != start + 1):
        raise NotASchoolYear("year_span")
    if start > latest:
        raise NotASchoolYear("year_future")
    if start < EARLIEST:
        raise NotASchoolYear("year_unknown")
    return SchoolYear(start, stars, finding)


def _status(mark: str) -> str:
    word = mark.casefold()
    return "*" if "voorlopig" in word else "definitive" if "definitief" in word else mark


def _parsed(text: str, single_is_end: bool) -> tuple[int, int, str | None]:
    """Return start, end (of two or four digits) and the code of a finding."""
    for pattern in (_FULL, _SHORT, _SIX):
        if match := pattern.fullmatch(text):
            return int(match[1]), int(match[2]), None
    if match := _CBS.fullmatch(text):
        return int(match[1]), int(match[1]) + 1, None
    if match := _SINGLE.fullmatch(text):
        start = int(match[1]) - single_is_end
        return start, start + 1, "year_single_end" if single_is_end else "year_single"
    if match := _TWO.fullmatch(text):
        return 2000 + int(match[1]), int(match[2]), "year_short"
    raise NotASchoolYear("year_date" if _DATE.fullmatch(text) else "year_blank" if not text else "year_unknown")
