"""What is left of a total when a known part is taken off."""

import pandas as pd


def remainder(totals: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Total minus part per period, columns `period`, `numerator`, grain one period.

    Both frames hold figures of one area and one series with `series_id`, `piece`, `period`, `vintage_rank`, `numerator`. Only
    periods in which both counts stem from the same publication round are subtracted; the result is derived, never published.
    """
    keys = ["series_id", "piece", "period", "vintage_rank"]
    joined = totals[[*keys, "numerator"]].merge(parts[[*keys, "numerator"]], on=keys, suffixes=("_total", "_part"))
    joined = joined.dropna(subset=["numerator_total", "numerator_part"])
    result = joined[["period"]].copy()
    result["numerator"] = joined["numerator_total"] - joined["numerator_part"]
    return result.sort_values("period", ignore_index=True)
