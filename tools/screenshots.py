"""Pictures of every page: both themes, both languages, both data sets, on a desk and on a phone.

`python -m tools.screenshots` writes them to screenshots/; `--only regio` takes the names that hold that word; `--readme` writes
docs/overview.png, the picture of the README.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import get_args

from PIL import Image
from playwright.sync_api import BrowserContext

from tools.browser import Scheme, chromium, new_visit, wait_drawn
from tools.server import ROOT, serving

README_PICTURE = ROOT / "docs" / "overview.png"
README_SIZE = (1280, 1030)

WIDTHS = {1280: 900, 390: 844}
"""Width -> height of the screen."""

LANGUAGES = ("nl", "en")
PUBLISHED = {
    "overzicht": "/?",
    "regio": "/regio?regio=PV28",
    "regio-rijnmond": "/regio?regio=RMC29",
    "regio-aantallen": "/regio?regio=RMC26",
    "regio-leeg": "/regio?regio=RMC30",
    "vergelijken": "/vergelijken?regio=PV28",
    "vergelijken-percentages": "/vergelijken?niveau=rmc",
    "vergelijken-profiel": "/vergelijken?onderdeel=profiel&regio=PV28",
    "vergelijken-verandering": "/vergelijken?onderdeel=verandering&regio=RMC29",
    "actielijnen": "/actielijnen?lijn=2",
    "actielijnen-thema": "/actielijnen?onderdeel=themas&thema=vo_mbo",
    "actielijnen-register": "/actielijnen?onderdeel=register",
    "actielijnen-rapportage": "/actielijnen?onderdeel=effectrapportage&regio=RMC29",
    "doel": "/doel?regio=PV28&start=2022",
    "instroommomenten": "/instroommomenten?",
    "tabellen": "/tabellen?",
    "tabellen-grafiek": "/tabellen?regio=PV28,PV29&grafiek=true",
    "bronnen": "/bronnen?",
    "bronnen-reeks": "/bronnen?reeks=ocw_national",
    "herkomst": "/cijfer?cijfer=new_leavers:ocw_national:NL:2022",
}
DEMO = {
    "overzicht": "/?",
    "regio": "/regio?regio=RMC29",
    "regio-gemeente": "/regio?regio=GM0546",
    "vergelijken": "/vergelijken?regio=RMC29",
    "vergelijken-hoogte": "/vergelijken?regio=RMC29&kleur=niveau",
    "vergelijken-rangorde": "/vergelijken?regio=RMC29&onderdeel=rangorde",
    "vergelijken-trechter": "/vergelijken?niveau=municipality&regio=GM0546&onderdeel=trechter",
    "vergelijken-raster": "/vergelijken?regio=RMC29&onderdeel=raster",
    "vergelijken-profiel": "/vergelijken?regio=RMC29&onderdeel=profiel",
    "vergelijken-verandering": "/vergelijken?regio=RMC29&onderdeel=verandering",
    "vergelijken-indicatoren": "/vergelijken?regio=RMC29&onderdeel=raster&kolommen=indicatoren",
    "actielijnen": "/actielijnen?lijn=1",
    "doel": "/doel?regio=RMC29&start=2021",
    "instroommomenten": "/instroommomenten?groep=level",
    "instroommomenten-momenten": "/instroommomenten?onderdeel=momenten&maand=5",
    "instroommomenten-rekenvoorbeeld": "/instroommomenten?onderdeel=rekenvoorbeeld&momenten=8,9,11,2,4",
    "instroommomenten-verzuim": "/instroommomenten?onderdeel=verzuim",
    "tabellen": "/tabellen?",
    "bronnen": "/bronnen?",
}


def main() -> int:
    """Takes the pictures that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description="Pictures of every page of the dashboard.")
    parser.add_argument("--out", type=Path, default=ROOT / "screenshots", help="folder for the pictures")
    parser.add_argument("--only", default="", metavar="WORD", help="only pictures whose name holds this word")
    parser.add_argument("--readme", action="store_true", help=f"write {README_PICTURE.relative_to(ROOT)} instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "store") as address, chromium() as browser:
        if options.readme:
            README_PICTURE.write_bytes(_small(_picture(browser, address, "/", README_SIZE, "light", is_whole=False)))
            print(README_PICTURE)
            return 0
        options.out.mkdir(parents=True, exist_ok=True)
        for name, path, size, scheme in _wanted(options.only):
            picture = options.out / f"{name}.png"
            picture.write_bytes(_picture(browser, address, path, size, scheme, is_whole=True))
            print(picture)
    return 0


def _wanted(word: str) -> Iterator[tuple[str, str, tuple[int, int], Scheme]]:
    for dataset, pages in {"published": PUBLISHED, "demo": DEMO}.items():
        for page, path in pages.items():
            for language in LANGUAGES:
                for scheme in get_args(Scheme):
                    for width, height in WIDTHS.items():
                        name = f"{page}-{dataset}-{language}-{scheme}-{width}"
                        asked = [
                            path,
                            *(["voorbeeld=true"] if dataset == "demo" else []),
                            *(["taal=en"] if language == "en" else []),
                        ]
                        if word in name:
                            yield name, "&".join(asked).replace("?&", "?"), (width, height), scheme


def _picture(browser: BrowserContext, address: str, path: str, size: tuple[int, int], scheme: Scheme, *, is_whole: bool) -> bytes:
    visit = new_visit(browser, address, size=size, scheme=scheme)
    visit.go(path)
    page = visit.page
    if is_whole:
        width, height = size
        whole = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, whole)})
        wait_drawn(page)
    picture = page.screenshot(animations="disabled")
    visit.close()
    return picture


def _small(picture: bytes) -> bytes:
    packed = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").save(packed, "PNG", optimize=True)
    return packed.getvalue()


if __name__ == "__main__":
    sys.exit(main())
