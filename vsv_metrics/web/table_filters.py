"""The filters of the page Tabellen; each option says how many rows it would give."""

from collections.abc import Mapping

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


def choose(visit: Visit) -> tuple[Selection, Offer, tuple[str, ...]]:
    """Draws the filters; the selection, what there was to choose from, and the breakdowns that were chosen."""
    words, fingerprint = visit.locale, visit.store.fingerprint
    known = names(fingerprint, words.language)
    with st.container(border=True, key="screen_filters"):
        top, below = st.columns(3), st.columns(3)
        notices, more = st.container(), st.expander(_more_label(visit), key="more_filters", on_change="rerun")
        with top[0]:
            indicator = _indicator(visit, known)
        counts = facets(fingerprint, _expected(visit, indicator))
        everything = offer(fingerprint, visit.dataset, indicator, (), ())
        with more, folded.notices_in(notices):
            series = _counted("reeks", everything.series, known, counts.series, words, is_drawn=bool(more.open))
        of_series = offer(fingerprint, visit.dataset, indicator, series, ())
        with top[1]:
            kinds = {code: words(f"level.{code}") for code in of_series.levels}
            levels = _counted("niveau", of_series.levels, kinds, counts.levels, words)
        found = offer(fingerprint, visit.dataset, indicator, series, levels)
        with top[2]:
            regions = _counted("regio", found.regions, known, counts.regions, words, data.aliases(fingerprint))
        with below[0]:
            years = _years(found, counts, words)
        with below[1]:
            columns = {column: words(f"breakdown.{column}") for column in found.breakdowns}
            breakdowns = _many("uitsplitsing", found.breakdowns, columns, words("tables.uitsplitsing"), words)
        st.caption(words("tables.counts_note"))
        members = {}
        places = [column for column in _offered(found, breakdowns) if column != ON_TOP]
        lines = [more.columns(PER_LINE) for _ in range(0, len(places), PER_LINE)]
        for column in _offered(found, breakdowns):
            number = places.index(column) if column in places else 0
            place = below[2] if column == ON_TOP else lines[number // PER_LINE][number % PER_LINE]
            with place, folded.notices_in(place if column == ON_TOP else notices):
                options = _members(found, column, breakdowns)
                labels = {code: member(known, column, code, words) for code in options}
                is_drawn = column == ON_TOP or bool(more.open)
                members[column] = _counted(column, options, labels, counts.members.get(column, {}), words, is_drawn=is_drawn)
    return _selection(visit, indicator, series, levels, regions, years, members, breakdowns, found), found, breakdowns


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


def _expected(visit: Visit, indicator: str) -> Selection:
    """The selection that the filters below are about to give."""
    fingerprint = visit.store.fingerprint
    series = links.chosen("reeks", offer(fingerprint, visit.dataset, indicator, (), ()).series)
    levels = links.chosen("niveau", offer(fingerprint, visit.dataset, indicator, series, ()).levels)
    found = offer(fingerprint, visit.dataset, indicator, series, levels)
    regions = links.chosen("regio", found.regions, data.aliases(fingerprint))
    breakdowns = links.chosen("uitsplitsing", found.breakdowns)
    members = {column: links.chosen(column, _members(found, column, breakdowns)) for column in _offered(found, breakdowns)}
    years = links.chosen_years("jaren", *found.years)
    return _selection(visit, indicator, series, levels, regions, years, members, breakdowns, found)


def _selection(
    visit: Visit,
    indicator: str,
    series: tuple[str, ...],
    levels: tuple[str, ...],
    regions: tuple[str, ...],
    years: tuple[int, int],
    members: Mapping[str, tuple[str, ...]],
    breakdowns: tuple[str, ...],
    found: Offer,
) -> Selection:
    kept = tuple((column, members[column]) for column in BREAKDOWNS if members.get(column))
    return Selection(visit.dataset, indicator, series, levels, regions, years, kept, found.broken_down(breakdowns))


def _offered(found: Offer, breakdowns: tuple[str, ...]) -> list[str]:
    """The breakdowns whose members can be chosen."""
    broken_down = found.broken_down(breakdowns)
    return [column for column in found.breakdowns if column in (ON_TOP, *broken_down) or links.is_chosen(column)]


def _members(found: Offer, column: str, breakdowns: tuple[str, ...]) -> tuple[str, ...]:
    total = (TOTAL,) if column in found.broken_down(breakdowns) else ()
    return (*total, *found.members.get(column, ()))


def _more_label(visit: Visit) -> str:
    """How many of the filters that are folded away hold a choice."""
    folded = [name for name in ("reeks", *BREAKDOWNS) if name != ON_TOP and links.is_chosen(name)]
    return visit.locale("tables.more_filters_chosen", n=len(folded)) if folded else visit.locale("tables.more_filters")


def _indicator(visit: Visit, known: dict[str, str]) -> str:
    words, options = visit.locale, indicators(visit.store.fingerprint, visit.dataset)
    return links.one(
        "indicator",
        options,
        DEFAULT_INDICATOR,
        lambda key: st.selectbox(words("tables.indicator"), options, format_func=known.__getitem__, key=key),
        words,
    )


def _counted(
    key: str,
    options: tuple[str, ...],
    shown: Mapping[str, str],
    counts: Mapping[str, int],
    words: Locale,
    other: dict[str, str] | None = None,
    *,
    is_drawn: bool = True,
) -> tuple[str, ...]:
    """A choice of which each option says how many rows it would give."""
    if not is_drawn:
        return tuple(links.many(key, options, folded.undrawn, words, other))
    labels = {code: f"{shown[code]}{MARK}{words.number(counts.get(code, 0))}" for code in options}
    label = words(f"breakdown.{key}") if key in BREAKDOWNS else words(f"tables.{key}")
    _recall(f"choice_{key}_list", options, shown)
    return _many(key, options, labels, label, words, other)


def _many(
    key: str,
    options: tuple[str, ...],
    labels: Mapping[str, str],
    label: str,
    words: Locale,
    other: dict[str, str] | None = None,
) -> tuple[str, ...]:
    everything = "tables.member_all" if TOTAL in options else "tables.sector_all"
    placeholder = words(everything if key in BREAKDOWNS else f"tables.{key}_all")

    def draw(name: str) -> list[str]:
        _renew(name, labels)
        return st.multiselect(label, options, format_func=labels.__getitem__, key=name, placeholder=placeholder, select_all=False)

    return tuple(links.many(key, options, draw, words, other))


def _recall(name: str, options: tuple[str, ...], shown: Mapping[str, str]) -> None:
    """Takes an option by its name when the browser still called it by an older number of rows."""
    codes = {shown[code]: code for code in options}
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


def _years(found: Offer, counts: Facets, words: Locale) -> tuple[int, int]:
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

    return links.years("jaren", first, last, draw, words)
