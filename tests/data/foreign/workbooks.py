"""Workbooks as bytes, made of the parts that a spreadsheet program writes; only what a test needs."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DATE, PERCENT = 1, 2
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
)
Cell = str | int | float | tuple[float, int] | None


def workbook(
    *sheets: Sequence[Sequence[Cell]],
    inline: bool = False,
    extra: str = "",
    hidden_row: int = 0,
    styles: str = STYLES,
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """An .xlsx of these sheets. A pair is a number with a style; `extra` is XML behind the cells of each sheet."""
    shared: list[str] = []
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        names = "".join(f'<sheet name="Blad{i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, len(sheets) + 1))
        archive.writestr("xl/workbook.xml", f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>')
        links = "".join(f'<Relationship Id="rId{i}" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1))
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        archive.writestr("xl/styles.xml", styles)
        for i, rows in enumerate(sheets, 1):
            lines = "".join(
                f'<row r="{n}"{" hidden=" + chr(34) + "1" + chr(34) if n == hidden_row else ""}>'
                + "".join(_cell(cell, f"{chr(65 + j)}{n}", shared, inline) for j, cell in enumerate(row))
                + "</row>"
                for n, row in enumerate(rows, 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{i}.xml", f"<worksheet {MAIN}><sheetData>{lines}</sheetData>{extra}</worksheet>"
            )
        strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        archive.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>")
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def _cell(cell: Cell, place: str, shared: list[str], inline: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, tuple):
        return f'<c r="{place}" s="{cell[1]}"><v>{cell[0]}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell}</v></c>'
    if cell.startswith("="):
        return f'<c r="{place}"><f>{escape(cell[1:])}</f></c>'
    if inline:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    shared.append(cell)
    return f'<c r="{place}" t="s"><v>{len(shared) - 1}</v></c>'
