"""The DuckDB store: built as a new file under a new name, opened read-only and locked down."""

from vsv_metrics.store.connection import Store
from vsv_metrics.store.ddl import SCHEMA_VERSION
from vsv_metrics.store.keeping import kept, kept_rows
from vsv_metrics.store.slices import members_of, slices

__all__ = ["SCHEMA_VERSION", "Store", "kept", "kept_rows", "members_of", "slices"]
