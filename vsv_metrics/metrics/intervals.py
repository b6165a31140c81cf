"""Chance intervals of rates.

The register is complete, so an interval says how much a figure of this size moves by chance (toevalsmarge); it is no
sampling error.
"""

import numpy as np
import pandas as pd

Z_95 = 1.959964
"""Standard normal deviate of a two-sided 95 % interval."""

COMPUTED_DIGITS = 2
"""Decimals of a percentage that is computed from counts."""


def rate_interval(
    numerator: pd.Series,
    denominator: pd.Series,
    numerator_lower: pd.Series,
    numerator_upper: pd.Series,
    denominator_lower: pd.Series,
    denominator_upper: pd.Series,
) -> pd.DataFrame:
    """Wilson 95 % interval of each rate, per cent, columns `interval_lower` and `interval_upper`.

    Where counts are rounded (bounds given) the interval covers every pair of counts within the bounds. Without both counts, or
    with nobody enrolled, it is missing: a denominator is never calculated back.
    """
    lowest = _of_series(numerator_lower.fillna(numerator), denominator_upper.fillna(denominator))[0]
    highest = _of_series(numerator_upper.fillna(numerator), denominator_lower.fillna(denominator))[1]
    known = (numerator.notna() & denominator.notna() & (denominator > 0)).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "interval_lower": np.where(known, 100 * lowest, np.nan),
            "interval_upper": np.where(known, 100 * highest, np.nan),
        },
        index=numerator.index,
    )


def measured(counted: pd.DataFrame) -> pd.DataFrame:
    """What follows from the counts of each figure: the 95 % interval of its rate in per cent (`interval_lower`,
    `interval_upper`), and `rate_digits`, the decimals to show of a rate.

    One row per figure, columns as in table `figure`. The interval is that of a rate which its own counts give, not one of an
    older vintage.
    """
    gives = np.isclose(100 * counted["numerator"] / counted["denominator"].replace(0, np.nan), counted["rate_pct"])
    interval = rate_interval(
        counted["numerator"],
        counted["denominator"].where(gives),
        counted["numerator_lower"],
        counted["numerator_upper"],
        counted["denominator_lower"],
        counted["denominator_upper"],
    )
    return interval.assign(rate_digits=_rate_digits(counted))


def wilson(counts: np.ndarray, totals: np.ndarray, z: float = Z_95) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's limits of each proportion, lower and upper, missing where a count is missing or the total is 0.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22: 209-212.
    """
    counts = np.minimum(counts, totals)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, spread = counts / totals, z**2 / totals
        middle = share + spread / 2
        margin = z * np.sqrt(share * (1 - share) / totals + spread / (4 * totals))
        return (middle - margin) / (1 + spread), (middle + margin) / (1 + spread)


def _rate_digits(counted: pd.DataFrame) -> pd.Series:
    """Decimals that each percentage may be shown with: a published one no more than its source printed."""
    width = (counted["rate_upper"] - counted["rate_lower"]).to_numpy()
    printed = np.zeros(len(counted))
    np.log10(width, out=printed, where=width > 0)
    digits = np.clip(np.round(-printed), 0, COMPUTED_DIGITS)
    return pd.Series(np.where(counted["rate_basis"] == "published", digits, COMPUTED_DIGITS), counted.index, dtype=int)


def _of_series(count: pd.Series, total: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    return wilson(count.to_numpy(dtype=float, na_value=np.nan), total.to_numpy(dtype=float, na_value=np.nan))
