"""Groups and areas beside each other at one month of the year, on the page Instroommomenten."""

from dataclasses import dataclass

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.months import Layer, month_figure
from vsv_metrics.indicators import intake
from vsv_metrics.indicators.intake import GROUPS
from vsv_metrics.metrics.hidden import Count
from vsv_metrics.text import Locale
from vsv_metrics.web import data
from vsv_metrics.web.block import Block, source_line
from vsv_metrics.web.intake import MOST_CACHED, Scene, groups, hidden_note, labelled, name, places, said, ticks
from vsv_metrics.web.intake_standing import Standing, stand

NO_GROUP = "geen"
REGION = "regio"
MOST_LINES = 6
COLORS = (theme.FOCUS, theme.CONTRAST, theme.THIRD, theme.FOURTH, theme.CATEGORY[4], theme.CATEGORY[5])
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


@dataclass(frozen=True)
class Grouped:
    """The members of a group at one month: table of texts, and a chart when they are few enough for lines."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    block: Block | None
    figures: pd.DataFrame


def options(scene: Scene) -> tuple[str, ...]:
    """The ways in which the months of the chosen area can be divided."""
    around = intake.neighbours(tuple(places(scene.fingerprint, scene.dataset).values()), scene.place)
    return (NO_GROUP, *groups(scene.fingerprint, scene.dataset, scene.place), *((REGION,) if around else ()))


@data.shared(MOST_CACHED)
def grouped(scene: Scene, group: str) -> Grouped | None:
    """The members of a group in the chosen year; None when it has no figures of that year."""
    words, frame, members = scene.words, *_members(scene, group)
    states = {code: state for code in members if (state := _state(frame[frame["member"] == code], scene)) is not None}
    if not states:
        return None
    shown = frame[(frame["period"] == scene.school_year) & frame["member"].isin(list(states))]
    figures = labelled(shown.reset_index(drop=True), words, members)
    heads = ("group", "new", "sum", "previous", "difference", "expected", "bounds")
    month = words.month_name(scene.month)
    columns = tuple(words(f"intake_moments.column_{head}", month=month) for head in heads)
    rows = tuple((members[code], *_row(state, scene)) for code, state in states.items())
    block = _block(scene, group, states, members, figures) if group != REGION and len(states) <= MOST_LINES else None
    return Grouped(columns, rows, block, figures)


def title(scene: Scene, group: str) -> str:
    """What is divided, where and when."""
    words = scene.words
    if group == REGION:
        return words("intake_moments.areas_title", period=words.school_year(scene.school_year))
    return words(
        "intake_moments.groups_title",
        group=words(f"breakdown.{group}").lower(),
        area=name(scene.place, words),
        period=words.school_year(scene.school_year),
    )


def _members(scene: Scene, group: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """The months of every member, and the names of the members in order of display."""
    words, store = scene.words, data.store()
    if group == REGION:
        around = intake.neighbours(tuple(places(scene.fingerprint, scene.dataset).values()), scene.place)
        names = {place.region_code: name(place, words) for place in around}
        return intake.by_month(store, scene.dataset, scene.place, regions=list(names)), names
    rows = store.query("members")
    rows = rows[rows["breakdown"] == group].sort_values("sort")
    frame = intake.by_month(store, scene.dataset, scene.place, group)
    return frame, dict(zip(rows["code"], rows[f"name_{words.language}"], strict=True))


def _state(frame: pd.DataFrame, scene: Scene) -> Standing | None:
    found = intake.years(frame)
    current = next((item for item in found if item.school_year == scene.school_year), None)
    return None if current is None else stand(found, current, scene.at)


def _row(state: Standing, scene: Scene) -> tuple[str, ...]:
    """New, so far, the year before at the same month, the difference, the expected year-end with its bounds."""
    words, at = scene.words, scene.at
    now = state.current.sums[at]
    before = None if state.previous is None else state.previous.sums[at]
    found = state.expected
    return (
        said(state.current.cells[at], words),
        said(now, words),
        said(before, words),
        _difference(now, before, words),
        "–" if found is None else "–" if found.kind == "range" else words.number(found.value),
        "–" if found is None else words("intake_moments.between", low=words.number(found.low), high=words.number(found.high)),
    )


def _difference(now: Count | None, before: Count | None, words: Locale) -> str:
    if now is None or before is None or not now.is_exact or not before.is_exact:
        return words("intake_moments.undetermined")
    return words.signed(now.low - before.low)


def _block(scene: Scene, group: str, states: dict[str, Standing], members: dict[str, str], figures: pd.DataFrame) -> Block:
    words = scene.words
    layers = []
    for (code, state), color, dash in zip(states.items(), COLORS, DASHES, strict=False):
        values = tuple(
            sum_.low if sum_ is not None and sum_.is_exact and at <= scene.at else None
            for at, sum_ in enumerate(state.current.sums)
        )
        hover = tuple("" if value is None else words.number(value) for value in values)
        labels = tuple("" if value is None or at != scene.at else words.number(value) for at, value in enumerate(values))
        layers.append(Layer(members[code], values, "line", color, dash, labels=labels, hover=hover))
    figure = month_figure(
        ticks(scene.place, words),
        layers,
        unit_title=words("intake_moments.axis_sum"),
        locale=words,
        is_demo=scene.is_demo,
    )
    reached = ", ".join(f"{members[code]} {said(state.current.sums[scene.at], words)}" for code, state in states.items())
    notes = (
        words("intake_moments.unit_demo" if scene.is_demo else "intake_moments.unit_local"),
        *((words("intake_moments.within_mbo"),) if "sector" in GROUPS[group] and group != "sector" else ()),
        *hidden_note(figures, words),
        source_line(figures, words),
    )
    heading = title(scene, group)
    alt = words("intake_moments.groups_alt", title=heading, month=words.month_name(scene.month), reached=reached)
    return Block(f"{group}-{scene.place.region_code.lower()}", heading, figure, alt, figures, notes)
