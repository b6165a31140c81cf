"""One row of a user's own table: typed, with bounds, and as observations."""

import math
from dataclasses import dataclass, field

from vsv_metrics.sources.foreign.numbers import Count, Percentage
from vsv_metrics.sources.foreign.observe import Observed, school_year_start

ALL_YEARS = 0
"""School year of a row that adds up every year of the file."""

SERIES = "own_figures"
SOURCE = "own_upload"


@dataclass
class OwnRow:
    """A row that could be read. `region_code` is empty in a row that adds up other regions.

    `outcome` is `used`, `total` (kept apart: it adds up rows of this file), `repeated` (the same row stood before) or `refused`
    (its key stood before with other figures).
    """

    line: int
    region_code: str
    school_year: int
    sector: str
    level: str
    learning_path: str
    sex: str
    enrolled: Count
    leavers: Count
    percentage: Percentage
    obs_status: str
    columns: dict[str, str]
    outcome: str = "used"
    codes: list[str] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        return self.outcome == "used"

    @property
    def members(self) -> tuple[str, str, str, str]:
        return self.sector, self.level, self.learning_path, self.sex

    @property
    def key(self) -> tuple[object, ...]:
        return self.region_code, self.school_year, *self.members

    @property
    def values(self) -> tuple[object, ...]:
        return self.enrolled.value, self.enrolled.mask, self.leavers.value, self.leavers.mask

    def observations(self) -> list[Observed]:
        """Return the counts of this row as observations; none for a row that adds up regions of this file."""
        if not self.region_code:
            return []
        return [self._observed("numerator", self.leavers), self._observed("denominator", self.enrolled)]

    def _observed(self, measure: str, count: Count) -> Observed:
        mask = count.mask
        return {
            "line": self.line,
            "dataset": "local",
            "series_id": SERIES,
            "indicator_id": "new_leavers",
            "region_code": self.region_code,
            "period_type": "school_year",
            "period_start": school_year_start(self.school_year),
            "sector": self.sector,
            "level": self.level,
            "learning_path": self.learning_path,
            "sex": self.sex,
            "measure": measure,
            "value": count.value,
            "unit": "persons",
            "lower": mask.lower if mask else None,
            "upper": mask.upper if mask else None,
            "obs_status": self.obs_status,
            "precision": "exact",
            "missing_reason": mask.reason if mask else None,
            "source_id": SOURCE,
        }


def bounds(count: Count) -> tuple[float, float]:
    """Return the lowest and highest number of persons that a count leaves possible."""
    if count.value is not None:
        return count.value, count.value
    if count.mask and count.mask.upper is not None:
        return count.mask.lower or 0, count.mask.upper
    return 0, math.inf
