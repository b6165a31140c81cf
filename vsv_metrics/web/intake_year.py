"""Leaving through the year on the page Instroommomenten: new and cumulative leavers against earlier years."""

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.months import BESIDE, Layer, Outlook, month_figure
from vsv_metrics.indicators.intake import Year
from vsv_metrics.metrics.hidden import Count
from vsv_metrics.metrics.pace import Expected
from vsv_metrics.text import Locale
from vsv_metrics.web import data
from vsv_metrics.web.block import Block, source_line
from vsv_metrics.web.intake import (
    MOST_CACHED,
    Scene,
    bands,
    hidden_note,
    hidden_places,
    labelled,
    months,
    name,
    said,
    ticks,
)
from vsv_metrics.web.intake_standing import Standing, expected_bounds, expected_value, standing

CHART_HEIGHT = 400


@data.shared(MOST_CACHED)
def rising(scene: Scene) -> Block:
    """Leavers since the start of the school year, the chosen one against the earlier ones."""
    words, state = scene.words, standing(scene)
    area, period = name(scene.place, words), words.school_year(scene.school_year)
    marks, legend = bands(scene)
    sums = _exact(state.current.sums)
    so_far = tuple(value if at <= scene.at else None for at, value in enumerate(sums))
    later = tuple(value if at >= scene.at else None for at, value in enumerate(sums))
    older = [item for item in state.earlier if item.school_year < scene.school_year - 1]
    span = "" if not older else words.school_year(older[0].school_year)
    layers = [
        Layer(
            words("intake_moments.earlier_years", first=span, last=words.school_year(older[-1].school_year)),
            _exact(item.sums),
            "line",
            theme.MUTED,
            width=1,
            has_marks=False,
            in_legend=item is older[0],
            hover=_hover(item, item.sums, scene),
        )
        for item in older
    ]
    if state.previous is not None:
        previous = words.school_year(state.previous.school_year)
        hover = _hover(state.previous, state.previous.sums, scene)
        layers.append(Layer(previous, _exact(state.previous.sums), "line", theme.CONTRAST, "dash", hover=hover))
    if any(value is not None for value in later[scene.at + 1 :]):
        hover = _hover(state.current, state.current.sums, scene)
        layers.append(
            Layer(
                words("intake_moments.afterwards", year=period), later, "line", theme.FOCUS, "dot", 1.5, is_open=True, hover=hover
            )
        )
    layers.append(Layer(period, so_far, "line", hover=_hover(state.current, state.current.sums, scene)))
    figure = month_figure(
        ticks(scene.place, words),
        layers,
        unit_title=words("intake_moments.axis_sum"),
        locale=words,
        is_demo=scene.is_demo,
        bands=marks,
        outlook=_outlook(state.expected, words),
        height=CHART_HEIGHT,
    )
    title = words("intake_moments.rising_title", area=area, period=period, month=words.month_name(scene.month))
    drawn = {scene.school_year, *(item.school_year for item in (*state.earlier, state.previous) if item is not None)}
    figures = labelled(_of(scene, sorted(drawn)), words)
    reached = said(state.current.sums[scene.at], words)
    alt = words("intake_moments.rising_alt", title=title, n=len(state.earlier), reached=reached, end=_end(state, words))
    notes = (
        words("intake_moments.unit_demo" if scene.is_demo else "intake_moments.unit_local"),
        *legend,
        *hidden_note(figures, words),
        source_line(figures, words),
    )
    return Block(f"oplopend-{scene.place.region_code.lower()}", title, figure, alt, figures, notes)


@data.shared(MOST_CACHED)
def monthly(scene: Scene) -> Block:
    """New leavers per month of the chosen year, with the year before and the span of earlier years."""
    words, state = scene.words, standing(scene)
    area, period = name(scene.place, words), words.school_year(scene.school_year)
    marks, legend = bands(scene)
    layers = [
        Layer(
            period,
            _exact(state.current.cells),
            hover=_hover(state.current, state.current.cells, scene),
        )
    ]
    if state.previous is not None:
        previous = words.school_year(state.previous.school_year)
        hover = _hover(state.previous, state.previous.cells, scene)
        layers.append(Layer(previous, _exact(state.previous.cells), "bar", theme.CONTRAST, pattern="/", hover=hover))
    if len(state.earlier) > 1:
        lows, highs = _span(state)
        first, last = (words.school_year(state.earlier[at].school_year) for at in (0, -1))
        for key, values in (("lowest", lows), ("highest", highs)):
            layers.append(
                Layer(
                    words(f"intake_moments.{key}", first=first, last=last),
                    values,
                    "line",
                    theme.MUTED,
                    "dot" if key == "lowest" else "dash",
                    1.5,
                    has_marks=False,
                    hover=tuple("" if value is None else words.number(value) for value in values),
                )
            )
    figure = month_figure(
        ticks(scene.place, words),
        layers,
        unit_title=words("intake_moments.axis_new"),
        locale=words,
        is_demo=scene.is_demo,
        bands=marks,
        hidden=_hidden(state),
        height=CHART_HEIGHT,
    )
    title = words("intake_moments.monthly_title", area=area, period=period)
    drawn = {scene.school_year, *(item.school_year for item in (*state.earlier, state.previous) if item is not None)}
    figures = labelled(_of(scene, sorted(drawn)), words)
    known = ", ".join(
        f"{words.month_name(month)} {said(cell, words)}"
        for month, cell in zip(scene.place.months, state.current.cells, strict=True)
        if cell is not None
    )
    notes = (
        words("intake_moments.unit_demo" if scene.is_demo else "intake_moments.unit_local"),
        *legend,
        *hidden_note(figures, words),
        source_line(figures, words),
    )
    return Block(f"per-maand-{scene.place.region_code.lower()}", title, figure, f"{title}. {known}.", figures, notes)


def _of(scene: Scene, school_years: list[int]) -> pd.DataFrame:
    frame = months(scene.fingerprint, scene.dataset, scene.place, "total")
    return frame[frame["period"].isin(school_years)].reset_index(drop=True)


def _exact(cells: tuple[Count | None, ...]) -> tuple[float | None, ...]:
    """What can be drawn: a hidden count or a sum over one is left out."""
    return tuple(cell.low if cell is not None and cell.is_exact else None for cell in cells)


def _hover(item: Year, cells: tuple[Count | None, ...], scene: Scene) -> tuple[str, ...]:
    words = scene.words
    return tuple(
        "" if cell is None else f"{words.month_name(month)} ({words.school_year(item.school_year)}): {said(cell, words)}"
        for month, cell in zip(scene.place.months, cells, strict=True)
    )


def _span(state: Standing) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """The lowest and highest new leavers of each month in the earlier years; none where one of them is hidden."""
    columns = list(zip(*(_exact(item.cells) for item in state.earlier), strict=True))
    known = [[value for value in column if value is not None] for column in columns]
    is_whole = [len(values) == len(state.earlier) for values in known]
    return (
        tuple(min(values) if whole else None for values, whole in zip(known, is_whole, strict=True)),
        tuple(max(values) if whole else None for values, whole in zip(known, is_whole, strict=True)),
    )


def _hidden(state: Standing) -> tuple[float, ...]:
    """Where a bar is missing because it is hidden: of the chosen year on the left, of the year before on the right."""
    if state.previous is None:
        return hidden_places(state.current.cells)
    left = [at - BESIDE for at in hidden_places(state.current.cells)]
    return (*left, *(at + BESIDE for at in hidden_places(state.previous.cells)))


def _outlook(found: Expected | None, words: Locale) -> Outlook | None:
    if found is None:
        return None
    hover = f"{expected_value(found, words)} ({expected_bounds(found, words)})"
    value = found.value if found.kind == "interval" else None
    return Outlook(words("intake_moments.kpi_expected"), value, found.low, found.high, hover)


def _end(state: Standing, words: Locale) -> str:
    """The expected total as a sentence with a blank behind it; empty without one."""
    if state.expected is None:
        return ""
    expected, bounds = expected_value(state.expected, words), expected_bounds(state.expected, words)
    return words("intake_moments.alt_expected", expected=expected, bounds=bounds) + " "
