"""The cells of a workbook as text, as JSON on standard output: run as a script of its own, with bounds on memory and time.

It imports the standard library only and trusts nothing: a bound on what the archive unpacks to, no document types or entities,
no formulas, no external links. Numbers get a decimal comma; a date stays a date (ISO), a percentage is multiplied by 100.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree

MEMORY = 1_000_000_000
SECONDS = 15
MOST_UNPACKED = 60_000_000
MOST_PARTS = 2_000
MOST_ROWS = 100_001
MOST_COLUMNS = 200
MOST_SHEETS = 20

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DATE_FORMATS = {*range(14, 23), 27, 28, 29, 30, 31, 34, 35, 36, 45, 46, 47, *range(50, 59)}
_PERCENT_FORMATS = {9, 10}
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class Refused(Exception):
    """Raised with the code of why the workbook is not read."""


def read(data: bytes) -> list[dict[str, Any]]:
    """Return the visible sheets that hold cells: name, rows with their number, merged ranges, number of hidden rows."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise Refused("xlsx_damaged") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("xlsx_unpacks")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("xlsx_locked")
    workbook = _Workbook(archive)
    return [sheet for sheet in map(workbook.sheet, workbook.visible()[:MOST_SHEETS]) if sheet["rows"]]


class _Workbook:
    """The parts of one archive, each read within what is left of the bound."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MOST_UNPACKED
        self.book = self._xml("xl/workbook.xml")
        properties = self.book.find(f"{_MAIN}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.epoch = dt.datetime(1904, 1, 1) if is_1904 else dt.datetime(1899, 12, 30)
        self.shared = [_text(item) for item in self._optional("xl/sharedStrings.xml")]
        self.kinds = self._kinds()

    def visible(self) -> list[tuple[str, str]]:
        """Return name and part of each sheet that is not hidden."""
        links = {link.get("Id"): link.get("Target", "") for link in self._optional("xl/_rels/workbook.xml.rels")}
        found = []
        for sheet in self.book.iter(f"{_MAIN}sheet"):
            target = links.get(sheet.get(_LINK), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if sheet.get("state", "visible") == "visible" and part in self.archive.namelist():
                found.append((sheet.get("name", ""), part))
        return found

    def sheet(self, named: tuple[str, str]) -> dict[str, Any]:
        name, part = named
        rows: list[list[Any]] = []
        merged: list[str] = []
        hidden = 0
        number = 0
        for _, element in ElementTree.iterparse(io.BytesIO(self._bytes(part))):
            if element.tag == f"{_MAIN}row":
                number = int(element.get("r") or number + 1)
                cells = self._row(element)
                if any(cells):
                    hidden += element.get("hidden") in ("1", "true")
                    rows.append([number, cells])
                element.clear()
                if len(rows) > MOST_ROWS:
                    raise Refused("xlsx_rows")
            elif element.tag == f"{_MAIN}mergeCell":
                merged.append(element.get("ref", ""))
        return {"name": name, "rows": rows, "merged": merged[:20], "hidden": hidden}

    def _row(self, row: ElementTree.Element) -> list[str]:
        cells: list[str] = []
        for cell in row.iter(f"{_MAIN}c"):
            match = _REFERENCE.fullmatch(cell.get("r", ""))
            position = _position(match[1]) if match else len(cells)
            if position >= MOST_COLUMNS:
                raise Refused("xlsx_columns")
            cells += [""] * (position + 1 - len(cells))
            cells[position] = self._cell(cell)
        return cells

    def _cell(self, cell: ElementTree.Element) -> str:
        kind = cell.get("t", "n")
        value = cell.findtext(f"{_MAIN}v")
        if kind == "inlineStr":
            inline = cell.find(f"{_MAIN}is")
            return "" if inline is None else _text(inline)
        if value is None:
            return "=" if cell.find(f"{_MAIN}f") is not None else ""
        if kind == "s":
            return self.shared[int(value)]
        if kind in ("str", "e", "d", "b"):
            return value
        return self._number(float(value), self.kinds.get(int(cell.get("s", 0)), ""))

    def _number(self, value: float, kind: str) -> str:
        if kind == "date" and 0 < value < 200_000:
            return (self.epoch + dt.timedelta(days=value)).date().isoformat()
        shown = round(value * 100, 10) if kind == "percent" else value
        if shown == int(shown) and abs(shown) < 1e15:
            return str(int(shown))
        return repr(shown).replace(".", ",")

    def _kinds(self) -> dict[int, str]:
        """Return style number -> `date` or `percent`; other styles are left out."""
        styles = self._optional("xl/styles.xml")
        own = {}
        for number_format in (item for item in styles if item.tag == f"{_MAIN}numFmts"):
            for item in number_format:
                own[int(item.get("numFmtId", 0))] = item.get("formatCode", "")
        kinds = {}
        for cell_formats in (item for item in styles if item.tag == f"{_MAIN}cellXfs"):
            for i, item in enumerate(cell_formats):
                number = int(item.get("numFmtId", 0))
                code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", own.get(number, "")).lower()
                if number in _DATE_FORMATS or re.search("[ymd]", code):
                    kinds[i] = "date"
                elif number in _PERCENT_FORMATS or "%" in code:
                    kinds[i] = "percent"
        return kinds

    def _optional(self, part: str) -> list[ElementTree.Element]:
        return list(self._xml(part)) if part in self.archive.namelist() else []

    def _xml(self, part: str) -> ElementTree.Element:
        return ElementTree.fromstring(self._bytes(part))

    def _bytes(self, part: str) -> bytes:
        with self.archive.open(part) as opened:
            data = opened.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise Refused("xlsx_unpacks")
        if b"<!" in data.replace(b"<!--", b"") or b"\0" in data[:200]:
            raise Refused("xlsx_entities")
        return data


def _text(item: ElementTree.Element) -> str:
    """Return the text of a string item, without the phonetic guides beside it."""
    runs = [item, *(run for run in item if run.tag == f"{_MAIN}r")]
    return "".join(text.text or "" for run in runs for text in run if text.tag == f"{_MAIN}t")


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def _bounded() -> None:
    """Set bounds on memory and time, where the system knows them."""
    try:
        import resource
    except ImportError:
        return
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue


if __name__ == "__main__":
    _bounded()
    try:
        answer: dict[str, Any] = {"sheets": read(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"code": str(refused)}
    except MemoryError:
        answer = {"code": "xlsx_unpacks"}
    except Exception:
        answer = {"code": "xlsx_damaged"}
    sys.stdout.buffer.write(json.dumps(answer).encode())
