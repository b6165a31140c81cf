"""Reported absence of those who left, by age band and month, on the page Instroommomenten."""

import pandas as pd
import streamlit as st

from vsv_metrics.charts import theme
from vsv_metrics.charts.months import Layer, month_figure
from vsv_metrics.indicators import intake
from vsv_metrics.indicators.intake import Place
from vsv_metrics.schema.codes import TOTAL, UNKNOWN
from vsv_metrics.web import data
from vsv_metrics.web.block import Block, draw, source_line
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.intake import MOST_CACHED, Scene, hidden_note, name, ticks
from vsv_metrics.web.markdown import plain

ANSWERS = (("yes", theme.CONTRAST, "/"), ("no", theme.FOCUS, ""), (UNKNOWN, theme.MUTED, "."))
"""Members of breakdown `absence_reported` with colour and pattern."""
ADULTS = ("18_19", "20_22")
"""Age bands of 18 and over below which new leavers are counted."""


@data.shared(MOST_CACHED)
def counts(fingerprint: str, dataset: str, place: Place, is_by_month: bool) -> pd.DataFrame:
    """Leavers by reported absence and age, per school year (and month)."""
    return intake.absence(data.store(), dataset, place, is_by_month=is_by_month)


def part(scene: Scene, visit: Visit) -> None:
    """What is known of absence before leaving, and what is not."""
    words = scene.words
    st.markdown(words("intake_moments.absence_intro"))
    by_age = ages(scene)
    if by_age is None:
        st.info(words("intake_moments.absence_none"), icon=":material/info:")
    else:
        st.markdown(by_age[1])
        draw(by_age[0], visit)
        if by_month := adults(scene):
            draw(by_month, visit)
        else:
            st.caption(words("intake_moments.absence_no_months"))
    st.markdown(words("intake_moments.absence_limits"))


@data.shared(MOST_CACHED)
def ages(scene: Scene) -> tuple[Block, str] | None:
    """Leavers with and without reported absence per age band, and the shares in words; None without figures of the year."""
    words = scene.words
    frame = counts(scene.fingerprint, scene.dataset, scene.place, is_by_month=False)
    frame = frame[frame["period"] == scene.school_year]
    known = [code for code in _names("age_group", scene.language) if code in set(frame["age_group"])]
    bands = [code for code in known if code != TOTAL] or known
    frame = frame[frame["age_group"].isin(bands)].reset_index(drop=True)
    if frame.empty:
        return None
    names, answers = _names("age_group", scene.language), _names("absence_reported", scene.language)
    frame = frame.assign(
        label=[
            f"{names[age]}: {answers[answer].lower()}"
            for age, answer in zip(frame["age_group"], frame["absence_reported"], strict=True)
        ]
    )
    figure = month_figure(
        [names[code] for code in bands],
        _layers(frame, "age_group", bands, scene),
        unit_title=words("intake_moments.axis_leavers"),
        locale=words,
        is_demo=scene.is_demo,
        height=330,
    )
    title = words("intake_moments.absence_title", area=name(scene.place, words), period=words.school_year(scene.school_year))
    sentence = " ".join(part for code in bands if (part := _share(frame[frame["age_group"] == code], names[code], scene)))
    notes = (words("intake_moments.absence_unit"), *hidden_note(frame, words), source_line(frame, words))
    block = Block(f"verzuim-{scene.place.region_code.lower()}", title, figure, f"{title}. {sentence}", frame, notes)
    return block, plain(sentence)


@data.shared(MOST_CACHED)
def adults(scene: Scene) -> Block | None:
    """Leavers of 18 and over per month of leaving, with and without reported absence; None where months have none."""
    words = scene.words
    frame = counts(scene.fingerprint, scene.dataset, scene.place, is_by_month=True)
    frame = frame[(frame["period"] == scene.school_year) & frame["age_group"].isin(ADULTS)].reset_index(drop=True)
    if frame.empty:
        return None
    names, answers = _names("age_group", scene.language), _names("absence_reported", scene.language)
    rows = zip(frame["age_group"], frame["absence_reported"], frame["month"], strict=True)
    frame = frame.assign(
        label=[f"{names[age]}, {words.month_name(int(month))}: {answers[answer].lower()}" for age, answer, month in rows]
    )
    figure = month_figure(
        ticks(scene.place, words),
        _layers(frame, "place", range(len(scene.place.months)), scene),
        unit_title=words("intake_moments.axis_leavers"),
        locale=words,
        is_demo=scene.is_demo,
        is_stacked=True,
    )
    title = words("intake_moments.adults_title", area=name(scene.place, words), period=words.school_year(scene.school_year))
    alt = f"{title}. {_share(frame, words('intake_moments.adults'), scene)}"
    notes = (words("intake_moments.absence_unit"), *hidden_note(frame, words), source_line(frame, words))
    return Block(f"verzuim-maand-{scene.place.region_code.lower()}", title, figure, alt, frame, notes)


def _layers(frame: pd.DataFrame, column: str, codes: "list[str] | range", scene: Scene) -> list[Layer]:
    """A layer per answer with the sum per member of a column; a sum with a hidden cell is left out."""
    words, answers = scene.words, _names("absence_reported", scene.language)
    layers = []
    for answer, color, pattern in ANSWERS:
        rows = frame[frame["absence_reported"] == answer]
        if rows.empty:
            continue
        values = tuple(_sum(rows[rows[column] == code]) for code in codes)
        hover = tuple("" if value is None else words.number(value) for value in values)
        layers.append(
            Layer(answers[answer], values, "bar", color, pattern=pattern, labels=hover if column != "place" else (), hover=hover)
        )
    return layers


def _sum(rows: pd.DataFrame) -> float | None:
    return None if rows.empty or rows["numerator"].isna().any() else float(rows["numerator"].sum())


def _share(rows: pd.DataFrame, group: str, scene: Scene) -> str:
    """The share with a reported absence in one group; empty when a part is hidden or nobody left."""
    everyone, reported = _sum(rows), _sum(rows[rows["absence_reported"] == "yes"])
    if not everyone or reported is None:
        return ""
    return scene.words(
        "intake_moments.absence_share",
        group=group,
        share=scene.words.percent(100 * reported / everyone, 1),
        n=scene.words.number(reported),
        total=scene.words.number(everyone),
    )


@data.shared(8)
def _member_names(fingerprint: str, breakdown: str, language: str) -> dict[str, str]:
    rows = data.store().query("members")
    rows = rows[rows["breakdown"] == breakdown].sort_values("sort")
    return dict(zip(rows["code"], rows[f"name_{language}"], strict=True))


def _names(breakdown: str, language: str) -> dict[str, str]:
    """The members of a breakdown in order of display: code -> name."""
    return _member_names(data.store().fingerprint, breakdown, language)
