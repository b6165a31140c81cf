"""A user's own boundaries (GeoJSON) → rings of each area on a flat map in kilometres.

A feature is recognised by its code alone, under one of `CODE_NAMES` or as its `id`, written as in any other file (RMC29, RM29,
PV28, GM0546, 546). Coordinates are degrees of longitude and latitude (WGS84, as RFC 7946 says) or metres of the Dutch grid (RD
New, EPSG:28992), told apart by their size. Degrees become kilometres at `MIDDLE_LATITUDE`, at most 3 % off at the edges of the
country; RD metres are a flat map already. Anything else is refused, and nothing is guessed from a name.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from vsv_metrics.errors import DataContractError
from vsv_metrics.sources.foreign.regions import NotARegion, RegionBook

MEGABYTE = 1_000_000
MOST_BYTES = 20 * MEGABYTE
MOST_FEATURES = 5_000
CODE_NAMES = (
    "region_code",
    "statcode",
    "code",
    "rmc_code",
    "rmccode",
    "gemeentecode",
    "gm_code",
    "provinciecode",
    "pv_code",
    "identificatie",
)
"""Names of the property that holds the code, in this order; capitals do not matter."""
LEVELS = {"rmc": "RMC29", "province": "PV28", "municipality": "GM0546"}
"""Kind of area -> a code as an example."""

MIDDLE_LATITUDE = 52.2
KM_PER_DEGREE = 111.2
DEGREES = ((3.0, 50.5), (7.6, 53.8))
METRES = ((-10_000.0, 290_000.0), (310_000.0, 640_000.0))
"""Corners (x, y) between which the Netherlands lies, in degrees and in metres of the Dutch grid."""
FEWEST_POINTS = 4
"""Of a ring: three corners and the first again."""

Ring = np.ndarray
"""Points (n, 2) of one closed line, the first again as the last."""


@dataclass(frozen=True)
class Boundaries:
    """What a file holds: rings of each area that has one, and the codes that were not recognised or are of another kind."""

    rings: dict[str, list[Ring]]
    unknown: tuple[str, ...]
    features: int


def is_geojson(name: str, data: bytes) -> bool:
    """Return whether a file is meant as GeoJSON: by its ending, or by what its first part says."""
    ending = name.lower().rsplit(".", 1)[-1]
    return ending == "geojson" or (ending == "json" and b'"FeatureCollection"' in data[:2_000])


def read(name: str, data: bytes, book: RegionBook, level: str | None = None) -> Boundaries:
    """Return the boundaries in a file; `level` is the kind of area wanted, None: that of the first code that is known.

    Raise `DataContractError` for what cannot be drawn: too large, no GeoJSON, no known code, a broken ring, other coordinates.
    """
    if len(data) > MOST_BYTES:
        found, expected = f"{len(data) / MEGABYTE:.0f} MB", f"{MOST_BYTES // MEGABYTE} MB"
        raise DataContractError("boundary_large", file=name, found=found, expected=expected)
    rings: dict[str, list[Ring]] = {}
    unknown: list[str] = []
    features = _features(name, data)
    for number, feature in enumerate(features):
        code = _code(feature, book, level)
        if code is None or (level is not None and book.level[code] != level):
            unknown.append(_named(feature))
            continue
        level = book.level[code]
        found = list(_rings(name, f"features[{number}].geometry", feature.get("geometry")))
        if found:
            rings.setdefault(code, []).extend(found)
    if not rings:
        expected = f"{LEVELS.get(level or '', 'RMC29, PV28, GM0546')} ({', '.join(CODE_NAMES[:3])} …)"
        raise DataContractError("boundary_codes", file=name, found=", ".join(unknown[:3]) or "–", expected=expected)
    return Boundaries(_flat(name, rings), tuple(dict.fromkeys(unknown)), len(features))


def _features(name: str, data: bytes) -> list[dict[str, Any]]:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        found = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise DataContractError("boundary_json", file=name, found=found, expected="GeoJSON (UTF-8)") from None
    kind = content.get("type") if isinstance(content, dict) else type(content).__name__
    features = content.get("features") if isinstance(content, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise DataContractError("boundary_json", file=name, found=f"type = {str(kind)[:40]}", expected="FeatureCollection")
    if len(features) > MOST_FEATURES:
        raise DataContractError("boundary_features", file=name, found=len(features), expected=MOST_FEATURES)
    return features


def _code(feature: dict[str, Any], book: RegionBook, level: str | None) -> str | None:
    """The code of the area that a feature is, None when it names none that is known."""
    for text in _code_texts(feature):
        try:
            return book.by_code(text, "", level).code
        except NotARegion:
            continue
    return None


def _code_texts(feature: dict[str, Any]) -> Iterator[str]:
    properties = feature.get("properties")
    lowered = {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    for value in (*(lowered.get(key) for key in CODE_NAMES), feature.get("id")):
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            yield str(value).strip()


def _named(feature: dict[str, Any]) -> str:
    return next(_code_texts(feature), "–")[:40]


def _rings(name: str, place: str, geometry: object) -> Iterator[Ring]:
    """The rings of a geometry, outer ones against the clock and holes with it."""
    kind, shapes = (geometry.get("type"), geometry.get("coordinates")) if isinstance(geometry, dict) else (None, None)
    if geometry is None:
        return
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(shapes, list):
        raise _broken(name, place, f"type = {str(kind)[:40]}", "Polygon, MultiPolygon")
    for polygon in [shapes] if kind == "Polygon" else shapes:
        for number, ring in enumerate(polygon if isinstance(polygon, list) else [polygon]):
            points = _ring(name, place, ring)
            yield points if _is_against_clock(points) == (number == 0) else points[::-1]


def _ring(name: str, place: str, ring: object) -> Ring:
    try:
        points = np.array([point[:2] for point in ring], dtype=float)  # type: ignore[union-attr]
    except (TypeError, ValueError, KeyError, OverflowError):
        points = np.empty((0, 2))
    if points.ndim != 2 or points.shape[1:] != (2,) or not np.isfinite(points).all() or len(points) < FEWEST_POINTS:
        is_whole = points.shape[1:] == (2,) and np.isfinite(points).all()
        raise _broken(name, place, f"{len(points)} × [x, y]" if is_whole else "NaN", f"≥ {FEWEST_POINTS} × [x, y]")
    return points if (points[0] == points[-1]).all() else np.vstack([points, points[:1]])


def _is_against_clock(ring: Ring) -> bool:
    (x, y), (x1, y1) = (ring[:-1] - ring[0]).T, (ring[1:] - ring[0]).T
    return bool((x * y1 - x1 * y).sum() > 0)


def _flat(name: str, rings: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """The rings in kilometres, y to the north."""
    every = np.vstack([ring for parts in rings.values() for ring in parts])
    low, high = every.min(axis=0), every.max(axis=0)
    if _within(low, high, METRES):
        scale = np.array([0.001, 0.001])
    elif _within(low, high, DEGREES):
        scale = KM_PER_DEGREE * np.array([math.cos(math.radians(MIDDLE_LATITUDE)), 1.0])
    else:
        found = f"x {low[0]:.6g} – {high[0]:.6g}, y {low[1]:.6g} – {high[1]:.6g}"
        raise DataContractError("boundary_place", file=name, found=found, expected="x 3 – 7.6, y 50.5 – 53.8 (EPSG:4326)")
    return {code: [ring * scale for ring in parts] for code, parts in rings.items()}


def _within(low: np.ndarray, high: np.ndarray, corners: tuple[tuple[float, float], tuple[float, float]]) -> bool:
    return bool((low >= corners[0]).all() and (high <= corners[1]).all())


def _broken(name: str, place: str, found: str, expected: str) -> DataContractError:
    return DataContractError("boundary_geometry", file=name, found=f"{place}: {found}", expected=expected)
