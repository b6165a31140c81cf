"""What the pages call things: indicators, series, areas, members."""

from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data

NO_VALUE = "–"
"""Stands in a cell without a number; the remark of the row says why."""
COUNTED_AMONG_ENROLLED = "new_leavers"
"""Indicator whose denominator is everyone enrolled on 1 October; other denominators are groups of their own."""


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
