"""A table as JSON: what it is, and one object per row with the columns of every download."""

import json
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from vsv_metrics.export.few import Columns
from vsv_metrics.export.lines import Style, lines

BETWEEN = ",\n"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def json_parts(tables: Iterable[pa.Table | Columns], about: Mapping[str, object]) -> Iterator[bytes]:
    """`{"about": …, "data": […]}` in pieces, the rows of the tables one after the other; what is missing is null."""
    yield f'{{"about":{as_json(about)},\n"data":[\n'.encode()
    last = b""
    style = Style(",", "}" + BETWEEN, as_json, "null", before=_before)
    for table in tables:
        for part in lines(table, style):
            yield last
            last = part
    yield last.removesuffix(BETWEEN.encode())
    yield b"\n]}\n"


def as_json(value: object) -> str:
    """A value as JSON on one line, letters as they are."""
    return _JSON.encode(value)


def _before(name: str, is_first: bool) -> str:
    return ("{" if is_first else "") + as_json(name) + ":"
