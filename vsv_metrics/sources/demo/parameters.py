"""Every parameter of the fictional figures. All of them are invented; `docs/demo.md` explains each.

Whole numbers only (per thousand, per ten thousand), so that no machine rounds them differently.
"""

from dataclasses import dataclass
from typing import Final

SEED: Final = 2
FIRST_YEAR: Final = 2012
LAST_YEAR: Final = 2024
YEARS: Final = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
PROVISIONAL_YEAR: Final = 2024
REVISED_YEAR: Final = 2023
"""The year whose totals also come in a first, provisional round."""
REVISION_PERMILLE: Final = (6, 19)
"""How much higher its first round is, per part of a region: lowest and highest."""

ENROLLED: Final = (
    1_331_270, 1_329_640, 1_327_910, 1_324_180, 1_320_530, 1_315_360, 1_308_240,
    1_300_710, 1_293_480, 1_284_150, 1_274_390, 1_266_020, 1_259_430,
)  # fmt: skip
"""Enrolled in the country, per school year."""
RATE_PER_100_000: Final = (2120, 2050, 1985, 1945, 1960, 2025, 2080, 1700, 1905, 2400, 2310, 2230, 2160)
"""Leavers per 100,000 enrolled in the country, per school year."""

BIG_CITIES: Final = {"GM0363": 66_000, "GM0599": 56_000, "GM0518": 45_000, "GM0344": 27_000}
"""Weight of the four large cities."""
CITIES: Final = (
    "GM0014", "GM0034", "GM0047", "GM0080", "GM0090", "GM0106", "GM0114", "GM0118", "GM0141", "GM0150",
    "GM0153", "GM0164", "GM0193", "GM0200", "GM0202", "GM0222", "GM0228", "GM0243", "GM0268", "GM0281",
    "GM0307", "GM0361", "GM0362", "GM0392", "GM0394", "GM0400", "GM0402", "GM0405", "GM0479", "GM0484",
    "GM0503", "GM0505", "GM0513", "GM0546", "GM0637", "GM0664", "GM0687", "GM0715", "GM0718", "GM0748",
    "GM0758", "GM0772", "GM0794", "GM0796", "GM0828", "GM0855", "GM0917", "GM0935", "GM0957", "GM0983",
    "GM0995", "GM1674", "GM1783", "GM1883", "GM1900", "GM1930", "GM1979",
)  # fmt: skip
"""Contact municipalities of the regions and other regional centres."""
ISLANDS: Final = {"GM0448": 1_700, "GM0093": 520, "GM0060": 410, "GM0096": 120, "GM0088": 95}
CITY_WEIGHT: Final = (11_500, 330)
"""Median weight of a city, and the standard deviation of its logarithm in per thousand."""
TOWN_WEIGHT: Final = (2_500, 430)
"""The same for every other municipality."""
GROWTH_PERMILLE: Final = 4
"""Standard deviation of a municipality's yearly growth against the country's."""

URBAN_PERMILLE: Final = (924, 1060, 1240)
"""Chance of leaving against the country's, given the school types: other municipalities, cities, large cities."""
RMC_PERMILLE: Final = 74
MUNICIPALITY_PERMILLE: Final = 90
RMC_YEAR_PERMILLE: Final = 28
"""Standard deviations of the lasting differences between regions and municipalities, and of a region's year."""
DISPERSION_PERCENT: Final = 130
"""Variance of a municipality's leavers against that of pure chance."""


@dataclass(frozen=True)
class Leaf:
    """Smallest group of school types. Pairs are the values in the first and the last year, straight between them."""

    sector: str
    level: str
    learning_path: str
    share: tuple[int, int]
    """Of all enrolled, per ten thousand."""
    urban: int
    """Change of that share in a city, per cent; twice that in a large one."""
    rate: tuple[int, int]
    """Leavers per ten thousand enrolled, before the year's level is set."""
    ages: tuple[int, int, int]
    """Leavers by age group, per cent."""
    men: int
    """Men among the leavers, per cent."""


LEAVES: Final = (
    Leaf("vo", "vo_lower", "total", (3130, 2990), 0, (18, 26), (97, 3, 0), 56),
    Leaf("vo", "vmbo_upper", "total", (1420, 1290), 2, (130, 165), (82, 17, 1), 59),
    Leaf("vo", "havo_vwo_upper", "total", (2390, 2480), 0, (44, 58), (42, 50, 8), 55),
    Leaf("mbo", "mbo1", "bol", (82, 62), 14, (2600, 2500), (20, 54, 26), 61),
    Leaf("mbo", "mbo1", "bbl", (17, 25), 6, (2250, 2050), (14, 55, 31), 70),
    Leaf("mbo", "mbo2", "bol", (372, 292), 8, (1190, 1230), (13, 58, 29), 60),
    Leaf("mbo", "mbo2", "bbl", (148, 178), 2, (950, 900), (9, 55, 36), 75),
    Leaf("mbo", "mbo3", "bol", (452, 402), 3, (480, 500), (7, 60, 33), 56),
    Leaf("mbo", "mbo3", "bbl", (208, 262), -3, (410, 390), (4, 52, 44), 68),
    Leaf("mbo", "mbo4", "bol", (1573, 1730), 0, (350, 365), (6, 55, 39), 54),
    Leaf("mbo", "mbo4", "bbl", (118, 199), -4, (320, 300), (2, 38, 60), 66),
    Leaf("vavo", "total", "total", (90, 90), 10, (1250, 1180), (3, 72, 25), 57),
)

AGE_GROUPS: Final = ("lt18", "18_19", "20_22")
ENROLLED_AGES: Final = (690, 205, 105)
"""Enrolled by age group, per thousand."""
SEXES: Final = ("men", "women")
ENROLLED_MEN: Final = 507
"""Men among the enrolled, per thousand."""
PARTS_NOISE_PERMILLE: Final = 30
"""Standard deviation of a municipality's own shares against the country's, for school types, ages and sexes alike."""

ABSENCES: Final = ("yes", "no")
ABSENCE_PERCENT: Final = {"lt18": (44, 50), "18_19": (19, 31), "20_22": (12, 24)}
"""Leavers with a reported absence, in the first and the last year."""

MONTHS: Final = ("m08", "m09", "m10", "m11", "m12", "m01", "m02", "m03", "m04", "m05", "m06", "m07")
MONTH_WEIGHTS: Final = {
    "vo": (12, 5, 7, 5, 4, 5, 6, 5, 4, 4, 9, 34),
    "mbo": (9, 9, 13, 9, 7, 8, 12, 7, 5, 4, 5, 12),
    "vavo": (5, 7, 13, 10, 8, 11, 9, 7, 6, 5, 6, 13),
}
"""Leavers by month of leaving."""
CROSSED_SINCE: Final = 2017
"""First school year of the tables that cross the month of leaving with something else; keeps the files small."""
CORONA_YEAR: Final = 2019
CORONA_MONTHS: Final = ("m03", "m04", "m05", "m06")
CORONA_PERCENT: Final = 60
"""What is left of the weight of those months in that year."""
GONE_PERMILLE: Final = (60, 45, 25, 15, 20, 55, 35, 12, 8, 6, 5, 1000)
"""Of those still reported in a month, how many were reported for the last time; the last month ends the school year."""

SUPPRESSED_PROVINCES: Final = ("PV20", "PV29")
"""Provinces that lie whole in RMC regions of their own; in these regions the figures below are hidden."""
SUPPRESSED_LEVELS: Final = ("mbo1", "mbo3")
SMALL: Final = 5
"""Numerators below this are hidden there, with the cells that would give them away."""
