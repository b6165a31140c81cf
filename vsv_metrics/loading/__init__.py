"""The way in: files → readers → checks → store."""

from vsv_metrics.loading.checking import Report, check_file, check_folder
from vsv_metrics.loading.inputs import read_inputs
from vsv_metrics.loading.stores import StoreHandle, ensure_store, fingerprint, store_in_use

__all__ = [
    "Report",
    "StoreHandle",
    "check_file",
    "check_folder",
    "ensure_store",
    "fingerprint",
    "read_inputs",
    "store_in_use",
]
