"""The store as the pages see it: opened once a process, answers cached under the fingerprint of the figures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vsv_metrics import loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.indicators import overview
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store
from vsv_metrics.web import host

DAYS_PER_MONTH = 30.44

P = ParamSpec("P")
R = TypeVar("R")


@st.cache_resource(show_spinner=False, max_entries=2)
def _opened(stamp: int) -> tuple[Store, UserError | None]:
    handle = loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir())
    return Store.open(handle.path), handle.problem


def shared(max_entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorates what all visitors may share: made once per fingerprint and further arguments, and not to be changed.

    What is made from a visitor's own figures is made anew each time and kept nowhere.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        cached = st.cache_resource(show_spinner=False, max_entries=max_entries)(make)

        @wraps(make)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            return make(*args, **kwargs) if shows_own() else cached(*args, **kwargs)

        return call

    return decorate


def begin() -> None:
    """Called once a run: all of it shows the figures of one store, also when another one is put in use meanwhile."""
    st.session_state["_store_stamp"] = loading.store_stamp(paths.store_dir())


def choose(dataset: str) -> None:
    """Notes which data set this run shows."""
    st.session_state["_dataset"] = dataset


def use_own(own: Store | None) -> None:
    """Keeps a visitor's own figures for this session, None to forget them."""
    before = st.session_state.pop("_own_store", None)
    if before is not None:
        before.close()
    if own is not None:
        st.session_state["_own_store"] = own


def has_own() -> bool:
    """Whether there are local figures: uploaded in this session, or loaded on this machine."""
    if "_own_store" in st.session_state:
        return True
    return host.shows_local() and "local" in datasets(_common()[0].fingerprint)


def shows_own() -> bool:
    """Whether this run shows figures that were uploaded in this session."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return False
    return st.session_state.get("_dataset") == "local" and "_own_store" in st.session_state


def _current() -> tuple[Store, UserError | None]:
    return (st.session_state["_own_store"], None) if shows_own() else _common()


def _common() -> tuple[Store, UserError | None]:
    has_visitor = get_script_run_ctx(suppress_warning=True) is not None
    stamp = st.session_state.get("_store_stamp") if has_visitor else None
    return _opened(loading.store_stamp(paths.store_dir()) if stamp is None else stamp)


def store() -> Store:
    """The opened store; built first when it is absent."""
    return _current()[0]


def common() -> Store:
    """The store of what everybody may see, also in a session with figures of its own."""
    return _common()[0]


def problem() -> UserError | None:
    """Why the store in use is not that of the newest files; None when it is."""
    return _current()[1]


def check_ready() -> str:
    """The fingerprint of the figures, after a query has been answered."""
    opened = store()
    opened.ready()
    return opened.fingerprint


@dataclass(frozen=True)
class Newest:
    """The newest national figure of a data set."""

    period: int
    obs_status: str
    published_on: date | None
    months_old: int | None


@shared(8)
def newest(fingerprint: str, dataset: str) -> Newest | None:
    """The newest national figure of the series that the target is set in, None when the data set has none."""
    rows = store().query("newest", dataset=dataset)
    series = overview.target_series(store(), dataset)
    rows = rows[(rows["indicator_id"] == "new_leavers") & (rows["level"] == "country") & rows["series_id"].isin(series)]
    if rows.empty:
        return None
    row = rows.sort_values("period").iloc[-1]
    published = None if pd.isna(row["published_on"]) else pd.Timestamp(row["published_on"]).date()
    months = None if published is None else round((date.today() - published).days / DAYS_PER_MONTH)
    return Newest(int(row["period"]), str(row["obs_status"]), published, months)


@shared(4)
def sources(fingerprint: str) -> dict[str, Row]:
    """Table `source`: id -> row."""
    return {row["source_id"]: row for row in store().query("sources").to_dict("records")}


@shared(4)
def series(fingerprint: str) -> dict[str, Row]:
    """Table `series`: id -> row."""
    return {row["series_id"]: row for row in store().query("series").to_dict("records")}


@shared(4)
def aliases(fingerprint: str) -> dict[str, str]:
    """Other codes and names of areas -> code."""
    rows = store().query("region_aliases")
    return dict(zip(rows["alias"], rows["region_code"], strict=True))


@shared(4)
def datasets(fingerprint: str) -> frozenset[str]:
    """The data sets that the store has figures of."""
    return frozenset(_common()[0].query("source_use")["dataset"])
