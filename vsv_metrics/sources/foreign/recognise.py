"""Bytes → which format they are in, and the reading by that format's reader. Nothing is written and no path is opened.

Order: size and signature, decoding, then the most distinctive header first, then a list of one's own; what no reader claims is
taken for a user's own table, which is refused unless its columns are those of one.
"""

import datetime as dt
from collections.abc import Sequence

from vsv_metrics.errors import DataContractError
from vsv_metrics.sources.foreign import (
    content,
    decoding,
    dialect,
    duo_open,
    duo_person,
    eurostat,
    headers,
    lists,
    own,
    statline_csv,
    verkenner,
    xlsx,
)
from vsv_metrics.sources.foreign.reading import Findings, Reading, Reference
from vsv_metrics.sources.foreign.regions import RegionBook


def read_own(
    name: str, data: bytes, reference: Reference, *, single_year_is_end: bool = False, today: dt.date | None = None
) -> Reading:
    """Return what an uploaded file holds; a file about persons is refused (`person_columns`).

    Pure: no path is opened and nothing is written. Whatever is wrong with the file stands in the reading; nothing is raised.
    `name` only serves messages, the ending `.xlsx`, and the region of a VSV-Verkenner table. `single_year_is_end` says that a
    year alone (`2023`) is the one in which the school year ends; `today` bounds the years.
    """
    return _read(name, data, reference, single_year_is_end, today or dt.date.today(), are_persons_described=False)


def examine(
    name: str, data: bytes, reference: Reference, *, single_year_is_end: bool = False, today: dt.date | None = None
) -> Reading:
    """Return what any file holds, as `read_own`; of DUO's person files which kind it is and how many lines it has."""
    return _read(name, data, reference, single_year_is_end, today or dt.date.today(), are_persons_described=True)


def _read(
    name: str, data: bytes, reference: Reference, single_is_end: bool, today: dt.date, *, are_persons_described: bool
) -> Reading:
    findings = Findings(name)
    kind = "unknown"
    try:
        person = duo_person.which(name, data)
        limit = content.PERSON_FILE_LIMIT if person and are_persons_described else content.UPLOAD_LIMIT
        if content.kind(name, data, limit, findings) == "xlsx":
            kind = "own_xlsx"
            table = xlsx.grid(data, _recognised, findings)
            if list_kind := lists.kind_of(table.header):
                kind = lists.FORMATS[list_kind]
                return lists.read(table, list_kind, RegionBook(reference), reference, findings)
            return own.read(table, RegionBook(reference), findings, kind, today, single_is_end)
        if person:
            kind = person
            if not are_persons_described:
                raise findings.stop("person_columns", row=1, column="", found=person.removeprefix("duo_").upper())
            return duo_person.read(decoding.decode(data, findings), kind, findings)
        text = decoding.decode(data, findings)
        kind = _format(text)
        if kind == "own_csv" and (list_kind := lists.kind_of_text(text)):
            kind = lists.FORMATS[list_kind]
            table = dialect.grid(text, lists.recognised, findings)
            return lists.read(table, list_kind, RegionBook(reference), reference, findings)
        return _parsed(kind, text, RegionBook(reference), findings, today, single_is_end)
    except DataContractError as error:
        findings.problems.append(error)
        return findings.reading(kind)


def _recognised(cells: Sequence[str]) -> int:
    return max(headers.recognised(cells), lists.recognised(cells) if lists.kind_of(cells) else 0)


def _format(text: str) -> str:
    if found := eurostat.recognises(text):
        return found
    for reader in (statline_csv, verkenner, duo_open):
        if reader.recognises(text):
            return reader.FORMAT
    return "own_csv"


def _parsed(kind: str, text: str, book: RegionBook, findings: Findings, today: dt.date, single_is_end: bool) -> Reading:
    latest = own.latest_school_year(today)
    if kind.startswith("eurostat"):
        return eurostat.read(text, kind, book, findings, today.year)
    if kind == statline_csv.FORMAT:
        return statline_csv.read(text, book, findings, latest)
    if kind == verkenner.FORMAT:
        return verkenner.read(text, book, findings, latest)
    if kind == duo_open.FORMAT:
        return duo_open.read(text, book, findings, latest, single_is_end=single_is_end)
    table = dialect.grid(text, headers.recognised, findings)
    return own.read(table, book, findings, kind, today, single_is_end)
