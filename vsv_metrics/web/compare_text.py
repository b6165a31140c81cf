"""What may be concluded from areas side by side: reference, spread, exclusions, verdicts in words, and the table of areas."""

import math

import pandas as pd
import streamlit as st

from vsv_metrics.indicators.compare import comparable_counts
from vsv_metrics.schema.codes import OPEN_STATUSES
from vsv_metrics.schema.records import records
from vsv_metrics.web import compare, data
from vsv_metrics.web.compare import Scene
from vsv_metrics.web.markdown import plain

MOST_NAMES = 8
"""Areas that a sentence names; of more it gives the number."""
TABLE_HEIGHT = 480
SURE = 0.9
"""Chance from which an area is named as one of an outer fifth."""
ALL_PLACES = 0.9
"""Part of all places that every interval must span to say that the order tells nothing."""


@data.shared(compare.MOST_CACHED)
def about(scene: Scene) -> str:
    """The sentences above a part, as Markdown: who differs, from what, with what spread, who is left out."""
    if not scene.found.compared:
        return "  \n".join([only_rates(scene), left_out(scene), *provisional(scene)])
    said = [verdicts(scene), reference(scene), spread(scene), left_out(scene), *rounded(scene), *provisional(scene)]
    return "  \n".join(filter(None, said))


def only_rates(scene: Scene) -> str:
    """That without counts nothing can be compared."""
    return scene.words("compare.only_rates", period=scene.period, kinds=scene.kinds)


def verdicts(scene: Scene) -> str:
    """Which areas are higher or lower than expected, and of how many nothing is clear."""
    words, found = scene.words, scene.found
    if found.reference_basis is None:
        return words("compare.no_reference")
    groups = {
        code: list(found.areas.loc[found.areas["verdict"] == code, f"region_name_{scene.language}"]) for code in compare.VERDICTS
    }
    higher, lower = (_named([str(name) for name in groups[code]], scene) for code in ("higher", "lower"))
    return words(
        "compare.verdicts",
        higher=higher,
        lower=lower,
        n=words.number(len(groups["no_clear_difference"])),
        of=words.number(found.compared),
    )


def plain_verdicts(scene: Scene) -> str:
    """The same for those who cannot see the chart."""
    said = verdicts(scene) if scene.found.compared else only_rates(scene)
    return without_marks(said)


def without_marks(text: str) -> str:
    """A sentence of Markdown as plain text."""
    return text.replace("**", "").replace("\\", "").replace("  \n", " ")


def too_few(scene: Scene) -> str:
    """Why there is no order and no funnel: percentages only, or one area with counts."""
    return "  \n".join([only_rates(scene) if not scene.found.compared else scene.words("compare.one_counted"), left_out(scene)])


@data.shared(compare.MOST_CACHED)
def ranked(scene: Scene) -> str:
    """What the order of the areas allows to say."""
    words, areas = scene.words, scene.found.areas.dropna(subset=["rank"])
    n = scene.found.compared
    width = areas["rank_upper"] - areas["rank_lower"] + 1
    if (width >= n * ALL_PLACES).all():
        said = words("compare.ranks_all_alike", n=words.number(n))
    else:
        said = words("compare.ranks_said", median=words.number(float(width.median())), n=words.number(n))
    extreme = []
    for side in ("lowest", "highest"):
        sure = areas[areas[f"chance_{side}_fifth"] >= SURE]
        names = [str(name) for name in sure[f"region_name_{scene.language}"]]
        if areas[f"chance_{side}_fifth"].notna().any():
            extreme.append(words(f"compare.ranks_{side}", names=_named(names, scene)))
    return "  \n".join([said, *extreme, left_out(scene), *rounded(scene), *provisional(scene)])


@data.shared(compare.MOST_CACHED)
def grid(scene: Scene) -> str:
    """What the grid allows to say."""
    words = scene.words
    series = plain(words.name(scene.figures.iloc[0].to_dict(), "series_name"))
    parts = [words("compare.grid_said", series=series)]
    if not scene.found.compared:
        parts.append(only_rates(scene))
        return "  \n".join([*parts, *provisional(scene)])
    return "  \n".join([*parts, words("compare.versus_overview"), *rounded(scene), *provisional(scene)])


def reference(scene: Scene) -> str:
    """Whose rate the areas are held against."""
    words, found = scene.words, scene.found
    if found.reference_basis is None:
        return ""
    series = plain(words.name(scene.figures.iloc[0].to_dict(), "series_name"))
    rate = words.percent(found.funnel.reference_pct)
    return words(f"compare.reference_{found.reference_basis}", rate=rate, series=series, period=scene.period, kinds=scene.kinds)


def spread(scene: Scene) -> str:
    """How much more the areas differ than chance makes them, and what that does to the limits."""
    words, funnel = scene.words, scene.found.funnel
    if scene.found.reference_basis is None:
        return ""
    if not 0 < funnel.reference_pct < 100:
        return words("compare.no_limits", rate=words.percent(funnel.reference_pct))
    if math.isnan(funnel.dispersion):
        return words("compare.spread_unknown")
    value = words.number(funnel.dispersion, 1)
    if not funnel.is_adjusted:
        return words("compare.spread_chance", value=value)
    return f"{words('compare.spread_more', value=value)} {words('compare.versus_overview')}"


def left_out(scene: Scene) -> str:
    """How many areas have a figure, and which have none."""
    words, areas = scene.words, scene.found.areas
    without = areas[areas["rate_pct"].isna()]
    uncounted = int(areas["rate_pct"].notna().sum()) - scene.found.compared
    parts = [
        words("compare.with_figure", n=words.number(len(areas) - len(without)), of=words.number(len(areas)), kinds=scene.kinds)
    ]
    if len(without):
        masked = int((without["missing_reason"] == "suppressed").sum())
        names = [str(name) for name in without[f"region_name_{scene.language}"]]
        few = f" ({plain(words.listing(names))})" if len(names) <= MOST_NAMES else ""
        parts.append(
            words("compare.without_one" if len(without) == 1 else "compare.without", n=words.number(len(without))) + few + "."
        )
        if masked:
            parts.append(words("compare.masked", n=words.number(masked)))
    if scene.found.compared and uncounted:
        parts.append(words("compare.uncounted", n=words.number(uncounted)))
    return " ".join(parts)


def rounded(scene: Scene) -> tuple[str, ...]:
    """That the source rounds its counts, and that everything here reckons with it."""
    return (scene.words("compare.rounded"),) if comparable_counts(scene.found.areas).is_bounded else ()


def provisional(scene: Scene) -> tuple[str, ...]:
    """That these figures may still change."""
    statuses = list(scene.figures["obs_status"].dropna().unique())
    if not set(OPEN_STATUSES) & set(statuses):
        return ()
    named = scene.words.listing([scene.words(f"status.{status}") for status in statuses])
    return (scene.words("compare.provisional", period=scene.period, statuses=named),)


def table(scene: Scene) -> None:
    """The areas of the year as a table that can be sorted."""
    shown = rows_of(scene)
    st.dataframe(
        shown,
        hide_index=True,
        height=min(TABLE_HEIGHT, 38 + 35 * len(shown)),
        alt=scene.words("compare.table_alt", kinds=scene.kinds, period=scene.period),
    )


@data.shared(compare.MOST_CACHED)
def rows_of(scene: Scene) -> pd.DataFrame:
    """The areas by name in texts; percentages are as wide as one another, so that they sort as numbers."""
    words = scene.words
    frame = scene.found.areas.sort_values(f"region_name_{scene.language}", ignore_index=True)
    rows = records(frame)
    rates = [compare.rate(row, words) if pd.notna(row["rate_pct"]) else "" for row in rows]
    width = max(len(text) for text in rates)
    return pd.DataFrame(
        {
            words("common.region"): frame[f"region_name_{scene.language}"],
            words("common.rate"): [text.rjust(width) for text in rates],
            words("common.interval"): [compare.interval(row, words) for row in rows],
            words("common.finding"): [mark(str(row["verdict"]), scene) for row in rows],
            words("compare.places_heading"): [compare.rank_span(row, words) for row in rows],
            words("compare.trend_heading"): [compare.trend(row, words) for row in rows],
        }
    )


def mark(verdict: str, scene: Scene) -> str:
    """A verdict with its shape, in words."""
    return f"{compare.SHAPES[verdict]} {scene.words(f'compare.verdict_{verdict}')}".strip()


def _named(names: list[str], scene: Scene) -> str:
    if not names:
        return scene.words("overview.none")
    if len(names) > MOST_NAMES:
        return scene.words("compare.so_many", n=scene.words.number(len(names)), kinds=scene.kinds)
    return plain(scene.words.listing(names))
