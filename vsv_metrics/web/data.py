"""The store as the pages see it: opened once a process, answers cached under the fingerprint of the figures."""

from collections.abc import Callable
from contextvars import ContextVar
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
from vsv_metrics.schema.codes import PART_SCOPE
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store
from vsv_metrics.web import host, quiet
from vsv_metrics.web.once import once

DAYS_PER_MONTH = 30.44

pd.options.mode.string_storage = "python"
"""Pages pick a few rows from many columns of text, again and again: a quarter less work than with text in Arrow's arrays, which
suit building a store, of many rows."""


class Private(tuple[tuple[object, ...], ...]):
    """Rows of one visitor. What `shared` makes from them is kept nowhere."""


P = ParamSpec("P")
R = TypeVar("R")

_held: ContextVar[int | None] = ContextVar("held", default=None)


_found: dict[int, loading.StoreHandle] = {}


def begin_with(stamp: int, handle: loading.StoreHandle) -> None:
    """The store that whoever starts the server found just before: it is not looked for again while that of `stamp` is in use."""
    _found[stamp] = handle


@once(2)
def _opened(stamp: int) -> tuple[Store, UserError | None]:
    handle = _found.pop(stamp, None) or loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir())
    return Store.open(handle.path), handle.problem


def shared(max_entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorates what all visitors may share: made once per fingerprint and further arguments, and not to be changed.

    What is made from figures that a visitor uploaded is made anew in each of that visitor's runs, and kept for no other.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        for_all = once(max_entries)(make)

        @wraps(make)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            is_private = any(isinstance(value, Private) for value in (*args, *kwargs.values()))
            if is_private:
                return make(*args, **kwargs)
            return _once_a_run(make, *args, **kwargs) if shows_own() else for_all(*args, **kwargs)

        return call

    return decorate


def _once_a_run(make: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    made: dict[object, R] = st.session_state.setdefault("_made_this_run", {})
    asked = (make, args, tuple(sorted(kwargs.items())))
    if asked not in made:
        made[asked] = make(*args, **kwargs)
    return made[asked]


def begin() -> None:
    """Called once a run: all of it shows the figures of one store, also when another one is put in use meanwhile."""
    quiet.note()
    st.session_state.pop("_made_this_run", None)
    st.session_state["_store_stamp"] = loading.store_stamp(paths.store_dir())


def choose(dataset: str) -> None:
    """Notes which scope this run shows: a data set, or the part of it that counts the visitor's institutions only."""
    st.session_state["_dataset"] = dataset


def use_own(own: Store | None) -> None:
    """Keeps a visitor's own figures for this session, None to forget them."""
    st.session_state.pop("_made_this_run", None)
    before = st.session_state.pop("_own_store", None)
    if before is not None:
        before.close()
    if own is not None:
        st.session_state["_own_store"] = own


def own_scopes() -> tuple[str, ...]:
    """The scopes with own figures: uploaded in this session, else loaded on this machine."""
    if "_own_store" in st.session_state:
        return ("local",)
    found = scopes(_common()[0].fingerprint) if host.shows_local() else frozenset()
    return tuple(scope for scope in ("local", PART_SCOPE) if scope in found)


def shows_own() -> bool:
    """Whether this run shows figures that were uploaded in this session."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return False
    return st.session_state.get("_dataset") == "local" and "_own_store" in st.session_state


def _current() -> tuple[Store, UserError | None]:
    return (st.session_state["_own_store"], None) if shows_own() else _common()


def _common() -> tuple[Store, UserError | None]:
    has_visitor = get_script_run_ctx(suppress_warning=True) is not None
    stamp = st.session_state.get("_store_stamp") if has_visitor else _held.get()
    return _opened(loading.store_stamp(paths.store_dir()) if stamp is None else stamp)


def common_store() -> Store:
    """The store that all visitors share, also while this one shows own figures."""
    return _common()[0]


def store() -> Store:
    """The opened store; built first when it is absent."""
    return _current()[0]


def problem() -> UserError | None:
    """Why the store in use is not that of the newest files; None when it is."""
    return _current()[1]


def hold() -> None:
    """What follows in this context, and in threads started from it, shows the store in use now, as a visitor's run does."""
    _held.set(loading.store_stamp(paths.store_dir()))


def is_held_in_use() -> bool:
    """Whether the store that is held is still the one in use."""
    return _held.get() == loading.store_stamp(paths.store_dir())


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
    months = None if published is None else months_since(published)
    return Newest(int(row["period"]), str(row["obs_status"]), published, months)


def months_since(published: date) -> int:
    """Whole months since a day, 0 for a day to come: a clock may be wrong."""
    return max(0, round((date.today() - published).days / DAYS_PER_MONTH))


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
def scopes(fingerprint: str) -> frozenset[str]:
    """What the store that all visitors share has figures of."""
    return frozenset(_common()[0].query("scopes")["scope"])
