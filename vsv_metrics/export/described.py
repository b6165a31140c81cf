"""What each column of a download holds: its kind, its name for people, and what it means."""

from typing import Literal

import pyarrow as pa

from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.text import Locale

Kind = Literal["text", "persons", "percent", "whole", "number", "date"]

COLUMNS: dict[str, Kind] = {
    "dataset": "text",
    "dataset_note": "text",
    "kind": "text",
    "projected_lower": "persons",
    "projected_upper": "persons",
    "series_id": "text",
    "series_name": "text",
    "indicator_id": "text",
    "indicator_name": "text",
    "region_code": "text",
    "region_name": "text",
    "region_level": "text",
    "coverage": "text",
    "period_type": "text",
    "period": "text",
    "year": "whole",
    "broken_down_by": "text",
    "measure": "text",
    "numerator": "persons",
    "numerator_lower": "persons",
    "numerator_upper": "persons",
    "denominator": "persons",
    "denominator_lower": "persons",
    "denominator_upper": "persons",
    "rate_pct": "percent",
    "rate_lower": "percent",
    "rate_upper": "percent",
    "rate_basis": "text",
    "rate_digits": "whole",
    "interval_lower": "percent",
    "interval_upper": "percent",
    "count_symbol": "text",
    "rate_symbol": "text",
    "remark": "text",
    "obs_status": "text",
    "rate_status": "text",
    "precision": "text",
    "missing_reason": "text",
    "flags": "text",
    "piece": "whole",
    "vintage_rank": "whole",
    "published_on": "date",
    "funnel_verdict": "text",
    "smoothed_pct": "percent",
    "rank": "whole",
    "rank_lower": "whole",
    "rank_upper": "whole",
    "chance_lowest_fifth": "number",
    "chance_highest_fifth": "number",
    "trend": "text",
    "trend_reason": "text",
    "source_id": "text",
    "source_title": "text",
    "source_address": "text",
    "source_retrieved_on": "date",
    "rate_source_id": "text",
    "data_fingerprint": "text",
    "app_version": "text",
    "query": "text",
    "note": "text",
}
"""Column -> kind, in the order of a download. The breakdown columns, code and name, come between `year` and `broken_down_by`."""

NAME_ENDING = "_name"
SYMBOL_ENDING = "_symbol"


def kind(name: str, column: pa.DataType) -> Kind:
    """What a column holds; of a column that was made while arranging its type tells."""
    if name in COLUMNS:
        return COLUMNS[name]
    if pa.types.is_integer(column):
        return "whole"
    return "number" if pa.types.is_floating(column) else "date" if pa.types.is_date(column) else "text"


def label(name: str, locale: Locale) -> str:
    """The name of a column for people; of a column that was made while arranging its own."""
    breakdown = name.removesuffix(NAME_ENDING)
    if name in BREAKDOWNS:
        return locale("columns.breakdown_code", breakdown=locale(f"breakdown.{name}"))
    if breakdown in BREAKDOWNS:
        return locale(f"breakdown.{breakdown}")
    if name in COLUMNS:
        return locale(f"columns.label.{name}")
    made_from = name.removesuffix(SYMBOL_ENDING)
    return name if made_from == name else locale("columns.wide_symbol", column=made_from)


def about(name: str, locale: Locale) -> str:
    """What a column means."""
    breakdown = name.removesuffix(NAME_ENDING)
    if breakdown in BREAKDOWNS:
        key = "columns.breakdown_about" if name == breakdown else "columns.breakdown_name_about"
        return locale(key, breakdown=locale(f"breakdown.{breakdown}"))
    if name in COLUMNS:
        return locale(f"columns.about.{name}")
    made_from = name.removesuffix(SYMBOL_ENDING)
    return locale("columns.wide_about" if made_from == name else "columns.wide_symbol_about", column=made_from)
