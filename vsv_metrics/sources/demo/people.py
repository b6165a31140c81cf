"""The fictional pupils and students: how many are enrolled where, and each one who leaves."""

from dataclasses import dataclass

import numpy as np

from vsv_metrics.sources.demo import parameters as p
from vsv_metrics.sources.demo.draws import Draws, divide, straight
from vsv_metrics.sources.demo.geography import Geography

_YEARS = np.arange(len(p.YEARS))
_LAST = len(p.YEARS) - 1
_FINE = 10_000
"""Weights are rounded to this part of one."""
_SIZES = {
    "leaf": len(p.LEAVES),
    "age": len(p.AGE_GROUPS),
    "sex": len(p.SEXES),
    "absence": len(p.ABSENCES),
    "month": len(p.MONTHS),
    "last_month": len(p.MONTHS),
}


@dataclass(frozen=True)
class Enrolled:
    """Counts per municipality × school year × part; each array adds up to the same totals."""

    leaf: np.ndarray
    age: np.ndarray
    sex: np.ndarray


@dataclass(frozen=True)
class Leavers:
    """One position per leaver in each array."""

    municipality: np.ndarray
    year: np.ndarray
    leaf: np.ndarray
    age: np.ndarray
    sex: np.ndarray
    absence: np.ndarray
    month: np.ndarray
    last_month: np.ndarray

    def count(self, n_municipalities: int, *names: str) -> np.ndarray:
        """Return the number of leavers per municipality × school year × the named attributes."""
        shape = (n_municipalities, len(p.YEARS), *(_SIZES[name] for name in names))
        cell = np.ravel_multi_index((self.municipality, self.year, *(getattr(self, name) for name in names)), shape)
        return np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)


def draw_enrolled(geography: Geography, seed: int) -> Enrolled:
    """Return the enrolled on 1 October: a municipality's size, then its shares of school types, ages and sexes."""
    draws = Draws(seed, 1)
    codes = geography.municipalities
    weight = np.array([p.BIG_CITIES.get(code) or p.ISLANDS.get(code) or 0 for code in codes], dtype=np.float64)
    for (median, deviation), chosen in (
        (p.CITY_WEIGHT, np.isin(codes, p.CITIES)),
        (p.TOWN_WEIGHT, (weight == 0) & ~np.isin(codes, p.CITIES)),
    ):
        weight = np.where(chosen, median * draws.factor(deviation, len(codes)), weight)
    growth = draws.bell(len(codes))[:, np.newaxis] * (_YEARS - _LAST / 2) * (p.GROWTH_PERMILLE / 1000)
    size = divide(np.array(p.ENROLLED), _whole(weight[:, np.newaxis] * (1 + growth)).T).T

    urban = np.array([_urban(code) for code in codes])
    tilt = 100 + np.array([leaf.urban for leaf in p.LEAVES]) * urban[:, np.newaxis]
    shares = np.stack([straight(leaf.share, _YEARS, _LAST) for leaf in p.LEAVES], axis=-1)
    men = np.array([p.ENROLLED_MEN, 1000 - p.ENROLLED_MEN])

    def parts(weights: np.ndarray) -> np.ndarray:
        own = draws.factor(p.PARTS_NOISE_PERMILLE, len(codes), 1, weights.shape[-1])
        return divide(size, _whole(weights / weights.sum(axis=-1, keepdims=True) * own))

    return Enrolled(
        leaf=parts(shares * tilt[:, np.newaxis]),
        age=parts(np.array(p.ENROLLED_AGES)[np.newaxis, np.newaxis]),
        sex=parts(men[np.newaxis, np.newaxis]),
    )


def draw_leavers(geography: Geography, enrolled: Enrolled, seed: int) -> Leavers:
    """Return who leaves: the number per municipality and school year first, then what each leaver is like."""
    rates = np.stack([straight(leaf.rate, _YEARS, _LAST) // 10 for leaf in p.LEAVES], axis=-1)
    chances = enrolled.leaf * rates
    number = _number_of_leavers(geography, enrolled.leaf.sum(axis=-1), chances.sum(axis=-1), Draws(seed, 2))

    municipality, year = (np.repeat(index.ravel(), number.ravel()) for index in np.indices(number.shape))
    leaf = Draws(seed, 3).choose(chances[municipality, year])
    age = Draws(seed, 4).choose(np.array([leaf_.ages for leaf_ in p.LEAVES])[leaf])
    sex = Draws(seed, 5).choose(_two(np.array([leaf_.men for leaf_ in p.LEAVES]), 100)[leaf])
    reported = np.stack([straight(p.ABSENCE_PERCENT[group], _YEARS, _LAST) for group in p.AGE_GROUPS])
    absence = Draws(seed, 6).choose(_two(reported, 100_000)[age, year])
    month = Draws(seed, 7).choose(_month_weights()[leaf, year])
    last_month = Draws(seed, 8).choose(_last_month_weights()[month])
    return Leavers(municipality, year, leaf, age, sex, absence, month, last_month)


def with_room(enrolled: Enrolled, leavers: Leavers) -> Enrolled:
    """Return the enrolled with every part at least as large as its leavers, at the cost of the largest part."""
    counted = {}
    for name in ("leaf", "age", "sex"):
        parts = getattr(enrolled, name)
        raised = np.maximum(parts, leavers.count(len(parts), name))
        largest = parts.argmax(axis=-1, keepdims=True)
        taken = (raised - parts).sum(axis=-1, keepdims=True)
        np.put_along_axis(raised, largest, np.take_along_axis(raised, largest, axis=-1) - taken, axis=-1)
        counted[name] = raised
    return Enrolled(**counted)


def _number_of_leavers(geography: Geography, size: np.ndarray, chances: np.ndarray, draws: Draws) -> np.ndarray:
    """Return leavers per municipality × school year: chance variation around an expectation that fits the country."""
    codes = geography.municipalities
    urban = np.array([p.URBAN_PERMILLE[_urban(code)] for code in codes])[:, np.newaxis]
    own_rmc = np.array([codes_by_year[-1] for codes_by_year in geography.rmc])
    _, rmc = np.unique(own_rmc, return_inverse=True)
    lasting = draws.factor(p.RMC_PERMILLE, rmc.max() + 1, 1)[rmc]
    yearly = draws.factor(p.RMC_YEAR_PERMILLE, rmc.max() + 1, len(p.YEARS))[rmc]
    own = draws.factor(p.MUNICIPALITY_PERMILLE, len(codes), 1)
    weight = np.rint(chances * (urban / 1000) * lasting * yearly * own).astype(np.int64)
    wanted = size.sum(axis=0) * np.array(p.RATE_PER_100_000) / 100_000
    expected = weight * (wanted / weight.sum(axis=0))
    noise = draws.bell(*size.shape) * np.sqrt(expected * p.DISPERSION_PERCENT / 100)
    return np.clip(np.rint(expected + noise), 0, size).astype(np.int64)


def _urban(code: str) -> int:
    """Return 2 for a large city, 1 for a city, 0 for any other municipality."""
    if code in p.BIG_CITIES:
        return 2
    return int(code in p.CITIES)


def _whole(weights: np.ndarray) -> np.ndarray:
    return np.rint(weights * _FINE).astype(np.int64)


def _two(first: np.ndarray, whole: int) -> np.ndarray:
    return np.stack([first, whole - first], axis=-1)


def _month_weights() -> np.ndarray:
    """Return weights per leaf × school year × month of leaving."""
    percent = np.full((len(p.YEARS), len(p.MONTHS)), 100)
    percent[p.YEARS.index(p.CORONA_YEAR), np.isin(p.MONTHS, p.CORONA_MONTHS)] = p.CORONA_PERCENT
    return np.array([p.MONTH_WEIGHTS[leaf.sector] for leaf in p.LEAVES])[:, np.newaxis] * percent


def _last_month_weights() -> np.ndarray:
    """Return weights per month of leaving × last month reported, none before the month of leaving."""
    months = len(p.MONTHS)
    weights = np.zeros((months, months), dtype=np.int64)
    for left in range(months):
        still = 1_000_000
        for last in range(left, months):
            weights[left, last] = still * p.GONE_PERMILLE[last] // 1000
            still -= weights[left, last]
    return weights
