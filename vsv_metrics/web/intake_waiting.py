"""Intake moments on the page Instroommomenten: who has had no next one yet, who is no longer reported, how long people wait."""

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.months import Layer, month_figure
from vsv_metrics.indicators import intake
from vsv_metrics.metrics.hidden import Count, total
from vsv_metrics.metrics.intake import MONTHS, Waiting, since_last, waiting, waiting_months
from vsv_metrics.text import Locale
from vsv_metrics.web import data
from vsv_metrics.web.block import Block, source_line
from vsv_metrics.web.intake import (
    MOST_CACHED,
    Scene,
    bands,
    groups,
    hidden_note,
    hidden_places,
    labelled,
    month_list,
    months,
    name,
    said,
    ticks,
    year,
)

SECTORS = ("total", "mbo")


def starts(scene: Scene) -> tuple[int, ...]:
    """The calendar months in which one can begin, as the list of moments has them."""
    return intake.starts(scene.moments)


def sectors(scene: Scene) -> tuple[str, ...]:
    """The choices of who is counted: all leavers, and those of the mbo where the months tell them apart."""
    return tuple(
        sector for sector in SECTORS if sector == "total" or "sector" in groups(scene.fingerprint, scene.dataset, scene.place)
    )


def has(scene: Scene, sector: str) -> bool:
    """Whether the chosen year has months of this sector."""
    return year(scene, sector) is not None


def since_sentences(scene: Scene, sector: str) -> str:
    """How many left since the last moment, and for how many months they have had no next one."""
    words, current = scene.words, year(scene, sector)
    begin = starts(scene)
    if current is None or not begin:
        return words("intake_moments.no_moments")
    open_months = since_last(scene.place.months[: scene.at + 1], begin)
    left = total(cell for month in open_months if (cell := current.cells[scene.place.months.index(month)]) is not None)
    ahead = waiting_months(scene.month, begin) or 0
    had_one = open_months[0] in begin
    longest = waiting_months(open_months[0], begin) or 0
    next_month = words.month_name((scene.month - 1 + ahead) % MONTHS + 1)
    parts = [
        words(
            "intake_moments.since_last" if had_one else "intake_moments.since_start",
            moment=words.month_name(open_months[0]),
            month=words.month_name(scene.month),
            n=said(left, words),
        ),
        words("intake_moments.next_one", next=next_month, wait=_span(ahead, words))
        if len(open_months) == 1
        else words("intake_moments.next_moment", next=next_month, shortest=_span(ahead, words), longest=_span(longest, words)),
    ]
    return " ".join(parts)


@data.shared(MOST_CACHED)
def since(scene: Scene, sector: str) -> Block | None:
    """New leavers per month up to the chosen one, those without a moment since marked."""
    words, current, begin = scene.words, year(scene, sector), starts(scene)
    if current is None or not begin:
        return None
    open_months = since_last(scene.place.months[: scene.at + 1], begin)
    marks, legend = bands(scene)
    values = tuple(
        cell.low if cell is not None and cell.is_exact and at <= scene.at else None for at, cell in enumerate(current.cells)
    )
    is_open = [month in open_months for month in scene.place.months]
    layers = []
    for key, wanted, color, pattern in (("had_moment", False, theme.FOCUS, ""), ("no_moment", True, theme.CONTRAST, "/")):
        kept = tuple(value if value is not None and is_open[at] == wanted else None for at, value in enumerate(values))
        if any(value is not None for value in kept):
            labels = tuple("" if value is None else words.number(value) for value in kept)
            layers.append(Layer(words(f"intake_moments.{key}"), kept, "bar", color, pattern=pattern, labels=labels, hover=labels))
    figure = month_figure(
        ticks(scene.place, words),
        layers,
        unit_title=words("intake_moments.axis_new"),
        locale=words,
        is_demo=scene.is_demo,
        bands=marks,
        hidden=hidden_places(current.cells[: scene.at + 1]),
        is_stacked=True,
    )
    title = words("intake_moments.since_title", **_where(scene, sector), month=words.month_name(scene.month))
    figures = _figures(scene, sector)
    notes = (words("intake_moments.since_note"), *legend, *hidden_note(figures, words), source_line(figures, words))
    return Block(
        f"sinds-{scene.place.region_code.lower()}", title, figure, f"{title}. {since_sentences(scene, sector)}", figures, notes
    )


@data.shared(MOST_CACHED)
def gone(scene: Scene) -> tuple[Block, str] | None:
    """Those who are no longer reported, by the month since which, and the sentence about them; None without such figures."""
    words = scene.words
    frame = intake.reported(data.store(), scene.dataset, scene.place, scene.school_year)
    if frame.empty or scene.at == 0:
        return None
    counts = intake.no_longer_reported(frame, scene.at)
    everyone = total(count for count in counts if count is not None)
    since_months: tuple[Count | None, ...] = (None, *counts[:-1])
    values = tuple(count.low if count is not None and count.is_exact else None for count in since_months)
    marks, legend = bands(scene)
    labels = tuple("" if value is None else words.number(value) for value in values)
    figure = month_figure(
        ticks(scene.place, words),
        [Layer(words("intake_moments.gone"), values, "bar", theme.FOURTH, labels=labels, hover=labels)],
        unit_title=words("intake_moments.axis_gone"),
        locale=words,
        is_demo=scene.is_demo,
        bands=marks,
        hidden=hidden_places(since_months),
        height=330,
    )
    current = year(scene)
    left = None if current is None else current.sums[scene.at]
    at_start = [count for month, count in zip(scene.place.months, since_months, strict=True) if count and month in starts(scene)]
    sentence = words(
        "intake_moments.gone_sentence",
        month=words.month_name(scene.month),
        n=said(everyone, words),
        left=said(left, words),
        k=said(total(at_start), words),
        moments=month_list(sorted(starts(scene), key=scene.place.months.index), words),
    )
    title = words("intake_moments.gone_title", **_where(scene, "total"), month=words.month_name(scene.month))
    shown = frame[(frame["left"] <= scene.at) & (frame["last"] < scene.at)]
    shown = shown.assign(
        label=[
            words(
                "intake_moments.left_and_last",
                left=words.month_name(scene.place.months[int(left_at)]),
                last=words.month_name(scene.place.months[int(last_at)]),
            )
            for left_at, last_at in zip(shown["left"], shown["last"], strict=True)
        ]
    ).reset_index(drop=True)
    if shown.empty:
        return None
    notes = (words("intake_moments.gone_note"), *legend, *hidden_note(shown, words), source_line(shown, words))
    block = Block(f"niet-meer-gemeld-{scene.place.region_code.lower()}", title, figure, f"{title}. {sentence}", shown, notes)
    return block, sentence


def waits(scene: Scene, sector: str, begin: tuple[int, ...]) -> Waiting | None:
    """How long the leavers of the chosen year wait, over the months with an exact count; None without months or moments."""
    current = year(scene, sector)
    if current is None or not begin:
        return None
    leavers = {
        month: cell.low
        for month, cell in zip(scene.place.months, current.cells, strict=True)
        if cell is not None and cell.is_exact
    }
    return waiting(leavers, begin)


@data.shared(MOST_CACHED)
def distribution(scene: Scene, sector: str, chosen: tuple[int, ...]) -> Block | None:
    """Leavers by whole months between leaving and the next chance: with the listed moments, and with other `chosen` ones."""
    words, begin = scene.words, starts(scene)
    now, then = waits(scene, sector, begin), waits(scene, sector, chosen)
    if now is None or then is None:
        return None
    is_example = chosen != begin
    layers = [_bars(words("intake_moments.usual" if is_example else "intake_moments.persons"), now, theme.FOCUS, "", scene)]
    if is_example:
        layers.append(_bars(words("intake_moments.chosen"), then, theme.CONTRAST, "/", scene))
    figure = month_figure(
        [str(months_) for months_ in range(1, MONTHS + 1)],
        layers,
        unit_title=words("intake_moments.axis_waiting"),
        locale=words,
        is_demo=scene.is_demo,
        category_title=words("intake_moments.axis_months"),
    )
    key = "intake_moments.example_title" if is_example else "intake_moments.waiting_title"
    title = words(key, **_where(scene, sector))
    figures = _figures(scene, sector)
    waited = [
        words(
            "intake_moments.month_and_wait",
            month=words.month_name(int(month)),
            now=waiting_months(int(month), begin),
            then=waiting_months(int(month), chosen),
        )
        for month in figures["month"]
    ]
    figures = figures.assign(label=waited)
    said_bars = ", ".join(f"{months_}: {words.number(persons)}" for months_, persons in then.by_months.items())
    alt = words("intake_moments.waiting_alt", title=title, months=month_list(chosen, words), bars=said_bars)
    notes = (words("intake_moments.waiting_note"), *hidden_note(figures, words), source_line(figures, words))
    return Block(f"wachten-{scene.place.region_code.lower()}", title, figure, alt, figures, notes)


def _span(months_: int, words: Locale) -> str:
    return words("intake_moments.months_one") if months_ == 1 else words("intake_moments.months_many", n=months_)


def _bars(label: str, found: Waiting, color: str, pattern: str, scene: Scene) -> Layer:
    words = scene.words
    values = tuple(found.by_months.get(months_, 0.0) for months_ in range(1, MONTHS + 1))
    hover = tuple(words("intake_moments.hover_waiting", n=words.number(value)) for value in values)
    return Layer(label, values, "bar", color, pattern=pattern, hover=hover)


def _figures(scene: Scene, sector: str) -> pd.DataFrame:
    frame = months(scene.fingerprint, scene.dataset, scene.place, sector)
    return labelled(frame[frame["period"] == scene.school_year].reset_index(drop=True), scene.words)


def _where(scene: Scene, sector: str) -> dict[str, str]:
    words = scene.words
    area = name(scene.place, words)
    return {
        "area": area if sector == "total" else words("intake_moments.mbo_of", area=area),
        "period": words.school_year(scene.school_year),
    }
