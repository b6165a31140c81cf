"""What must hold of figures that were accepted, whatever file they came from; written without the code that accepts them."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from vsv_metrics.schema.structure import Row

BREAKDOWNS = (
    *("sector", "level", "learning_path", "age_group", "sex", "origin", "programme", "absence_reported", "month_left"),
    *("month_last_reported", "qualification", "outcome", "moment", "characteristic", "institution"),
)
ONE_OF = {
    "dataset": {"published", "local", "demo"},
    "period_type": {"school_year", "calendar_year"},
    "measure": {"numerator", "denominator", "complement", "rate"},
    "unit": {"persons", "percent"},
    "coverage": {"whole", "institution"},
    "obs_status": {
        *("provisional", "presumed_provisional", "revised_provisional", "presumed_definitive", "definitive", "unknown"),
    },
    "precision": {"exact", "rounded", "derived", "estimated"},
}
REASONS = {"not_applicable", "suppressed", "unknown", "not_published"}
FIRST_YEAR = 1969
"""The oldest figures that ship; a school year begins in the year before."""


@dataclass(frozen=True)
class Known:
    """The codes of the reference tables, by the column that may hold them; members by breakdown."""

    codes: Mapping[str, Collection[str]]
    years: dict[str, tuple[float, float]]
    """Area -> first and last year in which it exists."""


def broken_rules(frame: pd.DataFrame, known: Known) -> list[str]:
    """What is wrong with figures, none when they keep every rule."""
    found: list[str] = []
    figures: dict[tuple[object, ...], dict[str, tuple[float, float]]] = {}
    keys: set[tuple[object, ...]] = set()
    for row in frame.to_dict("records"):
        found += [f"{why}: {row}" for why in _row(row, known)]
        key = tuple(row[name] for name in (*_FIGURE, "vintage_rank"))
        if (*key, row["measure"]) in keys:
            found.append(f"twice: {row}")
        keys.add((*key, row["measure"]))
        if not math.isnan(row["value"]):
            bounds = (row["value"], row["value"]) if math.isnan(row["lower"]) else (row["lower"], row["upper"])
            figures.setdefault(key, {})[row["measure"]] = bounds
    for key, values in figures.items():
        if {"numerator", "denominator"} <= values.keys() and values["numerator"][0] > values["denominator"][1]:
            found.append(f"more leavers than enrolled: {key} {values}")
    return found


_FIGURE = ("dataset", "series_id", "indicator_id", "region_code", "period_type", "period_start", *BREAKDOWNS, "coverage")


def _row(row: Row, known: Known) -> list[str]:
    wrong = [name for name, codes in ONE_OF.items() if row[name] not in codes]
    wrong += [name for name, codes in known.codes.items() if row[name] not in codes]
    value, lower, upper = (float(str(row[name])) for name in ("value", "lower", "upper"))
    is_missing, reason = math.isnan(value), row["missing_reason"]
    rules = {
        "finite": not any(math.isinf(number) for number in (value, lower, upper)),
        "not negative": not (value < 0 or lower < 0 or upper < 0),
        "bounds": math.isnan(lower) == math.isnan(upper) and not (lower > upper or lower > value or value > upper),
        "a value or a reason": is_missing == (reason in REASONS) and (is_missing or pd.isna(reason)),
        "unit": (row["unit"] == "percent") == (row["measure"] == "rate"),
        "at most 100 %": row["unit"] != "percent" or not (value > 100 or upper > 100),
        "whole persons": row["unit"] != "persons" or is_missing or value == int(value) if not math.isinf(value) else False,
        "vintage": int(str(row["vintage_rank"])) >= 1,
    }
    start = row["period_start"]
    if not isinstance(start, pd.Timestamp) or pd.isna(start):
        return [*wrong, "no period"]
    month = {"school_year": 8, "calendar_year": 1}.get(str(row["period_type"]))
    first, last = known.years.get(str(row["region_code"]), (0.0, 9999.0))
    rules |= {
        "first day": (start.month, start.day) == (month, 1),
        "year": FIRST_YEAR <= start.year <= date.today().year,
        "year of the area": first <= start.year <= last,
    }
    return wrong + [rule for rule, holds in rules.items() if not holds]
