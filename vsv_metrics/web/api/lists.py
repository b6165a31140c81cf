"""`/api/v1/datasets`, `series`, `regions` …: the codes that figures name, with their names in both languages."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from vsv_metrics.errors import UserError
from vsv_metrics.export.csv import Dialect, to_csv
from vsv_metrics.export.json import json_parts
from vsv_metrics.paths import app_version
from vsv_metrics.schema.codes import DATASETS, TOTAL
from vsv_metrics.store import Store
from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES, locale
from vsv_metrics.web import data
from vsv_metrics.web.api.answering import answered, open_to_all
from vsv_metrics.web.api.asking import OPEN_SCOPES, asked, scopes

LIST_FORMATS = ("json", "csv", "csv-nl")
DIALECTS: dict[str, Dialect] = {"csv": "int", "csv-nl": "nl"}


class Listing(NamedTuple):
    """A list: what it holds, and its rows for the scopes that may be asked for."""

    about: str
    rows: Callable[[Store, Sequence[str]], pd.DataFrame]


def list_answer(name: str) -> Callable[[Request], Response]:
    """What answers a request for this list."""

    def make(request: Request) -> Response:
        ask = asked(request, LIST_FORMATS)
        if unknown := next((key for key in ask.question if key != "lang"), "limit" if ask.is_paged else None):
            raise UserError("query_parameter", name=unknown[:100], expected="format,lang")
        if (language := ask.question.get("lang", DEFAULT_LANGUAGE)) not in LANGUAGES:
            raise UserError("query_value", name="lang", value=language[:100], expected=",".join(LANGUAGES))
        store, may = data.common_store(), scopes(request)
        headers = open_to_all() if may == OPEN_SCOPES else {}
        if ask.format != "json":
            headers["Content-Disposition"] = f'attachment; filename="vsv-{name}.csv"'
        media_type = "application/json" if ask.format == "json" else "text/csv; charset=utf-8"
        key = (store.fingerprint, name, ask.format, *may)
        return answered(request, key, lambda: _written(name, store, may, ask.format), media_type, headers)

    return make


def _written(name: str, store: Store, may: Sequence[str], kind: str) -> str:
    table = pa.Table.from_pandas(LISTS[name].rows(store, may), preserve_index=False)
    if kind != "json":
        return to_csv(table, DIALECTS[kind]).decode()
    about = {"list": name, "data_fingerprint": store.fingerprint, "app_version": app_version(), "count": len(table)}
    return b"".join(json_parts([table], about)).decode()


def _datasets(store: Store, may: Sequence[str]) -> pd.DataFrame:
    present = set(store.kept("scopes")["scope"])
    words = {f"note_{code}": locale(code) for code in LANGUAGES}
    rows = [
        {"dataset": scope, "is_fictional": scope == "demo"} | {name: say(f"export.note_{scope}") for name, say in words.items()}
        for scope in may
        if scope in present
    ]
    return pd.DataFrame(rows)


def _series(store: Store, may: Sequence[str]) -> pd.DataFrame:
    rows = store.query("series")
    return rows[rows["series_id"].isin(_occurring(store, may, "offer", "series_id"))]


def _indicators(store: Store, may: Sequence[str]) -> pd.DataFrame:
    rows = store.query("indicators")
    return rows[rows["indicator_id"].isin(_occurring(store, may, "offer", "indicator_id"))]


def _regions(store: Store, may: Sequence[str]) -> pd.DataFrame:
    rows = store.query("regions")
    return rows[rows["region_code"].isin(_occurring(store, may, "offer_regions", "region_code"))]


def _sources(store: Store, may: Sequence[str]) -> pd.DataFrame:
    """The publications of figures that may be asked for: the title of one's own file is not for others."""
    rows, use = store.query("sources"), store.query("source_use")
    datasets = [name for name in DATASETS if name in may]
    found = rows[rows["source_id"].isin(use.loc[use["dataset"].isin(datasets), "source_id"])]
    return found.assign(**{name: found[name].dt.date for name in ("published_on", "retrieved_on")})


def _members(store: Store, may: Sequence[str]) -> pd.DataFrame:
    """The members that occur and the totals: institutions named in one's own figures are not for others."""
    rows = store.query("members")
    found = {pair for scope in may for pair in _pairs(store.kept("offer_members", dataset=scope))}
    kept = [code == TOTAL or (name, code) in found for name, code in _pairs(rows)]
    return rows[kept]


def _pairs(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["breakdown"], rows["code"], strict=True))


def _occurring(store: Store, may: Sequence[str], statement: str, column: str) -> set[str]:
    return {code for scope in may for code in store.kept(statement, dataset=scope)[column]}


LISTS: dict[str, Listing] = {
    "datasets": Listing("data sets: published figures, fictional ones, and what their rows are marked with", _datasets),
    "series": Listing("series: producer, definition, first and last year, and the series that follows", _series),
    "regions": Listing("areas: level, names, the (start) years they existed, and where they lie", _regions),
    "indicators": Listing("indicators: what their counts and percentages are of", _indicators),
    "sources": Listing("sources: publisher, address, licence, days of publication and retrieval", _sources),
    "members": Listing("members of the breakdown columns, in their order, and the total they make up", _members),
}
"""Last part of the address -> list."""
