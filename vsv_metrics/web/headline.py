"""The headline of the page Overzicht: sentences and key figures computed from the newest national figure."""

import streamlit as st

from vsv_metrics.indicators.overview import Headline
from vsv_metrics.text import Locale
from vsv_metrics.web import provenance
from vsv_metrics.web.block import arrow
from vsv_metrics.web.markdown import plain


def sentences(headline: Headline, words: Locale) -> str:
    """The newest figure and what the target asks, in plain language."""
    current, target = headline.current, headline.target
    sentences = [
        words("overview.headline", period=words.school_year(current["period"]), count=words.number(current["numerator"]))
    ]
    if current["rate_pct"] == current["rate_pct"]:
        sentences.append(words("overview.headline_rate", rate=words.percent(current["rate_pct"])))
    key = "overview.headline_target" if headline.reduction_needed else "overview.headline_target_met"
    sentences.append(
        words(
            key,
            target=words.number(target["target_value"]),
            target_year=target["target_year"],
            target_period=words.school_year(target["school_year"]),
            needed=words.number(headline.reduction_needed),
        )
    )
    return " ".join(sentences)


def key_figures(headline: Headline, words: Locale) -> None:
    """Count, percentage and what is still needed, each with what it is held against."""
    current = headline.current
    period, before = (words.school_year(int(current["period"]) - years) for years in (0, 1))
    rate_change = None if headline.previous_rate is None else current["rate_pct"] - headline.previous_rate
    with st.container(horizontal=True):
        newest = headline.previous_revisions[0] if headline.previous_revisions else None
        st.metric(
            provenance.linked(words("overview.kpi_count", period=period), current),
            words.number(current["numerator"]),
            delta=None if newest is None else words.signed(newest.difference),
            delta_color="off",
            delta_arrow=arrow(None if newest is None else newest.difference),
            delta_description=None
            if newest is None
            else words(
                "overview.versus",
                value=words.number(newest.value),
                period=before,
            ),
            border=True,
        )
        if current["rate_pct"] == current["rate_pct"]:
            st.metric(
                provenance.linked(words("overview.kpi_rate", period=period), current),
                words.percent(current["rate_pct"]),
                delta=None if rate_change is None else words.points(rate_change),
                delta_color="off",
                delta_arrow=arrow(rate_change, 2),
                delta_description=None
                if headline.previous_rate is None
                else words(
                    "overview.versus",
                    value=words.percent(headline.previous_rate),
                    period=before,
                ),
                border=True,
            )
        st.metric(
            words("overview.kpi_target"),
            words.number(headline.reduction_needed),
            delta=words(
                "overview.target_description",
                target=words.number(headline.target["target_value"]),
                target_period=words.school_year(headline.target["school_year"]),
                count=words.number(current["numerator"]),
            ),
            delta_color="off",
            delta_arrow="off",
            border=True,
        )


def may_be_compared(headline: Headline, words: Locale) -> str:
    """Whether the newest figure may be held against the year before, and its difference from each published version."""
    current = headline.current
    before = words.school_year(current["period"] - 1)
    series = plain(words.name(current, "series_name"))
    if not headline.previous_revisions:
        return words("overview.not_comparable", before=before, series=series)
    first, last = headline.previous_revisions[-1], headline.previous_revisions[0]
    revisions = " ".join(
        words(
            "overview.revision_part",
            status=words(f"status.{revision.obs_status}"),
            value=words.number(revision.value),
            difference=words.signed(revision.difference),
        )
        for revision in headline.previous_revisions
    )
    if first != last:
        revisions += " " + words(
            "overview.revised",
            before=before,
            first=words.number(first.value),
            first_status=words(f"status.{first.obs_status}"),
            last=words.number(last.value),
            last_status=words(f"status.{last.obs_status}"),
            difference=words.signed(last.value - first.value),
        )
    return words(
        "overview.comparable",
        now=words.school_year(current["period"]),
        before=before,
        series=series,
        status_now=words(f"status.{current['obs_status']}"),
        revisions=revisions,
    )
