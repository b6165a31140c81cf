"""Files that users bring: recognised, refused or read as rows of `observation`, without a guess that has the last word."""

from vsv_metrics.sources.foreign.content import PERSON_FILE_LIMIT, UPLOAD_LIMIT
from vsv_metrics.sources.foreign.reading import Reading, Reference, Verdict
from vsv_metrics.sources.foreign.recognise import examine, read_own

__all__ = ["PERSON_FILE_LIMIT", "UPLOAD_LIMIT", "Reading", "Reference", "Verdict", "examine", "read_own"]
