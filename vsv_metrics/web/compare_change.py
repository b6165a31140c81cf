"""A part of the page Vergelijken: why the rate of an area changed between two years, as steps by school type."""

import pandas as pd
import streamlit as st

from vsv_metrics.charts import theme
from vsv_metrics.charts.waterfall import Step, waterfall_figure
from vsv_metrics.indicators import decompose
from vsv_metrics.indicators.decompose import Explained, Grouping
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.indicators.region import PARTIAL_TOTAL
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, links
from vsv_metrics.web.block import Block, draw, source_line
from vsv_metrics.web.compare_basis import MOST_CACHED, areas, choose_area, short
from vsv_metrics.web.compare_peers import type_names
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

DIGITS = 3
"""Decimals of the steps in the table: they are small."""


def part(visit: Visit) -> None:
    """Draws the choice of area, years and grouping, the change in words, and its steps."""
    words, scope = visit.locale, (visit.store.fingerprint, visit.dataset)
    country = {COUNTRY: words("compare_region.country")} if years(*scope, COUNTRY) else {}
    names = country | areas(*scope, words.language)
    if not names:
        st.info(words("compare_region.no_areas"), icon=":material/info:")
        return
    code = choose_area(names, visit)
    name = plain(short(names[code]))
    st.header(words("compare_region.change_heading", area=name))
    st.markdown(words("compare_region.change_intro"))
    known = years(*scope, code)
    if len(known) < decompose.FEWEST:
        st.info(words("compare_region.change_no_years", area=name), icon=":material/info:")
        return
    grouping = _choose_grouping(groupings(*scope, code), words)
    found = explained(*scope, code, *_choose_years(known, whole_years(*scope, code, grouping), words), grouping)
    if found.split is None:
        st.info(refused(found, words), icon=":material/info:")
        return
    st.markdown(explain(found, words))
    draw(block(*scope, code, found.start, found.end, grouping, words.language), visit)
    st.markdown(f"**{words('compare_region.change_table')}**")
    st.table(readable(found, words), hide_index=True, border="horizontal")
    st.caption(words("compare_region.change_same"))


@data.shared(MOST_CACHED)
def figures(fingerprint: str, dataset: str, code: str) -> pd.DataFrame:
    """The figures of an area by school type, in every series and year."""
    return decompose.area_figures(data.store(), dataset, code)


@data.shared(MOST_CACHED)
def years(fingerprint: str, dataset: str, code: str) -> tuple[int, ...]:
    """Years with a percentage of the area."""
    return decompose.years(figures(fingerprint, dataset, code))


@data.shared(MOST_CACHED)
def groupings(fingerprint: str, dataset: str, code: str) -> tuple[Grouping, ...]:
    """How the change of the area can be split."""
    return decompose.groupings(figures(fingerprint, dataset, code))


@data.shared(MOST_CACHED)
def whole_years(fingerprint: str, dataset: str, code: str, grouping: Grouping) -> tuple[int, ...]:
    """Years that can be split."""
    return decompose.whole_years(figures(fingerprint, dataset, code), decompose.level_codes(data.store()), grouping)


@data.shared(MOST_CACHED)
def explained(fingerprint: str, dataset: str, code: str, start: int, end: int, grouping: Grouping) -> Explained:
    """The change of one area between two years, split."""
    whole = whole_years(fingerprint, dataset, code, grouping)
    frame = figures(fingerprint, dataset, code)
    return decompose.explain(frame, decompose.level_codes(data.store()), start, end, grouping, whole)


@data.shared(MOST_CACHED)
def block(fingerprint: str, dataset: str, code: str, start: int, end: int, grouping: Grouping, language: str) -> Block:
    """The steps of a change as a chart, with the school types of both years behind it."""
    words, found = locale(language), explained(fingerprint, dataset, code, start, end, grouping)
    split = found.split
    assert split is not None
    first = found.whole.iloc[0].to_dict()
    area = words.name(first, "region_name")
    groups = in_order(split.groups)
    rates = [
        Step(words("compare_region.change_rate", name=name.lower()), float(value), words.signed(value, 2))
        for name, value in zip(type_names(groups, words), groups["rates"], strict=True)
    ]
    composition = Step(
        words("compare_region.change_composition"), split.composition, words.signed(split.composition, 2), theme.FOURTH, "/"
    )
    before, after = words.school_year(start), words.school_year(end)
    figure = waterfall_figure(
        (before, split.before_pct, words.percent(split.before_pct)),
        [composition, *rates],
        (after, split.after_pct, words.percent(split.after_pct)),
        unit_title=words("compare_region.change_unit"),
        locale=words,
        is_demo=dataset == "demo",
    )
    title = words("compare_region.change_title", area=area, start=before, end=after)
    both = [in_order(found.before), in_order(found.after), found.whole]
    labelled = [part.assign(label=type_names(part, words)) for part in both]
    shown = pd.concat(labelled, ignore_index=True)
    alt = words(
        "compare_region.change_alt",
        title=title,
        before=words.percent(split.before_pct),
        after=words.percent(split.after_pct),
        composition=words.points(split.composition),
        rates=words.points(split.rates),
    )
    key = f"verandering-{code}-{start}-{end}".lower()
    notes = (
        words("compare_region.change_axis"),
        *((words("region.without_vavo"),) if first["sector"] == PARTIAL_TOTAL else ()),
        source_line(shown, words),
    )
    return Block(key, title, figure, alt, shown, notes, "rate_pct")


def explain(found: Explained, words: Locale) -> str:
    """The change, what of it is composition and what rates, the largest step, and what rounding leaves open."""
    split = found.split
    assert split is not None
    start, end = words.school_year(found.start), words.school_year(found.end)
    said = [
        words(
            "compare_region.change_words",
            start=start,
            end=end,
            before=words.percent(split.before_pct),
            after=words.percent(split.after_pct),
            difference=words.points(split.difference),
            composition=words.points(split.composition),
            rates=words.points(split.rates),
        )
    ]
    steps = split.groups["rates"].to_numpy(dtype=float)
    if (steps == 0).all() and split.composition == 0:
        return words("compare_region.change_nothing")
    largest = int(abs(steps).argmax())
    name = type_names(split.groups, words)[largest]
    said.append(words("compare_region.change_largest", name=name.lower(), value=words.points(float(steps[largest]))))
    if split.composition_bounds[0] < split.composition_bounds[1] or split.rates_bounds[0] < split.rates_bounds[1]:
        low_composition, high_composition = (words.points(bound) for bound in split.composition_bounds)
        low_rates, high_rates = (words.points(bound) for bound in split.rates_bounds)
        said.append(
            words(
                "compare_region.change_bounds",
                low_composition=low_composition,
                high_composition=high_composition,
                low_rates=low_rates,
                high_rates=high_rates,
            )
        )
    return " ".join(said)


def refused(found: Explained, words: Locale) -> str:
    """Why a change is not split, and for which years the figures are known."""
    why = words(f"compare_region.refusal.{found.refusal}")
    if found.refusal in ("no_types", "missing", "missing_group", "masked"):
        known = words.listing([words.school_year(year) for year in found.years])
        key = "known_no_year" if not known else "known_one_year" if len(found.years) == 1 else "known_years"
        why = f"{why} {words(f'compare_region.{key}', years=known) if known else words(f'compare_region.{key}')}"
    return words("compare_region.refused", start=words.school_year(found.start), end=words.school_year(found.end), why=why)


def readable(found: Explained, words: Locale) -> pd.DataFrame:
    """The school types in both years as a table of texts, with what each adds to the change."""
    split = found.split
    assert split is not None
    start, end, groups = words.school_year(found.start), words.school_year(found.end), in_order(split.groups)
    rows = [
        {
            words("compare_region.column_type"): plain(name),
            words("compare_region.column_share", year=start): words.percent(row["share_before_pct"]),
            words("compare_region.column_share", year=end): words.percent(row["share_after_pct"]),
            words("compare_region.column_rate", year=start): _rate(row["before_pct"], words),
            words("compare_region.column_rate", year=end): _rate(row["after_pct"], words),
            words("compare_region.column_composition"): words.signed(row["composition"], DIGITS),
            words("compare_region.column_rates"): words.signed(row["rates"], DIGITS),
        }
        for name, row in zip(type_names(groups, words), groups.to_dict("records"), strict=True)
    ]
    return pd.DataFrame(rows)


def in_order(types: pd.DataFrame) -> pd.DataFrame:
    """School types, one a row, in order of display."""
    sort = data.store().query("members", breakdowns=list(decompose.BY)).set_index(["breakdown", "code"])["sort"].to_dict()
    places = [[sort[name, code] for code in types[name]] for name in decompose.BY]
    order = sorted(range(len(types)), key=lambda at: [place[at] for place in places])
    return types.iloc[order].reset_index(drop=True)


def _rate(value: float, words: Locale) -> str:
    return words("common.no_data") if pd.isna(value) else words.percent(value)


def _choose_grouping(options: tuple[Grouping, ...], words: Locale) -> Grouping:
    if len(options) == 1:
        return options[0]
    chosen = links.one(
        "naar",
        options,
        options[0],
        lambda key: st.segmented_control(
            words("compare_region.choose_grouping"),
            options,
            format_func=lambda name: words(f"compare_region.grouping.{name}"),
            key=key,
        ),
        words,
    )
    return next(name for name in options if name == chosen)


def _choose_years(known: tuple[int, ...], whole: tuple[int, ...], words: Locale) -> tuple[int, int]:
    defaults = decompose.default_years(known, whole) or (known[0], known[-1])
    options = [str(year) for year in known]
    chosen = []
    for column, key, label, default in zip(
        st.columns(2), ("van", "tot"), ("compare_region.choose_from", "compare_region.choose_to"), defaults, strict=True
    ):
        with column:
            chosen.append(
                links.one(
                    key,
                    options,
                    str(default),
                    lambda key, label=label: st.selectbox(
                        words(label), options, format_func=lambda year: words.school_year(int(year)), key=key
                    ),
                    words,
                )
            )
    return int(chosen[0]), int(chosen[1])
