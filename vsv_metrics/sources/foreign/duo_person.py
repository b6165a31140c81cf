"""DUO's files of persons (A04, A05, A14, NRSP, NenR), recognised from their header: which one it is and how many lines it has.

No cell is kept, shown or counted by value; `vsv-metrics aggregate` counts and masks them where they are.
"""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from vsv_metrics.sources.foreign.dialect import SEPARATORS, split
from vsv_metrics.sources.foreign.reading import Findings, Reading, listed
from vsv_metrics.sources.foreign.text import header_key, visible

_ENOUGH = 0.6
"""Part of a layout's columns that a header must name to be taken for that file."""

_LONGEST_HEADER = 8_000
_ONLY_LEAVERS = "examen"
"""Key of a column that NenR has and NRSP, otherwise the same, has not."""

_A14 = re.compile(r"A14[ID]", re.I)


@lru_cache(maxsize=1)
def layouts() -> dict[str, dict[str, str]]:
    """Return per file the key of each column name -> the name."""
    raw = tomllib.loads(files("vsv_metrics.sources").joinpath("duo_layouts.toml").read_text(encoding="utf-8"))
    return {name: {header_key(column): column for column in entry["columns"].split()} for name, entry in raw.items()}


def which(name: str, data: bytes) -> str | None:
    """Return `duo_a04`, `duo_a05`, `duo_a14`, `duo_nrsp` or `duo_nenr` by the header of the file, None for other files."""
    head = data[:_LONGEST_HEADER]
    text = head.decode("utf-16", "ignore") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("latin-1")
    line = next((line for line in re.split(r"[\r\n]", text) if line.strip()), "")
    keys = {header_key(visible(cell)) for cell in re.split(r"[;,\t|]", line)}
    shared = {layout: len(keys & columns.keys()) / len(columns) for layout, columns in layouts().items()}
    found = max(shared, key=lambda layout: shared[layout])
    if shared[found] < _ENOUGH:
        return None
    if found in ("nrsp", "nenr"):
        found = "nenr" if _ONLY_LEAVERS in keys else "nrsp"
    return f"duo_{'a14' if found == 'a04' and _A14.search(name) else found}"


def read(text: str, kind: str, findings: Findings) -> Reading:
    """Return how many lines the file has; columns that lack and lines of another length are problems, told by number only."""
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.strip())
    separator = max(SEPARATORS, key=lines[first].count)
    records, begins = split(lines, separator, findings)
    filled = [(record, line) for record, line in zip(records, begins, strict=True) if any(map(str.strip, record))]
    (header, header_line), body = filled[0], filled[1:]
    layout = layouts()["a04" if kind == "duo_a14" else kind.removeprefix("duo_")]
    present = {header_key(visible(cell)) for cell in header}
    if missing := [column for key, column in layout.items() if key not in present]:
        findings.refuse("person_layout", row=header_line, column=missing[0], found=len(header), expected=listed(missing))
    if not body:
        findings.refuse("no_rows", row=header_line, found=0, expected=1)
    for record, line in body:
        if len(record) != len(header):
            findings.refuse("cell_count", row=line, found=len(record), expected=len(header))
    return findings.reading(kind, rows=len(body), mapping=tuple((column, None) for column in layout.values()))
