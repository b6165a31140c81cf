"""The DuckDB store: built as a new file under a new name, opened read-only and locked down."""

from vsv_metrics.store.connection import Store
from vsv_metrics.store.ddl import SCHEMA_VERSION

__all__ = ["SCHEMA_VERSION", "Store"]
