"""Rings of areas with fewer points, so that neighbours still meet, and the points inside an area.

A ring is an array (n, 2) whose last point is its first again.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

FINEST = 0.05
"""Detail below this is never kept, nor are points closer together: in units of the rings."""
_NOBODY = -1.0

Rings = Mapping[str, Sequence[np.ndarray]]


def simplify(areas: Rings, most: int, finest: float = FINEST) -> dict[str, list[np.ndarray]]:
    """The rings of every area with about `most` points in all: those that matter most to the shape (Douglas and Peucker 1973).

    A border that two areas share is cut where a third meets it and thinned once, so both keep the same points. A ring that
    loses its surface is left out, unless it is the largest of its area. An area within one point of the grid has none left.
    """
    rounded = {code: [thin for ring in rings if len(thin := _on_grid(ring, finest)) > 3] for code, rings in areas.items()}
    corners = _corners([ring for rings in rounded.values() for ring in rings])
    weights: dict[tuple[bytes, int], np.ndarray] = {}
    pieces = {code: [_pieces(ring, corners) for ring in rings] for code, rings in rounded.items()}
    drawn = [np.array([_NOBODY])]
    for piece in (piece for rings in pieces.values() for ring in rings for piece in ring):
        key, _ = _same(piece)
        if key not in weights:
            weights[key] = _weights(_forward(piece), finest)
        drawn.append(weights[key][1:])
    every = np.concatenate(drawn)
    inner = every[np.isfinite(every)]
    room = max(1, most - (len(every) - len(inner)))
    limit = max(finest, np.partition(inner, -room)[-room] if len(inner) > room else finest)
    return {code: _kept(rings, weights, limit) for code, rings in pieces.items()}


def inside(points: np.ndarray, rings: Sequence[np.ndarray]) -> np.ndarray:
    """Which points (n, 2) lie in an area: within an odd number of its rings, so a hole is outside."""
    found = np.zeros(len(points), dtype=bool)
    x, y = points[:, :1], points[:, 1:]
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        crosses = (y0 > y) != (y1 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        found ^= (crosses & (x < at)).sum(axis=1) % 2 == 1
    return found


def middle(rings: Sequence[np.ndarray], steps: int = 16) -> tuple[float, float]:
    """A point well inside the largest ring of an area: of a grid of points the one farthest from every border."""
    largest = max(rings, key=surface)
    low, high = largest.min(axis=0), largest.max(axis=0)
    parts = (np.arange(steps) + 0.5) / steps
    grid = np.stack(np.meshgrid(*(low[axis] + parts * (high[axis] - low[axis]) for axis in (0, 1))), axis=-1).reshape(-1, 2)
    grid = grid[inside(grid, rings)]
    if not len(grid):
        x, y = largest[:-1].mean(axis=0).tolist()
        return x, y
    x, y = grid[int(np.argmax(_distance(grid, rings)))].tolist()
    return x, y


def spots(rings: Sequence[np.ndarray], step: float) -> np.ndarray:
    """The points (n, 2) of a square grid that lie in an area; the grid is the same for all areas."""
    corners = np.vstack(list(rings))
    low, high = np.floor(corners.min(axis=0) / step), np.ceil(corners.max(axis=0) / step)
    axes = [step * np.arange(low[axis], high[axis] + 1) for axis in (0, 1)]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    return grid[inside(grid, rings)]


def surface(ring: np.ndarray) -> float:
    """The surface that a ring encloses, whichever way it runs."""
    return abs(signed(ring))


def signed(ring: np.ndarray) -> float:
    """The surface that a ring encloses, above nought when it runs against the clock."""
    (x, y), (x1, y1) = (ring[:-1] - ring[0]).T, (ring[1:] - ring[0]).T
    return float((x * y1 - x1 * y).sum() / 2)


def _on_grid(ring: np.ndarray, finest: float) -> np.ndarray:
    """The ring on a grid, without points that fall together."""
    points = np.round(ring / finest) * finest
    moved = np.any(np.diff(points, axis=0) != 0, axis=1)
    return points[np.concatenate([[True], moved])]


def _corners(rings: Sequence[np.ndarray]) -> set[tuple[float, float]]:
    """Points at which not exactly two lines meet: the ends of shared borders."""
    beside: dict[tuple[float, float], set[tuple[float, float]]] = {}
    for ring in rings:
        points = [(x, y) for x, y in ring.tolist()]
        for here, there in pairwise(points):
            beside.setdefault(here, set()).add(there)
            beside.setdefault(there, set()).add(here)
    return {point for point, others in beside.items() if len(others) != 2}


def _pieces(ring: np.ndarray, corners: set[tuple[float, float]]) -> list[np.ndarray]:
    """A ring cut at its corners; without any, begun at its lowest point and cut at the one farthest from it."""
    points = [(x, y) for x, y in ring[:-1].tolist()]
    cuts = [place for place, point in enumerate(points) if point in corners]
    if len(cuts) < 2:
        start = cuts[0] if cuts else min(range(len(points)), key=points.__getitem__)
        apart = ((ring[:-1] - ring[start]) ** 2).sum(axis=1)
        farthest = max(range(len(points)), key=lambda place: (apart[place], points[place]))
        cuts = sorted({start, farthest})
    turned = np.vstack([ring[cuts[0] : -1], ring[: cuts[0] + 1]])
    ends = [cut - cuts[0] for cut in cuts] + [len(points)]
    return [turned[start : end + 1] for start, end in pairwise(ends)]


def _forward(piece: np.ndarray) -> np.ndarray:
    """The piece in the one of its two directions that comes first."""
    return piece if piece.tolist() <= piece[::-1].tolist() else piece[::-1]


def _same(piece: np.ndarray) -> tuple[tuple[bytes, int], bool]:
    """A key that a piece shares with its reverse, and whether it runs forward."""
    forward = _forward(piece)
    return (forward.tobytes(), len(piece)), forward is piece


def _weights(points: np.ndarray, finest: float) -> np.ndarray:
    """How far off the line would be without each point, never more than for the point it hangs on; its ends always stay."""
    found = np.full(len(points), _NOBODY)
    found[[0, -1]] = np.inf
    waiting = [(0, len(points) - 1, np.inf)]
    while waiting:
        first, last, most = waiting.pop()
        if last - first < 2:
            continue
        away = _from_line(points[first + 1 : last], points[first], points[last])
        place = int(np.argmax(away))
        weight = min(float(away[place]), most)
        if weight < finest:
            continue
        found[first + 1 + place] = weight
        waiting += [(first, first + 1 + place, weight), (first + 1 + place, last, weight)]
    return found


def _from_line(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Distance of points (n, 2) from the line between two points, ends included."""
    along = end - start
    length = float(along @ along)
    part = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    return np.hypot(*(points - start - part[:, None] * along).T)


def _kept(rings: list[list[np.ndarray]], weights: Mapping[tuple[bytes, int], np.ndarray], limit: float) -> list[np.ndarray]:
    thinned = []
    for ring in rings:
        parts = []
        for piece in ring:
            key, is_forward = _same(piece)
            keep = weights[key] >= limit
            parts.append(piece[keep if is_forward else keep[::-1]][:-1])
        parts.append(ring[0][:1])
        thinned.append(np.vstack(parts))
    whole = [ring for ring in thinned if len(ring) > 3 and surface(ring) > limit**2]
    largest = max((len(ring) > 3, surface(ring)) for ring in thinned) if thinned else (False, 0.0)
    return whole or [ring for ring in thinned if (len(ring) > 3, surface(ring)) == largest][:1]


def _distance(points: np.ndarray, rings: Sequence[np.ndarray]) -> np.ndarray:
    """How far each point is from the nearest border."""
    found = np.full(len(points), np.inf)
    for ring in rings:
        start, along = ring[:-1], np.diff(ring, axis=0)
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        ahead = points[:, None, :] - start[None, :, :]
        part = np.clip((ahead * along).sum(axis=2) / length, 0, 1)
        away = ahead - part[:, :, None] * along
        found = np.minimum(found, np.sqrt((away**2).sum(axis=2)).min(axis=1))
    return found
