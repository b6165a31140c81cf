"""Parquet: the table typed, with what is known of it in the metadata of the file; or written a group of rows at a time."""

import io
import json
from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from vsv_metrics.export.document import Document, metadata, plain

KEY = "vsv"
"""Name in the metadata of the file."""


def to_parquet(document: Document) -> bytes:
    """The table as Parquet: texts as strings, numbers as numbers, days as dates, missing as null."""
    about = json.dumps(metadata(document), ensure_ascii=False)
    out = io.BytesIO()
    pq.write_table(plain(document.table).replace_schema_metadata({KEY: about}), out, compression="zstd")
    return out.getvalue()


def parquet_parts(tables: Iterable[pa.Table]) -> Iterator[bytes]:
    """One Parquet file in pieces: the rows of the tables one after the other, a group of rows per table."""
    sink = _Pieces()
    writer: pq.ParquetWriter | None = None
    for table in tables:
        if writer is None:
            writer = pq.ParquetWriter(sink, table.schema, compression="zstd", store_schema=False)
        writer.write_table(table.cast(writer.schema))
        yield sink.taken()
    if writer is not None:
        writer.close()
    yield sink.taken()


class _Pieces:
    """A file to write to, whose bytes are taken out as they come."""

    closed = False

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        piece = bytes(data)
        self._held.append(piece)
        self._size += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def taken(self) -> bytes:
        found = b"".join(self._held)
        self._held.clear()
        return found
