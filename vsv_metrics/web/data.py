"""The store as the pages see it: opened once a process, answers cached under the fingerprint of the figures."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from vsv_metrics import loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.indicators import overview
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

DAYS_PER_MONTH = 30.44


@st.cache_resource(show_spinner=False)
def _opened() -> tuple[Store, UserError | None]:
    handle = loading.ensure_store(paths.data_dir(), paths.store_dir())
    return Store.open(handle.path), handle.problem


def store() -> Store:
    """The opened store; built first when it is absent."""
    return _opened()[0]


def problem() -> UserError | None:
    """Why the store in use is not that of the newest files; None when it is."""
    return _opened()[1]


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


@st.cache_data(show_spinner=False, max_entries=8)
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


@st.cache_data(show_spinner=False, max_entries=4)
def sources(fingerprint: str) -> pd.DataFrame:
    """Table `source`."""
    return store().query("sources")


@st.cache_data(show_spinner=False, max_entries=4)
def members(fingerprint: str) -> pd.DataFrame:
    """Table `member`."""
    return store().query("members")


@st.cache_resource(show_spinner=False, max_entries=4)
def series(fingerprint: str) -> dict[str, Row]:
    """Table `series`: id -> row."""
    return {row["series_id"]: row for row in store().query("series").to_dict("records")}


@st.cache_resource(show_spinner=False, max_entries=4)
def aliases(fingerprint: str) -> dict[str, str]:
    """Other codes and names of areas -> code."""
    rows = store().query("region_aliases")
    return dict(zip(rows["alias"], rows["region_code"], strict=True))
