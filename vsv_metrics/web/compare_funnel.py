"""The funnel of the page Vergelijken: small areas differ more by chance, so the limits are wider for them."""

import numpy as np
import pandas as pd
import streamlit as st

from vsv_metrics.charts.funnels import Point, Words, funnel_figure
from vsv_metrics.web import compare, compare_text, data
from vsv_metrics.web.block import Block, chart_key, source_line
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.compare import MOST_CACHED, VERDICTS, Scene
from vsv_metrics.web.compare_map import hover
from vsv_metrics.web.frame import Visit

STEPS = 60
MOST_LABELS = 6
"""Labels beside points that stand out; of more only the highlighted area is named."""


def draw(scene: Scene, visit: Visit) -> None:
    """The funnel, and what may be concluded from it."""
    reason = why_not(scene)
    if reason:
        st.markdown(reason)
        return
    st.markdown(compare_text.about(scene))
    block = chart(scene)
    draw_block(block, visit, lambda: compare.pick(chart_key(block)))


def why_not(scene: Scene) -> str:
    """Why there is no funnel; empty when there is."""
    found = scene.found
    if found.compared < 2 or found.reference_basis is None:
        return compare_text.too_few(scene)
    if not 0 < found.funnel.reference_pct < 100:
        return scene.words("compare.no_limits", rate=scene.words.percent(found.funnel.reference_pct))
    return ""


@data.shared(MOST_CACHED)
def chart(scene: Scene) -> Block:
    """Rate against number of enrolled, with the limits of 95 and 99.8 %."""
    words, funnel = scene.words, scene.found.funnel
    areas = scene.found.areas
    frame = areas[areas["rank"].notna()].sort_values("denominator", ignore_index=True)
    is_beyond = frame["verdict"].isin(["higher", "lower"])
    has_labels = int(is_beyond.sum()) <= MOST_LABELS
    points = [
        Point(
            str(row["region_code"]),
            float(row["denominator"]),
            float(row["rate_pct"]),
            str(row["verdict"]),
            f"{hover(row, scene)}<br>{words('compare.hover_enrolled', n=words.number(float(row['denominator'])))}",
            compare.short_name(row, scene) if (beyond and has_labels) or row["region_code"] == scene.region else "",
            compare.is_open(row),
            row["region_code"] == scene.region,
        )
        for row, beyond in zip(frame.to_dict("records"), is_beyond, strict=True)
    ]
    low, high = float(frame["denominator"].min()), float(frame["denominator"].max())
    sizes = pd.Series(np.geomspace(max(1.0, 0.8 * low), 1.08 * high, STEPS))
    figure = funnel_figure(
        points,
        funnel.limits(sizes).assign(size=sizes),
        funnel.reference_pct,
        words=Words(
            words("compare.limits_95"),
            words("compare.limits_998"),
            words(f"compare.line_{scene.found.reference_basis}"),
            {code: words(f"compare.verdict_{code}") for code in VERDICTS},
            words("compare.funnel_x"),
            words("region.axis_rate"),
        ),
        locale=words,
        is_demo=scene.is_demo,
    )
    title = scene.title("compare.funnel_title")
    shown = compare.with_findings(frame, scene)
    notes = (
        words("compare.funnel_note"),
        words("compare.funnel_click"),
        *((words("compare.too_many_labels"),) if not has_labels else ()),
        words("common.provisional_legend"),
        source_line(shown, words),
    )
    alt = f"{title}. {compare_text.plain_verdicts(scene)} {words('compare.alt_table_size')}"
    return Block(f"trechter-{scene.level}", title, figure, alt, shown, notes)
