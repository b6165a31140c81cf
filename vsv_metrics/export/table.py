"""The columns of every download, in one order, from a frame of figures."""

import pandas as pd

from vsv_metrics.schema.codes import BREAKDOWNS, PART_SCOPE, TOTAL
from vsv_metrics.text import Locale

FILE_MARKS = {"demo": ("voorbeeld",), "local": ("eigen",), PART_SCOPE: ("eigen", "instellingen")}
RECKONED = ("kind", "projected_lower", "projected_upper")
"""Columns of a frame that holds reckoned values beside figures: which is which, and the bounds of what is drawn on."""
COMPARED = (
    "funnel_verdict",
    "smoothed_pct",
    "rank",
    "rank_lower",
    "rank_upper",
    "chance_lowest_fifth",
    "chance_highest_fifth",
    "trend",
    "trend_reason",
)
"""Columns of a frame that holds areas side by side: what chance makes of their differences."""

ALWAYS = ("sector",)
"""Breakdowns that stand in a download even when all rows are totals."""


def download_table(
    figures: pd.DataFrame,
    *,
    sources: pd.DataFrame,
    members: pd.DataFrame,
    locale: Locale,
    fingerprint: str,
    note: str = "",
) -> pd.DataFrame:
    """One row per figure with codes and names, ready to be written; order and number of rows as in `figures`.

    `sources` and `members` are the store's tables of those names. Breakdown columns that hold only totals are left out.
    `note` is what every reader of the file must know; without one there is no such column.
    """
    language = locale.language
    names = members.set_index(["breakdown", "code"])[f"name_{language}"]
    titles = sources.set_index("source_id")
    columns: dict[str, object] = {
        "dataset": figures["dataset"],
        "dataset_note": [locale(f"export.note_{dataset}") for dataset in figures["dataset"]],
        **{column: figures[column] for column in RECKONED if column in figures},
        "series_id": figures["series_id"],
        "series_name": figures[f"series_name_{language}"],
        "indicator_id": figures["indicator_id"],
        "indicator_name": figures[f"indicator_name_{language}"],
        "region_code": figures["region_code"],
        "region_name": figures[f"region_name_{language}"],
        "region_level": figures["region_level"],
        "coverage": figures["coverage"],
        "period_type": figures["period_type"],
        "period": [locale.period(kind, int(year)) for kind, year in zip(figures["period_type"], figures["period"], strict=True)],
    }
    for breakdown in BREAKDOWNS:
        codes = figures[breakdown]
        if breakdown in ALWAYS or (codes != TOTAL).any():
            columns[breakdown] = codes
            columns[f"{breakdown}_name"] = [_member_name(names, breakdown, code) for code in codes]
    for column in (
        "numerator",
        "numerator_lower",
        "numerator_upper",
        "denominator",
        "denominator_lower",
        "denominator_upper",
        "rate_pct",
        "rate_lower",
        "rate_upper",
        "rate_basis",
        "interval_lower",
        "interval_upper",
        "obs_status",
        "rate_status",
        "precision",
        "missing_reason",
        "flags",
        "piece",
        "vintage_rank",
        "published_on",
        "source_id",
    ):
        columns[column] = figures[column]
    columns |= {column: figures[column] for column in COMPARED if column in figures}
    columns["source_title"] = figures["source_id"].map(titles["title"])
    columns["source_address"] = figures["source_id"].map(titles["address"])
    columns["rate_source_id"] = figures["rate_source_id"]
    columns["data_fingerprint"] = fingerprint
    if note:
        columns["note"] = note
    return pd.DataFrame(columns, index=figures.index)


def file_stem(dataset: str, *parts: str) -> str:
    """A file name without ending: `vsv-`, what kind of figures when they are not published, and the parts, only [a-z0-9_-]."""
    words = ["vsv", *FILE_MARKS.get(dataset, ()), *parts]
    kept = "-".join(words).lower()
    return "".join(character if character.isascii() and (character.isalnum() or character in "-_") else "-" for character in kept)


def _member_name(names: pd.Series, breakdown: str, code: str) -> str:
    return str(names.get((breakdown, code), code))
