"""The generator of fictional figures (dataset `demo`): same shapes as real ones, no real number in them.

`docs/demo.md` says how they are made. Only whole-number draws and exact arithmetic are used, so that the files are the
same bytes on every machine.
"""

import pandas as pd

from vsv_metrics.sources.demo import figures, people
from vsv_metrics.sources.demo.draws import Draws
from vsv_metrics.sources.demo.files import write
from vsv_metrics.sources.demo.geography import Geography
from vsv_metrics.sources.demo.parameters import SEED

__all__ = ["SEED", "generate", "write"]


def generate(regions: pd.DataFrame, region_parts: pd.DataFrame, *, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Return file name without extension -> one fictional value per region, school year, breakdown and measure.

    `regions` and `region_parts` are the reference tables of those names; the order of their rows does not matter.
    """
    geography = Geography(regions, region_parts)
    enrolled = people.draw_enrolled(geography, seed)
    leavers = people.draw_leavers(geography, enrolled, seed)
    return figures.frames(geography, people.with_room(enrolled, leavers), leavers, Draws(seed, 9))
