"""A part of the page Vergelijken: one area, part by part, against its kind, the country and similar areas."""

import pandas as pd
import streamlit as st

from vsv_metrics.charts.spine import SpineLine, spine_figure
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.indicators.profile import is_line
from vsv_metrics.indicators.region import PARTIAL_TOTAL
from vsv_metrics.schema.codes import OPEN_STATUSES, TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import compare_peers, data
from vsv_metrics.web.block import Block, draw, source_line
from vsv_metrics.web.compare_basis import MOST_CACHED, areas, basis, choose_area, lines, short
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

NOT_COMPARED = "not_compared"


def part(visit: Visit) -> None:
    """Draws the profile of the chosen area, its comparison group, the worked example and what was to be expected."""
    words, scope = visit.locale, (visit.store.fingerprint, visit.dataset)
    names = areas(*scope, words.language)
    if not names:
        st.info(words("compare_region.no_areas"), icon=":material/info:")
        return
    code = choose_area(names, visit)
    found = basis(*scope, code)
    if found.at is None:
        st.info(words("compare_region.no_standing", area=plain(names[code])), icon=":material/info:")
        return
    table = lines(*scope, code, found.nearest)
    st.header(words("compare_region.profile_heading", area=plain(short(names[code]))))
    st.caption(series_line(table.iloc[0].to_dict(), words))
    group = compare_peers.choose_group(found.kind, found.at, found.nearest, names, words)
    compare_peers.group_words(found, group, names, words)
    table = lines(*scope, code, group)
    if table["lowest"].notna().any():
        draw(block(*scope, code, group, words.language), visit)
    else:
        st.info(words("compare_region.profile_no_range", area=plain(short(names[code]))), icon=":material/info:")
    st.table(readable(table, words), hide_index=True, border="horizontal")
    if remarks := notes(table, words):
        st.caption("  \n".join(remarks))
    compare_peers.fewer(found, group, short(names[code]), table.iloc[0].to_dict(), words)
    compare_peers.expected(found, short(names[code]), visit)


@data.shared(MOST_CACHED)
def block(fingerprint: str, dataset: str, code: str, group: tuple[str, ...], language: str) -> Block:
    """The chart of the profile with the figures of area, country and group behind it."""
    words, found, table = locale(language), basis(fingerprint, dataset, code), lines(fingerprint, dataset, code, group)
    first = table.iloc[0].to_dict()
    area, period = words.name(first, "region_name"), words.period(str(first["period_type"]), int(first["period"]))
    rows = table.to_dict("records")
    named = list(zip(part_names(table, words), rows, strict=True))
    figure = spine_figure(
        [_line(name, row, area, words) for name, row in named],
        area=area,
        names=(
            words("compare_region.legend_range"),
            words("compare_region.legend_middle"),
            words("compare_region.legend_country"),
            words("compare_region.legend_group"),
        ),
        ends=(words("compare_region.axis_lowest"), words("compare_region.axis_highest")),
        locale=words,
        is_demo=dataset == "demo",
    )
    title = words("compare_region.profile_title", area=area, period=period)
    kept = [
        found.kind[is_line(found.kind, row["column"], row["code"], first["sector"])].assign(label=name) for name, row in named
    ]
    figures = pd.concat(kept, ignore_index=True)
    figures = figures[figures["region_code"].isin([code, COUNTRY, *group])].reset_index(drop=True)
    said = {side: _listed([name for name, row in named if row["verdict"] == side], words) for side in ("higher", "lower")}
    return Block(
        f"profiel-{code}".lower(),
        title,
        figure,
        words("compare_region.profile_alt", title=title, n=len(rows), **said),
        figures,
        (
            words("compare_region.profile_unit"),
            *((words("compare_region.profile_marks"),) if table["verdict"].ne(NOT_COMPARED).any() else ()),
            *((words("common.provisional_legend"),) if table["obs_status"].isin(OPEN_STATUSES).any() else ()),
            source_line(figures, words),
        ),
        "rate_pct",
    )


def part_names(table: pd.DataFrame, words: Locale) -> list[str]:
    """The name of each line."""
    members = data.store().query("members").set_index(["breakdown", "code"])[f"name_{words.language}"]
    return [
        words("compare_region.all_leavers") if column == TOTAL else str(members[column, code])
        for column, code in zip(table["column"], table["code"], strict=True)
    ]


def readable(table: pd.DataFrame, words: Locale) -> pd.DataFrame:
    """The lines as a table of texts; columns that say nothing are left out."""
    cells = []
    for name, row in zip(part_names(table, words), table.to_dict("records"), strict=True):
        interval, spread = (row["interval_lower"], row["interval_upper"]), (row["lowest"], row["highest"])
        cells.append(
            {
                words("compare_region.column_part"): name,
                words("common.rate"): _value(row, words),
                words("compare_region.column_interval"): _range(*interval, words),
                words("compare_region.column_country"): _percent(row["country_pct"], words),
                words("compare_region.column_group"): _percent(row["group_pct"], words),
                words("compare_region.column_range"): _range(*spread, words),
                words("compare_region.column_verdict"): words(f"compare_region.verdict.{row['verdict']}"),
                words("compare_region.column_group_verdict"): words(f"compare_region.verdict.{row['group_verdict']}"),
                words("compare_region.column_trend"): _trend(row, words),
            }
        )
    nothing = {"", words(f"compare_region.verdict.{NOT_COMPARED}")}
    columns = [name for name in cells[0] if any(cell[name] not in nothing for cell in cells)]
    return pd.DataFrame([[plain(cell[name]) for name in columns] for cell in cells], columns=columns)


def notes(table: pd.DataFrame, words: Locale) -> list[str]:
    """What is missing from the lines, and why."""
    masked = int((table["missing_reason"] == "suppressed").sum())
    return [
        *([words("compare_region.profile_only_total")] if len(table) == 1 else []),
        *([words("compare_region.profile_no_counts")] if table["interval_lower"].isna().all() and not masked else []),
        *([words("compare_region.profile_no_country")] if table["country_pct"].isna().all() else []),
        *([words("compare_region.profile_masked", n=words.number(masked))] if masked else []),
        *([words("region.without_vavo")] if table["sector"].iat[0] == PARTIAL_TOTAL else []),
        *([] if table["lowest"].notna().any() else [source_line(table, words)]),
    ]


def series_line(row: Row, words: Locale) -> str:
    """Of which series, year and status the lines are."""
    period = words.period(str(row["period_type"]), int(row["period"]))
    status = words(f"status.{row['obs_status']}")
    return words("compare_region.series", series=plain(words.name(row, "series_name")), period=period, status=status)


def _listed(names: list[str], words: Locale) -> str:
    return words.listing(names) or words("compare_region.profile_none")


def _line(name: str, row: Row, area: str, words: Locale) -> SpineLine:
    spread = tuple(float(row[column]) for column in ("lowest", "quarter_low", "quarter_high", "highest"))
    interval = (row["interval_lower"], row["interval_upper"])
    hover = [words("compare_region.hover_value", area=area, value=_value(row, words))]
    if pd.notna(interval[0]):
        lower, upper = words.percent(interval[0]), words.percent(interval[1])
        hover.append(words("compare_region.hover_interval", lower=lower, upper=upper))
    for key, column in (("hover_country", "country_pct"), ("hover_group", "group_pct")):
        if pd.notna(row[column]):
            hover.append(words(f"compare_region.{key}", value=words.percent(row[column])))
    if pd.notna(row["lowest"]):
        low, high = words.percent(row["lowest"]), words.percent(row["highest"])
        hover.append(words("compare_region.hover_range", low=low, high=high, n=words.number(row["areas"])))
    hover.append(_trend(row, words))
    return SpineLine(
        name=name,
        label=_value(row, words),
        value=_known(row["rate_pct"]),
        interval=None if pd.isna(interval[0]) else (float(interval[0]), float(interval[1])),
        spread=(spread[0], spread[1], spread[2], spread[3]) if pd.notna(spread[0]) else None,
        country=_known(row["country_pct"]),
        group=_known(row["group_pct"]),
        verdict=str(row["verdict"]),
        is_open=row["obs_status"] in OPEN_STATUSES,
        hover=tuple(hover),
    )


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _value(row: Row, words: Locale) -> str:
    if pd.notna(row["rate_pct"]):
        return words.percent(float(row["rate_pct"]), int(row["rate_digits"]))
    return words("common.no_data") if pd.isna(row["missing_reason"]) else words(f"common.{row['missing_reason']}")


def _percent(value: float, words: Locale) -> str:
    return "" if pd.isna(value) else words.percent(float(value))


def _range(low: float, high: float, words: Locale) -> str:
    return "" if pd.isna(low) else f"{words.number(low, 2)} – {words.percent(high)}"


def _trend(row: Row, words: Locale) -> str:
    if row["trend"] == "cannot_be_determined":
        reason = words(f"compare_region.reason.{row['trend_reason']}")
        return words("compare_region.trend.cannot_be_determined", reason=reason)
    return words(f"compare_region.trend.{row['trend']}", first=words.school_year(int(row["trend_from"])))
