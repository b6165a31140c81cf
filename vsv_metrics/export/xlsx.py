"""XLSX: a sheet with the table, typed and ready to filter, and sheets with definitions, sources, notes and the choices made."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

import pyarrow as pa

from vsv_metrics.errors import UserError
from vsv_metrics.export.columns import encoded
from vsv_metrics.export.csv import harmless
from vsv_metrics.export.described import Kind, about, kind, label
from vsv_metrics.export.document import Document, indicator, metadata, text
from vsv_metrics.export.package import citations, provenance
from vsv_metrics.export.xlsx_rows import rows

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

MOST_ROWS = 1_048_576 - 1
"""Rows below the header that a sheet can hold."""
WIDEST, NARROWEST = 44, 9
"""Width of a column, in characters."""
NUMBER_FORMATS: dict[Kind, str] = {
    "persons": "#,##0",
    "percent": "0.00",
    "number": "0.00",
    "whole": "0",
    "date": "yyyy-mm-dd",
}
"""As a sheet has them: the separators are those of whoever opens it."""
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}

FIRST_SHEET = "xl/worksheets/sheet1.xml"
COLUMN_STYLE = re.compile(rb'<col min="(\d+)"[^>]*? style="(\d+)"')
DIMENSION = re.compile(rb'(<dimension ref="A1:[A-Z]+)1(")')
COMPRESSION = 4
PARTS = ("numerator", "denominator", "rate")


def to_xlsx(document: Document) -> bytes:
    """The workbook; no text in it can run as a formula. `UserError` when a sheet cannot hold the rows."""
    from xlsxwriter.workbook import Workbook

    if len(document.table) > MOST_ROWS:
        locale = document.locale
        raise UserError("sheet_rows", rows=locale.number(len(document.table)), most=locale.number(MOST_ROWS))
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties(
        {
            "title": document.heading[:255],
            "comments": f"{document.query} {document.fingerprint}"[:255],
            "created": datetime.combine(document.made_on, time()),
        }
    )
    kinds: list[Kind] = [kind(field.name, field.type) for field in document.table.schema]
    _begin_table(book, document, kinds)
    for name, header, lines in _more(document):
        _write_texts(book, document.locale(name), header, lines)
    book.close()
    return _with_rows(out, document.table, kinds)


def _begin_table(book: "Workbook", document: Document, kinds: Sequence[Kind]) -> None:
    """The sheet of the table with all but its rows."""
    table, locale = document.table, document.locale
    sheet = book.add_worksheet(locale("files.sheet_table_demo" if document.is_fictional else "files.sheet_table"))
    formats = {name: book.add_format({"num_format": written}) for name, written in NUMBER_FORMATS.items()}
    quoted = book.add_format({"quote_prefix": True})
    for number, (name, of_kind, column) in enumerate(zip(table.column_names, kinds, table.columns, strict=True)):
        texts = [text for text in encoded(column).dictionary.to_pylist() if text] if of_kind == "text" else []
        style = quoted if any(harmless(text) != text for text in texts) else formats.get(of_kind)
        longest = max(map(len, texts), default=0) if of_kind == "text" else 10
        sheet.set_column(number, number, min(max(longest, len(name) + 3, NARROWEST), WIDEST), style)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table), 1), max(len(kinds) - 1, 0))
    sheet.set_header(f"&L{document.heading.replace('&', '&&')[:200]}")
    heading = book.add_format({"bold": True, "bottom": 1})
    for number, name in enumerate(table.column_names):
        sheet.write_string(0, number, name, heading)


def _with_rows(book: io.BytesIO, table: pa.Table, kinds: Sequence[Kind]) -> bytes:
    """The workbook with the rows of the table put below the header of its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as whole:
        for entry in made.infolist():
            content = made.read(entry)
            if entry.filename != FIRST_SHEET:
                whole.writestr(entry, content)
                continue
            styles = {int(number): style.decode() for number, style in COLUMN_STYLE.findall(content)}
            begin, end = content.split(b"</sheetData>")
            begin = DIMENSION.sub(rb"\g<1>%d\2" % (len(table) + 1), begin)
            inside = zipfile.ZipInfo(entry.filename, entry.date_time)
            inside.compress_type = zipfile.ZIP_DEFLATED
            with whole.open(inside, "w") as sheet:
                sheet.write(begin)
                for piece in rows(table, kinds, [styles.get(number + 1, "") for number in range(len(kinds))]):
                    sheet.write(piece)
                sheet.write(b"</sheetData>" + end)
    return out.getvalue()


def _more(document: Document) -> Iterable[tuple[str, Sequence[str], list[tuple[str, ...]]]]:
    """The other sheets: key of the name, header, rows."""
    locale = document.locale
    known = metadata(document)
    columns = [
        (locale("files.column"), field.name, label(field.name, locale), about(field.name, locale))
        for field in document.table.schema
    ]
    counted = [
        (label("indicator_name", locale), str(row["indicator_id"]), str(row["name"]), _joined(*(row[part] for part in PARTS)))
        for row in (indicator(found, locale) for found in document.indicators)
    ]
    series = [
        (label("series_name", locale), row["series_id"], row["name"], f"{row['definition']} ({row['producer']})")
        for row in known["series"]
    ]
    breaks = [
        (locale("files.break"), f"{row['before']} → {row['after']}", _joined(row["period"], row["what"]), row["why"] or "")
        for row in known["breaks"]
    ]
    symbols = [(locale("files.symbol"), sign, locale(f"files.symbol_{sign}"), "") for sign in ("z", "x", "c", "low")]
    header = tuple(locale(f"files.definition_{part}") for part in ("kind", "code", "name", "meaning"))
    yield "files.sheet_definitions", header, [*counted, *series, *breaks, *symbols, *columns]
    names = ("title", "publisher", "address", "licence", "published_on", "retrieved_on")
    yield (
        "files.sheet_sources",
        tuple(locale(f"files.source_{name}") for name in names),
        [tuple(text(row[name]) or "" for name in names) for row in document.sources],
    )
    cited = [(locale("files.readme_cite"),), *((line,) for line in citations(document))]
    yield "files.sheet_notes", (document.heading,), [*((note,) for note in document.all_notes), *cited]
    header = (locale("files.filter"), locale("files.choice"))
    yield "files.sheet_filters", header, [*document.filters, *provenance(document)]


def _joined(*texts: str | None) -> str:
    return ". ".join(text for text in texts if text)


def _write_texts(book: "Workbook", name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    sheet.set_column(0, len(header) - 1, WIDEST if len(header) > 1 else 2 * WIDEST, wrapped)
    sheet.freeze_panes(1, 0)
    for row, cells in enumerate((header, *rows)):
        for number, cell in enumerate(cells):
            sheet.write_string(row, number, cell, wrapped if row else heading)
