"""The fictional pupils and students counted into tables, one per shape."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.sources.demo import parameters as p
from vsv_metrics.sources.demo.draws import Draws
from vsv_metrics.sources.demo.geography import Geography
from vsv_metrics.sources.demo.people import Enrolled, Leavers
from vsv_metrics.sources.demo.suppression import suppress

_MEASURES = ("numerator", "denominator")
_ALL = ("country", "landsdeel", "province", "rmc")
_SECTORS = tuple(dict.fromkeys(leaf.sector for leaf in p.LEAVES))
_LEVEL_SECTOR = {leaf.level: leaf.sector for leaf in p.LEAVES if leaf.level != TOTAL}
_MBO_LEVELS = tuple(level for level, sector in _LEVEL_SECTOR.items() if sector == "mbo")
_PATHS = tuple(dict.fromkeys(leaf.learning_path for leaf in p.LEAVES if leaf.learning_path != TOTAL))

Label = tuple[str, ...]
Group = Sequence[int]


def frames(geography: Geography, enrolled: Enrolled, leavers: Leavers, draws: Draws) -> dict[str, pd.DataFrame]:
    """Return file name -> one row per region, school year, breakdown and measure.

    Rows stand in the order country, landsdelen, provinces, RMC regions; then school year, breakdown, measure.
    """
    count = Counts(geography, enrolled, leavers)
    whole = partial(_frame, geography, _ALL, p.FIRST_YEAR)
    nearby = partial(_frame, geography, ("country", "province", "rmc"), p.CROSSED_SINCE)
    country = partial(_frame, geography, ("country",), p.CROSSED_SINCE)
    total = whole((), [()], count.leaves([_leaves()]))
    return {
        "vsv_region_total": _with_first_round(geography, total, count.more_in_first_round(draws)),
        "vsv_region_sector_level": whole(("sector", "level"), *count.sectors_and_levels()),
        "vsv_region_path": suppress(whole(("sector", "level", "learning_path"), *count.paths()), geography),
        "vsv_region_age_sex": whole(("age_group", "sex"), *count.ages_and_sexes()),
        "vsv_region_absence": whole(("age_group", "absence_reported"), *count.absences()),
        "vsv_region_month": whole(("month_left",), *count.months()),
        "vsv_month_sector": nearby(("sector", "month_left"), *count.months_by_sector()),
        "vsv_month_age": nearby(("age_group", "month_left"), *count.months_by_age()),
        "vsv_month_reported": nearby(("month_left", "month_last_reported"), *count.months_reported()),
        "vsv_month_level_path": country(("sector", "level", "learning_path", "month_left"), *count.months_by_level_and_path()),
        "vsv_month_absence": country(("age_group", "absence_reported", "month_left"), *count.months_by_absence()),
        "vsv_municipality": _municipal(geography, *count.municipal()),
    }


class Counts:
    """Region × school year × label, with the labels; × measure too where the enrolled are known."""

    def __init__(self, geography: Geography, enrolled: Enrolled, leavers: Leavers) -> None:
        self._geography = geography
        self._leavers = leavers
        self._pairs = {name: np.stack([self._count(name), getattr(enrolled, name)], axis=-1) for name in ("leaf", "age", "sex")}

    def leaves(self, groups: Iterable[Group]) -> np.ndarray:
        """Return both measures per region × school year × group of leaves."""
        return self._geography.by_region(_sums(self._pairs["leaf"], groups))

    def sectors_and_levels(self) -> tuple[list[Label], np.ndarray]:
        labels = [(sector, TOTAL) for sector in _SECTORS] + [(sector, level) for level, sector in _LEVEL_SECTOR.items()]
        groups = [_leaves(sector=sector) for sector in _SECTORS] + [_leaves(level=level) for level in _LEVEL_SECTOR]
        return labels, self.leaves(groups)

    def paths(self) -> tuple[list[Label], np.ndarray]:
        labels = [("mbo", level, path) for level in (TOTAL, *_MBO_LEVELS) for path in _PATHS]
        groups = [_leaves(learning_path=path) for path in _PATHS]
        groups += [_leaves(level=level, learning_path=path) for level in _MBO_LEVELS for path in _PATHS]
        return labels, self.leaves(groups)

    def ages_and_sexes(self) -> tuple[list[Label], np.ndarray]:
        labels = [(age, TOTAL) for age in p.AGE_GROUPS] + [(TOTAL, sex) for sex in p.SEXES]
        return labels, self._geography.by_region(np.concatenate([self._pairs["age"], self._pairs["sex"]], axis=2))

    def absences(self) -> tuple[list[Label], np.ndarray]:
        labels = [(age, absence) for age in (TOTAL, *p.AGE_GROUPS) for absence in p.ABSENCES]
        return labels, self._regional(_with_total(self._count("age", "absence")))

    def months(self) -> tuple[list[Label], np.ndarray]:
        return [(month,) for month in p.MONTHS], self._regional(self._count("month"))

    def months_by_sector(self) -> tuple[list[Label], np.ndarray]:
        counts = _sums(self._count("leaf", "month"), [_leaves(sector=sector) for sector in _SECTORS])
        return [(sector, month) for sector in _SECTORS for month in p.MONTHS], self._regional(counts)

    def months_by_age(self) -> tuple[list[Label], np.ndarray]:
        labels = [(age, month) for age in p.AGE_GROUPS for month in p.MONTHS]
        return labels, self._regional(self._count("age", "month"))

    def months_by_level_and_path(self) -> tuple[list[Label], np.ndarray]:
        kinds = [(level, TOTAL) for level in _MBO_LEVELS] + [(TOTAL, path) for path in _PATHS]
        groups = [_leaves(level=level) for level in _MBO_LEVELS] + [_leaves(learning_path=path) for path in _PATHS]
        labels = [("mbo", *kind, month) for kind in kinds for month in p.MONTHS]
        return labels, self._regional(_sums(self._count("leaf", "month"), groups))

    def months_by_absence(self) -> tuple[list[Label], np.ndarray]:
        labels = [(age, absence, month) for age in (TOTAL, *p.AGE_GROUPS) for absence in p.ABSENCES for month in p.MONTHS]
        return labels, self._regional(_with_total(self._count("age", "absence", "month")))

    def months_reported(self) -> tuple[list[Label], np.ndarray]:
        """Return only the pairs that can occur: nobody is last reported before leaving."""
        left, last = np.triu_indices(len(p.MONTHS))
        labels = [(p.MONTHS[i], p.MONTHS[j]) for i, j in zip(left, last, strict=True)]
        return labels, self._geography.by_region(self._count("month", "last_month")[:, :, left, last])

    def municipal(self) -> tuple[list[Label], np.ndarray]:
        """Return both measures per municipality, not per region."""
        groups = [_leaves()] + [_leaves(sector=sector) for sector in _SECTORS]
        return [(sector,) for sector in (TOTAL, *_SECTORS)], _sums(self._pairs["leaf"], groups)

    def more_in_first_round(self, draws: Draws) -> np.ndarray:
        """Return per region how many leavers the first round of the revised year had too many.

        Drawn per part (the municipalities of one RMC region in one province), so that it adds up over both divisions.
        """
        year = p.YEARS.index(p.REVISED_YEAR)
        parts: dict[tuple[str, str], list[int]] = {}
        for i, (rmc, province) in enumerate(zip(self._geography.rmc, self._geography.province, strict=True)):
            parts.setdefault((rmc[year], province), []).append(i)
        leavers = self._count()
        more = np.zeros_like(leavers)
        for members, permille in zip(parts.values(), draws.between(*p.REVISION_PERMILLE, len(parts)), strict=True):
            more[members[0], year] = (leavers[members, year].sum() * permille + 500) // 1000
        return self._geography.by_region(more)[:, year]

    def _count(self, *names: str) -> np.ndarray:
        return self._leavers.count(len(self._geography.municipalities), *names)

    def _regional(self, counts: np.ndarray) -> np.ndarray:
        return self._geography.by_region(counts.reshape(*counts.shape[:2], -1))


def _leaves(**wanted: str) -> Group:
    """Return the positions of the leaves that have these attributes."""
    return [i for i, leaf in enumerate(p.LEAVES) if all(getattr(leaf, name) == code for name, code in wanted.items())]


def _sums(counts: np.ndarray, groups: Iterable[Group]) -> np.ndarray:
    """Return the counts with the third axis summed per group."""
    return np.stack([counts[:, :, list(group)].sum(axis=2) for group in groups], axis=2)


def _with_total(counts: np.ndarray) -> np.ndarray:
    """Return the counts with the sum of the third axis put before it."""
    return np.concatenate([counts.sum(axis=2, keepdims=True), counts], axis=2)


def _frame(
    geography: Geography,
    kinds: Sequence[str],
    first_year: int,
    columns: Sequence[str],
    labels: list[Label],
    counts: np.ndarray,
) -> pd.DataFrame:
    chosen = np.isin(geography.kind, kinds)[:, np.newaxis] & geography.exists & (np.array(p.YEARS) >= first_year)
    return _long(np.array(geography.regions, dtype=object), chosen, columns, labels, counts)


def _municipal(geography: Geography, labels: list[Label], counts: np.ndarray) -> pd.DataFrame:
    chosen = np.ones(counts.shape[:2], dtype=bool)
    return _long(np.array(geography.municipalities, dtype=object), chosen, ("sector",), labels, counts)


def _long(areas: np.ndarray, chosen: np.ndarray, columns: Sequence[str], labels: list[Label], counts: np.ndarray) -> pd.DataFrame:
    """Return one row per chosen area and school year, label and measure; without a fourth axis all are numerators."""
    area, year = np.nonzero(chosen)
    values = counts[area, year]
    each = values[0].size
    per_label = each // len(labels)
    data: dict[str, object] = {
        "region_code": np.repeat(areas[area], each),
        "school_year": np.repeat(year + p.FIRST_YEAR, each),
    }
    for position, column in enumerate(columns):
        codes = np.array([label[position] for label in labels], dtype=object)
        data[column] = np.tile(np.repeat(codes, per_label), len(area))
    if per_label > 1:
        data["measure"] = np.tile(np.array(_MEASURES, dtype=object), len(area) * len(labels))
    data["value"] = values.ravel()
    return pd.DataFrame(data).assign(
        obs_status=lambda frame: np.where(frame["school_year"] == p.PROVISIONAL_YEAR, "provisional", "definitive"),
        vintage_rank=lambda frame: np.where(frame["school_year"] == p.REVISED_YEAR, 2, 1),
    )


def _with_first_round(geography: Geography, total: pd.DataFrame, more: np.ndarray) -> pd.DataFrame:
    """Return the totals, with the first round of the revised year: `more` leavers per region, as many enrolled."""
    definitive = total[total["school_year"] == p.REVISED_YEAR]
    region = definitive["region_code"].map(dict(zip(geography.regions, more, strict=True)))
    first = definitive.assign(
        value=definitive["value"] + region.where(definitive["measure"] == "numerator", 0),
        obs_status="provisional",
        vintage_rank=1,
    )
    return pd.concat([first, total]).sort_index(kind="stable").reset_index(drop=True)
