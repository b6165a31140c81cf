"""Chance intervals of rates.

The register is complete, so an interval says how much a figure of this size moves by chance (toevalsmarge); it is no
sampling error.
"""

import numpy as np
import pandas as pd

Z_95 = 1.959964
"""Standard normal deviate of a two-sided 95 % interval."""


def rate_interval(
    numerator: pd.Series,
    denominator: pd.Series,
    numerator_lower: pd.Series,
    numerator_upper: pd.Series,
    denominator_lower: pd.Series,
    denominator_upper: pd.Series,
) -> pd.DataFrame:
    """Wilson 95 % interval of each rate, per cent, columns `interval_lower` and `interval_upper`.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22: 209-212. Where
    counts are rounded (bounds given) the interval covers every pair of counts within the bounds. Without both counts, or
    with nobody enrolled, it is missing: a denominator is never calculated back.
    """
    lowest = _wilson(numerator_lower.fillna(numerator), denominator_upper.fillna(denominator))[0]
    highest = _wilson(numerator_upper.fillna(numerator), denominator_lower.fillna(denominator))[1]
    known = (numerator.notna() & denominator.notna() & (denominator > 0)).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "interval_lower": np.where(known, lowest, np.nan),
            "interval_upper": np.where(known, highest, np.nan),
        },
        index=numerator.index,
    )


def _wilson(count: pd.Series, total: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    totals = total.to_numpy(dtype=float, na_value=np.nan)
    counts = np.minimum(count.to_numpy(dtype=float, na_value=np.nan), totals)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, spread = counts / totals, Z_95**2 / totals
        middle = share + spread / 2
        margin = Z_95 * np.sqrt(share * (1 - share) / totals + spread / (4 * totals))
        return 100 * (middle - margin) / (1 + spread), 100 * (middle + margin) / (1 + spread)
