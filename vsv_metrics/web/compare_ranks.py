"""The ranking of the page Vergelijken: never a place without the places that chance leaves open."""

from html import escape

import streamlit as st

from vsv_metrics.charts.ranks import MOST_NAMED, Placed, rank_figure
from vsv_metrics.web import compare, compare_text, data
from vsv_metrics.web.block import Block, chart_key, source_line
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.compare import MOST_CACHED, Scene
from vsv_metrics.web.frame import Visit


def draw(scene: Scene, visit: Visit) -> None:
    """The order of the areas with its intervals, and what may be concluded from it."""
    words = scene.words
    if scene.found.compared < 2:
        st.markdown(compare_text.too_few(scene))
        return
    block = chart(scene)
    st.markdown(compare_text.ranked(scene))
    draw_block(block, visit, lambda: compare.pick(chart_key(block)))
    if scene.found.compared > MOST_NAMED:
        st.caption(words("compare.table_sorts"))
        compare_text.table(scene)


@data.shared(MOST_CACHED)
def chart(scene: Scene) -> Block:
    """The areas from the lowest smoothed rate to the highest, with their places."""
    words = scene.words
    frame = scene.found.areas.dropna(subset=["rank"]).sort_values(["smoothed_pct", "rank", "region_code"], ignore_index=True)
    placed = [
        Placed(
            str(row["region_code"]),
            scene.name(row),
            compare.short_name(row, scene),
            float(row["rank"]),
            float(row["rank_lower"]),
            float(row["rank_upper"]),
            "<br>".join(
                escape(text)
                for text in (
                    words("compare.hover_rank", places=compare.rank_span(row, words), n=words.number(len(frame))),
                    *compare.fifths(row, words),
                    compare.rate(row, words),
                    words("compare.hover_interval", interval=compare.interval(row, words)),
                    words("compare.hover_smoothed", rate=words.percent(float(row["smoothed_pct"]))),
                )
            ),
            compare.is_open(row),
            row["region_code"] == scene.region,
        )
        for row in frame.to_dict("records")
    ]
    title = scene.title("compare.rank_title")
    figure = rank_figure(
        placed,
        axis_title=words("compare.rank_axis", n=words.number(len(frame))),
        line_name=words("compare.rank_line"),
        locale=words,
        is_demo=scene.is_demo,
    )
    shown = compare.with_findings(frame, scene, has_ranks=True)
    notes = (
        words("compare.rank_unit"),
        words("compare.rank_note"),
        words("common.provisional_legend"),
        source_line(shown, words),
    )
    alt = f"{title}. {compare_text.plain(compare_text.ranked(scene))}"
    return Block(f"rangorde-{scene.level}", title, figure, alt, shown, notes)
