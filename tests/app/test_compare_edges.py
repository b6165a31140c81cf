"""Every part of Vergelijken with little or odd figures of one's own: a sentence, never a trace or an unfilled value."""

import json
import re
from collections.abc import Iterable

import pytest
from shown import HOLLOW, Open, charts, hollow, run, texts
from streamlit.testing.v1 import AppTest

from vsv_metrics import loading, paths
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.text import Locale

NL = Locale("nl")
PARTS: list[str] = ["kaart", "rangorde", "trechter", "raster", "profiel", "verandering"]
ONE, SOME = ("RMC29",), ("RMC28", "RMC29", "RMC30", "RMC10", "RMC01", "RMC39")
SIX, TWO = range(2018, 2024), range(2022, 2024)
Cells = tuple[tuple[str, int, str], ...]
"""School type, enrolled, leavers."""
USUAL: Cells = (("vo", 3_000, "30"), ("mbo", 2_000, "90"), ("totaal", 5_000, "120"))


def table(areas: Iterable[str], years: Iterable[int], cells: Cells) -> str:
    rows = [f"{year}-{year + 1};{area};{name};{d};{n}" for area in areas for year in years for name, d, n in cells]
    return "\n".join(("schooljaar;regio;onderwijssoort;deelnemers;vsv", *rows, ""))


def each(leavers: str, *enrolled: int) -> Cells:
    return tuple((name, d, leavers) for name, d in zip(("vo", "mbo", "totaal"), enrolled, strict=True))


NOTHING: dict[str, str] = dict.fromkeys(PARTS[:4], "compare.no_areas") | dict.fromkeys(PARTS[4:], "compare_region.no_areas")
CASES: dict[str, tuple[str, dict[str, str]]] = {
    "one region": (
        table(ONE, SIX, USUAL),
        dict.fromkeys(PARTS[:4], "compare.one_area")
        | {"profiel": "compare_region.similar_alone", "verandering": "compare_region.change_nothing"},
    ),
    "zero leavers": (
        table(SOME, SIX, each("0", 3_000, 2_000, 5_000)),
        dict.fromkeys(("kaart", "trechter"), "compare.no_limits")
        | {"rangorde": "compare.ranks_all_alike", "profiel": "compare_region.reason.zero"},
    ),
    "all equal": (
        table(SOME, SIX, USUAL),
        {"kaart": "compare.spread_chance", "rangorde": "compare.ranks_all_alike", "profiel": "compare_region.fewer_none"},
    ),
    "all masked": (table(SOME, SIX, each("<5", 300, 200, 500)), NOTHING),
    "parts masked": (
        table(SOME, SIX, (("vo", 300, "<5"), ("mbo", 200, "<5"), ("totaal", 500, "6"))),
        {"profiel": "compare_region.reason.masked", "verandering": "compare_region.refusal.masked"},
    ),
    "enrolled 0": (table(SOME, SIX, each("0", 0, 0, 0)), NOTHING),
    "two years": (
        table(SOME, TWO, USUAL),
        {"kaart": "compare.reason_too_few_points", "profiel": "compare_region.reason.too_few_points"},
    ),
}
"""Own table, and the sentence that a part must have."""


@pytest.mark.parametrize("name", CASES)
def test_at_the_edges_every_part_has_its_sentence(open_page: Open, name: str) -> None:
    rows, sentences = CASES[name]
    own = read_own("regio.csv", rows.encode(), loading.read_reference(paths.data_dir()))
    app = open_page("compare", regio="RMC29")
    app.session_state["_own_store"] = loading.session_store(own.frame, paths.data_dir())
    app.query_params["eigen"] = "true"
    for part in PARTS:
        app.query_params["onderdeel"] = part
        run(app)
        assert hollow(app) == [], part
        seen = shown(app)
        assert not HOLLOW.search(seen), part
        for words in re.split(r"\{\w+\}", NL(sentences[part])) if part in sentences else ():
            assert words.strip("* ") in seen, part
        assert charts(app) or part in sentences, part


def shown(app: AppTest) -> str:
    """Every text of the page and of its charts."""
    drawn = [json.dumps(json.loads(chart.spec), ensure_ascii=False) for chart in charts(app)]
    return "\n".join([*texts(app), *drawn]).replace("\\", "")
