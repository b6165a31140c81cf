"""A table of VSV-Verkenner: school year × category, of the country or one RMC region → series of OCW by year.

The table does not say what area it is of: the file name does (`regio_29`, `rmc29`), else it is the country, with a warning.
"""

import re

from vsv_metrics.sources.foreign import numbers, observe
from vsv_metrics.sources.foreign.dialect import grid
from vsv_metrics.sources.foreign.reading import Findings, Reading, Verdict
from vsv_metrics.sources.foreign.regions import RegionBook
from vsv_metrics.sources.foreign.rows import checked
from vsv_metrics.sources.foreign.terms import terms
from vsv_metrics.sources.foreign.text import clean, header_key, value_key, visible
from vsv_metrics.sources.foreign.years import NotASchoolYear, school_year

FORMAT = "verkenner"
SOURCE = "verkenner_upload"
_NAMES = {
    "schooljaar": "school_year",
    "status": "status",
    "categorie": "category",
    "deelnemers": "enrolled",
    "vsvers": "leavers",
    "pctvsv": "percentage",
    "vsvpct": "percentage",
    "norm": "norm",
}
_NEEDED = ("school_year", "category", "enrolled", "leavers")
_REGION = re.compile(r"(?:rmc|regio|select)[-_ =]*0*(\d{1,2})(?!\d)", re.I)


def recognises(text: str) -> bool:
    """Return whether the header is that of VSV-Verkenner: categories and a norm, no region."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    keys = {header_key(visible(cell)) for cell in re.split(r"[;,\t|]", first)}
    return {"schooljaar", "categorie", "deelnemers", "vsvers"} <= keys and not {"regio", "regiocode", "rmc", "gemeente"} & keys


def series_of(year: int) -> str:
    """Return the OCW series that VSV-Verkenner followed in a school year (`series.csv`, `series_break.csv`)."""
    return "ocw_old" if year <= 2011 else "ocw_2012" if year <= 2015 else "ocw_2016" if year <= 2018 else "ocw_national"


def read(text: str, book: RegionBook, findings: Findings, latest: int) -> Reading:
    """Return the counts as observations; raise `DataContractError` when a column is missing."""
    table = grid(text, lambda cells: len({header_key(visible(cell)) for cell in cells} & _NAMES.keys()), findings)
    meanings = [_NAMES.get(header_key(visible(name))) for name in table.header]
    at = {meaning: i for i, meaning in enumerate(meanings) if meaning}
    for meaning in _NEEDED:
        if meaning not in at:
            raise findings.stop("column_absent", row=table.header_line, column=meaning, found=len(table.header), expected=meaning)
    named = _REGION.search(findings.file)
    region = f"RMC{int(named[1]):02d}" if named else "NL"
    if region not in book.level:
        raise findings.stop("region_not_listed", row=table.header_line, column=None, found=region, expected="RMC29")
    if not named:
        findings.warn("region_assumed", row=table.header_line, found="Nederland", expected="regio_29.csv")
    observed: list[observe.Observed] = []
    verdicts: list[Verdict] = []
    for cells, line in zip(table.rows, table.lines, strict=True):
        texts = {meaning: clean(visible(cells[i])) for meaning, i in at.items()}
        found = _row(texts, line, region, findings, latest)
        verdicts.append(Verdict(line, "used" if found else "refused", region_code=region))
        observed += found
    whole = [row for row in observed if row.get("sector") == row.get("level") == "total"]
    totals = tuple(_total(whole, measure) for measure in ("denominator", "numerator"))
    mapping = tuple((clean(name), meaning) for name, meaning in zip(table.header, meanings, strict=True))
    return checked(findings, FORMAT, observed, verdicts, mapping, (totals[0], totals[1]))


def _row(texts: dict[str, str], line: int, region: str, findings: Findings, latest: int) -> list[observe.Observed]:
    member = terms().categories["education"].get(value_key(texts["category"]))
    if member is None:
        findings.refuse(
            "category_unknown", row=line, column="categorie", found=texts["category"], expected="Totaal, Totaal VO, MBO niveau 2"
        )
        return []
    column, text = "schooljaar", texts["school_year"]
    try:
        year = school_year(text, latest, single_is_end=False)
        column, text = "deelnemers", texts["enrolled"]
        enrolled = numbers.count(text, "nl")
        column, text = "vsv'ers", texts["leavers"]
        leavers = numbers.count(text, "nl")
        column, text = "% vsv", texts.get("percentage", "")
        share = numbers.percentage(text)
    except (NotASchoolYear, numbers.NotANumber) as error:
        findings.refuse(
            error.code, row=line, column=column, found=text, expected="2012-2013" if column == "schooljaar" else "2.743"
        )
        return []
    status = terms().categories["status"].get(value_key(texts.get("status", "")), ("status", "unknown"))[1]
    common = {
        "line": line,
        "dataset": "published",
        "series_id": series_of(year.start),
        "indicator_id": "new_leavers",
        "region_code": region,
        "period_type": "school_year",
        "period_start": observe.school_year_start(year.start),
        "sector": member[0],
        "level": member[1],
        "obs_status": status,
        "source_id": SOURCE,
    }
    observed = []
    for measure, count in (("denominator", enrolled), ("numerator", leavers)):
        mask = count.mask
        observed.append(
            {
                **common,
                "measure": measure,
                "unit": "persons",
                "value": count.value,
                "lower": mask.lower if mask else None,
                "upper": mask.upper if mask else None,
                "precision": "exact",
                "missing_reason": mask.reason if mask else None,
            }
        )
    if share.value is not None:
        bounds = {"lower": max(0.0, share.value - share.half_unit), "upper": min(100.0, share.value + share.half_unit)}
        observed.append({**common, "measure": "rate", "unit": "percent", "value": share.value, **bounds, "precision": "rounded"})
    return observed


def _total(rows: list[observe.Observed], measure: str) -> float | None:
    values = [float(str(row["value"])) for row in rows if row["measure"] == measure and row["value"] is not None]
    return sum(values) if values else None
