"""What the parts of the page Instroommomenten share: its choices, its months in words, and what to do without figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from vsv_metrics.charts.months import Band
from vsv_metrics.indicators import intake
from vsv_metrics.indicators.intake import Moment, Place, Year
from vsv_metrics.metrics.hidden import Count
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, frame, links, lists
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

MOST_CACHED = 128
COUNTRY = "NL"
HALFWAY = 1
"""Calendar month up to which a complete year is shown at first: far enough for an expectation, early enough to need one."""


@dataclass(frozen=True)
class Scene:
    """What is chosen for the whole page."""

    fingerprint: str
    dataset: str
    language: str
    place: Place
    school_year: int
    at: int
    """Place in the school year, 0 to 11, of the month up to which is looked."""
    moments: tuple[Moment, ...]

    @property
    def words(self) -> Locale:
        return locale(self.language)

    @property
    def month(self) -> int:
        """The calendar month up to which is looked."""
        return self.place.months[self.at]

    @property
    def is_demo(self) -> bool:
        return self.dataset == "demo"


@data.shared(8)
def places(fingerprint: str, dataset: str) -> dict[str, Place]:
    """The areas with leavers per month: code -> area."""
    return {place.region_code: place for place in intake.places(data.store(), dataset)}


@data.shared(MOST_CACHED)
def months(fingerprint: str, dataset: str, place: Place, sector: str) -> pd.DataFrame:
    """Leavers per school year and month of one area, of one sector or of all (`total`)."""
    return intake.of_sector(data.store(), dataset, place, sector)


@data.shared(MOST_CACHED)
def school_years(fingerprint: str, dataset: str, place: Place, sector: str) -> tuple[Year, ...]:
    """The school years of an area, oldest first, of one sector or of all (`total`)."""
    return intake.years(months(fingerprint, dataset, place, sector))


@data.shared(MOST_CACHED)
def groups(fingerprint: str, dataset: str, place: Place) -> tuple[str, ...]:
    """The breakdowns that the months of an area have."""
    return intake.groups(data.store(), dataset, place)


def years(scene: Scene, sector: str = "total") -> tuple[Year, ...]:
    """The school years of the chosen area, oldest first."""
    return school_years(scene.fingerprint, scene.dataset, scene.place, sector)


def year(scene: Scene, sector: str = "total") -> Year | None:
    """The chosen school year; None when the sector has no figures of it."""
    return next((found for found in years(scene, sector) if found.school_year == scene.school_year), None)


def choose(visit: Visit, *, has_month: bool) -> Scene:
    """The choices of area and school year and, where it matters, of the month up to which is looked: else the newest."""
    words, fingerprint = visit.locale, visit.store.fingerprint
    known = places(fingerprint, visit.dataset)
    first, second, third = st.container(key="screen_choices").columns([2, 1, 2])
    default = COUNTRY if COUNTRY in known else next(iter(known))
    with first:
        code = links.one(
            "regio",
            list(known),
            default,
            lambda key: st.selectbox(
                words("intake_moments.choose_region"),
                list(known),
                format_func=lambda name: _label(known[name], words),
                key=key,
            ),
            words,
            data.aliases(fingerprint),
        )
    place = known[code]
    found = school_years(fingerprint, visit.dataset, place, "total")
    names = [str(item.school_year) for item in reversed(found)]
    with second:
        chosen = links.one(
            "jaar",
            names,
            names[0],
            lambda key: st.selectbox(
                words("common.school_year"), names, format_func=lambda name: words.school_year(int(name)), key=key
            ),
            words,
        )
    current = next(item for item in found if item.school_year == int(chosen))
    offered = [str(place.months[at]) for at, cell in enumerate(current.cells) if cell is not None]
    month = offered[-1]
    if has_month:
        usual = str(HALFWAY) if current.total is not None else month
        with third:
            month = links.one(
                "maand",
                offered,
                usual,
                lambda key: st.select_slider(
                    words("intake_moments.choose_month"), offered, format_func=lambda name: words.month_name(int(name)), key=key
                ),
                words,
                unwritten=str(HALFWAY),
            )
    moments = intake.moments(lists.moments(visit), place.region_code)
    return Scene(fingerprint, visit.dataset, words.language, place, int(chosen), place.months.index(int(month)), moments)


def name(place: Place, words: Locale) -> str:
    """The name of an area."""
    return place.name_nl if words.language == "nl" else place.name_en


def said(count: Count | None, words: Locale) -> str:
    """A count in words: its number, its bounds when cells are hidden, or that it is not known."""
    if count is None:
        return words("common.no_data")
    if count.is_exact:
        return words.number(count.low)
    if count.high is not None:
        return words("intake_moments.between", low=words.number(count.low), high=words.number(count.high))
    return words("intake_moments.at_least", low=words.number(count.low)) if count.low else words("intake_moments.undetermined")


def month_list(found: Iterable[int], words: Locale, *, is_short: bool = False) -> str:
    """Calendar months as a phrase."""
    return words.listing([words.month_name(month, is_short=is_short) for month in found])


def ticks(place: Place, words: Locale) -> tuple[str, ...]:
    """The months of the school year of an area, short, in order."""
    return tuple(words.month_name(month, is_short=True) for month in place.months)


def labelled(figures: pd.DataFrame, words: Locale, members: dict[str, str] | None = None) -> pd.DataFrame:
    """The figures with a `label` that names their month, after their member where there are several."""
    rows = zip(figures["month"], figures["member"], strict=True) if "member" in figures else ((at, "") for at in figures["month"])
    return figures.assign(
        label=[
            f"{members[member]}, {words.month_name(int(month))}" if members else words.month_name(int(month))
            for month, member in rows
        ]
    )


def bands(scene: Scene) -> tuple[tuple[Band, ...], tuple[str, ...]]:
    """The intake moments as numbered bands over the months, and the line of Markdown that explains the numbers."""
    words, found, explained = scene.words, [], []
    for number, moment in enumerate(scene.moments, start=1):
        places_of = sorted(scene.place.months.index(month) for month in moment.months)
        runs = [at for at in places_of if at - 1 not in places_of]
        for first in runs:
            last = next(at for at in range(first, len(scene.place.months)) if at + 1 not in places_of)
            found.append(Band(first, last, number))
        text = moment.name_nl if words.language == "nl" else moment.name_en
        explained.append(f"({number}) {plain(text)}: {month_list(moment.months, words)}")
    legend = words("intake_moments.bands_legend", moments="; ".join(explained))
    return tuple(found), (legend,) if explained else ()


def hidden_places(cells: Sequence[Count | None]) -> tuple[int, ...]:
    """The places of the counts that are not exactly known."""
    return tuple(at for at, cell in enumerate(cells) if cell is not None and not cell.is_exact)


def hidden_note(figures: pd.DataFrame, words: Locale) -> tuple[str, ...]:
    """A line that says how many of these figures are hidden, when any is."""
    hidden = int((figures["missing_reason"] == "suppressed").sum())
    return (words("intake_moments.hidden_note", n=words.number(hidden)),) if hidden else ()


def table(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> None:
    """A table of texts."""
    cells = [[plain(cell) for cell in row] for row in rows]
    st.table(pd.DataFrame(cells, columns=list(columns)), hide_index=True, border="horizontal")


def explain_need(visit: Visit) -> None:
    """Without leavers per month: what the page needs, how to get it, and the example figures at one click."""
    words = visit.locale
    st.info(words("intake_moments.need"), icon=":material/info:")
    st.markdown(words("intake_moments.need_how"))
    st.code(words("intake_moments.need_commands").strip(), language=None)
    st.markdown(words("intake_moments.need_what"))
    with st.container(horizontal=True):
        example = {"voorbeeld": "true"}
        st.button(
            words("intake_moments.open_demo"), icon=":material/science:", on_click=links.follow, args=(example,), type="primary"
        )
        if data.own_scopes() and visit.dataset == "published":
            own = {"eigen": "true"}
            st.button(words("sources.duo_show"), icon=":material/person:", on_click=links.follow, args=(own,))
        frame.page_link("sources", words("intake_moments.to_sources"), icon=frame.ICONS["sources"])
    st.header(words("intake_moments.moments_heading"))
    st.markdown(words("intake_moments.moments_intro"))
    draw_moments(intake.moments(lists.moments(visit), COUNTRY), visit)


def draw_moments(moments: Sequence[Moment], visit: Visit) -> None:
    """The intake moments as a table with their source."""
    words, sources = visit.locale, data.sources(visit.store.fingerprint)
    rows = [
        [
            moment.name_nl if words.language == "nl" else moment.name_en,
            month_list(moment.months, words),
            words(f"intake_moments.basis_{moment.basis}"),
        ]
        for moment in moments
    ]
    table(rows, [words(f"intake_moments.column_{column}") for column in ("moment", "months", "basis")])
    titles = dict.fromkeys(plain(sources[moment.source_id]["title"]) for moment in moments)
    st.caption(f"{words('common.source')}: {'; '.join(titles)}.")


def _label(place: Place, words: Locale) -> str:
    return f"{name(place, words)} ({words('level.' + place.level)})" if place.level != "country" else name(place, words)
