"""Boundaries of one's own: recognised by code, refused with a reason, thinned so that neighbours still meet, drawn as lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from vsv_metrics import loading, paths
from vsv_metrics.charts import theme
from vsv_metrics.charts.area_map import Class
from vsv_metrics.charts.outline_map import Outline, outline_map
from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.loading import boundaries as files
from vsv_metrics.metrics.outlines import inside, middle, simplify, spots, surface
from vsv_metrics.sources import boundaries
from vsv_metrics.sources.foreign.regions import RegionBook
from vsv_metrics.text import Locale

BOOK = RegionBook(loading.read_reference(paths.data_dir()))
X, Y = 5.0, 52.0


def square(x: float = X, y: float = Y, size: float = 0.1) -> list[list[float]]:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(rings: Any, code: Any = "RM29", name: str = "statcode", kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {name: code}, "geometry": {"type": kind, "coordinates": rings}} | more


def collection(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def read(*features: Any, level: str | None = "rmc") -> boundaries.Boundaries:
    return boundaries.read("rmc.geojson", collection(*features), BOOK, level)


# Reading


@pytest.mark.parametrize(
    ("level", "name", "code", "known"),
    [
        ("rmc", "statcode", "RM29", "RMC29"),
        ("rmc", "RMC_CODE", 29, "RMC29"),
        ("province", "statcode", "PV28", "PV28"),
        ("municipality", "gemeentecode", "546", "GM0546"),
        ("municipality", "StatCode", "GM0546", "GM0546"),
    ],
)
def test_an_area_is_recognised_by_its_code(level: str, name: str, code: Any, known: str) -> None:
    assert list(read(feature([square()], code, name), level=level).rings) == [known]


def test_an_id_counts_and_what_is_not_known_is_named() -> None:
    by_id = feature([square()], "nothing", "naam", id="RMC26")
    found = read(
        by_id, feature([square(5.3)], "XX99"), feature([square(5.6)], "GM0546"), feature(None, "RM28") | {"geometry": None}
    )
    assert list(found.rings) == ["RMC26"]
    assert found.unknown == ("XX99", "GM0546")


def test_degrees_and_metres_of_the_dutch_grid_give_the_same_kilometres() -> None:
    degrees = read(feature([square(5.38, 52.15)])).rings["RMC29"][0]
    metres = [[155_000, 463_000], [161_840, 463_000], [161_840, 474_120], [155_000, 474_120], [155_000, 463_000]]
    grid = read(feature([metres])).rings["RMC29"][0]
    assert np.ptp(degrees, axis=0) == pytest.approx(np.ptp(grid, axis=0), rel=0.01)


def test_features_of_one_area_count_as_one_and_holes_run_the_other_way() -> None:
    hole = square(X + 0.02, Y + 0.02, 0.05)
    found = read(feature([[square(), hole]], kind="MultiPolygon"), feature([square(5.5)[::-1]])).rings["RMC29"]
    outer, inner, island = found
    assert [np.sign(_signed(ring)) for ring in (outer, inner, island)] == [1, -1, 1]
    spot = middle([outer, inner])
    assert inside(np.array([spot]), [outer, inner]).all()
    assert not inside(inner.mean(axis=0, keepdims=True), [outer, inner]).any()


def _signed(ring: np.ndarray) -> float:
    (x, y), (x1, y1) = ring[:-1].T, ring[1:].T
    return float((x * y1 - x1 * y).sum())


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"{]", "boundary_json", "1:2"),
        (b"\xff\xfe", "boundary_json", "UnicodeDecodeError"),
        (b"[1]", "boundary_json", "type = list"),
        (b'{"type": "Topology", "objects": {}}', "boundary_json", "type = Topology"),
        (b"[" * 100_000, "boundary_json", "RecursionError"),
        (collection(*[feature([square()])] * 5_001), "boundary_features", "5001"),
        (collection(feature([square()], "Rijnmond")), "boundary_codes", "Rijnmond"),
        (collection(feature([square()], "GM0546")), "boundary_codes", "GM0546"),
        (collection(), "boundary_codes", "–"),
        (collection(feature([X, Y], kind="Point")), "boundary_geometry", "features[0].geometry: type = Point"),
        (collection(feature([square()[:2]])), "boundary_geometry", "2 × [x, y]"),
        (collection(feature([[["a", 1]] * 4])), "boundary_geometry", "0 × [x, y]"),
        (collection(feature([[[X, Y, 0], [X, float("nan")], [X, Y], [X, Y]]])), "boundary_geometry", "NaN"),
        (collection(feature([[[y, x] for x, y in square()]])), "boundary_place", "x 52 – 52.1"),
        (collection(feature([[[x * 111_320, y * 130_000] for x, y in square()]])), "boundary_place", "x 556600"),
        (b" " * (boundaries.MOST_BYTES + 1), "boundary_large", "20 MB"),
    ],
)
def test_a_file_that_cannot_be_drawn_is_refused_with_what_was_found(
    content: bytes, code: str, found: str, messages: Callable[[UserError], dict[str, str]]
) -> None:
    with pytest.raises(DataContractError) as raised:
        boundaries.read("rmc.geojson", content, BOOK, "rmc")
    assert raised.value.code == code
    for sentence in messages(raised.value).values():
        assert found in sentence
        assert "rmc.geojson" in sentence


def test_check_says_what_a_file_of_boundaries_holds_and_load_where_it_belongs(tmp_path: Path) -> None:
    path = tmp_path / "rmc.geojson"
    path.write_bytes(collection(feature([square()]), feature([square(5.3)], "RM28"), feature([square(5.6)], "XX99")))
    report = loading.check_file(path, None)
    assert (report.format, report.rows, report.accepted) == ("boundaries", 2, True)
    assert [(warning.code, warning.found) for warning in report.warnings] == [("boundary_unknown", "XX99")]
    path.write_bytes(collection(feature([X, Y], kind="Point")))
    assert [problem.code for problem in loading.check_file(path, None).problems] == ["boundary_geometry"]
    path.write_bytes(collection(feature([square()])))
    taken = loading.load(path, paths.data_dir(), tmp_path / "own")
    assert [problem.code for problem in taken.report.problems] == ["load_boundaries"]


def test_the_stamp_follows_the_file(tmp_path: Path) -> None:
    assert files.stamp(tmp_path, "rmc") is None
    path = files.path_of(tmp_path, "rmc")
    path.parent.mkdir()
    path.write_bytes(collection(feature([square()])))
    before = files.stamp(tmp_path, "rmc")
    path.write_bytes(collection(feature([square()]), feature([square(5.3)], "RM28")))
    assert before is not None
    assert files.stamp(tmp_path, "rmc") != before


# Thinning


def neighbours(points: int = 400) -> dict[str, list[np.ndarray]]:
    """Two areas with a winding border between them, and an island of the second."""
    y = np.linspace(0, 100, points)
    border = np.column_stack([50 + 5 * np.sin(y / 3) + np.sin(5 * y), y])
    west = np.vstack([[[0, 0]], border, [[0, 100], [0, 0]]])
    east = np.vstack([border[::-1], [[100, 0], [100, 100], border[-1]]])
    turn = np.linspace(0, 2 * np.pi, 60)
    island = np.column_stack([120 + 8 * np.cos(turn), 50 + 8 * np.sin(turn)])
    island[-1] = island[0]
    return {"west": [west], "east": [east, island]}


def test_neighbours_keep_the_same_points_of_their_border() -> None:
    found = simplify(neighbours(), most=80)
    west, east = ({(x, y) for x, y in ring.tolist() if 30 < x < 70} for ring in (found["west"][0], found["east"][0]))
    assert west == east
    assert 10 < len(west) < 90


def test_a_border_of_equal_teeth_is_thinned_alike_from_both_sides() -> None:
    y = np.arange(101.0)
    border = np.column_stack([50 + np.arange(101) % 2, y])
    west = np.vstack([[[0, 0]], border, [[0, 100], [0, 0]]])
    east = np.vstack([border[::-1], [[100, 0], [100, 100], border[-1]]])
    for most in range(12, 90, 7):
        found = simplify({"west": [west], "east": [east]}, most)
        one, other = ({(x, y) for x, y in found[code][0].tolist() if 49 < x < 52} for code in ("west", "east"))
        assert one == other


def test_few_points_are_left_and_the_surface_stays() -> None:
    before, found = neighbours(), simplify(neighbours(), most=80)
    assert sum(len(ring) for rings in found.values() for ring in rings) <= 86
    for code, rings in found.items():
        assert all((ring[0] == ring[-1]).all() for ring in rings)
        assert sum(map(surface, rings)) == pytest.approx(sum(map(surface, before[code])), rel=0.03)
        assert [_signed(ring) > 0 for ring in rings] == [_signed(ring) > 0 for ring in before[code]]


def test_detail_that_nobody_sees_goes_but_no_area_vanishes() -> None:
    tiny = np.array([[0, 0], [0.3, 0], [0.3, 0.3], [0, 0.3], [0, 0]])
    found = simplify({"tiny": [tiny]} | neighbours(), most=6)
    assert {code: len(rings) for code, rings in found.items()}["tiny"] == 1
    speck = simplify({"speck": [tiny / 100]}, most=6)
    assert speck == {"speck": []}


def test_spots_lie_in_their_own_area_alone() -> None:
    areas = neighbours()
    found = {code: spots(rings, 5) for code, rings in areas.items()}
    assert all(len(points) > 100 for points in found.values())
    assert not inside(found["west"], areas["east"]).any()


# Drawing


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_map_is_of_plain_lines_and_a_click_gives_the_code(is_demo: bool) -> None:
    classes = [Class("higher", "<b>hoger", "▲", theme.CONTRAST, 0.4), Class("not_compared", "niet", "", theme.MUTED, 0)]
    kinds = {"west": "higher", "east": "not_compared"}
    outlines = [
        Outline(rings, spots(rings, 20), middle(rings), code, "2,5", f"<b>{code}</b>", kinds[code], code == "east")
        for code, rings in neighbours().items()
    ]
    figure: Any = go.Figure(outline_map(outlines, classes, locale=Locale("nl"), is_demo=is_demo).to_dict())
    assert {trace.type for trace in figure.data} == {"scatter"}
    [filled] = [trace for trace in figure.data if trace.fill == "toself"]
    assert filled.fillcolor == theme.CONTRAST
    clicked = {trace.customdata[0]: trace for trace in figure.data if trace.customdata is not None}
    assert {code: trace.hovertext for code, trace in clicked.items()} == {"west": "<b>west</b>", "east": "<b>east</b>"}
    [bold] = [trace for trace in figure.data if trace.line.width == 3]
    assert len([x for x in bold.x if x is None]) == 1
    assert figure.layout.yaxis.scaleanchor == "x"
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == ["▲ &lt;b&gt;hoger", "niet"]
    assert len(figure.layout.annotations) == is_demo
