"""Reads the tables of a Markdown file: the documentation of a method is its test."""

from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One `##` section: its heading and its tables, each a list of rows (column -> cell)."""

    title: str
    tables: tuple[list[Row], ...]


def read(path: Path) -> list[Case]:
    """The sections of a file that hold tables, in order."""
    cases = []
    for section in path.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        blocks = [block.splitlines() for block in body.split("\n\n") if block.lstrip().startswith("|")]
        cases.append(Case(title.strip(), tuple(_table(block) for block in blocks)))
    return cases


def _table(lines: list[str]) -> list[Row]:
    header, rule, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.strip()]
    if any(set(cell) - set("-:") for cell in rule):
        raise ValueError(f"no rule below the header {header}")
    return [dict(zip(header, row, strict=True)) for row in rows]
