"""The rows of a table as people read them: names for codes, numbers in their language, reasons for what is missing."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from pandas.io.formats.style import Styler

from vsv_metrics.indicators import table
from vsv_metrics.schema.codes import OPEN_STATUSES, TOTAL
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data

NO_VALUE = "–"
"""Stands in a cell without a number; the remark of the row says why."""
COUNTED_AMONG_ENROLLED = "new_leavers"
"""Indicator whose denominator is everyone enrolled on 1 October; other denominators are groups of their own."""


def readable(frame: pd.DataFrame, words: Locale, titles: pd.Series) -> pd.DataFrame:
    """The rows as people read them: names for codes, numbers as numbers, what is missing in words."""
    language = words.language
    known = names(data.store().fingerprint, language)
    statuses = {code: (f"○ {text}" if code in OPEN_STATUSES else text) for code, text in _statuses(frame, words).items()}
    columns: dict[str, Any] = {
        words("common.region"): frame[f"region_name_{language}"],
        words("tables.code"): frame["region_code"],
        words("common.period"): [
            words.period(kind, year) for kind, year in zip(frame["period_type"], frame["period"], strict=True)
        ],
    }
    for column in table.columns_with_parts(frame):
        columns[words(f"breakdown.{column}")] = [member(known, column, code, words) for code in frame[column]]
    columns |= {
        words("common.count"): frame["numerator"],
        _denominator(frame, words): frame["denominator"],
        words("tables.rate"): [
            value if pd.isna(value) else round(value, digits)
            for value, digits in zip(frame["rate_pct"], frame["rate_digits"], strict=True)
        ],
        words("common.status"): frame["obs_status"].map(statuses),
        words("tables.remark"): _remarks(frame, words),
        words("common.series"): frame[f"series_name_{language}"],
        words("common.source"): frame["source_id"].map(titles),
    }
    shown = pd.DataFrame(columns)
    return shown.dropna(axis="columns", how="all").loc[:, lambda kept: (kept != "").any()]


def number_columns(shown: pd.DataFrame, frame: pd.DataFrame, words: Locale) -> tuple[list[str], list[str]]:
    """The columns of `readable` that hold counts, and those that hold percentages."""
    return (
        [name for name in (words("common.count"), _denominator(frame, words)) if name in shown],
        [name for name in (words("tables.rate"),) if name in shown],
    )


def styled(shown: pd.DataFrame, counts: list[str], rates: list[str], digits: pd.Series, words: Locale) -> Styler:
    """The table with its numbers written in the language of the page; they stay numbers for sorting."""
    styler = shown.style
    for name in counts:
        styler.format(lambda value: words.number(float(str(value))), subset=pd.IndexSlice[:, name], na_rep=NO_VALUE)
    for name in rates:
        for places in sorted(set(digits)):
            rows = digits.index[digits == places]
            styler.format(partial(_percent, words=words, places=places), subset=pd.IndexSlice[rows, name], na_rep=NO_VALUE)
    return styler


@data.shared(4)
def names(fingerprint: str, language: str) -> dict[str, str]:
    """Names for people of indicators, series and areas (with their code), and of members as `breakdown.code`."""
    store, words = data.store(), locale(language)
    members = data.store().query("members").to_dict("records")
    return (
        {row["indicator_id"]: words.name(row) for row in store.query("indicators").to_dict("records")}
        | {row["series_id"]: words.name(row) for row in store.query("series").to_dict("records")}
        | {row["region_code"]: f"{words.name(row)} ({row['region_code']})" for row in store.query("regions").to_dict("records")}
        | {f"{row['breakdown']}.{row['code']}": words.name(row) for row in members}
    )


def member(known: dict[str, str], breakdown: str, code: str, words: Locale) -> str:
    """The name of a member; totals are called so, to tell them from parts."""
    return words("tables.total") if code == TOTAL else known.get(f"{breakdown}.{code}", code)


def _percent(value: object, words: Locale, places: int) -> str:
    return words.percent(float(str(value)), places)


def _remarks(frame: pd.DataFrame, words: Locale) -> list[str]:
    """Per row why a number is absent, or how exact it is."""
    has_count, has_rate = frame["numerator"].notna(), frame["rate_pct"].notna()
    reasons = {code: words(f"tables.missing_{code}") for code in frame["missing_reason"].dropna().unique()}
    absent = np.select(
        [frame["missing_reason"].notna() & ~has_count, has_count & ~has_rate, ~has_count & has_rate, ~has_count],
        [
            [reasons.get(code, "") for code in frame["missing_reason"]],
            words("tables.only_count"),
            words("tables.only_rate"),
            words("tables.only_denominator"),
        ],
        default="",
    )
    exactness = frame["precision"].astype("str").map(lambda code: words(f"tables.precision_{code}"))
    return ["; ".join(filter(None, pair)) for pair in zip(absent, exactness, strict=True)]


def _statuses(frame: pd.DataFrame, words: Locale) -> dict[str, str]:
    return {code: words(f"status.{code}") for code in frame["obs_status"].dropna().unique()}


def _denominator(frame: pd.DataFrame, words: Locale) -> str:
    return words("common.enrolled" if (frame["indicator_id"] == COUNTED_AMONG_ENROLLED).all() else "tables.denominator")
