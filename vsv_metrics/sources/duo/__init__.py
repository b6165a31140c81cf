"""DUO's person files counted on this machine: only masked counts come out.

`docs/duo.md` says what is counted, which tables there are and how they are protected.
"""

from vsv_metrics.sources.duo.aggregate import Outcome, Problems, aggregate, sizes
from vsv_metrics.sources.duo.masked import DEFAULT_THRESHOLD, LEAST_THRESHOLD
from vsv_metrics.sources.duo.output import write
from vsv_metrics.sources.duo.summary import Line

__all__ = ["DEFAULT_THRESHOLD", "LEAST_THRESHOLD", "Line", "Outcome", "Problems", "aggregate", "sizes", "write"]
