"""The sentences beside charts say the numbers that the charts draw."""

import re

import pandas as pd
import pytest

from vsv_metrics.indicators import overview, region
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale
from vsv_metrics.web.alt import trend_alt


def numbers(text: str, language: str) -> list[float]:
    point = {"nl": ",", "en": "."}[language]
    found = re.findall(r"(?<![\d/])\d[\d.,]*\d(?![\d/])|(?<![\d/.,])\d(?![\d/.,])", text)
    return [float(re.sub(rf"[^\d{re.escape(point)}]", "", item).replace(",", ".")) for item in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_the_numbers_said_are_those_of_the_frame(store: Store, dataset: str, language: str) -> None:
    frame = overview.national(store, dataset).dropna(subset=["numerator"])
    text = trend_alt("Titel", frame, "numerator", Locale(language))
    last = frame["numerator"].iloc[int(frame["period"].to_numpy().argmax())]
    said = numbers(re.sub(r"\d{4}/\d{2}", "", text), language)
    assert said == [len(frame), last, frame["numerator"].max(), frame["numerator"].min()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_percentages_keep_the_decimals_of_their_source(store: Store, language: str) -> None:
    [view] = region.area(store, "published", "RMC01").views
    text = trend_alt("Titel", view.area, "rate_pct", Locale(language))
    assert Locale(language).percent(2.02) + " (2016/17)" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_figures_it_says_so(language: str) -> None:
    frame = pd.DataFrame({"period": [2023], "numerator": [float("nan")]})
    words = Locale(language)
    assert trend_alt("Titel", frame, "numerator", words) == f"Titel. {words('common.no_data')}."
