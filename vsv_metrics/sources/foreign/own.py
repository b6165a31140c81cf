"""A user's own table (CSV or XLSX): one row per region × school year (× breakdown) with counts → observations of `own_figures`.

The order of SECURITY.md: columns by name, numbers by one grammar per file, masks unknown, then the rules between rows. A row that
is wrong refuses the file; every row gets a verdict for the preview.
"""

import datetime as dt
from collections.abc import Sequence

from vsv_metrics.sources.foreign import headers, numbers, observe, own_rules
from vsv_metrics.sources.foreign.dialect import Grid
from vsv_metrics.sources.foreign.own_row import ALL_YEARS, OwnRow
from vsv_metrics.sources.foreign.reading import Findings, Reading, Verdict
from vsv_metrics.sources.foreign.regions import Match, NotARegion, RegionBook, is_blank_or_total, is_country, is_total
from vsv_metrics.sources.foreign.terms import terms
from vsv_metrics.sources.foreign.text import clean, value_key, visible
from vsv_metrics.sources.foreign.years import NotASchoolYear, SchoolYear, school_year

NEEDED = ("school_year", "region", "enrolled", "leavers")
_STATUS_OF_STARS = {"": "unknown", "*": "provisional", "**": "revised_provisional", "definitive": "definitive"}
_CATEGORIES = ("education", "learning_path", "sex", "status")
_BREAKDOWN = {"learning_path": "learning_path.total", "sex": "sex.total", "status": "status.unknown"}


def read(table: Grid, book: RegionBook, findings: Findings, kind: str, today: dt.date, single_is_end: bool) -> Reading:
    """Return the reading of a table with a header; raise `DataContractError` when its columns cannot be used."""
    at = headers.meanings(table, NEEDED, book.name_keys, findings)
    mapping = _mapping(table, at)
    reader = _Reader(table, at, book, findings, latest_school_year(today), single_is_end)
    rows, verdicts = reader.rows()
    own_rules.apply(rows, book, findings)
    if not findings.problems and not any(row.is_used for row in rows):
        findings.refuse("no_rows", row=table.header_line, found=0, expected=1)
    refused = {problem.row for problem in findings.problems}
    verdicts += [_verdict(row, refused) for row in rows]
    verdicts.sort(key=lambda verdict: verdict.line)
    used = [row for row in rows if row.is_used]
    return findings.reading(
        kind,
        rows=len(used),
        frame=observe.frame(
            findings.file, [part for row in rows if row.outcome in ("used", "total") for part in row.observations()]
        ),
        mapping=mapping,
        verdicts=tuple(verdicts),
        enrolled_total=_sum(row.enrolled.value for row in used),
        leavers_total=_sum(row.leavers.value for row in used),
    )


class _Reader:
    """Reads rows one by one; what is wrong goes to the findings, with the line and the column name of the file."""

    def __init__(
        self, table: Grid, at: dict[str, int], book: RegionBook, findings: Findings, latest: int, single_is_end: bool
    ) -> None:
        self.table, self.at, self.book, self.findings = table, at, book, findings
        self.latest, self.single_is_end = latest, single_is_end
        self.header = [clean(visible(name)) for name in table.header]
        self.style = numbers.style(
            [clean(row[at[name]]) for row in table.rows for name in ("enrolled", "leavers")],
            [clean(row[at["percentage"]]) for row in table.rows] if "percentage" in at else [],
        )
        region_columns = [name for name in ("region_code", "region", "region_name") if name in at]
        levels = {headers.level_of(self.header[at[name]]) for name in region_columns} - {None}
        self.level = next(iter(levels)) if len(levels) == 1 else None
        names = {clean(row[at[name]]) for row in table.rows for name in region_columns if name != "region_code"}
        self.name_level = self.level or book.one_level(names)
        self.empty = {name for name, i in at.items() if not any(row[i].strip() for row in table.rows)}
        self.has_areas = any(not is_blank_or_total(*self._regions(row)) for row in table.rows)

    def rows(self) -> tuple[list[OwnRow], list[Verdict]]:
        """Return the rows that could be read and the verdicts of those that could not."""
        read: list[OwnRow] = []
        refused: list[Verdict] = []
        self._mixed_decimals()
        for cells, line in zip(self.table.rows, self.table.lines, strict=True):
            before = len(self.findings.problems)
            row = self._row(cells, line)
            if row is not None:
                read.append(row)
            else:
                codes = tuple(problem.code for problem in self.findings.problems[before:])
                refused.append(Verdict(line, "refused", codes))
        return read, refused

    def _row(self, cells: list[str], line: int) -> OwnRow | None:
        texts = {meaning: self._cell(cells, line, meaning) for meaning in self.at}
        if is_total(texts["school_year"]) and is_blank_or_total(*self._regions(cells)):
            year, region = SchoolYear(ALL_YEARS), ""
        else:
            year = self._year(texts["school_year"], line)
            region = self._region(texts, line, year.start if year else None)
        members = self._members(texts, line, is_apart=region == "")
        enrolled, leavers = (self._count(texts[name], line, name) for name in ("enrolled", "leavers"))
        percentage = self._percentage(texts.get("percentage", ""), line)
        if year is None or region is None or members is None or enrolled is None or leavers is None or percentage is None:
            return None
        sector, level = members["education"]
        status = members["status"][1]
        if status == "unknown":
            status = _STATUS_OF_STARS[max(year.stars, enrolled.stars, leavers.stars)]
        return OwnRow(
            line=line,
            region_code=region,
            school_year=year.start,
            sector=sector,
            level=level,
            learning_path=members["learning_path"][1],
            sex=members["sex"][1],
            enrolled=enrolled,
            leavers=leavers,
            percentage=percentage,
            obs_status=status,
            columns={meaning: self.header[position] for meaning, position in self.at.items()},
        )

    def _cell(self, cells: list[str], line: int, meaning: str) -> str:
        raw = cells[self.at[meaning]]
        text = visible(raw)
        if text != raw:
            self.findings.warn("invisible_removed", row=line, column=self._name(meaning), found=raw, expected=text)
        return clean(text)

    def _year(self, text: str, line: int) -> SchoolYear | None:
        column = self._name("school_year")
        try:
            year = school_year(text, self.latest, self.single_is_end)
        except NotASchoolYear as error:
            self.findings.refuse(error.code, row=line, column=column, found=text, expected="2022-2023")
            return None
        label = f"{year.start}-{year.start + 1}"
        if year.finding:
            self.findings.warn(year.finding, row=line, column=column, found=text, expected=label)
        if year.stars.startswith("*"):
            self.findings.warn("year_provisional", row=line, column=column, found=text, expected=label)
        return year

    def _regions(self, cells: Sequence[str]) -> list[str]:
        found = [name for name in ("region_code", "region", "region_name") if name in self.at]
        return [clean(visible(cells[self.at[name]])) for name in found]

    def _region(self, texts: dict[str, str], line: int, year: int | None) -> str | None:
        """Return the code of the row's area, an empty text for a row that adds up others, None when refused."""
        code, name = texts.get("region_code", ""), texts.get("region_name", "")
        either = texts.get("region", "")
        if is_total(code, name, either) and not (code and self._is_listed(code) and not is_total(code)):
            if self.has_areas:
                return ""
            if is_country(code, name, either):
                return "NL"
        shown = next(key for key in ("region_code", "region", "region_name") if key in self.at)
        try:
            if name and is_total(name) and code and not is_total(code):
                raise NotARegion("name_mismatch", name, code, in_name=True)
            match = self._match(code, name, either, year)
            if year is not None and not self.book.exists(match.code, year):
                found = f"{match.code} {self.book.name[match.code]}, {year}-{year + 1}"
                raise NotARegion("region_gone", found, self.book.lasting(match.code))
        except NotARegion as error:
            column = "region_name" if error.in_name and "region_name" in self.at else shown
            self.findings.refuse(error.code, row=line, column=self._name(column), found=error.found, expected=error.expected)
            return None
        for finding, is_warning, found, expected in match.findings:
            column = "region_name" if finding.startswith("name") and "region_name" in self.at else shown
            tell = self.findings.warn if is_warning else self.findings.note
            tell(finding, row=line, column=self._name(column), found=found, expected=expected)
        return match.code

    def _is_listed(self, code: str) -> bool:
        try:
            return bool(self.book.by_code(code, "", self.level))
        except NotARegion:
            return False

    def _match(self, code: str, name: str, either: str, year: int | None) -> Match:
        if "region_code" in self.at:
            if not code:
                raise NotARegion("region_blank", "", "29, RMC29")
            return self.book.by_code(code, name, self.level)
        text = either or name
        if not text:
            raise NotARegion("region_blank", "", "29, Rijnmond")
        if text[0].isdigit() or (any(map(str.isdigit, text)) and not self.book.named(text)) or text.upper() in self.book.level:
            return self.book.by_code(text, "", self.level)
        return self.book.by_name(text, self.name_level, year)

    def _members(self, texts: dict[str, str], line: int, *, is_apart: bool) -> dict[str, tuple[str, str]] | None:
        """Return the members of each breakdown; an empty cell is the total in a row that adds up others or an empty column."""
        found: dict[str, tuple[str, str]] = {"education": ("total", "total")}
        found |= {meaning: ("", entry.partition(".")[2]) for meaning, entry in _BREAKDOWN.items()}
        is_wrong = False
        for meaning in _CATEGORIES:
            if meaning not in self.at or (not texts[meaning] and (is_apart or meaning in self.empty)):
                continue
            known = terms().categories[meaning]
            member = known.get(value_key(texts[meaning]))
            if member is None:
                is_wrong = True
                column = self._name(meaning)
                expected = "mbo, vo, vavo" if meaning == "education" else ", ".join(list(known)[:4])
                self.findings.refuse("category_unknown", row=line, column=column, found=texts[meaning], expected=expected)
            else:
                found[meaning] = member
        return None if is_wrong else found

    def _count(self, text: str, line: int, meaning: str) -> numbers.Count | None:
        column = self._name(meaning)
        try:
            count = numbers.count(text, self.style)
        except numbers.NotANumber as error:
            self.findings.refuse(error.code, row=line, column=column, found=text, expected="1300")
            return None
        if count.mask:
            tell = self.findings.warn if count.mask.is_warning else self.findings.note
            tell(count.mask.finding, row=line, column=column, found=text, expected="0")
        if count.stars:
            self.findings.warn("star_provisional", row=line, column=column, found=text, expected=str(count.value))
        if count.finding:
            self.findings.note(count.finding, row=line, column=column, found=text, expected=str(count.value))
        return count

    def _percentage(self, text: str, line: int) -> numbers.Percentage | None:
        try:
            return numbers.percentage(text)
        except numbers.NotANumber as error:
            column = self._name("percentage")
            self.findings.refuse(error.code, row=line, column=column, found=text, expected="0–100")
            return None

    def _mixed_decimals(self) -> None:
        """Warn where percentages turn from a decimal comma to a point or back: each is read by its own sign."""
        if self.style != "mixed" or "percentage" not in self.at:
            return
        first = None
        for cells, line in zip(self.table.rows, self.table.lines, strict=True):
            text = clean(cells[self.at["percentage"]])
            sign = numbers.decimal_sign(text)
            first = first or sign
            if sign and sign != first:
                self.findings.warn("decimals_mixed", row=line, column=self._name("percentage"), found=text, expected=first)
                return

    def _name(self, meaning: str) -> str:
        return self.header[self.at[meaning]]


def _mapping(table: Grid, at: dict[str, int]) -> tuple[tuple[str, str | None], ...]:
    meaning = {position: name for name, position in at.items()}
    return tuple((clean(visible(name)), meaning.get(i)) for i, name in enumerate(table.header))


def _verdict(row: OwnRow, refused: set[int | None]) -> Verdict:
    outcome = "refused" if row.line in refused else row.outcome
    return Verdict(row.line, outcome, tuple(row.codes), row.region_code or None, row.school_year or None)


def latest_school_year(today: dt.date) -> int:
    """Return the start year of the school year of today."""
    return today.year if today.month >= 8 else today.year - 1


def _sum(values) -> float | None:
    known = [value for value in values if value is not None]
    return float(sum(known)) if known else None
