"""Bytes → text, strictly: a byte order mark, else UTF-8, else Windows-1252 with a warning; anything else is refused.

A line that is not UTF-8 in a file that otherwise is, is read as Windows-1252 with a warning that names it: the two are mixed
when someone pastes rows into a file. No other encoding is guessed.
"""

import codecs

from vsv_metrics.sources.foreign.reading import Findings

_LINE_BREAKS = (b"\r\n", b"\r")


def decode(data: bytes, findings: Findings) -> str:
    """Return the text with `\\n` as its only line break; raise `DataContractError` when it cannot be read for certain."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise findings.stop("encoding_unknown", row=1, found="UTF-32", expected="UTF-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _utf16(data, findings)
    else:
        text = _single_bytes(data.removeprefix(codecs.BOM_UTF8), findings)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in text:
        if (character < " " and character not in "\t\n\f") or character == "\x7f":
            line = text.count("\n", 0, text.index(character)) + 1
            raise findings.stop(
                "nul_bytes" if character == "\0" else "encoding_unknown",
                row=line,
                found=f"0x{ord(character):02x}",
                expected="UTF-8",
            )
    if not text.strip("\n \t\f;,|"):
        raise findings.stop("file_empty", found=0, expected="CSV, XLSX")
    return text.replace("\f", " ")


def _utf16(data: bytes, findings: Findings) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        raise findings.stop("encoding_unknown", row=1, found="UTF-16", expected="UTF-8") from None
    findings.note("utf16_used", found="UTF-16", expected="UTF-8")
    return text


def _single_bytes(data: bytes, findings: Findings) -> str:
    for line_break in _LINE_BREAKS:
        data = data.replace(line_break, b"\n")
    if b"\0" in data:
        if data.count(b"\0") > len(data) // 4:
            raise findings.stop("encoding_unknown", row=1, found="0x00", expected="UTF-8")
        raise findings.stop("nul_bytes", row=data.count(b"\n", 0, data.index(b"\0")) + 1, found="0x00", expected="UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lines: list[str] = []
    strays: list[int] = []
    is_utf8 = False
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            text = line.decode("utf-8")
            is_utf8 = is_utf8 or not text.isascii()
        except UnicodeDecodeError:
            text = _cp1252(line, number, findings)
            strays.append(number)
        lines.append(text)
    if is_utf8:
        found = ", ".join(map(str, strays[:10]))
        findings.warn("encoding_mixed", row=strays[0], found=found, expected="UTF-8")
    else:
        findings.warn("cp1252_used", row=strays[0], found="Windows-1252", expected="UTF-8")
    return "\n".join(lines)


def _cp1252(line: bytes, number: int, findings: Findings) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError as error:
        found = f"0x{line[error.start]:02x}"
        raise findings.stop("encoding_unknown", row=number, found=found, expected="UTF-8") from None
