"""What the parts of the page Vergelijken share: its choices, the areas side by side, and how an area is told of."""

from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from vsv_metrics.charts.tiles import VERDICT_SHAPES
from vsv_metrics.indicators import compare
from vsv_metrics.indicators.compare import LEVELS, Comparison
from vsv_metrics.schema.codes import OPEN_STATUSES
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, links
from vsv_metrics.web import region as region_page
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

MOST_CACHED = 64
NOBODY = ""
"""Code of the choice of no area."""
VERDICTS = ("higher", "lower", "no_clear_difference", "not_compared")
SHAPES = VERDICT_SHAPES


@dataclass(frozen=True)
class Offer:
    """What can be compared of one kind of area: per series, newest first, its years, newest first."""

    years: dict[str, tuple[int, ...]]
    default_series: str
    has_counts: bool


@dataclass(frozen=True)
class Scene:
    """What is chosen for the whole page."""

    fingerprint: str
    dataset: str
    language: str
    level: str
    series_id: str
    year: int
    region: str = field(default=NOBODY)

    @classmethod
    def first(cls, fingerprint: str, dataset: str, language: str, level: str, offer: Offer, region: str = NOBODY) -> "Scene":
        """The scene that the page opens with."""
        series = offer.default_series
        return cls(fingerprint, dataset, language, level, series, offer.years[series][0], region)

    @property
    def words(self) -> Locale:
        return locale(self.language)

    @property
    def is_demo(self) -> bool:
        return self.dataset == "demo"

    @property
    def found(self) -> Comparison:
        return comparison(self.fingerprint, self.dataset, self.level, self.series_id, self.year)

    @property
    def figures(self) -> pd.DataFrame:
        """The areas that have a row in this year, whether or not with a percentage."""
        return with_rows(self.fingerprint, self.dataset, self.level, self.series_id, self.year)

    @property
    def period(self) -> str:
        return self.words.period(str(self.figures["period_type"].iat[0]), self.year)

    @property
    def kinds(self) -> str:
        """The kind of area, many of them."""
        return self.words(f"compare.many_{self.level}")

    @property
    def kinds_first(self) -> str:
        """The same as the first word of a sentence."""
        return self.kinds[:1].upper() + self.kinds[1:]

    def name(self, row: Row) -> str:
        return str(row[f"region_name_{self.language}"])

    def title(self, key: str) -> str:
        """The title of a chart: what, of which areas, when."""
        return self.words(key, kinds=self.kinds, period=self.period)


@data.shared(16)
def level_figures(fingerprint: str, dataset: str, level: str) -> pd.DataFrame:
    """All figures of the areas of one kind, and of the country."""
    return compare.level_figures(data.store(), dataset, level)


@data.shared(16)
def offer(fingerprint: str, dataset: str, level: str) -> Offer | None:
    """What can be compared of one kind of area; None unless at least two can."""
    rows = compare.choices(level_figures(fingerprint, dataset, level))
    if rows.empty:
        return None
    counted = rows[rows["with_counts"] > 1]
    years = {str(series): tuple(int(year) for year in part["period"]) for series, part in rows.groupby("series_id", sort=False)}
    newest = str((rows if counted.empty else counted)["series_id"].iat[0])
    return Offer(years, newest, not counted.empty)


def offers(fingerprint: str, dataset: str) -> dict[str, Offer]:
    """The kinds of area of which at least two can be compared."""
    found = {level: offer(fingerprint, dataset, level) for level in LEVELS}
    return {level: one for level, one in found.items() if one is not None}


@data.shared(8)
def lone_areas(fingerprint: str, dataset: str) -> int:
    """How many areas have a percentage in a data set in which nothing can be compared."""
    frames = [level_figures(fingerprint, dataset, level) for level in LEVELS]
    return sum(
        int(part[part["rate_pct"].notna() & (part["region_level"] != "country")]["region_code"].nunique()) for part in frames
    )


@data.shared(MOST_CACHED)
def comparison(fingerprint: str, dataset: str, level: str, series_id: str, year: int) -> Comparison:
    """The areas of one kind in one series and year."""
    return compare.compare(data.store(), level_figures(fingerprint, dataset, level), level, series_id, year)


@data.shared(MOST_CACHED)
def with_rows(fingerprint: str, dataset: str, level: str, series_id: str, year: int) -> pd.DataFrame:
    """The areas of a comparison that have a row in its year."""
    areas = comparison(fingerprint, dataset, level, series_id, year).areas
    return areas.dropna(subset=["series_id"]).reset_index(drop=True)


@data.shared(MOST_CACHED)
def names(fingerprint: str, dataset: str, level: str, series_id: str, year: int, language: str) -> dict[str, str]:
    """The areas that exist in the year, by name: code -> name with the code."""
    areas = comparison(fingerprint, dataset, level, series_id, year).areas.sort_values(f"region_name_{language}", kind="stable")
    return {
        str(code): f"{name} ({code})" for code, name in zip(areas["region_code"], areas[f"region_name_{language}"], strict=True)
    }


def choose(visit: Visit, known: dict[str, Offer]) -> Scene:
    """The choices of kind of area, series, year and highlighted area. An area in the address brings its own kind."""
    words, fingerprint = visit.locale, visit.store.fingerprint
    series_names = data.series(fingerprint)
    first, second, third, fourth = st.container(key="screen_choices").columns([2, 2, 1, 2])
    levels = list(known)
    usual = next((code for code in levels if known[code].has_counts), levels[0])
    level_of_area = region_page.level_of(fingerprint, links.asked("regio"), words.language)
    with first:
        level = links.one(
            "niveau",
            levels,
            level_of_area if level_of_area in known else usual,
            lambda key: st.selectbox(
                words("compare.choose_level"), levels, format_func=lambda code: words(f"level.{code}"), key=key
            ),
            words,
            unwritten=usual,
        )
    offer = known[level]
    with second:
        series = links.one(
            "reeks",
            list(offer.years),
            offer.default_series,
            lambda key: st.selectbox(
                words("common.series"), list(offer.years), format_func=lambda code: words.name(series_names[code]), key=key
            ),
            words,
        )
    years = [str(year) for year in offer.years[series]]
    with third:
        year = links.one(
            "jaar",
            years,
            years[0],
            lambda key: st.selectbox(
                words("common.school_year"), years, format_func=lambda code: words.school_year(int(code)), key=key
            ),
            words,
        )
    areas = names(fingerprint, visit.dataset, level, series, int(year), words.language)
    with fourth:
        region = links.one(
            "regio",
            [NOBODY, *areas],
            NOBODY,
            lambda key: st.selectbox(
                words("compare.choose_region"),
                [NOBODY, *areas],
                format_func=lambda code: areas[code] if code else words("compare.no_region"),
                key=key,
            ),
            words,
            data.aliases(fingerprint),
        )
    return Scene(fingerprint, visit.dataset, words.language, level, series, int(year), region)


def pick(key: str) -> None:
    """A click on an area highlights it; on anything else it changes nothing."""
    for point in st.session_state[key]["selection"]["points"]:
        if code := point.get("customdata"):
            links.pick("regio", code[0] if isinstance(code, list) else str(code))


def rate(row: Row, words: Locale) -> str:
    """The percentage of an area, or why there is none."""
    if pd.notna(row["rate_pct"]):
        return words.percent(float(row["rate_pct"]), int(row["rate_digits"]))
    return words(f"common.{row['missing_reason']}") if pd.notna(row["missing_reason"]) else words("common.no_data")


def interval(row: Row, words: Locale) -> str:
    """The margin of chance of a percentage; empty without counts."""
    if pd.isna(row["interval_lower"]):
        return ""
    return f"{words.number(row['interval_lower'], 2)} – {words.percent(row['interval_upper'])}"


def trend(row: Row, words: Locale) -> str:
    """Whether the percentage of an area rises or falls, or why that cannot be said."""
    reason = row["trend_reason"]
    why = f" ({words(f'compare.reason_{reason}')})" if isinstance(reason, str) else ""
    return words(f"compare.trend_{row['trend']}") + why


def rank_span(row: Row, words: Locale) -> str:
    """Between which places an area stands; empty without counts."""
    if pd.isna(row["rank_lower"]):
        return ""
    lower, upper = (words.number(float(row[f"rank_{side}"])) for side in ("lower", "upper"))
    return lower if lower == upper else words("compare.places", lower=lower, upper=upper)


def short_names(scene: Scene) -> dict[str, str]:
    """Short names for axes, where an area has one."""
    named = scene.found.areas.dropna(subset=["short_name"])
    return dict(zip(named["region_code"], named["short_name"], strict=True))


def short_name(row: Row, scene: Scene) -> str:
    """The short name of an area, else its name."""
    return str(row["short_name"]) if isinstance(row["short_name"], str) and row["short_name"] else scene.name(row)


def is_open(row: Row) -> bool:
    """Whether the figure is provisional."""
    return row["obs_status"] in OPEN_STATUSES


def with_findings(frame: pd.DataFrame, scene: Scene, *, has_ranks: bool = False) -> pd.DataFrame:
    """Figures of areas with what is said of each, in one column of text for the table and in codes for the download."""
    words = scene.words
    said = []
    for row in records(frame):
        parts = [words(f"compare.verdict_{row['verdict']}"), words("compare.trend_said", trend=trend(row, words))]
        if has_ranks:
            parts = [rank_span(row, words), *fifths(row, words)]
        said.append("; ".join(part for part in parts if part))
    return frame.assign(finding=said, funnel_verdict=frame["verdict"])


def fifths(row: Row, words: Locale) -> list[str]:
    """The chances of an area to be in the outer fifths; empty with few areas."""
    if pd.isna(row["chance_lowest_fifth"]):
        return []
    low, high = (words.percent(100 * float(row[f"chance_{side}_fifth"]), 0) for side in ("lowest", "highest"))
    return [words("compare.fifths", low=low, high=high)]


def sentence(row: Row, scene: Scene) -> str:
    """The chosen area in words: its figure, margin of chance, verdict, place and trend."""
    words = scene.words
    area, figure, margin = plain(scene.name(row)), rate(row, words), interval(row, words)
    if pd.isna(row["rate_pct"]):
        return words("compare.area_without", area=area, period=scene.period, reason=figure)
    parts = [words("compare.area", area=area, period=scene.period, rate=figure)]
    if margin:
        parts.append(words("compare.area_interval", interval=margin))
        parts.append(words(f"compare.area_{row['verdict']}"))
        parts.append(words("compare.area_rank", places=rank_span(row, words), n=words.number(scene.found.compared)))
    parts.append(words("compare.area_trend", trend=trend(row, words)))
    return " ".join(parts)
