"""The part of the page Actielijnen with material for a region's yearly report: what is in the file, and the file."""

from functools import partial

import pandas as pd
import pyarrow as pa
import streamlit as st

from vsv_metrics.export.csv import DIALECTS, Dialect, to_csv
from vsv_metrics.export.effects import effect_table, reason
from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators import effects
from vsv_metrics.schema.codes import ALL_LINES
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, files, lists, register
from vsv_metrics.web.action_lines import regions
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

MOST_CACHED = 8


@data.shared(MOST_CACHED)
def report(fingerprint: str, dataset: str, region_code: str, own: lists.Rows) -> pd.DataFrame:
    """Measures × indicators × school years of one area."""
    return effects.report(data.store(), lists.joined("measures", own), dataset, region_code)


@data.shared(MOST_CACHED)
def overview(fingerprint: str, dataset: str, region_code: str, language: str, own: lists.Rows) -> pd.DataFrame:
    """Per action line and indicator the school years that have a figure of the area, or why there is none: texts."""
    words = locale(language)
    names = {code: words.name(row) for code, row in register.lines(fingerprint).items()}
    names[ALL_LINES] = words("action_lines.report_all")
    rows = report(fingerprint, dataset, region_code, own).dropna(subset=["aspect"])
    rows = rows.drop_duplicates(["topic", "aspect", "period", "member", "series_id"])
    order = data.store().query("line_indicators")[["topic", "aspect"]].itertuples(index=False)
    parts = dict(list(rows.groupby(["topic", "aspect"])))
    shown = []
    for key in order:
        if tuple(key) not in parts:
            continue
        part = parts[tuple(key)]
        known = part[part["numerator"].notna() | part["rate_pct"].notna()]
        years = [words.school_year(int(year)) for year in sorted(known["period"].unique())]
        shown.append((names[key[0]], part[f"name_{language}"].iat[0], ", ".join(years) or _why(part, words)))
    heads = [words(f"action_lines.report_{name}") for name in ("line", "indicator", "years")]
    return pd.DataFrame([[plain(cell) for cell in row] for row in shown], columns=heads)


def draw(visit: Visit, region_code: str) -> None:
    """What the file of an area holds, and the buttons that give it."""
    words, fingerprint = visit.locale, visit.store.fingerprint
    rows = lists.own_rows("measures")
    found = report(fingerprint, visit.dataset, region_code, rows)
    has_figure = found["numerator"].notna() | found["rate_pct"].notna()
    name = regions(fingerprint, words.language)[region_code]
    own = found.loc[found["measure_region_code"].notna(), "measure_id"].nunique()
    st.markdown(
        words(
            "action_lines.report_rows",
            n=words.number(len(found)),
            measures=words.number(found["measure_id"].nunique()),
            own=words.number(own),
            figures=words.number(int(has_figure.sum())),
        )
    )
    with st.container(horizontal=True, key="screen_report"):
        for dialect in DIALECTS:
            st.download_button(
                words(f"common.download_csv_{dialect}"),
                data=files.in_session(partial(_content, visit, region_code, name, dialect)),
                file_name=f"{file_stem(visit.dataset, 'effectrapportage', region_code)}-{dialect}.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"download_report_{dialect}",
                icon=":material/download:",
            )
    st.table(overview(fingerprint, visit.dataset, region_code, words.language, rows), hide_index=True, border="horizontal")


def _content(visit: Visit, region_code: str, region_name: str, dialect: Dialect) -> bytes:
    store, words = visit.store, visit.locale
    table = effect_table(
        report(store.fingerprint, visit.dataset, region_code, lists.own_rows("measures")),
        region_code=region_code,
        region_name=region_name,
        dataset=visit.dataset,
        sources=store.query("sources"),
        series=store.query("series"),
        members=store.query("members"),
        locale=words,
        fingerprint=store.fingerprint,
    )
    return to_csv(pa.Table.from_pandas(table, preserve_index=False), dialect)


def _why(part: pd.DataFrame, words: Locale) -> str:
    codes = part["missing_reason"].dropna().unique()
    return reason(str(codes[0]), words) if len(codes) else words("common.no_data")
