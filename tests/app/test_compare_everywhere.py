"""Every part of Vergelijken with CBS's tables loaded, with own figures and with the example: whole, and honest about bounds."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from shown import Open, charts, hollow, run, texts
from streamlit.testing.v1 import AppTest

from tools.statline import Statline, national, regional, serving
from vsv_metrics import loading, paths
from vsv_metrics.text import Locale
from vsv_metrics.web import host

NL = Locale("nl")
SIDE_BY_SIDE = ("kaart", "rangorde", "trechter", "raster")
PARTS = (*SIDE_BY_SIDE, "profiel", "verandering")
MUNICIPALITIES = ("GM0546", "GM0599", "GM0518", "GM0344", "GM0363", "GM0088")
REGIONS = (1, 10, 21, 26, 28, 29, 31, 39)
YEARS = range(2018, 2024)
TYPES = {"vo": (3_000, 0.006), "mbo 2": (900, 0.08), "mbo 4": (2_100, 0.025)}
MASKED = {(10, 2023, "mbo 2"), (10, 2023, "mbo 4"), (31, 2020, "mbo 2"), (31, 2020, "mbo 4")}
"""Region, year and school type of the cells that are masked: two beside each total."""


def own_table() -> str:
    """Invented figures of eight regions by school type, in six years."""
    lines = ["schooljaar;regio;onderwijssoort;deelnemers;vsv"]
    for region in REGIONS:
        for year in YEARS:
            sizes = {name: size + 37 * region + 11 * (year - 2018) for name, (size, _) in TYPES.items()}
            counts = {
                name: 3 if (region, year, name) in MASKED else round(sizes[name] * rate * (1 + region / 60))
                for name, (_, rate) in TYPES.items()
            }
            rows = [(name, sizes[name], "<5" if (region, year, name) in MASKED else str(counts[name])) for name in TYPES]
            rows += [
                (whole, sum(sizes[name] for name in parts), str(sum(counts[name] for name in parts)))
                for whole, parts in (("mbo", ("mbo 2", "mbo 4")), ("totaal", tuple(TYPES)))
            ]
            lines += [f"{year}-{year + 1};RMC{region:02};{name};{enrolled};{left}" for name, enrolled, left in rows]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An own data folder with CBS's tables and own figures, and the folder of its store."""
    folder = tmp_path_factory.mktemp("everywhere")
    (folder / "eigen.csv").write_text(own_table(), encoding="utf-8")
    assert loading.load(folder / "eigen.csv", paths.data_dir(), folder / "own", "eigen").report.accepted
    statline = Statline({"84780NED": regional(MUNICIPALITIES), "85368NED": national()})
    with serving(statline) as address:
        loading.refresh(paths.data_dir(), folder / "own", address=address)
    loading.ensure_store(paths.data_dir(), folder / "store", own_dir=folder / "own")
    return folder / "own", folder / "store"


@pytest.fixture(autouse=True)
def shipped_store(figures: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The dashboard uses the store with the loaded figures."""
    monkeypatch.setenv(paths.OWN_DIR_VARIABLE, str(figures[0]))
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(figures[1]))
    monkeypatch.setenv(host.LOCAL_VARIABLE, "on")


def said(app: AppTest) -> str:
    return " ".join(texts(app)).replace("\\", "")


def walk(open_page: Open, address: dict[str, str], parts: tuple[str, ...] = PARTS) -> Iterator[tuple[str, AppTest]]:
    """Each part in turn, in one session; fails on an error, or on a value that was not filled."""
    app = open_page("compare", onderdeel=parts[0], **address)
    for part in parts:
        app.query_params["onderdeel"] = part
        run(app)
        assert hollow(app) == [], part
        assert [warning.value for warning in app.warning if "voorbeeld" not in address] == [], part
        for chart in charts(app):
            assert len(chart.alt) > 60
            assert "NaN" not in chart.spec
            assert drawn(json.loads(chart.spec)) > 1, part
        yield part, app


def drawn(figure: dict) -> int:
    """How many values a chart draws: a typed array counts by its bytes."""
    values = [trace[name] for trace in figure["data"] for name in ("x", "z", "measure") if name in trace]
    return sum(len(value["bdata"] if isinstance(value, dict) else value) for value in values)


@pytest.mark.parametrize(
    ("language", "level", "region", "without_chart"),
    [
        ("nl", "rmc", "RMC29", set()),
        ("en", "province", "PV28", {"verandering"}),
        ("nl", "municipality", "GM0599", {"kaart", "verandering"}),
    ],
)
def test_with_the_tables_of_cbs_every_part_is_whole(
    open_page: Open, language: str, level: str, region: str, without_chart: set[str]
) -> None:
    words = Locale(language)
    address = {"niveau": level, "regio": region} | ({"taal": "en"} if language == "en" else {})
    for part, app in walk(open_page, address):
        text = said(app)
        assert len(charts(app)) == (part not in without_chart), part
        if part in SIDE_BY_SIDE:
            kinds = words(f"compare.many_{level}")
            assert app.header[0].value == words(
                f"compare.heading_{part}", kinds=kinds[:1].upper() + kinds[1:], period=words.school_year(2024)
            )
            assert words("compare.rounded") in text, "what rounding does is said"
            assert words("status.provisional") in text
        elif part == "profiel":
            assert words("compare_region.fewer_rounded") in text
            assert words("compare_region.expected_refusal.no_types") in text
        elif level != "rmc":
            assert words("compare_region.refusal.no_types") in text, "CBS has no levels"


def test_an_area_without_leavers_is_like_no_other(open_page: Open) -> None:
    [(_, app)] = walk(open_page, {"regio": "GM0599"}, ("profiel",))
    assert "GM0088" not in str(app.multiselect[0].options)
    assert NL("compare_region.similar_no_rate") not in said(app)


@pytest.mark.parametrize(("language", "region"), [("nl", "RMC29"), ("en", "RMC10")])
def test_with_figures_of_ones_own_every_part_is_whole(open_page: Open, language: str, region: str) -> None:
    words = Locale(language)
    address = {"eigen": "true", "regio": region} | ({"taal": "en"} if language == "en" else {})
    for part, app in walk(open_page, address):
        text = said(app)
        assert len(charts(app)) == 1, part
        assert words("compare.rounded") not in text, "these counts are exact"
        if part == "profiel":
            assert (words("compare_region.profile_masked", n="2") in text) == (region == "RMC10")
            assert words("compare_region.fewer_why_country") in text
        if region == "RMC10" and part == "verandering":
            app.query_params["tot"] = "2023"
            assert words("compare_region.refusal.masked") in said(run(app))
            assert charts(app) == []


def test_with_the_example_every_part_is_whole(open_page: Open) -> None:
    for part, app in walk(open_page, {"voorbeeld": "true", "regio": "RMC29"}):
        assert len(charts(app)) == 1, part
        assert NL("compare.rounded") not in said(app)
