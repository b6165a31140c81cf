"""What the page Vergelijken opens with, made before anybody asks."""

from vsv_metrics.indicators.profile import LEVELS
from vsv_metrics.web import compare, compare_map, compare_text
from vsv_metrics.web.compare import Scene

DATASET = "published"
MOST_WANTED = LEVELS
"""Kinds of area whose views are made before anybody asks."""


def prepare(fingerprint: str, level: str, language: str) -> None:
    """Makes the first view of one kind of area: its map as tiles, or its table; the other parts stand on the same figures."""
    offer = compare.offer(fingerprint, DATASET, level)
    if offer is None:
        return
    scene = Scene.first(fingerprint, DATASET, language, level, offer)
    compare.names(fingerprint, DATASET, level, scene.series_id, scene.year, language)
    compare_text.about(scene)
    if level in compare_map.MAPS:
        compare_map.chart(scene, compare_map.COLORS[0], None)
    else:
        compare_text.rows_of(scene)
