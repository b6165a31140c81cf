"""CBS StatLine as CSV: the page's and portal's wide table, the file with codes, and the old export with several header lines.

Counts are rounded to tens and get bounds of ±5; a percentage gets half its last decimal. Blank = cannot occur, `.` = unknown,
`x` = secret, `-` = nil; `*` and `**` behind a period are its status. Areas that the list does not hold (abolished municipalities)
are left out with a warning, for a table of CBS is not wrong because our list is of 2023.
"""

import re
from dataclasses import dataclass

from vsv_metrics.sources.foreign import numbers, observe
from vsv_metrics.sources.foreign.dialect import split
from vsv_metrics.sources.foreign.reading import Findings, Reading, Verdict
from vsv_metrics.sources.foreign.regions import RegionBook
from vsv_metrics.sources.foreign.rows import checked, level_sum
from vsv_metrics.sources.foreign.terms import terms
from vsv_metrics.sources.foreign.text import clean, header_key, value_key, visible
from vsv_metrics.sources.foreign.years import NotASchoolYear, school_year

FORMAT = "statline_csv"
SOURCE = "cbs_upload"
ROUNDING = 5
"""Half the unit that CBS rounds counts to."""

_FIRST_OF_NEW_TABLES = 2012
_FOOTER = re.compile(r'^"?(©|Bron: ?CBS|Source: ?CBS|Centraal Bureau voor de Statistiek)')
_MEASURES = (
    ("denominator", re.compile(r"(?:totaal)?leerlingen(?:deelnemers)?(?:aantal)?1?")),
    ("numerator", re.compile(r"voortijdigschoolverlaters(?:totaal)?(?:aantal)?2?")),
    ("complement", re.compile(r"nietvoortijdigschoolverlaters(?:aantal)?3?")),
    ("rate", re.compile(r"voortijdigschoolverlaters(?:percentage|pct|relatief)+4?|percentagevoortijdigschoolverlaters")),
)
_DIMENSIONS = {
    "geslacht": "sex",
    "perioden": "period",
    "regiokenmerken": "region",
    "regios": "region",
    "woonregio": "region",
    "onderwijssoort": "education",
}
_UNITS = {"aantal", "%", "abs.", "x 1 000", ""}
_STATUS = {"": "unknown", "*": "provisional", "**": "revised_provisional", "definitive": "definitive"}
_SUFFIX = re.compile(r"\((PV|LD|gemeente|RMC?|CR)\)$", re.I)
_LEVEL = {"pv": "province", "ld": "landsdeel", "gemeente": "municipality", "rm": "rmc", "rmc": "rmc"}


@dataclass(frozen=True)
class _Column:
    """A column of values: its measure, and the period and sex when these stand above it."""

    position: int
    name: str
    measure: str
    period: str = ""
    sex: str = ""


def recognises(text: str) -> bool:
    """Return whether a text is a StatLine export: dimensions and measures of CBS among its first lines."""
    keys = {header_key(visible(cell)) for line in text.split("\n")[:12] for cell in re.split(r"[;,\t]", line)}
    return bool({"perioden"} & keys and {"regiokenmerken", "regios", "woonregio"} & keys and any(map(_measure, keys)))


def read(text: str, book: RegionBook, findings: Findings, latest: int) -> Reading:
    """Return the table as observations of `cbs_vsv`; raise `DataContractError` when its header has no known measures."""
    lines = text.split("\n")
    while lines and (not lines[-1].strip('"; \t') or _FOOTER.match(lines[-1])):
        lines.pop()
    heading = next(i for i, line in enumerate(lines) if "perioden" in {header_key(cell) for cell in re.split(r"[;,\t]", line)})
    separator = max(";,\t", key=lines[heading].count)
    records, begins = split(lines, separator, findings)
    table = [(record, line) for record, line in zip(records, begins, strict=True) if len([c for c in record if c.strip()]) > 1]
    header, body = _header(table)
    if not header:
        raise findings.stop("column_absent", row=heading + 1, column="Perioden", found=len(table), expected="Perioden")
    for record, line in header:
        if len(record) != len(header[-1][0]):
            raise findings.stop("cell_count", row=line, found=len(record), expected=len(header[-1][0]))
    columns, dimensions = _columns([record for record, _ in header], findings)
    mapping = tuple((name, meaning) for name, meaning in ((column.name, column.measure) for column in columns))
    observed: list[observe.Observed] = []
    verdicts = []
    for record, line in body:
        if len(record) != len(header[-1][0]):
            findings.refuse("cell_count", row=line, found=len(record), expected=len(header[-1][0]))
            continue
        found = _row(record, line, columns, dimensions, book, findings, latest)
        verdicts.append(
            Verdict(line, "used" if found else "skipped", region_code=str(found[0]["region_code"]) if found else None)
        )
        observed += found
    if any(row["period_start"].year < _FIRST_OF_NEW_TABLES for row in observed):  # type: ignore[attr-defined]
        observed = [row | {"series_id": "cbs_vsv_71"} for row in observed]
    return checked(findings, FORMAT, observed, verdicts, mapping, level_sum(observed, book))


def _header(table: list[tuple[list[str], int]]) -> tuple[list[tuple[list[str], int]], list[tuple[list[str], int]]]:
    """Return the header lines (one, or all up to the line of units; none when there is no period) and the data."""
    for i, (record, _) in enumerate(table[:10]):
        cells = [clean(cell).casefold() for cell in record]
        if i and any(cells) and set(cells) <= _UNITS:
            return table[: i + 1], table[i + 1 :]
    first = next((i for i, (record, _) in enumerate(table) if "perioden" in map(header_key, record)), len(table))
    return table[first : first + 1], table[first + 1 :]


def _columns(header: list[list[str]], findings: Findings) -> tuple[list[_Column], dict[str, int]]:
    columns: list[_Column] = []
    dimensions: dict[str, int] = {}
    for position in range(max(map(len, header))):
        labels = [clean(visible(record[position])) for record in header if position < len(record) and record[position].strip()]
        measures = [measure for label in labels if (measure := _measure(header_key(label)))]
        known = [_DIMENSIONS[key] for key in map(header_key, labels) if key in _DIMENSIONS]
        if measures:
            is_share = measures[0] == "numerator" and "%" in labels
            period = next((label for label in labels if re.match(r"(19|20)\d\d", label)), "")
            sex = next((label for label in labels if value_key(label) in terms().categories["sex"]), "")
            columns.append(_Column(position, " ".join(labels), "rate" if is_share else measures[0], period, sex))
        elif known:
            dimensions[known[-1]] = position
        elif labels:
            dimensions[f"other {labels[-1]}"] = position
    if not {"numerator", "denominator"} <= {column.measure for column in columns}:
        expected = "Leerlingen, Voortijdig schoolverlaters"
        raise findings.stop("column_absent", row=1, column="Voortijdig schoolverlaters", found=len(columns), expected=expected)
    return columns, dimensions


def _row(
    record: list[str],
    line: int,
    columns: list[_Column],
    dimensions: dict[str, int],
    book: RegionBook,
    findings: Findings,
    latest: int,
) -> list[observe.Observed]:
    """Return the values of one line; none when its area or a category is not in our lists, with a warning when it has figures."""
    labels = {name: clean(record[position]) for name, position in dimensions.items()}
    filled = any(record[column.position].strip() for column in columns)
    region = _region(labels.get("region", ""), book)
    education = (
        terms().categories["education"].get(value_key(labels.get("education", "totaal")))
        if labels.get("education")
        else ("total", "total")
    )
    others = [
        label
        for name, label in labels.items()
        if name.startswith("other") and "totaal" not in label.casefold() and name != "other ID"
    ]
    if region is None or education is None or others:
        wrong = labels.get("region", "") if region is None else (others or [labels.get("education", "")])[0]
        if filled:
            findings.warn("row_skipped", row=line, column="Regiokenmerken" if region is None else None, found=wrong, expected="")
        return []
    found: list[observe.Observed] = []
    for column in columns:
        period, sex = column.period or labels.get("period", ""), column.sex or labels.get("sex", "")
        try:
            year = school_year(period, latest, single_is_end=False)
        except NotASchoolYear as error:
            findings.refuse(error.code, row=line, column="Perioden", found=period, expected="2022/'23")
            return []
        member = terms().categories["sex"].get(value_key(sex)) if sex else ("sex", "total")
        if member is None:
            findings.refuse("category_unknown", row=line, column="Geslacht", found=sex, expected="Mannen, Vrouwen")
            return []
        value = _value(record[column.position], column, line, findings)
        if value is None:
            continue
        if not book.exists(region, year.start):
            if value["value"] is not None:
                findings.warn("row_skipped", row=line, column="Regiokenmerken", found=labels["region"], expected="")
            continue
        found.append(
            {
                **value,
                "line": line,
                "dataset": "published",
                "series_id": "cbs_vsv",
                "indicator_id": "new_leavers",
                "region_code": region,
                "period_type": "school_year",
                "period_start": observe.school_year_start(year.start),
                "sector": education[0],
                "level": education[1],
                "sex": member[1],
                "obs_status": _STATUS[year.stars],
                "precision": "rounded",
                "source_id": SOURCE,
            }
        )
    return found


def _value(cell: str, column: _Column, line: int, findings: Findings) -> observe.Observed | None:
    """Return measure, value, unit and bounds of a cell; None when it cannot be read (a problem is kept)."""
    text = clean(cell)
    unit = "percent" if column.measure == "rate" else "persons"
    shape: observe.Observed = {"measure": column.measure, "unit": unit, "value": None}
    if text in ("", "None"):
        return shape | {"missing_reason": "not_applicable"}
    if text in (".", "x"):
        return shape | {"missing_reason": "suppressed" if text == "x" else "unknown"}
    try:
        if unit == "persons":
            value = 0 if text == "-" else numbers.count(text, "nl").value
            if value is None:
                raise numbers.NotANumber("count_unknown")
            return shape | {"value": value, "lower": max(0, value - ROUNDING), "upper": value + ROUNDING}
        share = numbers.percentage("0" if text == "-" else text)
        if share.value is None:
            raise numbers.NotANumber("percentage_unknown")
    except numbers.NotANumber as error:
        expected = "1.300" if unit == "persons" else "0–100"
        findings.refuse(error.code, row=line, column=column.name, found=text, expected=expected)
        return None
    return shape | {
        "value": share.value,
        "lower": max(0.0, share.value - share.half_unit),
        "upper": min(100.0, share.value + share.half_unit),
    }


def _region(label: str, book: RegionBook) -> str | None:
    if not label:
        return None
    code = label.upper()
    if code == "NL01" or code.startswith("NEDERLAND"):
        return "NL"
    code = re.sub(r"^(RM|MC)(?=\d\d$)", "RMC", code)
    if code in book.level:
        return code
    suffix = _SUFFIX.search(label)
    found = book.named(label)
    if suffix and suffix[1].casefold() in _LEVEL:
        found = {code for code in found if book.level[code] == _LEVEL[suffix[1].casefold()]}
    return next(iter(found)) if len(found) == 1 else None


def _measure(key: str) -> str | None:
    return next((measure for measure, pattern in _MEASURES if pattern.fullmatch(key)), None)
