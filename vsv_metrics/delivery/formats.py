"""The files that an answer can be given as, the same for the API and the command line."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from pyarrow import Table

from vsv_metrics.delivery.answer import Answer
from vsv_metrics.export.csv import Dialect, csv_parts
from vsv_metrics.export.few import Columns
from vsv_metrics.export.json import json_parts
from vsv_metrics.export.parquet import parquet_parts
from vsv_metrics.export.table import file_stem
from vsv_metrics.text import locale

T = TypeVar("T")

MOST_NAMED = 2
"""Areas named in a file name; more are counted."""

LONGEST_STEM = 120


class Format(NamedTuple):
    """A kind of file: its media type, the ending of its name, what writes an answer, and whether a screen can show it."""

    media_type: str
    ending: str
    write: Callable[[Answer], Iterator[bytes]]
    is_text: bool = False


def about(answer: Answer) -> dict[str, object]:
    """What an answer says of itself, once for all of its rows."""
    dataset = answer.question.selection.dataset
    return {
        "dataset": dataset,
        "dataset_note": locale(answer.question.language)(f"export.note_{dataset}"),
        "data_fingerprint": answer.origin.fingerprint,
        "app_version": answer.origin.app_version,
        "query": answer.origin.query,
        "count": answer.rows,
    }


def file_name(answer: Answer, name: str) -> str:
    """The name of the file of an answer in the format called `name`: what, where, when, and whether the figures are fictional."""
    asked = answer.question.selection
    areas = asked.regions if len(asked.regions) <= MOST_NAMED else (f"{len(asked.regions)}-gebieden",)
    years = "-".join(str(year) for year in dict.fromkeys(asked.years or ()))
    members = (code for _, codes in asked.members for code in codes)
    parts = (part for part in (asked.indicator, *(areas or asked.levels), years, *members, *asked.breakdowns) if part)
    return f"{file_stem(asked.dataset, *parts)[:LONGEST_STEM]}.{FORMATS[name].ending}"


def _csv(dialect: Dialect) -> Callable[[Answer], Iterator[bytes]]:
    return lambda answer: csv_parts(_parts(answer), dialect)


def _json(answer: Answer) -> Iterator[bytes]:
    return json_parts(_parts(answer), about(answer))


def _parquet(answer: Answer) -> Iterator[bytes]:
    return parquet_parts(answer.tables())


def _parts(answer: Answer) -> Iterator[Table | Columns]:
    """The rows to write; those of a long answer are made while the ones before are written."""
    return answer.parts() if answer.few is not None else _ahead(answer.parts())


def _ahead(items: Iterator[T]) -> Iterator[T]:
    """The items, each made while the one before is used."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = worker.submit(next, items, None)
            yield item


FORMATS: dict[str, Format] = {
    "json": Format("application/json", "json", _json, is_text=True),
    "csv": Format("text/csv; charset=utf-8", "csv", _csv("int"), is_text=True),
    "csv-nl": Format("text/csv; charset=utf-8", "csv", _csv("nl"), is_text=True),
    "parquet": Format("application/vnd.apache.parquet", "parquet", _parquet),
}
"""Name in a question -> kind of file."""
