"""The way in: files → readers → checks → store."""

from vsv_metrics.loading.checking import Report, check_file, check_folder, read_reference
from vsv_metrics.loading.inputs import read_inputs
from vsv_metrics.loading.lists import named as named_list
from vsv_metrics.loading.local import Loaded, Taken, load, loaded, unload
from vsv_metrics.loading.refresh import Outcome, last_refresh, refresh
from vsv_metrics.loading.session import session_store
from vsv_metrics.loading.stores import StoreHandle, ensure_store, fingerprint, store_in_use, store_stamp

__all__ = [
    "Loaded",
    "Outcome",
    "Report",
    "StoreHandle",
    "Taken",
    "check_file",
    "check_folder",
    "ensure_store",
    "fingerprint",
    "last_refresh",
    "load",
    "loaded",
    "named_list",
    "read_inputs",
    "read_reference",
    "refresh",
    "session_store",
    "store_in_use",
    "store_stamp",
    "unload",
]
