"""How the rows of a visitor's list were understood, as a table."""

from datetime import date

import pandas as pd
import streamlit as st

from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import data
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

SHOWN_WHOLE = 8
"""Rows of a table that is shown at its full height."""

HEIGHT = 320


def draw(kind: str, rows: pd.DataFrame, visit: Visit) -> None:
    """One row per measure or moment, in words."""
    store, words = data.common_store(), visit.locale
    regions = {row["region_code"]: plain(words.name(row)) for row in store.query("regions").to_dict("records")}
    if kind == "measures":
        known = store.query("policy_measures").to_dict("records")
        lines = {row["measure_id"]: plain(words.name(row)) for row in known if row["kind"] == "action_line"}
        shown = [_measure(row, lines, regions, words) for row in rows.to_dict("records")]
    else:
        members = store.query("members").to_dict("records")
        names = {(row["breakdown"], row["code"]): plain(words.name(row)) for row in members}
        shown = [_moment(row, names, regions, words) for row in rows.to_dict("records")]
    height = "content" if len(shown) <= SHOWN_WHOLE else HEIGHT
    st.table(pd.DataFrame(shown), hide_index=True, border="horizontal", height=height)


def _measure(row: Row, lines: dict[str, str], regions: dict[str, str], words: Locale) -> dict[str, str]:
    return {
        words("lists.name"): plain(words.name(row)),
        words("lists.start"): _when(row["starts_on"], row["period_precision"], words),
        words("lists.end"): _when(row["ends_on"], row["period_precision"], words),
        words("lists.line"): lines.get(row["action_line"], words("lists.no_line")),
        words("lists.works_on"): words(f"lists.works_on_{row['works_on']}"),
        words("lists.region"): _region(row, regions),
    }


def _moment(row: Row, names: dict[tuple[str, str], str], regions: dict[str, str], words: Locale) -> dict[str, str]:
    months = [_month(date(2000, int(row[name]), 1), words).split(" ")[0] for name in ("first_month", "last_month")]
    return {
        words("lists.name"): plain(words.name(row)),
        words("lists.months"): " – ".join(dict.fromkeys(months)),
        **{words(f"lists.{name}"): names[name, row[name]] for name in ("sector", "level", "learning_path")},
        words("lists.region"): _region(row, regions),
    }


def _when(day: date, precision: str, words: Locale) -> str:
    """As much of a day as is known."""
    if pd.isna(day):
        return words("lists.open_end")
    return {"day": words.day(day), "month": _month(day, words), "year": str(day.year)}[precision]


def _month(day: date, words: Locale) -> str:
    return words.day(day).split(" ", 1)[1]


def _region(row: Row, regions: dict[str, str]) -> str:
    return regions["NL" if pd.isna(row["region_code"]) else row["region_code"]]
