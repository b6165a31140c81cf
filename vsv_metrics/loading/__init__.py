"""The way in: files → readers → checks → store.

What finds and builds a store is imported at once. What reads the files of users is imported when it is first asked for: neither
the start of a server nor an export waits for it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from vsv_metrics.loading.inputs import read_inputs
from vsv_metrics.loading.stores import StoreHandle, ensure_store, fingerprint, store_in_use, store_stamp

if TYPE_CHECKING:
    from vsv_metrics.loading.checking import Report, check_file, check_folder, read_reference
    from vsv_metrics.loading.lists import named_list
    from vsv_metrics.loading.local import Loaded, Taken, load, loaded, unload
    from vsv_metrics.loading.refreshing import Outcome, last_refresh, refresh
    from vsv_metrics.loading.session import session_store

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

_LATER = {
    "checking": ("Report", "check_file", "check_folder", "read_reference"),
    "lists": ("named_list",),
    "local": ("Loaded", "Taken", "load", "loaded", "unload"),
    "refreshing": ("Outcome", "last_refresh", "refresh"),
    "session": ("session_store",),
}
"""Module -> what is imported from it when it is asked for."""

if not TYPE_CHECKING:  # whoever checks types sees the imports above, and a name that is not there

    def __getattr__(name: str) -> Any:
        for module, names in _LATER.items():
            if name in names:
                return getattr(import_module(f"{__name__}.{module}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
