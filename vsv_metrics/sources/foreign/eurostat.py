"""Eurostat's early leavers (edat_lfse_16 by NUTS-2, edat_lfse_14 national) as TSV or SDMX-CSV, flags kept.

One value per geo × sex × year: a survey share of those aged 18–24. NL31 and NL33 end in 2018, NL35 and NL36 begin in 2019: their
empty cells outside those years are no figures. Areas outside our list are left out with one note.
"""

import csv
import datetime as dt
import re

from vsv_metrics.schema import codes
from vsv_metrics.sources.foreign import observe
from vsv_metrics.sources.foreign.reading import Findings, Reading, Verdict, listed
from vsv_metrics.sources.foreign.regions import RegionBook
from vsv_metrics.sources.foreign.rows import checked

SOURCE = "eurostat_upload"
_TSV = re.compile(r"freq,.*\\TIME_PERIOD\s*\t|[a-z0-9_,]+\\time\s*\t", re.I)
_CELL = re.compile(r"(:|\d+(?:\.\d+)?)\s*([a-z]*)")
_SEX = {"T": "total", "M": "men", "F": "women"}
_IN_USE = {"NL31": (0, 2018), "NL33": (0, 2018), "NL35": (2019, 9999), "NL36": (2019, 9999)}
"""Code of an area -> first and last year in which Eurostat used it."""

_AGE = "Y18-24"
_UNIT = "PC"


def recognises(text: str) -> str | None:
    """Return `eurostat_tsv` or `eurostat_sdmx` by the first line, None for another text."""
    first = text.lstrip("\n").split("\n", 1)[0]
    if _TSV.match(first):
        return "eurostat_tsv"
    names = {name.strip('" ').upper() for name in first.split(",")}
    return "eurostat_sdmx" if {"GEO", "TIME_PERIOD", "OBS_VALUE"} <= names else None


def read(text: str, kind: str, book: RegionBook, findings: Findings, latest: int) -> Reading:
    """Return the values as rates of `eurostat_early_leavers`; raise `DataContractError` at a wrong header.

    `latest` is the newest year there can be.
    """
    reader = _Reader(book, findings, latest)
    (reader.tsv if kind == "eurostat_tsv" else reader.sdmx)(text)
    if reader.unlisted:
        findings.note("areas_left_out", found=listed(sorted(reader.unlisted)), expected=len(reader.unlisted))
    if not reader.verdicts and not findings.problems:
        findings.refuse("no_rows", row=1, found=0, expected=1)
    return checked(findings, kind, reader.observed, reader.verdicts, (("geo", "region"), ("sex", "sex"), ("TIME_PERIOD", "year")))


class _Reader:
    """Reads lines; what is wrong goes to the findings."""

    def __init__(self, book: RegionBook, findings: Findings, latest: int) -> None:
        self.book, self.findings, self.latest = book, findings, latest
        self.observed: list[observe.Observed] = []
        self.verdicts: list[Verdict] = []
        self.unlisted: set[str] = set()

    def tsv(self, text: str) -> None:
        lines = text.split("\n")
        header = lines[0].split("\t")
        names = re.split(r"[,\\]", header[0].strip())[:-1]
        years = [cell.strip() for cell in header[1:]]
        for year in years:
            if wrong := self._wrong(year):
                raise self.findings.stop(wrong, row=1, column="TIME_PERIOD", found=year, expected=str(self.latest))
        for number, line in enumerate(lines[1:], 2):
            if not line.strip():
                continue
            cells = line.split("\t")
            keys = cells[0].strip().split(",")
            if len(cells) != len(header) or len(keys) != len(names):
                self.findings.refuse("cell_count", row=number, found=len(cells), expected=len(header))
                continue
            dimensions = dict(zip(names, keys, strict=True))
            if self._is_meant(dimensions, number):
                for year, cell in zip(years, cells[1:], strict=True):
                    match = _CELL.fullmatch(cell.strip()) or _CELL.fullmatch(cell.strip() or ":")
                    if not match:
                        self.findings.refuse("percentage_unknown", row=number, column=year, found=cell, expected="0–100")
                        continue
                    self._keep(dimensions, int(year), "" if match[1] == ":" else match[1], match[2], number)

    def sdmx(self, text: str) -> None:
        records = csv.DictReader(text.split("\n"), strict=True, restkey="more")
        try:
            names = {str(name).casefold(): str(name) for name in records.fieldnames or []}
            for record in records:
                number = records.line_num
                if "more" in record or None in record.values():
                    found = len([cell for cell in record.values() if cell is not None])
                    self.findings.refuse("cell_count", row=number, found=found, expected=len(names))
                    continue
                cells = {low: str(record[name]).strip() for low, name in names.items()}
                dimensions = {name: cells.get(name, "") for name in ("sex", "age", "unit", "geo")}
                year, value = cells["time_period"], cells["obs_value"]
                if wrong := self._wrong(year):
                    self.findings.refuse(wrong, row=number, column="TIME_PERIOD", found=year, expected=str(self.latest))
                elif not _CELL.fullmatch(value or ":"):
                    self.findings.refuse("percentage_unknown", row=number, column="OBS_VALUE", found=value, expected="0–100")
                elif self._is_meant(dimensions, number):
                    self._keep(dimensions, int(year), value.replace(":", ""), cells.get("obs_flag", ""), number)
        except csv.Error:
            raise self.findings.stop("quote_open", row=records.line_num, found='"', expected='"…"') from None

    def _wrong(self, year: str) -> str | None:
        """Return the code of what is wrong with a year, None when it can be one."""
        if not re.fullmatch(r"(19|20)\d\d", year):
            return "year_unknown"
        return "year_future" if int(year) > self.latest else None

    def _is_meant(self, dimensions: dict[str, str], line: int) -> bool:
        """Return whether a line is about the share of 18–24-year-olds in an area of our list; other lines are left out."""
        geo = dimensions.get("geo", "")
        area = self._area(geo)
        wrong = [
            (name, dimensions[name])
            for name, right in (("age", _AGE), ("unit", _UNIT))
            if dimensions.get(name, right) not in (right, "")
        ]
        if dimensions.get("sex", "T") not in _SEX:
            wrong.append(("sex", dimensions["sex"]))
        if area is None:
            self.unlisted.add(geo)
        elif wrong:
            self.findings.warn("row_skipped", row=line, column=wrong[0][0], found=wrong[0][1], expected="")
        is_meant = area is not None and not wrong
        if is_meant:
            self.verdicts.append(Verdict(line, "used", region_code=area))
        return is_meant

    def _keep(self, dimensions: dict[str, str], year: int, value: str, flags: str, line: int) -> None:
        geo = dimensions["geo"]
        first, last = _IN_USE.get(geo, (0, 9999))
        if not first <= year <= last:
            if value:
                self.findings.warn("row_skipped", row=line, column=str(year), found=geo, expected="")
            return
        kept = "".join(flag for flag in dict.fromkeys(flags) if flag in codes.FLAGS)
        share = float(value) if value else None
        self.observed.append(
            {
                "line": line,
                "dataset": "published",
                "series_id": "eurostat_early_leavers",
                "indicator_id": "early_leavers_18_24",
                "region_code": self._area(geo),
                "period_type": "calendar_year",
                "period_start": dt.datetime(year, 1, 1),
                "sex": _SEX[dimensions.get("sex", "T")],
                "measure": "rate",
                "unit": "percent",
                "value": share,
                "lower": None if share is None else max(0.0, round(share - 0.05, 2)),
                "upper": None if share is None else min(100.0, round(share + 0.05, 2)),
                "obs_status": "provisional" if "p" in kept else "unknown",
                "precision": "estimated" if "e" in kept else "rounded",
                "missing_reason": None if value else "suppressed" if "c" in kept else "not_published",
                "flags": kept or None,
                "source_id": SOURCE,
            }
        )

    def _area(self, geo: str) -> str | None:
        for code in (geo, self.book.other_code.get(geo), f"CC_{geo}"):
            if code in self.book.level:
                return code
        return None
