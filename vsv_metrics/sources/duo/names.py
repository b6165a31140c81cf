"""What the name of a DUO file says: which delivery of which kind, about which school year and month, and what it covers.

Names as DUO gives them: `202211A04I27GZ.csv` (delivered in November, so about October) and `NRSP2023VI27GZ.csv` (school
year 2022/23, provisional). After the `I` stands what the file covers: the BRIN code of an institution (two digits, two
letters), or a region: its number (`29`, `RMC29`, `REGIO 29`) or its name (`Rijnmond`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from vsv_metrics.errors import DataContractError

START_KINDS = ("A05", "NRSP")
"""Files with a start population; the others hold leavers."""

NAME_EXAMPLES = "202211A04I27GZ.csv, 202211A05IRMC29.csv, NRSP2023VI27GZ.csv, NenR2023DI27GZ.csv"
MONTHS_OF_YEAR = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
"""Report months of a school year in their order; a position in it stands for a month everywhere in this package."""

_MONTHLY = re.compile(r"(20\d\d)(0[1-9]|1[0-2])(A04|A05|A14)I(.+)", re.IGNORECASE)
_YEARLY = re.compile(r"(NRSP|NENR)(20\d\d)([VD])I(.+)", re.IGNORECASE)
_BRIN = re.compile(r"(\d\d[A-Z]{2})(\d\d)?", re.IGNORECASE)
_REGION = re.compile(r"(?:RMC|REGIO|R)?[ _-]*0*([1-9]\d?)(?:\.0)?", re.IGNORECASE)
_LATE_MONTHS = (9, 10, 11, 12)


@dataclass(frozen=True, order=True)
class Delivery:
    """One file. `month` is a position in MONTHS_OF_YEAR, None in yearly files; `status` is V, D, or empty in monthly ones.

    `unit` is the BRIN code or region code that the file covers.
    """

    kind: str
    school_year: int
    status: str
    month: int | None
    unit: str
    path: Path

    @property
    def is_start(self) -> bool:
        return self.kind in START_KINDS

    @property
    def coverage(self) -> str:
        return "whole" if self.unit.startswith("RMC") else "institution"

    @property
    def report_month(self) -> tuple[int, int] | None:
        """The calendar year and month of a monthly file; that of late changes lies after its school year."""
        if self.month is None:
            return None
        number = MONTHS_OF_YEAR[self.month]
        is_first_year = number >= MONTHS_OF_YEAR[0] and self.kind != "A14"
        return (self.school_year if is_first_year else self.school_year + 1), number


def recognise(path: Path, region_names: Mapping[str, str]) -> Delivery:
    """Return the delivery that a file name stands for; raise `DataContractError` when it is none of DUO's."""
    stem = path.stem.strip()
    if found := _MONTHLY.fullmatch(stem):
        year, month, kind, unit = int(found[1]), int(found[2]), found[3].upper(), _unit(found[4], region_names)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        school_year = year if month >= MONTHS_OF_YEAR[0] else year - 1
        is_right = kind != "A14" or month in _LATE_MONTHS
        if kind == "A14" and month >= MONTHS_OF_YEAR[0]:
            school_year -= 1
        if unit and is_right:
            return Delivery(kind, school_year, "", MONTHS_OF_YEAR.index(month), unit, path)
    elif found := _YEARLY.fullmatch(stem):
        unit = _unit(found[4], region_names)
        if unit:
            kind = "NRSP" if found[1].upper() == "NRSP" else "NenR"
            return Delivery(kind, int(found[2]) - 1, found[3].upper(), None, unit, path)
    raise DataContractError("duo_name", file=path.name, found=path.name, expected=NAME_EXAMPLES)


def region_names(regions: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return folded name -> region code, from pairs of a region's name and its code."""
    return {_folded(name): code for name, code in regions}


def region_number(text: str) -> int | None:
    """Return the number of an RMC region as files write it (`REGIO 41`, `13`, `13.0`), None when it is something else."""
    found = _REGION.fullmatch(text.strip())
    return int(found[1]) if found else None


def _unit(text: str, names: Mapping[str, str]) -> str | None:
    text = text.strip(" _-")
    if brin := _BRIN.fullmatch(text):
        return brin[1].upper()
    number = region_number(text)
    if number is not None:
        code = f"RMC{number:02d}"
        return code if code in names.values() else None
    return names.get(_folded(text)) or names.get(_folded(re.sub(r"^(?:RMC|REGIO)[ _-]*", "", text, flags=re.IGNORECASE)))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain.casefold() if letter.isalnum())
