"""Older DUO open files, one row per school, year and grade → the country (or RMC region, when the file names it) per year.

Headers are matched on letters and digits (`AANTAL VSV'ERS`, `AANTAL VSV ERS `). A masked count lies between its bounds: a sum
with masked parts is unknown between the sums of the bounds, never a sum that leaves them out.
"""

import math
import re
from collections import defaultdict

from vsv_metrics.sources.foreign import numbers, observe
from vsv_metrics.sources.foreign.dialect import grid
from vsv_metrics.sources.foreign.own_row import bounds
from vsv_metrics.sources.foreign.reading import Findings, Reading, Verdict
from vsv_metrics.sources.foreign.regions import NotARegion, RegionBook
from vsv_metrics.sources.foreign.rows import checked
from vsv_metrics.sources.foreign.text import clean, header_key, visible
from vsv_metrics.sources.foreign.verkenner import series_of
from vsv_metrics.sources.foreign.years import NotASchoolYear, school_year

FORMAT = "duo_open"
SOURCE = "duo_open_upload"
_NAMES = {
    "brinnummer": "school",
    "brin": "school",
    "instellingscode": "school",
    "jaar": "school_year",
    "schooljaar": "school_year",
    "aantaldeelnemers": "enrolled",
    "aantalleerlingen": "enrolled",
    "aantalvsvers": "leavers",
    "aantalvsv": "leavers",
    "rmcregio": "region",
    "rmcregiocode": "region",
    "onderwijsstructuurenleerjaar": "grade",
    "niveau": "mbo",
    "mboniveau": "mbo",
}
"""Key of a column name -> meaning. The layouts are unverified, so only letters and digits count."""

_NEEDED = ("school", "school_year", "enrolled", "leavers")
Key = tuple[str, int]


def recognises(text: str) -> bool:
    """Return whether the header is that of an open file per school: BRIN, pupils and leavers, no persons."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    meanings = {_NAMES.get(header_key(visible(cell))) for cell in re.split(r"[;,\t|]", first)}
    return {"school", "leavers", "enrolled"} <= meanings


def read(text: str, book: RegionBook, findings: Findings, latest: int, *, single_is_end: bool) -> Reading:
    """Return sums per area and year as observations of the OCW series of that year; raise `DataContractError` at the header."""
    table = grid(text, lambda cells: len({_NAMES.get(header_key(visible(cell))) for cell in cells} - {None}), findings)
    meanings = [_NAMES.get(header_key(visible(name))) for name in table.header]
    at = {meaning: i for i, meaning in enumerate(meanings) if meaning}
    for meaning in _NEEDED:
        if meaning not in at:
            raise findings.stop("column_absent", row=table.header_line, column=meaning, found=len(table.header), expected=meaning)
    sector = "mbo" if "mbo" in at else "vo"
    sums: dict[Key, list[tuple[numbers.Count, numbers.Count]]] = defaultdict(list)
    lines: dict[Key, int] = {}
    verdicts = []
    for cells, line in zip(table.rows, table.lines, strict=True):
        texts = {meaning: clean(visible(cells[i])) for meaning, i in at.items()}
        row = _row(texts, line, book, findings, latest, single_is_end)
        verdicts.append(Verdict(line, "used" if row else "refused"))
        if row:
            key, enrolled, leavers = row
            sums[key].append((enrolled, leavers))
            lines.setdefault(key, line)
    observed = [part for key, rows in sums.items() for part in _observed(key, rows, sector, lines[key])]
    mapping = tuple((clean(name), meaning) for name, meaning in zip(table.header, meanings, strict=True))
    pairs = [pair for rows in sums.values() for pair in rows]
    totals = tuple(math.fsum(pair[i].value or 0 for pair in pairs) if pairs else None for i in (0, 1))
    return checked(findings, FORMAT, observed, verdicts, mapping, (totals[0], totals[1]))


def _row(
    texts: dict[str, str], line: int, book: RegionBook, findings: Findings, latest: int, single_is_end: bool
) -> tuple[Key, numbers.Count, numbers.Count] | None:
    column, text, expected = "JAAR", texts["school_year"], "2012-2013"
    try:
        year = school_year(text, latest, single_is_end)
        if year.finding:
            label = f"{year.start}-{year.start + 1}"
            findings.warn(year.finding, row=line, column=column, found=text, expected=label)
        column, text, expected = "AANTAL DEELNEMERS", texts["enrolled"], "1.300"
        enrolled = numbers.count(text, "nl")
        column, text = "AANTAL VSV ERS", texts["leavers"]
        leavers = numbers.count(text, "nl")
        column, text, expected = "RMC REGIO", texts.get("region", ""), "29"
        region = book.by_code(text, "", "rmc").code if text else "NL"
    except (NotASchoolYear, numbers.NotANumber, NotARegion) as error:
        findings.refuse(error.code, row=line, column=column, found=text, expected=expected)
        return None
    if bounds(leavers)[0] > bounds(enrolled)[1]:
        found, most = f"{bounds(leavers)[0]:.0f}", f"≤ {bounds(enrolled)[1]:.0f}"
        findings.refuse("leavers_exceed", row=line, column="AANTAL VSV ERS", found=found, expected=most)
        return None
    return (region, year.start), enrolled, leavers


def _observed(key: Key, rows: list[tuple[numbers.Count, numbers.Count]], sector: str, line: int) -> list[observe.Observed]:
    region, year = key
    found: list[observe.Observed] = []
    for measure, counts in (("denominator", [row[0] for row in rows]), ("numerator", [row[1] for row in rows])):
        low, high = (sum(bounds(count)[i] for count in counts) for i in (0, 1))
        is_whole = all(count.value is not None for count in counts)
        has_bounds = not is_whole and math.isfinite(high)
        found.append(
            {
                "line": line,
                "dataset": "published",
                "series_id": series_of(year),
                "indicator_id": "new_leavers",
                "region_code": region,
                "period_type": "school_year",
                "period_start": observe.school_year_start(year),
                "sector": sector,
                "measure": measure,
                "unit": "persons",
                "value": low if is_whole else None,
                "lower": low if has_bounds else None,
                "upper": high if has_bounds else None,
                "obs_status": "unknown",
                "precision": "derived",
                "missing_reason": None if is_whole else "suppressed",
                "source_id": SOURCE,
            }
        )
    return found
