"""What the parts of the page Vergelijken that are about one area share: its choice, and what its profile is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from vsv_metrics.indicators import peers, profile
from vsv_metrics.indicators.profile import Standing
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, links
from vsv_metrics.web.frame import Visit

DEFAULT_AREA = "PV28"
MOST_CACHED = 256


@dataclass(frozen=True)
class Basis:
    """What the profile of an area is made of, in one series and year; without a percentage of the area `at` is None."""

    own: pd.DataFrame
    at: Standing | None
    kind: pd.DataFrame
    traits: tuple[str, ...]
    nearest: tuple[str, ...]
    expectation: peers.Expectation | None


def choose_area(names: Mapping[str, str], visit: Visit) -> str:
    """Draws the choice of area; its code."""
    words = visit.locale
    return links.one(
        "regio",
        list(names),
        DEFAULT_AREA if DEFAULT_AREA in names else next(iter(names)),
        lambda key: st.selectbox(words("compare_region.choose_area"), list(names), format_func=names.__getitem__, key=key),
        words,
        data.aliases(visit.store.fingerprint),
        unwritten=DEFAULT_AREA,
    )


@data.shared(8)
def areas(fingerprint: str, dataset: str, language: str) -> dict[str, str]:
    """Areas with a percentage in this data set: code -> name with the code."""
    words = locale(language)
    return {row["region_code"]: _named(row, words) for row in profile.areas(data.store(), dataset).to_dict("records")}


@data.shared(MOST_CACHED)
def basis(fingerprint: str, dataset: str, code: str) -> Basis:
    """What the profile of one area is made of."""
    store = data.store()
    own = profile.history(store, dataset, code)
    at = profile.standing(own)
    if at is None:
        return Basis(own, None, own.head(0), (), (), None)
    of_kind = kind(fingerprint, dataset, at.level, at.series_id, at.period)
    known, near = alike(fingerprint, dataset, at)
    return Basis(own, at, of_kind, known, near, peers.expectation(store, dataset, at))


@data.shared(16)
def kind(fingerprint: str, dataset: str, level: str, series_id: str, period: int) -> pd.DataFrame:
    """The figures of all areas of one kind and of the country in one series and year."""
    return profile.kind_figures(data.store(), dataset, level, series_id, period)


@data.shared(MOST_CACHED)
def alike(fingerprint: str, dataset: str, at: Standing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The traits that are known of the areas of this kind, and the areas nearest in them."""
    of_kind = kind(fingerprint, dataset, at.level, at.series_id, at.period)
    found = peers.traits(data.store(), dataset, of_kind, at)
    return tuple(found.columns), peers.nearest(found, at.region_code)


@data.shared(MOST_CACHED)
def lines(fingerprint: str, dataset: str, code: str, group: tuple[str, ...]) -> pd.DataFrame:
    """The lines of the profile of one area against one group."""
    found = basis(fingerprint, dataset, code)
    assert found.at is not None
    return profile.spine(data.store(), found.kind, found.own, found.at, group)


def short(name: str) -> str:
    """The name of an area without its code."""
    return name.rsplit(" (", 1)[0]


def _named(row: Row, words: Locale) -> str:
    return f"{words.name(row)} ({row['region_code']})"
