"""A region on paper: one A4 with its name and figures."""

import re
from collections.abc import Callable

import pytest

from tools.browser import Visit

REGIONS = ("PV28", "RMC26", "RMC01", "GM0546", "RMC29&voorbeeld=true")
A4_POINTS = (595, 842)


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_prints_on_one_a4(region: str, opened: Callable[..., Visit]) -> None:
    page = opened(f"/regio?regio={region}").page
    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert [(round(float(width)), round(float(height))) for width, height in boxes] == [A4_POINTS]
    for name in ("stHeader", "stSelectbox", "stExpander"):
        assert not [item for item in page.get_by_test_id(name).all() if item.is_visible()], f"{name} is on paper"
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_text("Bron:").first.is_visible()
