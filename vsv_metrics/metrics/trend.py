"""Whether the rate of an area rises or falls over the last five years of one series."""

import math
from collections import defaultdict
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from vsv_metrics.metrics.counts import Counts, counts

Label = Literal["rising", "falling", "no_clear_change", "cannot_be_determined"]
Reason = Literal["break", "too_few_points", "masked", "missing", "no_counts", "zero"]

POINTS = 5
CRITICAL = 9.5495
"""99.8 % point of χ² with one degree of freedom."""

_STEPS = 12
_MOST_LOGIT = 30.0
_MEASURES = ("numerator", "denominator", "numerator_lower", "numerator_upper", "denominator_lower", "denominator_upper")


class _Point(NamedTuple):
    """What is known of one area in one year."""

    series_id: str
    piece: int
    period: int
    rate_pct: float
    missing_reason: object
    numerator: float
    denominator: float
    numerator_lower: float
    numerator_upper: float
    denominator_lower: float
    denominator_upper: float


def trends(frame: pd.DataFrame) -> pd.DataFrame:
    """The trend of each area, one row per `region_code` in order of appearance.

    The frame holds figures with `region_code`, `series_id`, `piece`, `period`, counts with bounds, `rate_pct` and
    `missing_reason`, of one producer or fewer. Columns: `label`, `reason` (only when it cannot be determined), `first_period`,
    `last_period` (of the five years), `chi_square`, `dispersion`, `p_value`.

    The last five years of the newest series and piece count. Reasons: `break` (five years reach over one), `too_few_points`,
    `masked` and `missing` (a year between has no figure), `no_counts` (percentages only), `zero` (nobody left in a year).
    """
    areas: dict[str, list[_Point]] = defaultdict(list)
    for code, *values in zip(frame["region_code"], *(frame[name].tolist() for name in _Point._fields), strict=True):
        areas[code].append(_Point(*values))
    windows = {code: _window(points) for code, points in areas.items()}
    tested = [code for code, (_, reason) in windows.items() if reason is None]
    result = pd.DataFrame(
        {
            "label": "cannot_be_determined",
            "reason": [reason for _, reason in windows.values()],
            "first_period": [points[0].period if points else None for points, _ in windows.values()],
            "last_period": [points[-1].period if points else None for points, _ in windows.values()],
            "chi_square": np.nan,
            "dispersion": np.nan,
            "p_value": np.nan,
        },
        index=pd.Index(list(areas), name="region_code", dtype=object),
    )
    if tested:
        lines = {name: [[_number(getattr(point, name)) for point in windows[code][0]] for code in tested] for name in _MEASURES}
        five = counts(*(np.array(lines[name]) for name in _MEASURES))
        found = trend(five)
        result.loc[tested, found.columns] = found.to_numpy(dtype=object)
    return result.astype({"chi_square": float, "dispersion": float, "p_value": float}).reset_index()


def trend(five: Counts) -> pd.DataFrame:
    """Label, χ² for trend scaled by φ, φ and p-value of areas (rows) over five consecutive years (columns) without a zero.

    χ² for trend: Armitage, P. (1955), Tests for linear trends in proportions and frequencies, Biometrics 11: 375-386; equal to
    the score test of a binomial GLM. Divided by the quasi-binomial φ of that GLM when φ > 1 (McCullagh and Nelder (1989),
    Generalized linear models, 4.5). `rising` or `falling` only above 9.5495 (99.8 %), when the slope keeps its sign whichever
    year is left out, and when both still hold with each rounded count at the bound that flattens the line.
    Trap: φ rests on three degrees of freedom, so with strong over-dispersion more than 0.2 % of level series pass the limit; the
    years left out hold that down.
    """
    chi_square, dispersion = _scaled(five.leavers, five.enrolled)
    sign = np.sign(_slope(five.leavers, five.enrolled))
    passes = _passes(five.leavers, five.enrolled, sign)
    if five.is_bounded:
        late = np.arange(POINTS) > (POINTS - 1) / 2
        middle = np.arange(POINTS) == (POINTS - 1) / 2
        to_lower = late == (sign[:, None] > 0)
        n = np.where(to_lower, five.leavers_lower, np.minimum(five.leavers_upper, five.enrolled_lower))
        d = np.where(to_lower, five.enrolled_upper, five.enrolled_lower)
        passes &= _passes(np.where(middle, five.leavers, n), np.where(middle, five.enrolled, d), sign)
    label = np.select([passes & (sign > 0), passes & (sign < 0)], ["rising", "falling"], default="no_clear_change")
    p_value = [math.erfc(math.sqrt(value / 2)) for value in chi_square]
    return pd.DataFrame({"label": label, "chi_square": chi_square, "dispersion": dispersion, "p_value": p_value})


def trend_test(leavers: np.ndarray, enrolled: np.ndarray) -> np.ndarray:
    """χ² for trend of each row, not scaled; 0 when nobody or everybody left."""
    n, d = np.atleast_2d(leavers).astype(float), np.atleast_2d(enrolled).astype(float)
    t = np.arange(n.shape[1], dtype=float)
    total = d.sum(axis=1)
    p = n.sum(axis=1) / total
    spread = (d * t**2).sum(axis=1) - (d * t).sum(axis=1) ** 2 / total
    variance = p * (1 - p) * spread
    return np.divide(_slope(n, d) ** 2, variance, out=np.zeros_like(variance), where=variance > 0)


def _passes(n: np.ndarray, d: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """Whether χ² is above the limit and the slope has this sign with each year left out in turn."""
    keep = 1 - np.eye(n.shape[1])
    left_out = [np.sign(_slope(n, d, weights)) == sign for weights in keep]
    return (_scaled(n, d)[0] > CRITICAL) & np.logical_and.reduce(left_out)


def _slope(n: np.ndarray, d: np.ndarray, weights: np.ndarray | float = 1.0) -> np.ndarray:
    """Score of the slope at a level line; the slope of the binomial GLM has the same sign, its likelihood being concave."""
    t = np.arange(n.shape[1], dtype=float)
    n, d = n * weights, d * weights
    p = n.sum(axis=1) / d.sum(axis=1)
    return (t * (n - d * p[:, None])).sum(axis=1)


def _scaled(n: np.ndarray, d: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """χ² for trend divided by φ when φ > 1, and φ: Pearson's χ² of the binomial GLM with a slope, per degree of freedom."""
    t = np.arange(n.shape[1]) - (n.shape[1] - 1) / 2
    p = np.clip(n.sum(axis=1) / d.sum(axis=1), 1e-12, 1 - 1e-12)
    level, slope = np.log(p / (1 - p)), np.zeros(len(n))
    for _ in range(_STEPS):
        fitted = _logistic(level, slope, t)
        w, score = d * fitted * (1 - fitted), n - d * fitted
        a, b, c = w.sum(axis=1), (w * t).sum(axis=1), (w * t**2).sum(axis=1)
        u, v = score.sum(axis=1), (score * t).sum(axis=1)
        determinant = np.maximum(a * c - b * b, 1e-300)
        level, slope = level + (c * u - b * v) / determinant, slope + (a * v - b * u) / determinant
    fitted = _logistic(level, slope, t)
    dispersion = ((n - d * fitted) ** 2 / (d * fitted * (1 - fitted))).sum(axis=1) / (n.shape[1] - 2)
    return trend_test(n, d) / np.maximum(dispersion, 1), dispersion


def _logistic(level: np.ndarray, slope: np.ndarray, t: np.ndarray) -> np.ndarray:
    logit = level[:, None] + slope[:, None] * t
    return 1 / (1 + np.exp(-np.clip(logit, -_MOST_LOGIT, _MOST_LOGIT)))


def _window(points: list[_Point]) -> tuple[list[_Point], Reason | None]:
    """The years that count, oldest first, and why no trend can be read from them."""
    points = sorted(points, key=lambda point: point.period)
    newest = points[-1]
    own = [point for point in points if (point.series_id, point.piece) == (newest.series_id, newest.piece)]
    last = [point for point in own if point.period > newest.period - POINTS]
    if len(last) < POINTS:
        return last, _short(points, own)
    lacking = [point for point in last if math.isnan(_number(point.numerator)) or math.isnan(_number(point.denominator))]
    if any(point.missing_reason == "suppressed" for point in lacking):
        return last, "masked"
    if lacking:
        return last, "missing" if any(math.isnan(_number(point.rate_pct)) for point in lacking) else "no_counts"
    return last, "zero" if any(point.numerator == 0 or point.denominator == 0 for point in last) else None


def _short(points: list[_Point], own: list[_Point]) -> Reason:
    """Why a series has too few of the last five years."""
    if own[-1].period - own[0].period >= POINTS - 1:
        return "missing"
    return "break" if any(point.period < own[0].period for point in points) else "too_few_points"


def _number(value: object) -> float:
    return float("nan") if pd.isna(value) else float(value)  # type: ignore[arg-type]
