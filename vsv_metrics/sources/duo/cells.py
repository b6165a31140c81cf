"""What the cells of DUO files mean, one text at a time, as small whole numbers; None where a text is refused.

Texts are those seen in such files (docs/duo.md). Each distinct text of a file is parsed once.
"""

import datetime as dt
import re

from vsv_metrics.sources.duo.names import region_number

UNKNOWN = 0
"""The number of every attribute that a file does not give."""

SECTOR_LEVELS = (
    ("unknown", "unknown"),
    ("vo", "vo_lower"),
    ("vo", "vmbo_upper"),
    ("vo", "havo_vwo_upper"),
    ("vo", "unknown"),
    ("vavo", "unknown"),
    ("mbo", "mbo1"),
    ("mbo", "mbo2"),
    ("mbo", "mbo3"),
    ("mbo", "mbo4"),
    ("mbo", "unknown"),
)
"""Sector and level by number."""

PATHS = ("unknown", "bol", "bbl", "extraneus")
AGE_BANDS = (("unknown", 0), ("lt18", 18), ("18_19", 20), ("20_22", 23), ("23_26", 27))
"""Age group and the age that it stays below; older than all of them counts as unknown."""

FLAGS = ("unknown", "no", "yes")

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"(\d+)(?:[.,]0+)?", re.ASCII)
_BRIN = re.compile(r"(\d\d)([A-Z])([A-Z])(?:\d\d)?", re.ASCII)
_MBO_LEVEL = re.compile(r"(?:mbo|bol|bbl)\D{0,12}([1-4])", re.ASCII)
_DATES = (
    (re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d\d)", re.ASCII)),
    (re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:\.0)?", re.ASCII)),
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[ T]00:00:00)?", re.ASCII)),
)
_MONTHS = (
    re.compile(r"(?P<y>20\d\d)[-/. ]?(?P<m>0[1-9]|1[0-2])(?:[.,]0+)?", re.ASCII),
    re.compile(r"(?P<m>0?[1-9]|1[0-2])[-/. ](?P<y>20\d\d)", re.ASCII),
    re.compile(r"(?P<m>0?[1-9]|1[0-2])(?P<y>)", re.ASCII),
)


def person(text: str) -> int | None:
    """Return a person number (BSN or onderwijsnummer); 0 and empty are 0. Leading zeros are lost in some files."""
    text = text.strip()
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found and len(found[1]) <= 12 else 0 if not text else None


def region(text: str) -> int | None:
    """Return the number of an RMC region."""
    return UNKNOWN if _is_empty(text) else region_number(text)


def municipality(text: str) -> int | None:
    """Return the number of a municipality (CBS code without `GM`)."""
    return UNKNOWN if _is_empty(text) else _whole(text.strip().upper().removeprefix("GM"), 9999)


def institution(text: str) -> int | None:
    """Return the BRIN code as a number; `brin` turns it back. A BRIN code with the digits of a location loses these."""
    found = _BRIN.fullmatch(text.strip().upper())
    if not found:
        return UNKNOWN
    return 1 + (int(found[1]) * 26 + _LETTERS.index(found[2])) * 26 + _LETTERS.index(found[3])


def brin(number: int) -> str:
    """Return the BRIN code of a number that `institution` gave."""
    rest, last = divmod(number - 1, 26)
    digits, first = divmod(rest, 26)
    return f"{digits:02d}{_LETTERS[first]}{_LETTERS[last]}"


def programme(text: str) -> int | None:
    """Return the crebo code."""
    number = _whole(text.strip(), 99999)
    return UNKNOWN if number is None else number


def sector_level(text: str) -> int | None:
    """Return a position in SECTOR_LEVELS; names of levels are cut off in some files (`Mbo4 opleidinge`)."""
    text = " ".join(text.casefold().split())
    if "vavo" in text:
        return SECTOR_LEVELS.index(("vavo", "unknown"))
    is_upper = "onderb" not in text and "brug" not in text
    if "vmbo" in text:
        return SECTOR_LEVELS.index(("vo", "vmbo_upper" if is_upper else "vo_lower"))
    if found := _MBO_LEVEL.search(text):
        return SECTOR_LEVELS.index(("mbo", f"mbo{found[1]}"))
    if "entree" in text:
        return SECTOR_LEVELS.index(("mbo", "mbo1"))
    if "mbo" in text:
        return SECTOR_LEVELS.index(("mbo", "unknown"))
    if "havo" in text or "vwo" in text:
        return SECTOR_LEVELS.index(("vo", "havo_vwo_upper" if is_upper else "vo_lower"))
    if not is_upper:
        return SECTOR_LEVELS.index(("vo", "vo_lower"))
    return SECTOR_LEVELS.index(("vo", "unknown")) if re.match(r"vo\b|voortgezet|prakt", text) else UNKNOWN


def learning_path(text: str) -> int | None:
    """Return a position in PATHS; `Bol4` gives its learning path too."""
    text = text.strip().casefold()
    for position, start in ((1, "bol"), (2, "bbl"), (3, "ex")):
        if text.startswith(start):
            return position
    return UNKNOWN


def flag(text: str) -> int | None:
    """Return a position in FLAGS."""
    return {"n": 1, "nee": 1, "j": 2, "ja": 2}.get(text.strip().casefold(), UNKNOWN)


def age_band(text: str, school_year: int) -> int | None:
    """Return a position in AGE_BANDS: the age on 1 October of the school year, from a date of birth."""
    text = text.strip()
    if _is_empty(text):
        return UNKNOWN
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            year = int(found["y"])
            if len(found["y"]) == 2:
                year += 2000 if year <= school_year % 100 else 1900
            try:
                born = dt.date(year, int(found["m"]), int(found["d"]))
            except ValueError:
                return None
            age = school_year - born.year - ((born.month, born.day) > (10, 1))
            if age < 0:
                return None
            return next((i for i, (_, limit) in enumerate(AGE_BANDS) if age < limit), UNKNOWN)
    return None


def report_month(text: str) -> tuple[int | None, int] | None:
    """Return year (None when it is not given) and month."""
    for pattern in _MONTHS:
        if found := pattern.fullmatch(text.strip()):
            return (int(found["y"]) if found["y"] else None), int(found["m"])
    return None


def _is_empty(text: str) -> bool:
    return text.strip(" 0.") == ""


def _whole(text: str, most: int) -> int | None:
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= most else None
