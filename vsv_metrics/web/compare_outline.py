"""The boundaries that a user put in the own data folder, for the map of the page Vergelijken."""

import math

import numpy as np
import pandas as pd

from vsv_metrics import loading, paths
from vsv_metrics.charts import Figure
from vsv_metrics.charts.area_map import Class
from vsv_metrics.charts.outline_map import Outline, outline_map
from vsv_metrics.errors import DataContractError
from vsv_metrics.loading import boundaries
from vsv_metrics.loading.boundaries import Outlines
from vsv_metrics.metrics.outlines import FINEST, middle, spots, surface
from vsv_metrics.web.compare import Scene
from vsv_metrics.web.once import once

Stamp = tuple[int, int]

SPOTS = 1_500
"""Points that can be clicked, all areas together, beside one in the middle of each."""


def stamp(level: str) -> Stamp | None:
    """When the file of this kind of area last changed, None when there is none."""
    return boundaries.stamp(paths.own_dir(), level) if can_have(level) else None


def can_have(level: str) -> bool:
    """Whether boundaries of this kind of area are looked for."""
    return level in boundaries.LEVELS


def file_name(level: str) -> str:
    """The file as the user knows it."""
    path = boundaries.path_of(paths.own_dir(), level)
    return f"{path.parent.name}/{path.name}"


@once(4)
def found(level: str, changed: Stamp) -> Outlines | DataContractError:
    """What the file holds, or what is wrong with it; shared by all visitors, also those with figures of their own."""
    try:
        path = boundaries.path_of(paths.own_dir(), level)
        return boundaries.outlines_of(path, loading.read_reference(paths.data_dir()), level)
    except DataContractError as error:
        return error


@once(4)
def places(level: str, changed: Stamp) -> dict[str, tuple[np.ndarray, tuple[float, float]]]:
    """Per area the points that can be clicked, and its middle."""
    read = found(level, changed)
    assert isinstance(read, Outlines)
    whole = sum(surface(ring) for rings in read.rings.values() for ring in rings)
    step = max(math.sqrt(whole / SPOTS), FINEST)
    return {code: (spots(rings, step), middle(rings)) for code, rings in read.rings.items()}


def from_north(areas: pd.DataFrame, scene: Scene, changed: Stamp) -> pd.DataFrame:
    """The areas that have a boundary, from north to south and from west to east."""
    known = places(scene.level, changed)
    areas = areas[areas["region_code"].isin(known.keys())]
    x, y = ([known[code][1][axis] for code in areas["region_code"]] for axis in (0, 1))
    return areas.assign(x=x, y=y).sort_values(["y", "x"], ascending=[False, True], ignore_index=True).drop(columns=["x", "y"])


def figure(scene: Scene, changed: Stamp, codes: list[str], classes: list[Class], values: list[tuple[str, str, str]]) -> Figure:
    """The map; `values` are code, figure and tooltip of each area, `codes` its class."""
    read, known = found(scene.level, changed), places(scene.level, changed)
    assert isinstance(read, Outlines)
    outlines = [
        Outline(read.rings[code], *known[code], code, value, hover, class_code, code == scene.region)
        for (code, value, hover), class_code in zip(values, codes, strict=True)
    ]
    return outline_map(outlines, classes, locale=scene.words, is_demo=scene.is_demo)
