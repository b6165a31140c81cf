"""A map of boundaries of one's own: nothing is asked of another host, and a click on an area highlights it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tools.browser import Visit

TALL = (1280, 2400)
"""The map stands within this screen."""


@pytest.fixture
def boundary_file(store_dir: Path) -> Iterator[Path]:
    """Two squares side by side, in the folder where the dashboard looks for boundaries of provinces."""
    path = Path(f"{store_dir}-own") / "boundaries" / "province.geojson"
    path.parent.mkdir(parents=True, exist_ok=True)
    features = []
    for code, x in (("PV28", 4.2), ("PV25", 5.2)):
        ring = [[x, 51.8], [x + 1, 51.8], [x + 1, 52.4], [x, 52.4], [x, 51.8]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"statcode": code}, "geometry": shape})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    yield path
    path.unlink()


def test_a_click_on_an_area_highlights_it(boundary_file: Path, opened: Callable[..., Visit]) -> None:
    visit = opened("/vergelijken?niveau=province&vorm=kaart", size=TALL)
    page = visit.page
    box = page.locator(".js-plotly-plot .nsewdrag").first.bounding_box()
    assert box
    assert 1.5 < box["width"] / box["height"] < 2.5, "a degree of longitude is shorter than one of latitude"
    at = (0.0, 0.0)
    for across, down, name in ((0.2, 0.3, "Zuid-Holland"), (0.8, 0.7, "Gelderland")):
        at = box["x"] + across * box["width"], box["y"] + down * box["height"]
        page.mouse.move(*at)
        expect(page.locator(".hoverlayer")).to_contain_text(name)
    page.mouse.click(*at)
    expect(page).to_have_url(re.compile("regio=PV25"))
    assert visit.other_hosts() == []
    assert not visit.complaints
