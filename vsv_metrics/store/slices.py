"""Which parts of a total are asked for, as the pattern that statement `figures` takes."""

import re
from collections.abc import Mapping, Sequence

from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL


def slices(breakdowns: Mapping[str, Sequence[str] | None]) -> str:
    """The pattern of column `slice` for these members per breakdown; None is every member, the total included.

    A breakdown that is not named stays at its total, so that sums and parts never mix.
    """
    pattern = ""
    for breakdown in BREAKDOWNS:
        if breakdown not in breakdowns:
            continue
        members = breakdowns[breakdown]
        if members is None:
            pattern += f"({breakdown}=[^ ]+ )?"
            continue
        named = "|".join(re.escape(code) for code in members if code != TOTAL)
        if named:
            pattern += f"({breakdown}=({named}) )" + ("?" if TOTAL in members else "")
        elif TOTAL not in members:
            pattern += f"{breakdown}= "
    return pattern


def members_of(slice_text: str) -> dict[str, str]:
    """The breakdowns that a value of column `slice` names, with their member; the others are at their total."""
    return dict(part.split("=", 1) for part in slice_text.split())
