"""One question by page, API, command line and Python: the same rows in the same order, in both languages."""

import io
import shlex
import sys
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from client import ask
from shown import Open, texts

import vsv_metrics as vsv
from vsv_metrics import cli
from vsv_metrics.delivery import Question, answer, origin, parse
from vsv_metrics.delivery.copying import address, copy_lines
from vsv_metrics.export.csv import to_csv
from vsv_metrics.export.table import download_table
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Selection
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, locale
from vsv_metrics.web import copying

QUESTIONS: tuple[dict[str, str], ...] = (
    {"region": "PV28", "years": "2019,2023"},
    {"dataset": "demo", "region": "RMC29", "years": "2017,2019", "by": "level"},
    {"dataset": "demo", "region_level": "province", "sector": "mbo,vo", "years": "2024,2024"},
    {"indicator": "early_leavers_18_24", "region": "PV28,NL"},
)
IN_PAGE = {"region": "regio", "years": "jaren", "by": "uitsplitsing", "region_level": "niveau", "sector": "sector"}
NOT_ON_THE_PAGE = {"query"}
"""The page names its own address."""


def read(content: bytes | str) -> pd.DataFrame:
    """A CSV as texts."""
    return pd.read_csv(io.BytesIO(content.encode() if isinstance(content, str) else content), dtype=str, keep_default_na=False)


def as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """A typed frame as the texts of an international CSV."""
    return read(to_csv(pa.Table.from_pandas(frame, preserve_index=False), "int"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", QUESTIONS)
def test_four_ways_give_the_same_rows(
    asked: dict[str, str],
    language: str,
    open_page: Open,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    named = asked | {"lang": language}
    question = parse(store, named)
    query = question.address.split("?", 1)[1]

    by_api = read(ask(f"/api/v1/observations?{query}&format=csv").content)
    assert len(by_api) == answer(store, question).rows > 0

    options = [word for name, value in named.items() for word in (f"--{name.replace('_', '-')}", value)]
    monkeypatch.setattr(sys, "argv", ["vsv-metrics", "export", *options])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    pd.testing.assert_frame_equal(read(capfdbinary.readouterr().out), by_api)

    arguments: dict[str, Any] = dict(named)
    if "years" in named:
        first, last = named["years"].split(",")
        arguments["years"] = (int(first), int(last))
    pd.testing.assert_frame_equal(as_texts(vsv.observations(**arguments)), by_api)

    rows = ask(f"/api/v1/observations?{query}&limit=10000").json()["data"]
    pd.testing.assert_frame_equal(as_texts(pd.DataFrame(rows, columns=by_api.columns)), by_api)
    parquet = pd.read_parquet(io.BytesIO(ask(f"/api/v1/observations?{query}&format=parquet").content))
    pd.testing.assert_frame_equal(as_texts(parquet), by_api)

    page_address = {IN_PAGE.get(name, name): value for name, value in asked.items() if name != "dataset"}
    app = open_page("tables", taal=language, **page_address, **({"voorbeeld": "true"} if "dataset" in asked else {}))
    selection = selected(store, question)
    downloaded = read(
        to_csv(download_table(table.rows(store, selection), origin(store, "page"), locale(language), kept(selection)), "int")
    )
    assert len(app.dataframe[0].value) == len(by_api)
    shared = [name for name in by_api if name not in NOT_ON_THE_PAGE]
    pd.testing.assert_frame_equal(downloaded[shared], by_api[shared])
    lines = copy_lines(Question(selection, language), copying.FALLBACK)
    app.session_state["screen_copying"] = True
    app.run()
    shown = [block.value for block in app.code]
    assert shown == list(lines.values())
    assert f"**{locale(language)('common.demo_mark')}**" in texts(app) or "dataset" not in asked


def selected(store: Store, question: Question) -> Selection:
    """The selection as the page has it: its years always named."""
    asked = question.selection
    offered = table.offer(store, asked.dataset, asked.indicator, asked.series, asked.levels)
    return asked._replace(years=asked.years or offered.years)


def kept(selection: Selection) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("sector", *table.columns_asked(selection))))


def test_lines_to_copy_ask_the_same_question(store: Store, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    question = parse(store, {"dataset": "demo", "region": "RMC29,PV28", "years": "2017,2019", "by": "level", "lang": "en"})
    lines = copy_lines(question, "https://vsv.example/map")
    csv = address(question, "https://vsv.example/map", "csv")
    for name in ("pandas", "r", "curl", "power_query", "excel"):
        assert csv in lines[name]
    assert read(ask(csv.removeprefix("https://vsv.example/map")).content)["region_code"].nunique() == 2
    made: dict[str, Any] = {}
    exec(lines["python"], made)
    expected = answer(store, question).rows
    assert len(made["figures"]) == expected == 66
    words = shlex.split(lines["shell"])[:-2]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit):
        cli.main()
    assert len(read(capfd.readouterr().out)) == expected


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://vsv.example/tabellen?regio=PV28", "https://vsv.example"),
        ("https://vsv.example:8443/map/tabellen", "https://vsv.example:8443/map"),
        ("http://localhost:8501/", "http://localhost:8501"),
        ('https://vsv.example"; rm -rf ~/x', copying.FALLBACK),
        ("javascript:alert(1)//x", copying.FALLBACK),
        ("https://[broken/tabellen", copying.FALLBACK),
        ('https://vsv.example/$(id)"/tabellen', "https://vsv.example"),
        (None, copying.FALLBACK),
    ],
)
def test_the_server_address_holds_nothing_odd(url: str | None, base: str) -> None:
    assert copying.server_address(url) == base
