"""The boundaries that a user put in the own data folder: `boundaries/rmc.geojson`, `province.geojson`, `municipality.geojson`."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vsv_metrics.errors import DataContractError
from vsv_metrics.metrics import outlines
from vsv_metrics.sources import boundaries
from vsv_metrics.sources.foreign.reading import Reference
from vsv_metrics.sources.foreign.regions import RegionBook

FOLDER = "boundaries"
LEVELS = tuple(boundaries.LEVELS)
MOST_POINTS = 4_000
"""Points that a map is drawn with, all areas together; coasts and borders beyond that are too fine to see."""


@dataclass(frozen=True)
class Outlines:
    """What a file holds, ready to draw: thinned rings in kilometres by code, and the codes that were not recognised."""

    rings: dict[str, list[np.ndarray]]
    unknown: tuple[str, ...]


def path_of(own_dir: Path, level: str) -> Path:
    """Return where the boundaries of a kind of area are looked for."""
    return own_dir / FOLDER / f"{level}.geojson"


def stamp(own_dir: Path, level: str) -> tuple[int, int] | None:
    """Return numbers that change with the file, None when there is none."""
    try:
        found = path_of(own_dir, level).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def read(path: Path, reference: Reference, level: str | None) -> boundaries.Boundaries:
    """Return the boundaries in a file; raise `DataContractError` when they cannot be used."""
    try:
        with path.open("rb") as file:
            content = file.read(boundaries.MOST_BYTES + 1)
    except OSError as error:
        found = error.strerror or type(error).__name__
        raise DataContractError("file_unreadable", file=path.name, found=found, expected="") from None
    return boundaries.read(path.name, content, RegionBook(reference), level)


def outlines_of(path: Path, reference: Reference, level: str) -> Outlines:
    """Return the boundaries in a file as a map is drawn with; raise `DataContractError` when they cannot be used."""
    found = read(path, reference, level)
    return Outlines(outlines.simplify(found.rings, MOST_POINTS), found.unknown)
