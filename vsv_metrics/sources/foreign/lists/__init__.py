"""Lists that users bring: their own measures and their own intake moments, as rows of the reference tables."""

from vsv_metrics.sources.foreign.dialect import Grid
from vsv_metrics.sources.foreign.lists import measures, moments
from vsv_metrics.sources.foreign.lists.columns import kind_of, kind_of_text, recognised
from vsv_metrics.sources.foreign.lists.words import FORMATS
from vsv_metrics.sources.foreign.reading import Findings, Reading, Reference
from vsv_metrics.sources.foreign.regions import RegionBook

__all__ = ["FORMATS", "kind_of", "kind_of_text", "read", "recognised"]


def read(table: Grid, kind: str, book: RegionBook, reference: Reference, findings: Findings) -> Reading:
    """Return the reading of a list of this kind (`measures`, `moments`), which its column names have told."""
    if kind == "measures":
        return measures.read(table, book, reference.measures, findings)
    return moments.read(table, book, findings)
