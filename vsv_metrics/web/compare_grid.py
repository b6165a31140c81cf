"""The overview grid of the page Vergelijken: areas by the years of one series."""

from html import escape

import pandas as pd
import streamlit as st

from vsv_metrics.charts.grid import Cell, grid_figure
from vsv_metrics.charts.ranks import MOST_NAMED
from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators.compare_years import across_years
from vsv_metrics.schema.structure import Row
from vsv_metrics.web import compare, compare_text, data
from vsv_metrics.web.block import Block, chart_key, downloads, source_line
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.compare import MOST_CACHED, Scene
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

MANY_HEIGHT = 560


def draw(scene: Scene, visit: Visit) -> None:
    """The grid, and below it the same as a table that can be sorted."""
    words = scene.words
    st.markdown(compare_text.grid(scene))
    frame = years(scene)
    if frame["region_code"].nunique() <= MOST_NAMED:
        block = chart(scene)
        draw_block(block, visit, lambda: compare.pick(chart_key(block)))
        return
    st.markdown(f"#### {plain(scene.title('compare.grid_title'))}")
    st.dataframe(
        wide(scene),
        hide_index=True,
        height=MANY_HEIGHT,
        alt=words("compare.grid_alt", kinds=scene.kinds, period=scene.period),
    )
    st.caption("  \n".join((words("compare.unit"), words("compare.grid_sorts"), source_line(frame, words))))
    downloads(frame, visit, file_stem(scene.dataset, "raster", scene.level), f"raster_{scene.level}")


@data.shared(MOST_CACHED)
def years(scene: Scene) -> pd.DataFrame:
    """Figures with their verdict, one row per area and year up to the chosen one, by name and year."""
    figures = compare.level_figures(scene.fingerprint, scene.dataset, scene.level)
    frame = across_years(figures, scene.level, scene.series_id, scene.year)
    words = scene.words
    said = [words(f"compare.verdict_{code}") for code in frame["verdict"]]
    frame = frame.assign(funnel_verdict=frame["verdict"], finding=said)
    return frame.sort_values([f"region_name_{scene.language}", "period"], kind="stable", ignore_index=True)


@data.shared(MOST_CACHED)
def wide(scene: Scene) -> pd.DataFrame:
    """One row per area, one column of text per year, the newest first."""
    words, frame = scene.words, years(scene)
    cells = [f"{compare.SHAPES[row['verdict']]} {compare.rate(row, words)}".strip() for row in frame.to_dict("records")]
    labels = [words.period(kind, int(year)) for kind, year in zip(frame["period_type"], frame["period"], strict=True)]
    name = f"region_name_{scene.language}"
    table = frame.assign(cell=cells, year=labels).pivot(index=["region_code", name], columns="year", values="cell")
    table = table.sort_values(name)[sorted(set(labels), reverse=True)].fillna("").reset_index()
    return table.drop(columns="region_code").rename(columns={name: words("common.region")})


@data.shared(MOST_CACHED)
def chart(scene: Scene) -> Block:
    """The grid of at most sixty areas."""
    words, frame = scene.words, years(scene)
    known = frame.dropna(subset=["rate_pct"])
    codes = list(dict.fromkeys(frame["region_code"]))
    periods = sorted({int(year) for year in frame["period"]})
    rows = frame.to_dict("records")
    names = compare.short_names(scene)
    shown = {row["region_code"]: names.get(row["region_code"]) or scene.name(row) for row in rows}
    cells = [
        Cell(
            codes.index(row["region_code"]),
            periods.index(int(row["period"])),
            str(row["region_code"]),
            str(row["verdict"]),
            words.number(float(row["rate_pct"]), int(row["rate_digits"])),
            _hover(row, scene),
        )
        for row in known.to_dict("records")
    ]
    kind = str(frame["period_type"].iat[0])
    figure = grid_figure(
        cells,
        [shown[code] for code in codes],
        [words.period(kind, year) for year in periods],
        chosen=codes.index(scene.region) if scene.region in codes else None,
        locale=words,
        is_demo=scene.is_demo,
    )
    title = scene.title("compare.grid_title")
    notes = (words("compare.unit"), words("compare.grid_legend"), words("compare.grid_note"), source_line(frame, words))
    alt = f"{title}. {compare_text.without_marks(compare_text.grid(scene))}"
    return Block(f"raster-{scene.level}", title, figure, alt, frame, notes)


def _hover(row: Row, scene: Scene) -> str:
    words = scene.words
    margin, year = compare.interval(row, words), words.period(row["period_type"], int(row["period"]))
    lines = [
        f"{year}: {compare.rate(row, words)} ({words('status.' + row['obs_status'])})",
        words("compare.hover_interval", interval=margin) if margin else "",
        words(f"compare.verdict_{row['verdict']}"),
    ]
    return f"<b>{escape(scene.name(row))}</b><br>" + "<br>".join(escape(line) for line in lines if line)
