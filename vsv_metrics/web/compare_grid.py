"""The overview grid of the page Vergelijken: areas by the years of one series, or by indicators of one year each."""

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from vsv_metrics.charts.grid import Cell, grid_figure
from vsv_metrics.charts.ranks import MOST_NAMED
from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators.compare_indicators import LEAVERS, across_indicators
from vsv_metrics.indicators.compare_years import across_years
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import compare, compare_text, data, links
from vsv_metrics.web.block import Block, chart_key, downloads, heading, source_line
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.compare import MOST_CACHED, Scene
from vsv_metrics.web.compare_profile import part_names
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

COLUMNS = ("jaren", "indicatoren")
MANY_HEIGHT = 560
NO_FIGURE = "–"
OUTSIDE = 0.002
"""Share that chance puts outside the 99.8 % limits."""


@dataclass(frozen=True)
class Grid:
    """Figures with their verdict, one row per area and column, ordered by the name of the area and by column."""

    frame: pd.DataFrame
    """With `place`, the number of the column."""
    heads: tuple[str, ...]
    """Names of the columns, in their order."""


def draw(scene: Scene, visit: Visit) -> None:
    """The grid, and below it the same as a table that can be sorted."""
    words = scene.words
    by = links.one(
        "kolommen",
        COLUMNS,
        COLUMNS[0],
        lambda key: st.segmented_control(
            words("compare.choose_columns"), COLUMNS, format_func=lambda code: words(f"compare.columns_{code}"), key=key
        ),
        words,
    )
    st.markdown(said(scene, by))
    frame = cells_of(scene, by).frame
    if frame["region_code"].nunique() <= MOST_NAMED:
        block = chart(scene, by)
        draw_block(block, visit, lambda: compare.pick(chart_key(block)))
        sortable = st.expander(words("compare.grid_sortable"), key=f"sortable_{by}", on_change="rerun")
        if sortable.open:
            with sortable:
                _table(scene, by)
                st.caption(words("compare.grid_sorts"))
        return
    heading(scene.title(f"compare.grid_title_{by}"), by)
    _table(scene, by)
    st.caption(
        "  \n".join((words("compare.unit"), words("compare.grid_sorts"), *_columns_note(scene, by), source_line(frame, words)))
    )
    downloads(frame, visit, file_stem(scene.dataset, by, scene.level), f"{by}_{scene.level}")


@data.shared(MOST_CACHED)
def cells_of(scene: Scene, by: str) -> Grid:
    """The grid by years up to the chosen one, or by indicators."""
    words = scene.words
    if by == COLUMNS[0]:
        figures = compare.level_figures(scene.fingerprint, scene.dataset, scene.level)
        frame = across_years(figures, scene.level, scene.series_id, scene.year)
        periods = sorted({int(year) for year in frame["period"]})
        frame = frame.assign(place=[periods.index(int(year)) for year in frame["period"]])
        heads = tuple(words.period(str(frame["period_type"].iat[0]), year) for year in periods)
    else:
        frame = across_indicators(data.store(), scene.dataset, scene.level, scene.series_id, scene.year)
        columns = frame.drop_duplicates("place")
        heads = tuple(
            _head(name, row, scene) for name, row in zip(_names(columns, scene), columns.to_dict("records"), strict=True)
        )
        frame = frame.assign(label=[heads[place] for place in frame["place"]])
    verdicts = [words(f"compare.verdict_{code}") for code in frame["verdict"]]
    frame = frame.assign(funnel_verdict=frame["verdict"], finding=verdicts)
    return Grid(frame.sort_values([f"region_name_{scene.language}", "place"], kind="stable", ignore_index=True), heads)


@data.shared(MOST_CACHED)
def said(scene: Scene, by: str) -> str:
    """What the grid allows to say."""
    words = scene.words
    if by == COLUMNS[0]:
        return compare_text.grid(scene)
    frame = cells_of(scene, by).frame
    compared = int((frame["verdict"] != "not_compared").sum())
    parts = [words("compare.grid_said_indicatoren")]
    if compared:
        parts.append(_by_chance(compared, words))
    else:
        parts.append(words("compare.grid_no_counts"))
    return "  \n".join([*parts, *compare_text.provisional(scene)])


def _by_chance(compared: int, words: Locale) -> str:
    """How many of so many comparisons chance alone marks."""
    expected = compared * OUTSIDE
    if expected < 1:
        return words("compare.grid_chance_few", n=words.number(compared))
    return words("compare.grid_chance", n=words.number(compared), by_chance=words.number(expected, 1))


def _table(scene: Scene, by: str) -> None:
    alt = scene.words(f"compare.grid_alt_{by}", kinds=scene.kinds, period=scene.period)
    shown = wide(scene, by)
    st.dataframe(shown, hide_index=True, height=min(MANY_HEIGHT, 38 + 35 * len(shown)), alt=alt)


@data.shared(MOST_CACHED)
def wide(scene: Scene, by: str) -> pd.DataFrame:
    """One row per area, one column of text per year (the newest first) or indicator; texts are as wide as sorting asks."""
    words, grid = scene.words, cells_of(scene, by)
    rows = grid.frame.to_dict("records")
    rates = [compare.rate(row, words) for row in rows]
    width = max(map(len, rates))
    cells = [f"{rate.rjust(width)} {compare.SHAPES[row['verdict']]}".rstrip() for rate, row in zip(rates, rows, strict=True)]
    name = f"region_name_{scene.language}"
    table = grid.frame.assign(cell=cells).pivot(index=["region_code", name], columns="place", values="cell").sort_values(name)
    order = range(len(grid.heads))
    table = table[list(reversed(order)) if by == COLUMNS[0] else list(order)].fillna(NO_FIGURE).reset_index()
    titles = dict(enumerate(grid.heads)) | {name: words("common.region")}
    return table.drop(columns="region_code").rename(columns=titles).rename_axis(columns=None)


@data.shared(MOST_CACHED)
def chart(scene: Scene, by: str = COLUMNS[0]) -> Block:
    """The grid of at most sixty areas."""
    words, grid = scene.words, cells_of(scene, by)
    frame, names = grid.frame, compare.short_names(scene)
    codes = list(dict.fromkeys(frame["region_code"]))
    rows = frame.to_dict("records")
    shown = {row["region_code"]: names.get(row["region_code"]) or scene.name(row) for row in rows}
    cells = [
        Cell(
            codes.index(row["region_code"]),
            int(row["place"]),
            str(row["region_code"]),
            str(row["verdict"]),
            NO_FIGURE if pd.isna(row["rate_pct"]) else words.number(float(row["rate_pct"]), int(row["rate_digits"])),
            _hover(row, scene),
        )
        for row in rows
    ]
    filled = {(cell.row, cell.col) for cell in cells}
    cells += [
        Cell(row, col, code, "not_compared", NO_FIGURE, f"<b>{escape(shown[code])}</b><br>{escape(words('common.no_data'))}")
        for row, code in enumerate(codes)
        for col in range(len(grid.heads))
        if (row, col) not in filled
    ]
    figure = grid_figure(
        cells,
        [shown[code] for code in codes],
        grid.heads,
        chosen=codes.index(scene.region) if scene.region in codes else None,
        locale=words,
        is_demo=scene.is_demo,
    )
    title = scene.title(f"compare.grid_title_{by}")
    notes = (
        words("compare.unit"),
        words("compare.grid_legend"),
        *_columns_note(scene, by),
        words(f"compare.grid_note_{by}"),
        source_line(frame, words),
    )
    alt = f"{title}. {compare_text.without_marks(said(scene, by))}"
    return Block(f"raster-{by}-{scene.level}", title, figure, alt, frame, notes)


def _names(columns: pd.DataFrame, scene: Scene) -> list[str]:
    """The name of each column: the part of the new leavers, or the other indicator."""
    parts = part_names(columns, scene.words)
    others = columns[f"indicator_name_{scene.language}"]
    return [
        part if indicator == LEAVERS else str(other)
        for part, other, indicator in zip(parts, others, columns["indicator_id"], strict=True)
    ]


def _head(name: str, row: Row, scene: Scene) -> str:
    return scene.words("compare.grid_head", name=name, period=scene.words.period(row["period_type"], int(row["period"])))


def _columns_note(scene: Scene, by: str) -> list[str]:
    """The series of the columns, and what those of other indicators are a share of."""
    if by == COLUMNS[0]:
        return []
    words, language = scene.words, scene.language
    columns = cells_of(scene, by).frame.drop_duplicates("place").sort_values("place")
    known = data.store().query("indicators").set_index("indicator_id")
    notes = [words("compare.grid_series", series=plain(words.name(scene.figures.iloc[0].to_dict(), "series_name")))]
    for row in columns[columns["indicator_id"] != LEAVERS].to_dict("records"):
        indicator = plain(words.name(row, "indicator_name"))
        rate = plain(str(known.loc[row["indicator_id"], f"rate_{language}"]))
        series = plain(words.name(row, "series_name"))
        notes.append(words("compare.grid_other", indicator=indicator, rate=rate, series=series))
    return notes


def _hover(row: Row, scene: Scene) -> str:
    words = scene.words
    margin, year = compare.interval(row, words), words.period(row["period_type"], int(row["period"]))
    status = f" ({words('status.' + row['obs_status'])})" if isinstance(row["obs_status"], str) else ""
    lines = [
        str(row["label"]) if "label" in row else "",
        words.name(row, "series_name") if "label" in row else "",
        f"{year}: {compare.rate(row, words)}{status}",
        words("compare.hover_interval", interval=margin) if margin else "",
        words(f"compare.verdict_{row['verdict']}"),
    ]
    return f"<b>{escape(scene.name(row))}</b><br>" + "<br>".join(escape(line) for line in lines if line)
