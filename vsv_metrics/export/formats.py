"""The forms that a table can be downloaded in."""

from collections.abc import Callable
from dataclasses import dataclass

from vsv_metrics.export.csv import to_csv
from vsv_metrics.export.document import Document
from vsv_metrics.export.json_text import to_json
from vsv_metrics.export.package import to_package
from vsv_metrics.export.parquet import to_parquet
from vsv_metrics.export.xlsx import to_xlsx

LEAST = 12_000
"""Bytes of a file without rows that says what it is."""


@dataclass(frozen=True)
class Format:
    """A form of file: the key of its name for people, how file names end, and what writes it."""

    label: str
    ending: str
    media_type: str
    write: Callable[[Document], bytes]
    bytes_per_cell: float
    """Size of a cell in a usual table, to say beforehand how large a file will be."""

    def size(self, rows: int, columns: int) -> int:
        """How many bytes a file will have, roughly."""
        return round(rows * columns * self.bytes_per_cell) + LEAST


FORMATS = {
    "csv-nl": Format("common.download_csv_nl", "-nl.csv", "text/csv", lambda document: to_csv(document.table, "nl"), 9.5),
    "csv": Format("common.download_csv_int", "-int.csv", "text/csv", lambda document: to_csv(document.table, "int"), 10.5),
    "xlsx": Format("files.xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx, 0.7),
    "parquet": Format("files.parquet", ".parquet", "application/vnd.apache.parquet", to_parquet, 0.4),
    "json": Format("files.json", ".json", "application/json", to_json, 26),
    "package": Format("files.package", ".zip", "application/zip", to_package, 0.6),
}
"""Name -> form, in the order in which they are offered."""
