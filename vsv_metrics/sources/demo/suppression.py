"""Hidden cells for the fictional figures, so that everything that shows figures meets them.

Real files are protected elsewhere; here a fixed block of cells is hidden, which the levels, the learning paths and the
province that stay open do not give away. A test tries to recover them.
"""

import pandas as pd

from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.sources.demo import parameters as p
from vsv_metrics.sources.demo.geography import Geography

_LEVEL = ["region_code", "school_year", "level"]
_PATH = ["region_code", "school_year", "learning_path"]
_LAST = ["obs_status", "vintage_rank"]


def suppress(path: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    """Return the rows by level and learning path with the columns `lower`, `upper` and `missing_reason` added.

    In each suppressed province and school year where a cell of the block is small, the whole block (two levels × both
    learning paths × all RMC regions of that province) is hidden. The bounds are what anybody may know: below the
    threshold for a small cell, at most the smaller of its two open totals for the others.
    """
    leavers = path["measure"] == "numerator"
    block = leavers & path["level"].isin(p.SUPPRESSED_LEVELS)
    hidden = pd.Series(False, index=path.index)
    for province in p.SUPPRESSED_PROVINCES:
        for year in p.YEARS:
            inside = path["region_code"].isin(geography.rmc_inside(province, year))
            here = block & inside & (path["school_year"] == year)
            hidden |= here & bool((path.loc[here, "value"] < p.SMALL).any())

    by_level = path.groupby([*_LEVEL, "measure"])["value"].transform("sum")
    totals = path["value"].where(path["level"] == TOTAL)
    by_path = totals.groupby([path[name] for name in (*_PATH, "measure")]).transform("max")
    most = by_level.where(by_level < by_path, by_path).where(path["value"] >= p.SMALL, p.SMALL - 1)
    shown = path.assign(
        value=path["value"].astype("Int64").mask(hidden),
        lower=pd.Series(0, index=path.index, dtype="Int64").where(hidden),
        upper=most.astype("Int64").where(hidden),
        missing_reason=pd.Series("suppressed", index=path.index).where(hidden),
    )
    return shown[[name for name in shown if name not in _LAST] + _LAST]
