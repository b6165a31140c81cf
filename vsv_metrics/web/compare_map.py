"""The tile map of the page Vergelijken: areas placed like the country, in classes that are named."""

from html import escape
from itertools import pairwise

import pandas as pd
import streamlit as st

from vsv_metrics.charts import theme
from vsv_metrics.charts.area_map import Class, Tile, area_map
from vsv_metrics.charts.tiles import VERDICT_COLORS, VERDICT_SHAPES
from vsv_metrics.export.table import file_stem
from vsv_metrics.metrics.classes import classes_of, decimals
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import compare, compare_text, data, links
from vsv_metrics.web.block import Block, chart_key, downloads, source_line
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.compare import MOST_CACHED, VERDICTS, Scene
from vsv_metrics.web.frame import Visit

MAPS = ("rmc", "province")
COLORS = ("afwijking", "niveau")
NARROW_MAP = 720
"""Pixels that the map of few columns takes."""
STEPS = ("①", "②", "③", "④", "⑤", "⑥", "⑦")


def draw(scene: Scene, visit: Visit) -> None:
    """The map with what may be concluded from it."""
    words = scene.words
    st.markdown(compare_text.about(scene))
    if scene.level not in MAPS:
        st.info(words("compare.no_map", kinds=scene.kinds_first), icon=":material/info:")
        compare_text.table(scene)
        shown = found(scene)
        st.caption(f"{words('compare.unit')}  \n{source_line(shown, words)}")
        downloads(shown, visit, file_stem(scene.dataset, "vergelijken", scene.level), f"compared_{scene.level}")
        return
    color = COLORS[0]
    if scene.found.compared:
        color = links.one(
            "kleur",
            COLORS,
            COLORS[0],
            lambda key: st.segmented_control(
                words("compare.choose_color"), COLORS, format_func=lambda code: words(f"compare.color_{code}"), key=key
            ),
            words,
        )
    block = chart(scene, color)
    if block is None:
        st.info(words("compare.nothing_on_map"), icon=":material/info:")
        return
    with st.container(width=NARROW_MAP if scene.level == "province" else "stretch"):
        draw_block(block, visit, lambda: compare.pick(chart_key(block)))


@data.shared(MOST_CACHED)
def found(scene: Scene) -> pd.DataFrame:
    """The areas with what is said of each, for the download."""
    return compare.with_findings(scene.figures, scene)


@data.shared(MOST_CACHED)
def chart(scene: Scene, color: str) -> Block | None:
    """The areas on their tiles; None when none of them has one."""
    words = scene.words
    places = data.store().query("tiles", tile_map=scene.level)
    areas = scene.found.areas.drop(columns="short_name").merge(
        places[["region_code", "col", "row", "narrow_name", "short_name"]], on="region_code"
    )
    areas = areas.sort_values(["row", "col"], ignore_index=True)
    if areas.empty:
        return None
    codes, classes = _by_verdict(areas, scene) if color == COLORS[0] else _by_level(areas, words)
    tiles = [
        Tile(
            int(row["col"]),
            int(row["row"]),
            str(row["region_code"]),
            str(row["short_name"]),
            str(row["narrow_name"]),
            words.number(float(row["rate_pct"]), int(row["rate_digits"])) if pd.notna(row["rate_pct"]) else "–",
            hover(row, scene),
            code,
            row["region_code"] == scene.region,
        )
        for row, code in zip(areas.to_dict("records"), codes, strict=True)
    ]
    figure = area_map(tiles, classes, has_shift=scene.level == "rmc", locale=words, is_demo=scene.is_demo)
    title = scene.title("compare.map_title")
    rest = scene.found.areas[~scene.found.areas["region_code"].isin(areas["region_code"])]
    off = [f"{scene.name(row)} ({compare.rate(row, words)})" for row in rest.to_dict("records")]
    shown = compare.with_findings(areas.dropna(subset=["series_id"]).reset_index(drop=True), scene)
    notes = (
        words("compare.unit_rate"),
        words(f"compare.color_note_{color if scene.found.compared else 'waarde'}"),
        *((words("compare.off_map", names=words.listing(off)),) if off else ()),
        words("compare.map_note"),
        source_line(shown, words),
    )
    alt = f"{title}. {compare_text.plain_verdicts(scene)} {words('compare.alt_table')}"
    return Block(f"kaart-{scene.level}", title, figure, alt, shown, notes)


def hover(row: Row, scene: Scene) -> str:
    """What the tooltip of an area says: figure, margin of chance, verdict, trend."""
    words, status = scene.words, row["obs_status"]
    margin = compare.interval(row, words)
    lines = [
        compare.rate(row, words) + (f" ({words('status.' + status)})" if isinstance(status, str) else ""),
        words("compare.hover_interval", interval=margin) if margin else "",
        words(f"compare.verdict_{row['verdict']}"),
        words("compare.trend_said", trend=compare.trend(row, words)),
    ]
    return f"<b>{escape(scene.name(row))}</b><br>" + "<br>".join(escape(line) for line in lines if line)


def _by_verdict(areas: pd.DataFrame, scene: Scene) -> tuple[list[str], list[Class]]:
    codes = [str(code) for code in areas["verdict"]]
    wanted = [code for code in VERDICTS if code in codes or (scene.found.compared and code != "not_compared")]
    strength = {"no_clear_difference": 0.25, "not_compared": 0.0}
    return codes, [
        Class(
            code,
            scene.words(f"compare.verdict_{code}"),
            VERDICT_SHAPES[code],
            VERDICT_COLORS[code],
            strength.get(code, 0.45),
        )
        for code in wanted
    ]


def _by_level(areas: pd.DataFrame, words: Locale) -> tuple[list[str], list[Class]]:
    """Classes of smoothed rate with round bounds, the stronger the higher."""
    bounds, places = classes_of(areas["smoothed_pct"])
    codes = ["none" if place is None else str(place) for place in places]
    digits = decimals(bounds)
    classes = [
        Class(
            str(number),
            words("compare.class", lower=words.number(low, digits), upper=words.percent(high, digits)),
            STEPS[number],
            theme.FOCUS,
            0.2 + 0.45 * number / max(1, len(bounds) - 2),
        )
        for number, (low, high) in enumerate(pairwise(bounds))
    ]
    if "none" in codes:
        classes.append(Class("none", words("compare.verdict_not_compared"), "", theme.MUTED, 0.0))
    return codes, classes
