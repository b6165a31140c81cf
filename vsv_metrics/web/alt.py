"""Sentences that say what a chart shows, from the same numbers that it draws."""

import pandas as pd

from vsv_metrics.charts.trend import format_value
from vsv_metrics.text import Locale


def trend_alt(title: str, frame: pd.DataFrame, column: str, words: Locale) -> str:
    """Title, number of figures, and the newest, highest and lowest value of a frame of figures."""
    known = frame.dropna(subset=[column])
    if known.empty:
        return f"{title}. {words('common.no_data')}."
    values, periods = known[column].to_numpy(), known["period"].to_numpy()
    last, high, low = (known.iloc[int(at)] for at in (periods.argmax(), values.argmax(), values.argmin()))

    def said(row: pd.Series) -> str:
        value = format_value(float(row[column]), column, words, int(row["rate_digits"]))
        return f"{value} ({words.period(row['period_type'], int(row['period']))})"

    return words("common.trend_alt", title=title, n=len(known), last=said(last), high=said(high), low=said(low))
