"""Sections of the page Regio that are drawn from one area: key figures, surroundings, what is missing, next steps."""

import pandas as pd
import streamlit as st

from vsv_metrics.indicators.region import Area, ProducerView
from vsv_metrics.text import Locale
from vsv_metrics.web import frame, links, provenance, refresh, region
from vsv_metrics.web.block import arrow
from vsv_metrics.web.frame import Visit

LEVELS_OF_CBS = ("rmc", "municipality")
"""Kinds of area for which CBS publishes figures that do not ship."""


def key_figures(view: ProducerView, words: Locale) -> None:
    """The newest count and percentage with their change, and the country in the same series."""
    current = view.current
    period = words.period(current["period_type"], int(current["period"]))
    before = words.period(current["period_type"], int(current["period"]) - 1)
    with st.container(horizontal=True):
        for measure, label, change in (
            ("numerator", "region.kpi_count", view.change),
            ("rate_pct", "region.kpi_rate", view.rate_change),
        ):
            if pd.isna(current[measure]):
                continue
            difference = None if change is None else change.difference
            is_rate = measure == "rate_pct"
            st.metric(
                provenance.linked(words(label, period=period), current),
                words.percent(current[measure], current["rate_digits"]) if is_rate else words.number(current[measure]),
                delta=None if difference is None else words.points(difference) if is_rate else words.signed(difference),
                delta_color="off",
                delta_arrow=arrow(difference, 2 if is_rate else 0),
                delta_description=None if difference is None else words("region.versus", period=before),
                border=True,
            )
        if view.reference is not None and view.verdict is not None:
            st.metric(
                provenance.linked(words("region.kpi_country"), view.reference),
                words.percent(view.reference["rate_pct"]),
                delta=words(f"verdict.{view.verdict}"),
                delta_color="off",
                delta_arrow="off",
                border=True,
            )


def surroundings(page: Area, visit: Visit) -> None:
    """Where the area lies, what lies in it, and the newest figures of those areas."""
    with st.container(key="screen_surroundings" if page.views else "surroundings"):
        _surroundings(page, visit)


def missing(page: Area, visit: Visit) -> None:
    """What is not known of this area, why, and how to get it."""
    words = visit.locale
    if visit.dataset != "published":
        return
    has_cbs = any(view.producer == "CBS" for view in page.views)
    reasons = []
    if page.row["level"] in LEVELS_OF_CBS and not has_cbs:
        reasons.append("missing_cbs")
    if page.views and all(view.area["numerator"].isna().all() for view in page.views):
        reasons.append("missing_counts")
    if page.row["level"] in LEVELS_OF_CBS:
        reasons.append("missing_levels")
    if not reasons:
        return
    with st.container(key="screen_missing"):
        st.header(words("region.missing_heading"))
        st.markdown("\n".join(f"- {words(f'region.{reason}')}" for reason in reasons))
        if "missing_cbs" in reasons:
            refresh.draw(words, "region")
        frame.page_link("sources", words("region.missing_link"), icon=":material/arrow_forward:")


def next_steps(code: str, page: Area, visit: Visit) -> None:
    """Links to this area's table and, without figures, to the example data."""
    words = visit.locale
    st.caption(words("region.caveat"))
    with st.container(horizontal=True, key="screen_next"):
        level = str(page.row["level"])
        frame.page_link("tables", words("region.next_tables"), icon=frame.ICONS["tables"], niveau=level, regio=code)
        frame.page_link("target", words("target.link_region"), icon=frame.ICONS["target"], regio=code)
        if not visit.is_demo and not page.views:
            example = {"regio": code, "voorbeeld": "true"}
            st.button(words("region.next_demo"), icon=":material/science:", on_click=links.follow, args=(example,))
        st.caption(words("common.print_hint"))


def _surroundings(page: Area, visit: Visit) -> None:
    words = visit.locale
    near = region.around(visit.store.fingerprint, visit.dataset, str(page.row["region_code"]), words.language)
    st.header(words("region.context_heading"))
    st.markdown(near.place)
    if near.parts:
        inside = st.expander(words("region.context_parts", n=len(near.parts)), key="inside", on_change="rerun")
        if inside.open:
            inside.markdown(", ".join(near.parts))
    if not near.figures:
        return
    st.caption(words("region.context_table"))
    st.container(key="table_context").markdown(near.figures)
    if near.has_vulnerable:
        st.caption(words("region.vulnerable_note"))
