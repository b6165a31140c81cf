"""Cells → region codes: by code (with or without prefix and leading nought) or by name, checked against each other and the year.

The code decides and the name is held against it: a name that belongs to another area of that level, or that is no name at all,
is refused; a name that the list does not know is a warning.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from vsv_metrics.sources.foreign.reading import Reference
from vsv_metrics.sources.foreign.terms import terms
from vsv_metrics.sources.foreign.text import clean, name_key, value_key

LONGEST_NAME = 200
_EXCEL_TEXT = re.compile(r'="?([\w .-]*)"?|\'(.*)')
_RMC = re.compile(r"(?:RMC|RM|MC|REGIO|RMC[- ]?REGIO)[ _-]*0*(\d{1,2})")
_OTHER = re.compile(r"(GM|PV|LD)[ _-]*0*(\d{1,4})")
_WIDTH = {"GM": 4, "PV": 2, "LD": 2}
_NUMBER = re.compile(r"(\d{1,4})(?:[.,]0)?")
_BOTH = re.compile(r"(?:RMC)?[ -]?(\d{1,2})\s*[-–:.]?\s*([^\d\s].*)")
_SUFFIX = re.compile(r"\s*\((?:gemeente|PV|LD|RMC?|CR|RM|SG)\)$", re.I)
_PREFIX = re.compile(r"^(?:rmc[- ]?regio|rmc|regio|gemeente|provincie|doorstroompuntregio|doorstroompunt)\s+", re.I)
_NO_NAME = re.compile(r"[;<>{}=|\\`$#@*^_~!?\[\]%]|^[+\-]|--")


@dataclass(frozen=True)
class Match:
    """The area a row is about, with what to tell about how it was found: (code, is a warning, found, expected)."""

    code: str
    findings: tuple[tuple[str, bool, str, str], ...] = ()


class NotARegion(ValueError):
    """Raised with the code of what is wrong, whether it is about the name, what was found and what was expected."""

    def __init__(self, code: str, found: str, expected: str, *, in_name: bool = False) -> None:
        super().__init__(code)
        self.code, self.found, self.expected, self.in_name = code, found, expected, in_name


class RegionBook:
    """The areas of the reference tables, looked up by code and by name."""

    def __init__(self, reference: Reference) -> None:
        regions = reference.regions
        self.level: dict[str, str] = dict(zip(regions["region_code"], regions["level"], strict=True))
        self.name: dict[str, str] = dict(zip(regions["region_code"], regions["name_nl"], strict=True))
        spans = zip(regions["region_code"], regions["valid_from"], regions["valid_to"], strict=True)
        self.span = {code: (_year(begin, 0), _year(end, 9999)) for code, begin, end in spans}
        self.codes: dict[str, set[str]] = {}
        for code, dutch, english in zip(regions["region_code"], regions["name_nl"], regions["name_en"], strict=True):
            for name in (dutch, english):
                self.codes.setdefault(name_key(name), set()).add(code)
        self.other_code: dict[str, str] = {}
        for alias, code, kind in reference.aliases[["alias", "region_code", "kind"]].itertuples(index=False):
            if kind == "code":
                self.other_code[alias] = code
            else:
                self.codes.setdefault(name_key(alias), set()).add(code)
        parts = reference.parts[reference.parts["kind"] == "lies_in"]
        self._wholes: dict[str, set[str]] = {}
        for part, whole in zip(parts["part_code"], parts["whole_code"], strict=True):
            self._wholes.setdefault(part, set()).add(whole)

    @property
    def name_keys(self) -> frozenset[str]:
        return frozenset(self.codes)

    def wholes(self, code: str) -> set[str]:
        """Return every area that this one lies in."""
        found: set[str] = set()
        waiting = [code]
        while waiting:
            for whole in self._wholes.get(waiting.pop(), ()):
                if whole not in found:
                    found.add(whole)
                    waiting.append(whole)
        return found

    def exists(self, code: str, school_year: int) -> bool:
        """Return whether the area exists in that school year (int start year)."""
        begin, end = self.span[code]
        return begin <= school_year <= end

    def lasting(self, code: str) -> str:
        """Return the first and last school year of an area as a person reads them."""
        return "–".join(str(year) if 0 < year < 9999 else "…" for year in self.span[code])

    def by_code(self, text: str, name: str, level: str | None) -> Match:
        """Return the area of a code, checked against the name beside it; raise `NotARegion`.

        `level` says what areas the column holds. Two digits alone are an RMC region, unless the name is that of the province
        with that number.
        """
        found, restored = self._coded(text, name, level)
        notes = [] if restored is None else [restored]
        return Match(found, (*notes, *self._named(found, name)))

    def by_name(self, text: str, level: str | None, school_year: int | None) -> Match:
        """Return the one area that bears this name (of this level and in that year); raise `NotARegion`."""
        self._plausible(text)
        found = self.named(text)
        if level is not None and len(found) > 1:
            found = {code for code in found if self.level[code] == level} or found
        if school_year is not None and len(found) > 1:
            found = {code for code in found if self.exists(code, school_year)} or found
        if not found:
            raise NotARegion("region_not_listed", text, "RMC29, Rijnmond", in_name=True)
        if len(found) > 1:
            raise NotARegion("region_ambiguous", text, " | ".join(sorted(found)), in_name=True)
        return Match(next(iter(found)))

    def named(self, text: str) -> set[str]:
        """Return the areas that bear this name."""
        bare = _SUFFIX.sub("", clean(text))
        return self.codes.get(name_key(bare)) or self.codes.get(name_key(_PREFIX.sub("", bare)), set())

    def one_level(self, texts: Iterable[str]) -> str | None:
        """Return the level of the areas that these names can only mean, None when there are several levels."""
        sure = [found for found in map(self.named, texts) if len(found) == 1]
        levels = {self.level[next(iter(found))] for found in sure}
        return next(iter(levels)) if len(levels) == 1 else None

    def _coded(self, text: str, name: str, level: str | None) -> tuple[str, tuple[str, bool, str, str] | None]:
        excel = _EXCEL_TEXT.fullmatch(text)
        plain = (excel[1] or excel[2] or "").strip() if excel else text
        upper = plain.upper()
        if upper in self.level or plain in self.other_code:
            return self.other_code.get(plain, upper), None
        if match := _RMC.fullmatch(upper):
            return self._listed(f"RMC{int(match[1]):02d}", text), None
        if match := _OTHER.fullmatch(upper):
            return self._listed(f"{match[1]}{int(match[2]):0{_WIDTH[match[1]]}d}", text), None
        if match := _NUMBER.fullmatch(plain):
            return self._numbered(match[1], plain, name, level)
        if (match := _BOTH.fullmatch(plain)) and not name:
            return self.by_code(match[1], match[2], level).code, None
        raise NotARegion("region_not_listed", text, "RMC29, 29, GM0599")

    def _numbered(self, digits: str, text: str, name: str, level: str | None) -> tuple[str, tuple[str, bool, str, str] | None]:
        if level == "municipality" or len(digits) > 2:
            code, width = f"GM{int(digits):04d}", 4
        else:
            code, width = f"RMC{int(digits):02d}", 2
            province = f"PV{int(digits):02d}"
            if level == "province" or (level is None and province in self.named(name) and code not in self.named(name)):
                code = province
        restored = None
        if text != digits:
            restored = ("code_decimal", True, text, code)
        elif len(digits) < width:
            restored = ("zero_restored", False, text, digits.zfill(width))
        return self._listed(code, text), restored

    def _listed(self, code: str, text: str) -> str:
        if code not in self.level:
            gone = code.startswith("GM")
            raise NotARegion("municipality_not_listed" if gone else "region_not_listed", text, "RMC29, 29, GM0599")
        return code

    def _named(self, code: str, name: str) -> tuple[tuple[str, bool, str, str], ...]:
        """Return what to tell about a name beside a code; raise `NotARegion` when it contradicts the code."""
        if not name:
            return ()
        self._plausible(name)
        found = self.named(name)
        if code in found:
            return () if clean(name) == self.name[code] else (("name_from_list", False, name, self.name[code]),)
        if any(self.level[other] == self.level[code] for other in found):
            raise NotARegion("name_mismatch", name, f"{code} {self.name[code]}", in_name=True)
        return (("name_differs", True, name, f"{code} {self.name[code]}"),)

    def _plausible(self, name: str) -> None:
        if len(name) > LONGEST_NAME:
            raise NotARegion("cell_too_long", str(len(name)), str(LONGEST_NAME), in_name=True)
        if _NO_NAME.search(name) or not any(map(str.isalpha, name)):
            raise NotARegion("name_strange", name, "Rijnmond", in_name=True)


def is_total(*cells: str) -> bool:
    """Return whether a row with these region cells adds up others: Totaal, Nederland, Subtotaal …"""
    keys = [value_key(cell) for cell in cells if cell]
    return any(key in terms().totals or key.startswith(("totaal", "subtotaal", "eindtotaal")) for key in keys)


def is_blank_or_total(*cells: str) -> bool:
    """Return whether these region cells name no area: empty, or a word for a total."""
    return not any(cells) or is_total(*cells)


def is_country(*cells: str) -> bool:
    """Return whether these region cells name the country."""
    return any("nederland" in value_key(cell) or value_key(cell) in ("nl", "nl00", "nl01", "landelijk") for cell in cells)


def _year(value: object, otherwise: int) -> int:
    return otherwise if pd.isna(value) else int(value)  # type: ignore[arg-type]
