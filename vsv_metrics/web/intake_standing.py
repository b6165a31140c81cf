"""Where the year stands on the page Instroommomenten: key figures, the expected year-end and what it rests on."""

from dataclasses import dataclass

import streamlit as st

from vsv_metrics.indicators import intake
from vsv_metrics.indicators.intake import Year
from vsv_metrics.metrics.hidden import Count
from vsv_metrics.metrics.pace import Expected
from vsv_metrics.text import Locale
from vsv_metrics.web import data
from vsv_metrics.web.block import arrow
from vsv_metrics.web.intake import MOST_CACHED, Scene, said, years


@dataclass(frozen=True)
class Standing:
    """Where the chosen year stands at the chosen month."""

    current: Year
    previous: Year | None
    """The school year before, when it may be compared."""
    earlier: tuple[Year, ...]
    """All complete comparable years before."""
    expected: Expected | None


@data.shared(MOST_CACHED)
def standing(scene: Scene) -> Standing:
    """Where the chosen year stands at the chosen month, without words."""
    found = years(scene)
    current = next(item for item in found if item.school_year == scene.school_year)
    return stand(found, current, scene.at)


def stand(found: tuple[Year, ...], current: Year, at: int) -> Standing:
    """Where a year stands at a month of it, against the other years."""
    before = (item for item in found if item.school_year == current.school_year - 1 and item.piece == current.piece)
    return Standing(current, next(before, None), intake.earlier(found, current), intake.expected(found, current, at))


def key_figures(scene: Scene) -> None:
    """New leavers of the month, all up to it, the expected year-end, and what came of it where that is known."""
    words, state = scene.words, standing(scene)
    month = words.month_name(scene.month)
    with st.container(horizontal=True):
        _metric(words("intake_moments.kpi_new", month=month), *_pair(state, scene.at, is_sum=False), scene)
        _metric(words("intake_moments.kpi_sum", month=month), *_pair(state, scene.at, is_sum=True), scene)
        if state.expected is not None:
            st.metric(
                words("intake_moments.kpi_expected"),
                expected_value(state.expected, words),
                delta=expected_bounds(state.expected, words),
                delta_color="off",
                delta_arrow="off",
                border=True,
            )
        if state.current.total is not None and scene.at < len(state.current.cells) - 1:
            st.metric(
                words("intake_moments.kpi_total"),
                said(state.current.total, words),
                delta=_outcome(state.expected, state.current.total, words),
                delta_color="off",
                delta_arrow="off",
                border=True,
            )


def sentence(scene: Scene) -> str:
    """What the expectation rests on, or why there is none, as Markdown."""
    words, state = scene.words, standing(scene)
    if scene.at == len(state.current.cells) - 1:
        return words("intake_moments.year_over")
    if state.expected is not None:
        key = "intake_moments.expected_interval" if state.expected.kind == "interval" else "intake_moments.expected_range"
        return words(key, n=words.number(state.expected.n), month=words.month_name(scene.month))
    reached = state.current.sums[scene.at]
    key = "no_expectation_years" if reached is not None and reached.is_exact else "no_expectation_hidden"
    return words(f"intake_moments.{key}")


def expected_value(found: Expected, words: Locale) -> str:
    """The expected total in words: a number, or the bounds of what happened."""
    if found.kind == "interval":
        return words.number(found.value)
    low, high = words.number(found.low), words.number(found.high)
    return low if low == high else words("intake_moments.between", low=low, high=high)


def expected_bounds(found: Expected, words: Locale) -> str:
    """What bounds the expected total: the interval, or the years whose pace was taken."""
    if found.kind == "range":
        return words("intake_moments.bounds_range", n=words.number(found.n))
    return words("intake_moments.bounds_interval", low=words.number(found.low), high=words.number(found.high))


def _pair(state: Standing, at: int, *, is_sum: bool) -> tuple[Count | None, Count | None]:
    """The count of the chosen year and of the year before at one month."""
    now, before = (
        None if item is None else (item.sums if is_sum else item.cells)[at] for item in (state.current, state.previous)
    )
    return now, before


def _metric(label: str, now: Count | None, before: Count | None, scene: Scene) -> None:
    words = scene.words
    both = now is not None and before is not None and now.is_exact and before.is_exact
    difference = now.low - before.low if both and now and before else None
    st.metric(
        label,
        said(now, words),
        delta=words("intake_moments.not_comparable") if difference is None else words.signed(difference),
        delta_color="off",
        delta_arrow=arrow(difference),
        delta_description=words("region.versus", period=words.school_year(scene.school_year - 1))
        if difference is not None
        else None,
        border=True,
    )


def _outcome(found: Expected | None, total: Count, words: Locale) -> str | None:
    """Whether the total that came lies between the bounds that were expected."""
    if found is None or not total.is_exact:
        return None
    key = "below" if total.low < found.low else "above" if total.low > found.high else "within"
    return words(f"intake_moments.outcome_{key}")
