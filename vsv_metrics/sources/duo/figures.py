"""Masked cells as rows of `observation`, and the names of institutions and programmes as rows of `member`."""

from collections.abc import Mapping, Sequence

import pandas as pd

from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.sources.duo.cubes import EVERYBODY, UNKNOWN
from vsv_metrics.sources.duo.masked import Masked, Measure

DATASET = "local"
INDICATOR_ID = "new_leavers"
COLUMNS = (
    "series_id",
    "region_code",
    "period_type",
    "period_start",
    "sector",
    "level",
    "learning_path",
    "age_group",
    "programme",
    "absence_reported",
    "month_left",
    "month_last_reported",
    "institution",
    "coverage",
    "measure",
    "value",
    "lower",
    "upper",
    "obs_status",
    "missing_reason",
    "vintage_rank",
    "source_id",
)
"""Columns of the file; the others of `observation` are the same on every row."""

_POSSIBLE = ("local_possible", "duo_local_monthly", "provisional", 1)
_ESTABLISHED = {
    "V": ("local_established", "duo_local_yearly", "provisional", 1),
    "D": ("local_established", "duo_local_yearly", "definitive", 2),
}
_EVERYBODY = "OWN"
_SAME = (
    "sector",
    "level",
    "learning_path",
    "age_group",
    "programme",
    "absence_reported",
    "month_left",
    "month_last_reported",
    "institution",
)


def observations(masked: Sequence[Masked], threshold: int) -> pd.DataFrame:
    """Return the rows of all populations in COLUMNS, sorted."""
    parts = [
        _rows(part, measure, name, threshold)
        for part in masked
        for name, measure in (("numerator", part.leavers), ("denominator", part.enrolled))
    ]
    frame = pd.concat(parts, ignore_index=True)[list(COLUMNS)]
    return frame.sort_values([name for name in COLUMNS if name not in ("value", "lower", "upper")], ignore_index=True)


def members(frame: pd.DataFrame, names: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Return a row for each institution and programme that occurs in the rows; `names` gives breakdown -> code -> name."""
    rows = []
    for breakdown in ("institution", "programme"):
        codes = sorted(set(frame[breakdown]) - {TOTAL, UNKNOWN})
        for sort, code in enumerate(codes, start=1):
            name = names[breakdown].get(code, code)
            rows.append((breakdown, code, name, name, TOTAL, "", sort))
    return pd.DataFrame(rows, columns=["breakdown", "code", "name_nl", "name_en", "parent", "partition", "sort"])


def _rows(masked: Masked, measure: Measure, name: str, threshold: int) -> pd.DataFrame:
    population = masked.population
    is_everybody = (masked.frame["cube"] == EVERYBODY).to_numpy()
    chosen = measure.written & (~is_everybody | (population.coverage == "institution"))
    frame, hidden, small = masked.frame[chosen], measure.hidden[chosen], measure.small[chosen]
    value = frame["leavers" if name == "numerator" else "enrolled"]
    region = frame["region"].where(frame["region"] != TOTAL, _EVERYBODY)
    series, source, status, rank = _ESTABLISHED.get(population.status, _POSSIBLE)
    bound = pd.Series(0, index=frame.index, dtype="Int64").where(small)
    return pd.DataFrame(
        {
            **{column: frame[column] for column in _SAME},
            "series_id": series,
            "region_code": frame["municipality"].where(frame["municipality"] != TOTAL, region),
            "period_type": "school_year",
            "period_start": f"{population.school_year}-08-01",
            "coverage": population.coverage,
            "measure": name,
            "value": value.astype("Int64").mask(hidden),
            "lower": bound,
            "upper": bound + (threshold - 1),
            "obs_status": status,
            "missing_reason": pd.Series("suppressed", index=frame.index).where(hidden),
            "vintage_rank": rank,
            "source_id": source,
        }
    )
