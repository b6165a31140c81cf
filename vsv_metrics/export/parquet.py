"""Parquet: the table typed, with what is known of it as JSON in the metadata of the file."""

import io
import json

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
