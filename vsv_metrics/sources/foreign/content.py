"""What kind of file bytes are, by their signature, and the limits of size: before anything is decoded."""

from vsv_metrics.sources.foreign.reading import Findings

MEGABYTE = 1_000_000
UPLOAD_LIMIT = 10 * MEGABYTE
PERSON_FILE_LIMIT = 200 * MEGABYTE
"""Bytes. A person file is only counted by lines, on the user's own computer."""

LONGEST_LINE = MEGABYTE
MOST_LINES = 300_000
"""Lines, empty ones included; rows are bounded further on."""

XLSX_NAMES = (".xlsx", ".xlsm")
_SIGNATURES = (
    (b"\x1f\x8b", "compressed_file", "gzip"),
    (b"BZh", "compressed_file", "bzip2"),
    (b"\xfd7zXZ\x00", "compressed_file", "xz"),
    (b"\x28\xb5\x2f\xfd", "compressed_file", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "compressed_file", "7-Zip"),
    (b"Rar!\x1a\x07", "compressed_file", "RAR"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet_other", "XLS"),
    (b"PAR1", "not_csv", "Parquet"),
    (b"ARROW1", "not_csv", "Arrow"),
    (b"SQLite format 3\x00", "not_csv", "SQLite"),
    (b"%PDF-", "not_csv", "PDF"),
    (b"\x89PNG", "not_csv", "PNG"),
    (b"\xff\xd8\xff", "not_csv", "JPEG"),
    (b"GIF8", "not_csv", "GIF"),
    (b"\x7fELF", "not_csv", "ELF"),
    (b"MZ\x90", "not_csv", "EXE"),
    (b"{\\rtf", "not_csv", "RTF"),
    (b"version https://git-lfs", "lfs_pointer", "Git LFS"),
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind(name: str, data: bytes, limit: int, findings: Findings) -> str:
    """Return `xlsx` or `text`; raise `DataContractError` for everything else and for what is empty or too large.

    `limit` is in bytes. The name's ending only serves to refuse a spreadsheet under another name.
    """
    if not data or data in _BOMS:
        raise findings.stop("file_empty", found=len(data), expected="CSV, XLSX")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(name, data, limit, findings)
    for signature, code, found in _SIGNATURES:
        if data.startswith(signature):
            raise findings.stop(code, found=found, expected="CSV, XLSX")
    if name.lower().endswith(XLSX_NAMES):
        raise findings.stop("not_xlsx", found=name, expected="XLSX")
    _textual(data, limit, findings)
    return "text"


def _zip(name: str, data: bytes, limit: int, findings: Findings) -> str:
    head = data[:4096]
    if b"opendocument" in head:
        raise findings.stop("spreadsheet_other", found="ODS", expected="CSV, XLSX")
    if b"[Content_Types].xml" not in data and b"xl/workbook.xml" not in data:
        raise findings.stop("compressed_file", found="ZIP", expected="CSV, XLSX")
    if not name.lower().endswith(XLSX_NAMES):
        raise findings.stop("spreadsheet_renamed", found=name, expected="CSV, .xlsx")
    if len(data) > limit:
        raise findings.stop("too_large", found=f"{len(data) / MEGABYTE:.0f} MB", expected=f"{limit / MEGABYTE:.0f} MB")
    return "xlsx"


def _textual(data: bytes, limit: int, findings: Findings) -> None:
    """Raise for text of another kind than a table, and for more bytes, more lines or a longer line than a table has."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")):
        raise findings.stop("html_page", found="HTML", expected="CSV, XLSX")
    if start.startswith((b"{", b"[{", b"[[", b"[]", b"<?xml", b"<")):
        raise findings.stop("not_csv", found="JSON" if start[:1] in b"{[" else "XML", expected="CSV, XLSX")
    first = data[: LONGEST_LINE + 1]
    if len(first) > LONGEST_LINE and b"\n" not in first and b"\r" not in first:
        raise findings.stop("line_too_long", row=1, found=f"{len(data) / MEGABYTE:.0f} MB", expected="1 MB")
    if len(data) > limit:
        raise findings.stop("too_large", found=f"{len(data) / MEGABYTE:.0f} MB", expected=f"{limit / MEGABYTE:.0f} MB")
    if limit > UPLOAD_LIMIT:
        return
    ends = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if ends > MOST_LINES:
        raise findings.stop("too_many_rows", found=ends, expected=MOST_LINES)
    for number, line in enumerate(data.splitlines(), 1):
        if len(line) > LONGEST_LINE:
            raise findings.stop("line_too_long", row=number, found=f"{len(line) / MEGABYTE:.0f} MB", expected="1 MB")
