"""The place of each area among those of its kind, and how sure that place is."""

import numpy as np
import pandas as pd

from vsv_metrics.metrics.counts import Counts
from vsv_metrics.metrics.shrinkage import Shrunk, shrink

DRAWS = 1000
SEED = 20_240_701
"""Any number: the same figures give the same ranks on every machine and in every session."""

FEWEST_FOR_FIFTHS = 5

_TAIL = 0.025

_COLUMNS = ("rank", "rank_lower", "rank_upper", "chance_lowest_fifth", "chance_highest_fifth")


def ranks(areas: Counts, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Rank from the lowest rate (1) to the highest, its 95 % interval, and the chance of both outer fifths; one row per area.

    Columns `rank` (median), `rank_lower`, `rank_upper` (2.5 and 97.5 %), `chance_lowest_fifth`, `chance_highest_fifth`
    (proportions; missing with fewer than five areas). True rates are drawn from the empirical-Bayes posterior, gamma with mean
    m²/A + x over m/A + n, and ranked: Goldstein, H. and Spiegelhalter, D. J. (1996), League tables and their limitations, JRSS A
    159: 385-443; Marshall (1991) for m and A. Rounded counts are drawn evenly within their bounds. Where chance alone explains
    all differences (A = 0) every place is equally likely. Areas without counts have no rank and do not count as places.
    """
    known = areas.known
    places = int(known.sum())
    found = {name: np.full(known.size, np.nan) for name in _COLUMNS}
    if places:
        kept = areas[known]
        shares = _shares(kept, shrink(kept), draws, seed)
        at_most = np.cumsum(shares, axis=1)
        at_least = np.cumsum(shares[:, ::-1], axis=1)
        found["rank"][known] = 1 + _short_of(at_most, 0.5)
        found["rank_lower"][known] = 1 + _short_of(at_most, _TAIL)
        found["rank_upper"][known] = places - _short_of(at_least, _TAIL)
        if places >= FEWEST_FOR_FIFTHS:
            fifth = round(places / 5)
            found["chance_lowest_fifth"][known] = shares[:, :fifth].sum(axis=1)
            found["chance_highest_fifth"][known] = shares[:, -fifth:].sum(axis=1)
    return pd.DataFrame(found)


def _shares(areas: Counts, prior: Shrunk, draws: int, seed: int) -> np.ndarray:
    """Share of the draws in which an area (row) takes a place (column)."""
    places = areas.leavers.size
    if prior.variance == 0:
        return np.full((places, places), 1 / places)
    rng = np.random.Generator(np.random.PCG64(seed))
    n, d = areas.leavers, areas.enrolled
    if areas.is_bounded:
        n = areas.leavers_lower + rng.random((draws, places)) * (areas.leavers_upper - areas.leavers_lower)
        d = areas.enrolled_lower + rng.random((draws, places)) * (areas.enrolled_upper - areas.enrolled_lower)
    strength = prior.mean / prior.variance
    rates = rng.standard_gamma(prior.mean * strength + n, (draws, places)) / (strength + d)
    order = np.argsort(rates, axis=1)
    at = order * places + np.arange(places)
    return np.bincount(at.ravel(), minlength=places**2).reshape(places, places) / draws


def _short_of(chances: np.ndarray, quantile: float) -> np.ndarray:
    """How many places of each area lie before its chance reaches the quantile."""
    return (chances < quantile - 1e-9).sum(axis=1)
