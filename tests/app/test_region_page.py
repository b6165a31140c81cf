"""Regio for areas with much, little and no figures, in both languages and data sets, and every area without the frame."""

import json

import pandas as pd
import pytest
from shown import HOLLOW, Open, charts, hollow, run, texts

from vsv_metrics.charts.theme import demo_mark
from vsv_metrics.indicators.figures import figures
from vsv_metrics.indicators.region import regions
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web import data, region
from vsv_metrics.web.block import readable
from vsv_metrics.web.markdown import as_markdown, plain

NL = Locale("nl")
BANNER = {language: Locale(language)("common.demo_banner") for language in LANGUAGES}

AREAS = {
    "PV28": ("7.470", 1, 2),
    "PV31": ("1.910", 3, 2),
    "RMC26": ("451", 2, 2),
    "RMC29": ("2.855", 2, 2),
    "RMC30": (None, 0, 2),
    "RMC14": ("1,81", 1, 2),
    "GM0546": ("150", 2, 2),
    "SC_G4": ("5.410", 1, 0),
}
"""Code: its newest real number in Dutch (from the sources), real charts, fictional charts."""
STEP = 20
"""Through municipalities, which are alike."""


def address(language: str, dataset: str, code: str) -> dict[str, str]:
    return {"regio": code} | ({"taal": "en"} if language == "en" else {}) | ({"voorbeeld": "true"} if dataset == "demo" else {})


@pytest.mark.parametrize("code", AREAS)
@pytest.mark.parametrize("dataset", ["published", "demo"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole(open_page: Open, store: Store, code: str, dataset: str, language: str) -> None:
    app = open_page("region", **address(language, dataset, code))
    number, real, fictional = AREAS[code]
    name = str(regions(store).set_index("region_code").at[code, f"name_{language}"])
    said = " ".join(text.value for text in app.markdown)
    assert [title.value.replace("\\", "") for title in app.title] == [name]
    assert hollow(app) == []
    assert len(charts(app)) == (real if dataset == "published" else fictional)
    for chart in charts(app):
        assert len(chart.alt) > 40
        notes = [note["text"] for note in json.loads(chart.spec)["layout"].get("annotations", [])]
        assert notes.count(str(demo_mark(Locale(language))["text"])) == (1 if dataset == "demo" else 0)
    assert (BANNER[language] in [warning.value for warning in app.warning]) == (dataset == "demo")
    if dataset == "published" and number is not None:
        shown = number if language == "nl" else number.translate(str.maketrans(".,", ",."))
        assert shown in said
    if not charts(app):
        [notice] = [info.value.replace("\\", "") for info in app.info]
        assert name in notice


def test_a_region_without_figures_shows_its_surroundings_and_the_way_on(open_page: Open) -> None:
    app = open_page("region", regio="RMC30")
    assert list(app.metric) == []
    shown = " ".join(texts(app))
    assert "geen gegevens" in shown
    assert "Zuid-Holland" in shown.replace("\\", "")
    assert "Kwetsbare" in shown
    [button] = [button for button in app.button if button.label == NL("region.next_demo")]
    button.click().run()
    assert [metric.value for metric in app.metric]


def test_the_new_region_names_the_old_one(open_page: Open) -> None:
    old, new = (" ".join(texts(open_page("region", regio=code))).replace("\\", "") for code in ("RMC14", "RMC40"))
    assert "Rijk van Nijmegen" in old
    assert "2019/20" in old
    assert "Arnhem-Nijmegen" in new


def test_a_percentage_without_counts_has_no_interval_and_no_count(open_page: Open) -> None:
    app = open_page("region", regio="RMC01")
    said = " ".join(text.value for text in app.markdown)
    assert "2,02\u00a0%" in said
    assert NL("region.newest_rate").split("; ")[1] in said
    assert [metric.value for metric in app.metric] == ["2,02\u00a0%"]


def test_another_measure_is_drawn_and_stands_in_the_address(open_page: Open) -> None:
    app = open_page("region", regio="PV28", maat="numerator")
    assert len(charts(app)) == 2
    assert [trace["y"][-1] for trace in json.loads(charts(app)[0].spec)["data"]][-1] == 7470
    assert "maat" in app.query_params
    assert hollow(app) == []


def test_every_breakdown_of_an_area_can_be_drawn(open_page: Open, store: Store) -> None:
    found = region.splits(store.fingerprint, "demo", "RMC29")
    assert len(found) >= 6
    for column in found:
        app = open_page("region", regio="RMC29", voorbeeld="true", uitsplitsing=column)
        assert NL(f"breakdown.{column}").lower() in charts(app)[-1].alt
        assert hollow(app) == []


@pytest.mark.parametrize("asked", ["Nergenshuizen", "RMC99", "pv28", ""])
def test_an_unknown_area_is_said_and_the_default_shown(open_page: Open, asked: str) -> None:
    app = open_page("region", regio=asked)
    assert [title.value.replace("\\", "") for title in app.title] == ["Zuid-Holland"]
    assert len(app.warning) == 1
    assert "regio" not in app.query_params


def test_an_alias_opens_its_area(open_page: Open, store: Store) -> None:
    alias, code = next(
        iter(store.query("region_aliases")[["alias", "region_code"]].query("region_code == 'PV21'").itertuples(index=False))
    )
    app = open_page("region", regio=alias)
    assert list(app.warning) == []
    assert app.caption[0].value.endswith(code) or code in app.caption[0].value


def test_choosing_another_kind_of_area_shows_one_of_that_kind(open_page: Open) -> None:
    app = open_page("region", regio="RMC29")
    app.selectbox[0].select("municipality")
    run(app)
    assert str(app.selectbox[1].value).startswith("GM")
    app.selectbox[1].select("GM0546")
    run(app)
    assert [title.value for title in app.title] == ["Leiden"]


# Every area, without the frame


@pytest.fixture
def areas(store: Store) -> pd.DataFrame:
    return regions(store)


def check(store: Store, dataset: str, code: str, words: Locale, *, is_deep: bool) -> int:
    """The number of charts of one area, all made and all their words read."""
    found = region.page(store.fingerprint, dataset, code)
    name = words.name(found.row)
    sentences = [region.sentences(view, name, 2023, words) for view in found.views]
    blocks = [block for row in region.trends(store.fingerprint, dataset, code, "auto", words.language) for block in row]
    if is_deep:
        columns = region.splits(store.fingerprint, dataset, code)
        blocks += [region.breakdown(store.fingerprint, dataset, code, column, words.language) for column in columns]
        tables = [readable(block.figures, words, data.sources(store.fingerprint)) for block in blocks]
        cells = [str(cell) for table in tables for row in table.to_numpy() for cell in row]
        assert [cell for cell in cells if HOLLOW.search(cell)] == []
    for block in blocks:
        assert not HOLLOW.search(f"{block.title} {block.alt} {' '.join(block.notes)}"), code
        assert name in block.title or words("region.country") in block.title
        assert "NaN" not in str(block.figure.to_json())
    assert not [sentence for sentence in sentences if HOLLOW.search(sentence)]
    assert (found.row["region_code"], len(sentences)) == (code, len(found.views))
    for frame in (found.context, *(view.area for view in found.views), *(view.country for view in found.views)):
        assert set(frame["dataset"]) <= {dataset}
    return len(blocks)


def test_every_region_has_fictional_figures(store: Store, areas: pd.DataFrame) -> None:
    of_today = areas[(areas["level"] == "rmc") & areas["valid_to"].isna()]
    assert len(of_today) == 40
    for number, code in enumerate(of_today["region_code"]):
        is_deep = number % 8 == 0
        assert check(store, "demo", code, Locale(LANGUAGES[number % 2]), is_deep=is_deep) >= (6 if is_deep else 1), code


@pytest.mark.parametrize(
    ("level", "dataset"),
    [("rmc", "published")]
    + [(level, name) for level in ("province", "size_class", "landsdeel", "part") for name in ("published", "demo")],
)
def test_every_area_makes_a_page(store: Store, areas: pd.DataFrame, level: str, dataset: str) -> None:
    chosen = list(areas.loc[areas["level"] == level, "region_code"])
    drawn = {code: check(store, dataset, code, NL, is_deep=dataset == "published") for code in chosen}
    if level != "rmc" and dataset == "published":
        assert all(drawn.values())
    assert any(drawn.values()) or (dataset == "demo" and level in ("size_class", "part"))


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_municipalities_make_a_page(store: Store, areas: pd.DataFrame, dataset: str) -> None:
    """All with real figures, and every twentieth of the others, which are alike."""
    all_codes = list(areas.loc[areas["level"] == "municipality", "region_code"])
    with_figures = sorted(set(figures(store, "published", levels=["municipality"])["region_code"]) & set(all_codes))
    chosen = [*(with_figures if dataset == "published" else []), *all_codes[::STEP]]
    drawn = {code: check(store, dataset, code, NL, is_deep=False) for code in chosen}
    expected = with_figures if dataset == "published" else chosen
    assert all(drawn[code] for code in expected)


def test_the_newest_figures_around_an_area_are_a_table_of_its_own(open_page: Open) -> None:
    [table] = [text.value for text in open_page("region", regio="RMC29").markdown if text.value.startswith("| ")]
    heads, _, *rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
    assert heads[:3] == [NL("common.region"), NL("common.period"), NL("common.part")]
    assert {len(row) for row in rows} == {len(heads)}
    assert any(row[0] == "Nederland" and row[3] == "29\\.163" for row in rows)


def test_a_sign_in_a_cell_ends_no_cell() -> None:
    table = pd.DataFrame([[plain("a|b"), plain("c")]], columns=["een", "twee"])
    assert as_markdown(table).splitlines()[-1] == "| a\\|b | c |"
