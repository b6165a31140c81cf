"""A user's own list of measures or intake moments, given keys of its own so that it can stand beside any other."""

import pandas as pd

from vsv_metrics.schema.tables import Table
from vsv_metrics.sources.foreign.lists import FORMATS


def is_list(file_format: str) -> bool:
    """Return whether a file of this format is a list and holds no figures."""
    return file_format in FORMATS.values()


def named(frame: pd.DataFrame, table: Table, name: str) -> pd.DataFrame:
    """Return the rows of a list (indexed by file and line) with keys made of its name and their line.

    No two names give one key: what follows the last underscore is the line.
    """
    [key] = table.key
    prefix = name.replace("-", "_")
    return frame.assign(**{key: [f"{prefix}_{line}" for line in frame.index.get_level_values("line")]})
