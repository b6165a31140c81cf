"""Vergelijken in both languages and data sets: each part says what may be concluded, and nothing where counts are missing."""

import json

import pytest
from shown import HOLLOW, Open, charts, hollow

from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.text import Locale

NL = Locale("nl")
PARTS = ("kaart", "rangorde", "trechter", "raster")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("language", "address"),
    [
        ("nl", {"voorbeeld": "true", "regio": "RMC29"}),
        ("en", {"niveau": "province", "regio": "PV28"}),
        ("nl", {"niveau": "rmc"}),
        ("en", {"voorbeeld": "true", "niveau": "municipality", "regio": "GM0546"}),
    ],
)
def test_each_part_is_whole(open_page: Open, part: str, language: str, address: dict[str, str]) -> None:
    named = address | {"onderdeel": part} | ({"taal": "en"} if language == "en" else {})
    app = open_page("compare", **named)
    assert hollow(app) == []
    assert [warning.value for warning in app.warning if "voorbeeld" not in named] == []
    for chart in charts(app):
        assert len(chart.alt) > 60
        assert not HOLLOW.search(chart.alt)
        notes = [note["text"] for note in json.loads(chart.spec)["layout"]["annotations"]]
        assert notes.count(str(demo_mark(Locale(language))["text"])) == ("voorbeeld" in named)
