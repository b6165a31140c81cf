"""Areas side by side on the page, from small stores: where little is known a sentence says so, and nothing is made up."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_compare import HEADER, both, row

from vsv_metrics.indicators.compare import level_figures
from vsv_metrics.indicators.compare_years import across_years
from vsv_metrics.metrics.classes import MOST, classes_of, decimals
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web import compare, compare_funnel, compare_grid, compare_map, compare_ranks, compare_text, data
from vsv_metrics.web.compare import Scene

OpenTiny = Callable[[str, str], Store]
NL = Locale("nl")
PROVINCES = [f"PV{number}" for number in range(20, 32)]


@pytest.fixture
def open_scene(tiny: Path, open_tiny: OpenTiny, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Scene]:
    """A scene of the provinces in 2022, of a store with these rows."""
    file = tiny / "reference" / "region.csv"
    others = "".join(f"{code},province,Gebied {code},Area {code},,,,,\n" for code in PROVINCES if code != "PV28")
    file.write_text(file.read_text(encoding="utf-8") + others, encoding="utf-8")

    def opened(rows: str, **choices: object) -> Scene:
        store = open_tiny(HEADER, rows)
        monkeypatch.setattr(data, "store", lambda: store)
        return replace(Scene(store.fingerprint, "published", "nl", "province", "new", 2022), **choices)

    return opened


def said(scene: Scene) -> str:
    """Everything that the parts write in words, in both languages; fails when a chart cannot be made where one is."""
    found = []
    for language in LANGUAGES:
        here = replace(scene, language=language)
        found += [compare_text.about(here), compare_text.grid(here), compare_funnel.why_not(here)]
        blocks = [compare_map.chart(here, color) for color in compare_map.COLORS[: 1 + bool(here.found.compared)]]
        blocks.append(compare_grid.chart(here))
        if here.found.compared < 2:
            found.append(compare_text.too_few(here))
        else:
            found.append(compare_text.ranked(here))
            blocks.append(compare_ranks.chart(here))
        if not compare_funnel.why_not(here):
            blocks.append(compare_funnel.chart(here))
        found += [
            text
            for block in blocks
            if block
            for text in (block.title, block.alt, *block.notes, json.dumps(block.figure.to_dict(), default=str))
        ]
        found += [compare.sentence(row, here) for row in here.found.areas.to_dict("records")]
    return "\n".join(found)


CASES = {
    "zero leavers": ("".join(both("0", area=code) for code in ["NL", *PROVINCES[:6]]), "compare.no_limits"),
    "all equal": ("".join(both("300", area=code) for code in ["NL", *PROVINCES]), "compare.ranks_all_alike"),
    "all masked": (
        both("300", area="NL")
        + "".join(
            row("numerator", "", area=code, reason="suppressed") + row("denominator", "99", area=code) for code in PROVINCES[:3]
        ),
        "compare.masked",
    ),
    "nobody enrolled": (
        both("0", "0", area="PV20") + both("3", area="PV21") + both("4", area="PV22"),
        "compare.reference_pooled",
    ),
    "one with counts": (
        both("300") + "".join(row("rate", "2.5", area=code) for code in PROVINCES[:3]),
        "compare.one_counted",
    ),
    "percentages only": ("".join(row("rate", "2.5", area=code) for code in PROVINCES), "compare.only_rates"),
    "two areas": (both("300") + both("310", area="PV20"), "compare.spread_unknown"),
}

WITH_FUNNEL = ("all equal", "nobody enrolled", "two areas")


@pytest.mark.parametrize("case", CASES)
def test_little_or_odd_figures_give_a_sentence(open_scene: Callable[..., Scene], case: str) -> None:
    rows, key = CASES[case]
    scene = open_scene(rows)
    text = said(scene)
    assert bool(compare_funnel.why_not(scene)) == (case not in WITH_FUNNEL)
    assert NL(key).split("{")[0].strip("* ") in text
    assert not any(hollow in text for hollow in ("nan", "NaN", "None", "<NA>", "Infinity", "{n}"))
    assert "Dat is ▲" not in text
    assert "Dat is ▼" not in text


def test_a_masked_area_stays_masked(open_scene: Callable[..., Scene]) -> None:
    rows = "".join(both("300", area=code) for code in ["NL", *PROVINCES[:5]])
    hidden = row("numerator", "", reason="suppressed") + row("denominator", "7777")
    scene = open_scene(rows + hidden, region="PV28")
    assert NL("common.suppressed") in compare.sentence(
        scene.found.areas.set_index("region_code", drop=False).loc["PV28"].to_dict(), scene
    )
    text = said(scene)
    assert "7777" not in text
    assert "7.777" not in text


def test_each_year_has_its_own_reference(open_scene: Callable[..., Scene]) -> None:
    first = "".join(both("1000", area=code) for code in ["NL", *PROVINCES[:6]])
    second = "".join(both("1000" if code == "PV20" else "100", area=code, year="2023") for code in ["NL", *PROVINCES[:6]])
    scene = open_scene(first + second, year=2023)
    found = level_figures(data.store(), "published", "province")
    verdicts = across_years(found, "province", "new", 2023).set_index(["period", "region_code"])["verdict"]
    assert set(verdicts[2022]) == {"no_clear_difference"}
    assert verdicts[2023].to_dict() == dict.fromkeys(PROVINCES[:6], "no_clear_difference") | {"PV20": "higher"}
    assert list(across_years(found, "province", "new", 2022)["period"].unique()) == [2022]
    block = compare_grid.chart(scene)
    coloured = [value for line in block.figure.to_dict()["data"][0]["z"] for value in line if value is not None]
    assert len(coloured) == 1


@pytest.mark.parametrize("values", [[1.69, 2.8, None], [2.5, 2.5], [0.0, 0.0], [0.1, 40.0], [2.0, 2.2, 2.4], [0.3, 0.3000001]])
def test_classes_are_few_round_and_hold_every_value(values: list[float | None]) -> None:
    bounds, places = classes_of(pd.Series(values, dtype=float))
    assert 1 <= len(bounds) - 1 <= MOST
    assert np.allclose(np.diff(bounds), bounds[1] - bounds[0])
    assert [round(bound, decimals(bounds)) for bound in bounds] == pytest.approx(bounds)
    for value, place in zip(values, places, strict=True):
        assert (value is None) == (place is None)
        if value is not None and place is not None:
            assert bounds[place] <= value + 1e-9 < bounds[place + 1] + 1e-9


def test_without_values_there_are_no_classes() -> None:
    assert classes_of([float("nan")]) == ([], [None])
