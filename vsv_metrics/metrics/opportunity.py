"""How many young people fewer an area would have with another rate, at its own size."""

import numpy as np
import pandas as pd

from vsv_metrics.metrics.counts import Counts, Numbers, floats
from vsv_metrics.metrics.difference import rate_difference
from vsv_metrics.metrics.intervals import wilson


def fewer_at(areas: Counts, reference_pct: Numbers | float) -> pd.DataFrame:
    """Leavers fewer if each area had the reference rate: n × (rate − reference), 0 when its rate is no higher.

    Columns `fewer`, `fewer_lower`, `fewer_upper`, one row per area; the interval is Wilson's of the area's own rate times its
    size, for every count within its bounds. Missing without counts or reference. Trap: arithmetic, not a forecast; nothing says
    that the other rate is within reach.
    """
    reference = floats(np.atleast_1d(reference_pct)) / 100
    low = wilson(areas.leavers_lower, areas.enrolled_upper)[0] - reference
    high = wilson(areas.leavers_upper, areas.enrolled_lower)[1] - reference
    return _persons(areas, areas.rate - reference, low, high)


def fewer_than(areas: Counts, reference: Counts) -> pd.DataFrame:
    """The same against a rate that chance moves too, such as an area's own best year: Newcombe's interval times its size.

    Trap: a best year is chosen for being low, so part of it is luck.
    """
    found = rate_difference(areas, reference)
    return _persons(areas, *(found[name].to_numpy() / 100 for name in ("difference", "difference_lower", "difference_upper")))


def best_year(area: Counts) -> int | None:
    """Position of the lowest rate among the years of one area, series and piece; None when no year has counts."""
    return int(np.nanargmin(area.rate)) if area.known.any() else None


def _persons(areas: Counts, gap: np.ndarray, low: np.ndarray, high: np.ndarray) -> pd.DataFrame:
    sizes = (areas.enrolled, np.where(low > 0, areas.enrolled_lower, areas.enrolled_upper), areas.enrolled_upper)
    names = ("fewer", "fewer_lower", "fewer_upper")
    return pd.DataFrame({name: np.maximum(size * per, 0) for name, size, per in zip(names, sizes, (gap, low, high), strict=True)})
