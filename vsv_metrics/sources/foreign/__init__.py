"""Files that users bring: recognised, refused or read as rows of `observation`, without a guess that has the last word.

The readers of every kind of file are imported when the first file is brought: no start of a server waits for them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from vsv_metrics.sources.foreign.content import PERSON_FILE_LIMIT, UPLOAD_LIMIT
from vsv_metrics.sources.foreign.reading import Reading, Reference, Verdict

if TYPE_CHECKING:
    from vsv_metrics.sources.foreign.recognise import examine, read_own

__all__ = ["PERSON_FILE_LIMIT", "UPLOAD_LIMIT", "Reading", "Reference", "Verdict", "examine", "read_own"]

if not TYPE_CHECKING:  # whoever checks types sees the import above, and a name that is not there

    def __getattr__(name: str) -> Any:
        if name in ("examine", "read_own"):
            return getattr(import_module(f"{__name__}.recognise"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
