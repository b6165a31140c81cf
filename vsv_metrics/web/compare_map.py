"""The map of the page Vergelijken, as tiles or with a user's own boundaries, in classes that are named."""

from html import escape
from itertools import pairwise

import pandas as pd
import streamlit as st

from vsv_metrics.charts import theme
from vsv_metrics.charts.area_map import Class, Tile, area_map
from vsv_metrics.charts.tiles import VERDICT_COLORS, VERDICT_SHAPES
from vsv_metrics.errors import DataContractError
from vsv_metrics.export.table import file_stem
from vsv_metrics.metrics.classes import classes_of, decimals
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import compare, compare_outline, compare_text, data, failures, links
from vsv_metrics.web.block import Block, chart_key, downloads, source_line
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.compare import MOST_CACHED, VERDICTS, Scene
from vsv_metrics.web.compare_outline import Stamp
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import echo, plain

MAPS = ("rmc", "province")
COLORS = ("afwijking", "niveau")
FORMS = ("tegels", "kaart")
MOST_NAMES = 8
"""Areas or codes that a note names."""
NARROW_MAP = 720
"""Pixels that the map of few columns takes."""
STEPS = ("①", "②", "③", "④", "⑤", "⑥", "⑦")


def draw(scene: Scene, visit: Visit) -> None:
    """The map with what may be concluded from it."""
    words = scene.words
    st.markdown(compare_text.about(scene))
    choices = st.container(horizontal=True, key="screen_map_choices")
    with choices:
        outline = _outline(scene)
    if scene.level not in MAPS and outline is None:
        st.info(words("compare.no_map", kinds=scene.kinds_first), icon=":material/info:")
        _table(scene, visit)
        if compare_outline.can_have(scene.level):
            st.caption(words("compare.outline_hint", file=plain(compare_outline.file_name(scene.level))))
        return
    color = COLORS[0]
    if scene.found.compared:
        with choices:
            color = links.one(
                "kleur",
                COLORS,
                COLORS[0],
                lambda key: st.segmented_control(
                    words("compare.choose_color"), COLORS, format_func=lambda code: words(f"compare.color_{code}"), key=key
                ),
                words,
            )
    block = chart(scene, color, outline)
    if block is None:
        file = compare_outline.file_name(scene.level)
        st.info(
            words("compare.outline_nothing", file=file) if outline else words("compare.nothing_on_map"), icon=":material/info:"
        )
        return
    with st.container(width=NARROW_MAP if outline or scene.level == "province" else "stretch"):
        draw_block(block, visit, lambda: compare.pick(chart_key(block)))
    if scene.level not in MAPS:
        compare_text.table(scene)


def _table(scene: Scene, visit: Visit) -> None:
    compare_text.table(scene)
    shown = found(scene)
    st.caption(f"{scene.words('compare.unit')}  \n{source_line(shown, scene.words)}")
    downloads(shown, visit, file_stem(scene.dataset, "vergelijken", scene.level), f"compared_{scene.level}")


def _outline(scene: Scene) -> Stamp | None:
    """The file of boundaries that the map is drawn from; None for tiles. Says what is wrong with a file that cannot be used."""
    words, changed = scene.words, compare_outline.stamp(scene.level)
    if changed is None:
        if links.asked("vorm") == FORMS[1]:
            st.info(words("compare.outline_absent", kinds=scene.kinds), icon=":material/info:")
        return None
    read = compare_outline.found(scene.level, changed)
    if isinstance(read, DataContractError):
        st.warning(failures.sentence(read, words), icon=":material/warning:")
        return None
    if scene.level not in MAPS:
        return changed
    form = links.one(
        "vorm",
        FORMS,
        FORMS[0],
        lambda key: st.segmented_control(
            words("compare.choose_form"), FORMS, format_func=lambda code: words(f"compare.form_{code}"), key=key
        ),
        words,
    )
    return None if form == FORMS[0] else changed


@data.shared(MOST_CACHED)
def found(scene: Scene) -> pd.DataFrame:
    """The areas with what is said of each, for the download."""
    return compare.with_findings(scene.figures, scene)


@data.shared(MOST_CACHED)
def chart(scene: Scene, color: str, outline: Stamp | None = None) -> Block | None:
    """The areas on their tiles or, with `outline`, in their boundaries; None when none of them has one."""
    words, every = scene.words, scene.found.areas
    areas = _on_tiles(every, scene) if outline is None else compare_outline.from_north(every, scene, outline)
    if areas.empty:
        return None
    codes, classes = _by_verdict(areas, scene) if color == COLORS[0] else _by_level(areas, words)
    rows = records(areas)
    values = [words.number(float(row["rate_pct"]), int(row["rate_digits"])) if pd.notna(row["rate_pct"]) else "–" for row in rows]
    hovers = [hover(row, scene) for row in rows]
    if outline is None:
        tiles = [
            Tile(
                int(row["col"]),
                int(row["row"]),
                str(row["region_code"]),
                str(row["short_name"]),
                str(row["narrow_name"]),
                value,
                said,
                code,
                row["region_code"] == scene.region,
            )
            for row, value, said, code in zip(rows, values, hovers, codes, strict=True)
        ]
        figure = area_map(tiles, classes, has_shift=scene.level == "rmc", locale=words, is_demo=scene.is_demo)
    else:
        drawn = [(str(row["region_code"]), value, said) for row, value, said in zip(rows, values, hovers, strict=True)]
        figure = compare_outline.figure(scene, outline, codes, classes, drawn)
    title = scene.title("compare.map_title")
    rest = every[~every["region_code"].isin(areas["region_code"])]
    shown = compare.with_findings(areas.dropna(subset=["series_id"]).reset_index(drop=True), scene)
    notes = (
        words("compare.unit_rate" if outline is None else "compare.outline_unit"),
        words(f"compare.color_note_{color if scene.found.compared else 'waarde'}"),
        *(_off_tiles(rest, scene) if outline is None else _off_outlines(rest, scene, outline)),
        source_line(shown, words),
    )
    alt = f"{title}. {compare_text.plain_verdicts(scene)} {words('compare.alt_table')}"
    return Block(f"kaart-{scene.level}", title, figure, alt, shown, notes)


def _on_tiles(every: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    places = data.store().query("tiles", tile_map=scene.level)[["region_code", "col", "row", "narrow_name", "short_name"]]
    areas = every.drop(columns="short_name").merge(places, on="region_code")
    return areas.sort_values(["row", "col"], ignore_index=True)


def _off_tiles(rest: pd.DataFrame, scene: Scene) -> list[str]:
    """Which areas have no tile, and what a tile is."""
    words = scene.words
    off = [f"{scene.name(row)} ({compare.rate(row, words)})" for row in rest.to_dict("records")]
    return [*([words("compare.off_map", names=words.listing(off))] if off else []), words("compare.map_note")]


def _off_outlines(rest: pd.DataFrame, scene: Scene, outline: Stamp) -> list[str]:
    """Which areas have no boundary, which codes of the file are not known, and where the boundaries come from."""
    words, read = scene.words, compare_outline.found(scene.level, outline)
    assert not isinstance(read, DataContractError)
    notes = []
    if len(rest):
        names = [scene.name(row) for row in rest.to_dict("records")]
        many = words("compare.outline_so_many", n=words.number(len(names)))
        notes.append(words("compare.outline_without", names=plain(words.listing(names)) if len(names) <= MOST_NAMES else many))
    if strange := [code for code in read.rings if code not in set(scene.found.areas["region_code"])]:
        codes = words.listing(strange[:MOST_NAMES]) + (" …" if len(strange) > MOST_NAMES else "")
        notes.append(words("compare.outline_other_year", codes=codes, period=scene.period))
    if read.unknown:
        codes = ", ".join(f"«{echo(code)}»" for code in read.unknown[:MOST_NAMES])
        notes.append(words("compare.outline_unknown", codes=codes + (" …" if len(read.unknown) > MOST_NAMES else "")))
    return [*notes, words("compare.outline_note", file=plain(compare_outline.file_name(scene.level)))]


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
