"""The filters of the page Tabellen; each option says how many rows it would give."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from vsv_metrics.indicators import facets as counting
from vsv_metrics.indicators import table
from vsv_metrics.indicators.facets import Facets
from vsv_metrics.indicators.table import Offer, Selection
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.text import Locale
from vsv_metrics.web import data, folded, links
from vsv_metrics.web.cells import member, names
from vsv_metrics.web.frame import Visit

PARAMETERS = {
    "indicator": "what is measured; one code of table `indicator`",
    "niveau": "kinds of area, codes of `REGION_LEVELS`",
    "regio": "areas: codes, or other names and codes of table `region_alias`",
    "jaren": "first and last (start) year",
    "reeks": "series",
    "uitsplitsing": "breakdown columns; without it totals only",
    **{column: f"members of `{column}` to keep, `total` among them" for column in BREAKDOWNS},
}
"""What the address of the page may hold of filters. Lists are joined by commas; what is left out sets no limit."""

DEFAULT_INDICATOR = "new_leavers"
ON_TOP = "sector"
"""The breakdown whose members can always be chosen; those of the others once they are broken down."""
MOST_CACHED = 32
MARK = " · "
"""Between an option and the number of rows it would give."""
PER_LINE = 3
QUICK_YEARS = 5
QUICK = (("province", {}), ("rmc", {}), ("country", {"uitsplitsing": "sector"}))
"""Selections that are one click away: a kind of area and more parameters."""


@dataclass(frozen=True)
class Chosen:
    """What the filters say."""

    selection: Selection
    breakdowns: tuple[str, ...]
    """The breakdowns that were chosen; the selection holds those that come with them too."""
    everything: Offer
    """What there is to choose from, whatever is chosen."""
    of_series: Offer
    """And of these series."""
    found: Offer
    """And of these kinds of area."""


def quick_choices(visit: Visit) -> None:
    """Buttons with selections that many people want."""
    words, fingerprint = visit.locale, visit.store.fingerprint
    with st.container(horizontal=True, vertical_alignment="center", key="screen_quick"):
        st.caption(words("tables.quick"), width="content")
        levels = offer(fingerprint, visit.dataset, DEFAULT_INDICATOR, (), ()).levels
        for level, more in QUICK:
            if level not in levels:
                continue
            offered = offer(fingerprint, visit.dataset, DEFAULT_INDICATOR, (), (level,))
            first, last = max(offered.years[0], offered.years[1] - QUICK_YEARS + 1), offered.years[1]
            ends = {"first": words.period(offered.period_type, first), "last": words.period(offered.period_type, last)}
            choices = {"niveau": level, "jaren": f"{first},{last}"} | more
            st.button(words(f"tables.quick_{level}", **ends), key=f"quick_{level}", on_click=links.follow, args=(choices,))


def chosen(visit: Visit) -> Chosen:
    """What the filters will say when they are drawn; the rows need not wait for the filters, whose counts take longer."""
    fingerprint, dataset = visit.store.fingerprint, visit.dataset
    indicator = links.chosen_one("indicator", indicators(fingerprint, dataset), DEFAULT_INDICATOR)

    def many(key: str, options: tuple[str, ...], other: dict[str, str] | None = None) -> tuple[str, ...]:
        _recall(f"choice_{key}_list", _shown(key, options, visit))
        return links.chosen(key, options, other)

    everything = offer(fingerprint, dataset, indicator, (), ())
    series = many("reeks", everything.series)
    of_series = offer(fingerprint, dataset, indicator, series, ())
    levels = many("niveau", of_series.levels)
    found = offer(fingerprint, dataset, indicator, series, levels)
    regions = many("regio", found.regions, data.aliases(fingerprint))
    years = links.chosen_years("jaren", *found.years)
    breakdowns = links.chosen("uitsplitsing", found.breakdowns)
    members = {column: many(column, _members(found, column, breakdowns)) for column in _offered(found, breakdowns)}
    kept = tuple((column, members[column]) for column in BREAKDOWNS if members.get(column))
    selection = Selection(dataset, indicator, series, levels, regions, years, kept, found.broken_down(breakdowns))
    return Chosen(selection, breakdowns, everything, of_series, found)


def draw(visit: Visit, chosen: Chosen) -> None:
    """The filters, each option with the number of rows that it would give."""
    words, found = visit.locale, chosen.found
    counts = facets(visit.store.fingerprint, chosen.selection)
    top, below = st.columns(3), st.columns(3)
    notices, is_open = st.container(), bool(st.session_state.get("more_filters"))
    more = st.expander(_more_label(chosen.selection, words), is_open, key="more_filters", on_change="rerun")
    with top[0]:
        _indicator(visit)
    with more, folded.notices_in(notices):
        _counted("reeks", chosen.everything.series, counts.series, visit, is_drawn=bool(more.open))
    with top[1]:
        _counted("niveau", chosen.of_series.levels, counts.levels, visit)
    with top[2]:
        _counted("regio", found.regions, counts.regions, visit, data.aliases(visit.store.fingerprint))
    with below[0]:
        _years(found, counts, words)
    with below[1]:
        columns = {column: words(f"breakdown.{column}") for column in found.breakdowns}
        _many("uitsplitsing", found.breakdowns, columns, words("tables.uitsplitsing"), words)
    st.caption(words("tables.counts_note"))
    offered = _offered(found, chosen.breakdowns)
    places = [column for column in offered if column != ON_TOP]
    lines = [more.columns(PER_LINE) for _ in range(0, len(places), PER_LINE)]
    for column in offered:
        number = places.index(column) if column in places else 0
        place = below[2] if column == ON_TOP else lines[number // PER_LINE][number % PER_LINE]
        with place, folded.notices_in(place if column == ON_TOP else notices):
            is_drawn = column == ON_TOP or bool(more.open)
            of_column = counts.members.get(column, {})
            _counted(column, _members(found, column, chosen.breakdowns), of_column, visit, is_drawn=is_drawn)


@data.shared(8)
def indicators(fingerprint: str, dataset: str) -> tuple[str, ...]:
    """The indicators that a data set has figures of."""
    return table.indicators(data.store(), dataset)


@data.shared(MOST_CACHED)
def offer(fingerprint: str, dataset: str, indicator: str, series: tuple[str, ...], levels: tuple[str, ...]) -> Offer:
    """What the filters offer."""
    return table.offer(data.store(), dataset, indicator, series, levels)


@data.shared(MOST_CACHED)
def facets(fingerprint: str, selection: Selection) -> Facets:
    """How many rows each option would give."""
    return counting.facets(data.store(), selection)


def _offered(found: Offer, breakdowns: tuple[str, ...]) -> list[str]:
    """The breakdowns whose members can be chosen."""
    broken_down = found.broken_down(breakdowns)
    return [column for column in found.breakdowns if column in (ON_TOP, *broken_down) or links.is_chosen(column)]


def _members(found: Offer, column: str, breakdowns: tuple[str, ...]) -> tuple[str, ...]:
    total = (TOTAL,) if column in found.broken_down(breakdowns) else ()
    return (*total, *found.members.get(column, ()))


def _more_label(selection: Selection, words: Locale) -> str:
    """How many of the filters that are folded away hold a choice."""
    folded = bool(selection.series) + sum(column != ON_TOP for column, _ in selection.members)
    return words("tables.more_filters_chosen", n=folded) if folded else words("tables.more_filters")


def _indicator(visit: Visit) -> None:
    words, options = visit.locale, indicators(visit.store.fingerprint, visit.dataset)
    known = names(visit.store.fingerprint, words.language)
    links.one(
        "indicator",
        options,
        DEFAULT_INDICATOR,
        lambda key: st.selectbox(words("tables.indicator"), options, format_func=known.__getitem__, key=key),
        words,
    )


def _shown(key: str, options: tuple[str, ...], visit: Visit) -> dict[str, str]:
    """Option -> its name."""
    words, known = visit.locale, names(visit.store.fingerprint, visit.locale.language)
    if key == "niveau":
        return {code: words(f"level.{code}") for code in options}
    return {code: member(known, key, code, words) if key in BREAKDOWNS else known[code] for code in options}


def _counted(
    key: str,
    options: tuple[str, ...],
    counts: Mapping[str, int],
    visit: Visit,
    other: dict[str, str] | None = None,
    *,
    is_drawn: bool = True,
) -> None:
    """A choice of which each option says how many rows it would give."""
    words = visit.locale
    if not is_drawn:
        links.many(key, options, folded.undrawn, words, other)
        return
    shown = _shown(key, options, visit)
    labels = {code: f"{name}{MARK}{words.number(counts.get(code, 0))}" for code, name in shown.items()}
    _many(key, options, labels, words(f"breakdown.{key}" if key in BREAKDOWNS else f"tables.{key}"), words, other)


def _many(
    key: str,
    options: tuple[str, ...],
    labels: Mapping[str, str],
    label: str,
    words: Locale,
    other: dict[str, str] | None = None,
) -> None:
    everything = "tables.member_all" if TOTAL in options else "tables.sector_all"
    placeholder = words(everything if key in BREAKDOWNS else f"tables.{key}_all")

    def draw(name: str) -> list[str]:
        _renew(name, labels)
        return st.multiselect(label, options, format_func=labels.__getitem__, key=name, placeholder=placeholder, select_all=False)

    links.many(key, options, draw, words, other)


def _recall(name: str, shown: Mapping[str, str]) -> None:
    """Takes an option by its name when the browser still called it by an older number of rows."""
    codes = {text: code for code, text in shown.items()}
    if name in st.session_state:
        values = [codes.get(value.rpartition(MARK)[0], value) for value in st.session_state[name]]
        if values != st.session_state[name]:
            st.session_state[name] = values


def _renew(name: str, labels: Mapping[str, str]) -> None:
    """Tells the browser what is chosen when its options are called otherwise: it knows them by their names."""
    state = st.session_state
    if state.get(f"_labels_{name}") != labels:
        state[f"_labels_{name}"] = dict(labels)
        state[name] = list(state[name])


def _years(found: Offer, counts: Facets, words: Locale) -> None:
    """Two boxes; a range slider loses its second end when its value comes from the address."""
    first, last = found.years
    state = st.session_state

    def shown(year: int) -> str:
        return f"{words.period(found.period_type, year)}{MARK}{words.number(counts.years.get(year, 0))}"

    def draw(key: str) -> tuple[int, int]:
        ends = tuple(f"{key}_{end}" for end in ("first", "last"))

        def changed() -> None:
            state[key] = tuple(sorted(int(str(state[end])[:4]) for end in ends))

        for end, year, column in zip(ends, state[key], st.columns(2), strict=True):
            state[end] = year
            column.selectbox(
                words(f"tables.{end.rsplit('_', 1)[1]}"), range(first, last + 1), format_func=shown, key=end, on_change=changed
            )
        return state[key]

    links.years("jaren", first, last, draw, words)
