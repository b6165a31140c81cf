"""A table as JSON: what it is, and one object per row with the columns of every download."""

import json
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from vsv_metrics.export.columns import compute
from vsv_metrics.export.lines import Written, lines, plain

BETWEEN = ",\n"


def json_parts(tables: Iterable[pa.Table], about: Mapping[str, object]) -> Iterator[bytes]:
    """`{"about": …, "data": […]}` in pieces, the rows of the tables one after the other; what is missing is null."""
    yield f'{{"about":{as_json(about)},\n"data":[\n'.encode()
    last = b""
    for table in tables:
        first = table.column_names[0] if table.num_columns else ""
        for part in lines(table, lambda name, kind, first=first: _cells(name, kind, name == first), ",", "}" + BETWEEN):
            yield last
            last = part
    yield last.removesuffix(BETWEEN.encode())
    yield b"\n]}\n"


def as_json(value: object) -> str:
    """A value as JSON on one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _cells(name: str, kind: pa.DataType, is_first: bool) -> Written:
    before = ("{" if is_first else "") + as_json(name) + ":"
    values = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_floating(values) or pa.types.is_integer(values) or pa.types.is_boolean(values):
        return lambda numbers: compute.binary_join_element_wise(before, compute.fill_null(plain(numbers), "null"), "")
    return lambda texts: pa.array([before + as_json(_text(text)) for text in texts.to_pylist()], pa.string())


def _text(value: object) -> str | None:
    return None if value is None else str(value)
