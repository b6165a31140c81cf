"""The sections of the page Doel beside the country: settings, key figures, one area as arithmetic, earlier targets."""

import pandas as pd
import streamlit as st

from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators import target as national
from vsv_metrics.indicators.region import PARTIAL_TOTAL
from vsv_metrics.indicators.target import Course, Setting
from vsv_metrics.indicators.target_area import AreaExample, Example, Span, area_example
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, frame, links, provenance, region, target
from vsv_metrics.web.block import downloads, readable
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain


def settings(found: Setting, words: Locale) -> tuple[int, int, str]:
    """Draws the choices; target value, school year that it is read as, and start of the path."""
    with st.container(key="screen_settings"):
        left, middle, right = st.columns(3)
    readings = [str(year) for year in found.readings]
    starts = [target.NEWEST, *(str(year) for year in found.starts[1:])]
    official = int(found.target["target_value"])
    with left:
        reading = links.one(
            "lezing",
            readings,
            readings[0],
            lambda key: st.segmented_control(
                words("target.reading_label"),
                readings,
                format_func=lambda year: words.school_year(int(year)),
                key=key,
                help=words("target.reading_help"),
            ),
            words,
        )
    with middle:
        value = links.whole(
            "doelwaarde",
            target.LOWEST,
            target.HIGHEST,
            official,
            lambda key: st.number_input(
                words("target.value_label"),
                min_value=target.LOWEST,
                max_value=target.HIGHEST,
                step=500,
                key=key,
                help=words("target.value_help", target=words.number(official)),
            ),
            words,
        )
    with right:
        start = links.one(
            "start",
            starts,
            target.NEWEST,
            lambda key: st.selectbox(
                words("target.start_label"), starts, format_func=lambda code: _start_name(code, found, words), key=key
            ),
            words,
            aliases={str(found.starts[0]): target.NEWEST},
        )
    return value, int(reading), start


def key_figures(found: Course, words: Locale) -> None:
    """The newest figure, what is needed a year in persons and per cent, and the observed pace."""
    start_year, year = words.school_year(int(found.start["period"])), words.school_year(found.year)
    shown = [
        (
            provenance.linked(words("target.kpi_newest", period=words.school_year(int(found.newest["period"]))), found.newest),
            _status(found.newest, words),
            words.number(found.newest["numerator"]),
        )
    ]
    if found.required is not None and found.required.fewer:
        persons = words("target.kpi_persons_note", start_year=start_year, year=year)
        percent = words("target.kpi_percent_note", start_year=start_year, year=year)
        shown.append((words("target.kpi_persons"), persons, words.signed(-found.required.fewer_per_year)))
        shown.append((words("target.kpi_percent"), percent, words.signed_percent(found.required.growth_pct, 2)))
    if found.base is not None and found.progress is not None and found.progress.observed_pct is not None:
        note = words(
            "target.kpi_observed_note",
            base_year=words.school_year(int(found.base["period"])),
            newest_year=words.school_year(int(found.newest["period"])),
        )
        shown.append((words("target.kpi_observed"), note, words.signed_percent(found.progress.observed_pct, 2)))
    with st.container(horizontal=True):
        for label, note, value in shown:
            st.metric(label, value, delta=note, delta_color="off", delta_arrow="off", border=True)


def choose_area(fingerprint: str, words: Locale) -> str:
    """Code of the area to calculate for; empty when none is chosen."""
    names = {"": words("target.area_none")} | {
        code: name for level in region.areas(fingerprint, words.language).values() for code, name in level.items()
    }
    return links.one(
        "regio",
        list(names),
        "",
        lambda key: st.selectbox(words("target.area_label"), list(names), format_func=names.__getitem__, key=key),
        words,
        data.aliases(fingerprint),
    )


@data.shared(target.MOST_CACHED)
def example_of(fingerprint: str, dataset: str, code: str, value: int, year: int, start: str) -> AreaExample | None:
    """The national reduction applied to each series of one area; None when none is needed."""
    found = target.course(fingerprint, dataset, value, year, start)
    if found is None or found.required is None or not found.required.fewer:
        return None
    return area_example(data.store(), dataset, code, found, found.required)


def area(made: AreaExample, code: str, found: Course, visit: Visit) -> None:
    """The national reduction applied to each series of one area, or the reason why not."""
    words = visit.locale
    name = plain(words.name(made.row))
    if made.refusal:
        st.info(words("target.refusal", area=name, reason=_reason(made, found, words)), icon=":material/info:")
    own = target.national(visit.dataset) == visit.dataset and set(found.observed["series_id"])
    for example in made.examples:
        st.markdown(_sentences(example, name, found, words))
        notes = [
            *([_rounding(example, found, words)] if example.count.lower != example.count.upper else []),
            *([words("target.area_without_vavo")] if example.figure["sector"] == PARTIAL_TOTAL else []),
            *([] if own and example.figure["series_id"] in own else [words("target.area_other_series")]),
            _source(example, words),
        ]
        st.caption("  \n".join(notes))
        _table(example, code, visit)
    frame.page_link("region", words("target.area_link", area=name), icon=frame.ICONS["region"], regio=code)


@data.shared(4)
def earlier(fingerprint: str, language: str) -> tuple[pd.DataFrame, str]:
    """The targets that are no longer open, each with its figure, series and outcome, as a table of texts; and their sources."""
    words = locale(language)
    known = data.sources(data.common_store().fingerprint)
    rows, sources = [], []
    for item in national.earlier(data.common_store()):
        goal, figure = item.target, item.figure
        key = "target.earlier_below" if goal["is_strict"] else "target.earlier_at_most"
        year, count = words.school_year(int(goal["school_year"])), words("common.no_data")
        rows.append(
            {
                words("target.earlier_goal"): words(key, value=words.number(goal["target_value"]), year=goal["target_year"]),
                words("target.earlier_figure"): words(
                    "target.earlier_count", count=count if figure is None else words.number(figure["numerator"]), year=year
                ),
                words("target.earlier_series"): "" if figure is None else words.name(figure, "series_name"),
                words("target.earlier_outcome"): words(f"sources.outcome_{goal['outcome']}"),
            }
        )
        titles = dict.fromkeys(known[str(row["source_id"])]["title"] for row in (goal, figure) if row is not None)
        sources.append(f"{goal['target_year']}: {', '.join(plain(title) for title in titles)}")
    table = pd.DataFrame([{name: plain(text) for name, text in row.items()} for row in rows])
    return table, f"{words('common.sources')}: {'; '.join(sources)}."


def _table(example: Example, code: str, visit: Visit) -> None:
    """The figures and the example as a table with its download, made only while it is open."""
    key = f"rekenvoorbeeld-{code}-{example.figure['series_id']}"
    behind = st.expander(visit.locale("common.table_and_download"), key=f"behind_{key}", on_change="rerun")
    if behind.open:
        with behind:
            shown = readable(example.rows, visit.locale, data.sources(visit.store.fingerprint))
            st.table(shown, hide_index=True, border="horizontal")
            downloads(example.rows, visit, file_stem(visit.dataset, key), key)


def _start_name(code: str, found: Setting, words: Locale) -> str:
    if code == target.NEWEST:
        return words("target.start_newest", period=words.school_year(found.starts[0]))
    return words.school_year(int(code))


def _status(figure: Row, words: Locale) -> str:
    return words(f"status.{figure['obs_status']}")


def _sentences(example: Example, name: str, found: Course, words: Locale) -> str:
    start_year = words.school_year(int(example.figure["period"]))
    said = words(
        "target.area_sentence",
        area=name,
        series=plain(words.name(example.figure, "series_name")),
        count=words.number(example.count.value),
        start_year=start_year,
        needed=words.number(example.needed.value),
        year=words.school_year(found.year),
        fewer=words.number(example.fewer.value),
        per_year=words.number(example.fewer_per_year.value),
    )
    if example.newest["period"] == example.figure["period"] or example.since.difference is None:
        return said
    newest_year = words.school_year(int(example.newest["period"]))
    since = words(
        "target.area_since", start_year=start_year, newest_year=newest_year, difference=words.signed(example.since.difference)
    )
    return f"{said} {since}"


def _rounding(example: Example, found: Course, words: Locale) -> str:
    """What the rounding of the source can make of each number."""
    return words(
        "target.area_rounded",
        count=_bounds(example.count, words),
        start_year=words.school_year(int(example.figure["period"])),
        needed=_bounds(example.needed, words),
        year=words.school_year(found.year),
        per_year=_bounds(example.fewer_per_year, words),
    )


def _bounds(number: Span, words: Locale) -> str:
    return f"{words.number(number.lower)} – {words.number(number.upper)}"


def _reason(made: AreaExample, found: Course, words: Locale) -> str:
    start_year = words.school_year(int(found.start["period"]))
    known = made.known[0] if made.known else None
    said = words(
        f"target.reason_{made.refusal}",
        start_year=start_year,
        known_year="" if known is None else words.school_year(int(known["period"])),
        series="" if known is None else plain(words.name(known, "series_name")),
    )
    if not made.usable:
        return said
    either = [words.school_year(year) for year in made.usable]
    return f"{said} {words('target.area_usable', years=words.listing(either))}"


def _source(example: Example, words: Locale) -> str:
    title = data.sources(data.store().fingerprint)[example.figure["source_id"]]["title"]
    return f"{words('common.source')}: {plain(title)}. {words('common.status')}: {_status(example.figure, words)}."
