"""The chart of the page Doel, observed, required and projected, and what can be chosen, made once per choice."""

from vsv_metrics.charts import theme
from vsv_metrics.charts.paths import Band, Path
from vsv_metrics.charts.trend import Break, Line, Target, trend_figure
from vsv_metrics.indicators import target
from vsv_metrics.indicators.target import Course, Setting
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, target_text
from vsv_metrics.web.alt import trend_alt
from vsv_metrics.web.block import Block, source_line
from vsv_metrics.web.markdown import plain

MOST_CACHED = 32
LOWEST, HIGHEST = 1_000, 100_000
"""Bounds of a target value that can be chosen."""
NEWEST = "newest"
"""Choice of the start year that moves along with the figures."""
HEIGHT = 430


def national(dataset: str) -> str:
    """The data set whose national figures belong beside this one: a user's own figures have none."""
    return "demo" if dataset == "demo" else "published"


@data.shared(4)
def setting(fingerprint: str, dataset: str) -> Setting | None:
    """What can be chosen."""
    return target.setting(data.common_store(), national(dataset))


@data.shared(MOST_CACHED)
def course(fingerprint: str, dataset: str, value: int, year: int, start: str) -> Course | None:
    """The country on its way to the target."""
    return target.course(data.common_store(), national(dataset), value, year, None if start == NEWEST else int(start))


@data.shared(MOST_CACHED)
def chart(fingerprint: str, dataset: str, value: int, year: int, start: str, language: str) -> Block:
    """Observed figures, required paths and, with enough years, the projection with its margin."""
    words, found = locale(language), course(fingerprint, dataset, value, year, start)
    known = data.sources(data.common_store().fingerprint)
    assert found is not None
    frame = found.observed
    marks, legend = _definition_break(words)
    figure = trend_figure(
        [Line(words("target.line_observed"), frame)],
        column="numerator",
        unit_title=words("overview.trend_axis"),
        period_type="school_year",
        locale=words,
        is_demo=dataset == "demo",
        breaks=marks,
        targets=(Target(found.year, found.value, f"< {words.number(found.value)}", label_at="bottom left"),),
        paths=_paths(found, words),
        bands=_bands(found, words),
        height=HEIGHT,
    )
    everything = target.rows(found)
    first, last = int(frame["period"].min()), max(found.year, int(everything["period"].max()))
    key = "chart_title_projected" if found.projected else "chart_title" if found.linear else "chart_title_observed"
    title = words(f"target.{key}", first=words.school_year(first), last=words.school_year(last))
    notes = (
        words("target.chart_unit"),
        *((words("target.chart_paths"),) if found.linear else ()),
        *((words("target.chart_projection"),) if found.projected else ()),
        words("common.provisional_legend"),
        *((f"{words('common.breaks_legend')} {legend}",) if legend else ()),
        words("target.chart_source", source=plain(known[found.target["source_id"]]["title"])),
        source_line(frame, words),
    )
    alt = " ".join([trend_alt(title, frame, "numerator", words), *_alt(found, words)])
    return Block("doel", title, figure, alt, everything, notes)


@data.shared(MOST_CACHED)
def mbo_differences(fingerprint: str, dataset: str) -> int:
    """Differences between years that the mbo has in the series of the target."""
    return target.mbo_differences(data.common_store(), national(dataset))


def _paths(found: Course, words: Locale) -> tuple[Path, ...]:
    lines = [
        Path(words("target.line_linear"), found.linear, theme.CONTRAST, "dash"),
        Path(words("target.line_geometric"), found.geometric, theme.THIRD, "dashdot"),
    ]
    if found.projected:
        last = found.observed.iloc[-1]
        points = ((int(last["period"]), float(last["numerator"])), *((row.period, row.value) for row in found.projected))
        lines.append(Path(words("target.line_projected"), points, theme.FOURTH, "dot"))
    return tuple(line for line in lines if line.points)


def _bands(found: Course, words: Locale) -> tuple[Band, ...]:
    if not found.projected:
        return ()
    last = found.observed.iloc[-1]
    begin = (int(last["period"]), float(last["numerator"]), float(last["numerator"]))
    points = (begin, *((row.period, row.lower, row.upper) for row in found.projected))
    return (Band(words("target.line_band"), points, theme.FOURTH),)


def _definition_break(words: Locale) -> tuple[tuple[Break, ...], str]:
    found = target_text.coming_breaks()
    legend = "; ".join(
        f"({number}) {words.school_year(int(row['period']))} {plain(words.name(row, 'label'))}"
        for number, row in enumerate(found, start=1)
    )
    return tuple(Break(int(row["period"]), number) for number, row in enumerate(found, start=1)), legend + "." if legend else ""


def _alt(found: Course, words: Locale) -> list[str]:
    said = []
    if found.linear:
        (first, start), (last, end) = found.linear[0], found.linear[-1]
        said.append(
            words(
                "target.alt_needed",
                start=words.number(start),
                start_year=words.school_year(first),
                most=words.number(end),
                year=words.school_year(last),
            )
        )
    said += [
        words(
            "target.alt_projected",
            value=words.number(row.value),
            year=words.school_year(row.period),
            lower=words.number(row.lower),
            upper=words.number(row.upper),
        )
        for row in found.projected
    ]
    return said
