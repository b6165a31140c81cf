"""The charts and sentences of the page Overzicht, made once per data set and language."""

import pandas as pd

from vsv_metrics.charts import theme
from vsv_metrics.charts.tiles import tile_figure
from vsv_metrics.charts.trend import Break, Line, Target, trend_figure
from vsv_metrics.indicators import overview
from vsv_metrics.metrics.change import change
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store, kept_rows
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data
from vsv_metrics.web.alt import trend_alt
from vsv_metrics.web.block import Block, source_line
from vsv_metrics.web.markdown import plain

MOST_CACHED = 16
SECTOR_COLORS = {"mbo": theme.FOCUS, "vo": theme.CONTRAST, "vavo": theme.THIRD, "vo_vavo": theme.CONTRAST}


@data.shared(MOST_CACHED)
def headline(fingerprint: str, dataset: str) -> overview.Headline | None:
    """The newest national figure against the year before and the target."""
    return overview.headline(data.store(), dataset)


@data.shared(MOST_CACHED)
def trend(fingerprint: str, dataset: str, language: str) -> Block | None:
    """The national totals, one line piece per series, with breaks and targets."""
    words, store = locale(language), data.store()
    frame = overview.national(store, dataset).dropna(subset=["numerator"])
    if frame.empty:
        return None
    breaks, legend = break_marks(store, frame, words)
    targets = store.query("targets")
    targets = targets[(targets["indicator_id"] == "new_leavers") & (targets["target_id"] != "t2010")]
    marks = tuple(
        Target(int(row["school_year"]), row["target_value"], _target_label(row, words), row["outcome"] == "open")
        for row in targets.to_dict("records")
    )
    colors = (theme.MUTED, theme.FOURTH, theme.THIRD, theme.FOCUS)
    frame = in_series_order(frame, store)
    series = list(frame.drop_duplicates("series_id")[["series_id", f"series_name_{language}"]].itertuples(index=False))
    lines = [
        Line(name, frame[frame["series_id"] == code], color=color, is_labelled=code == series[-1][0])
        for (code, name), color in zip(series, colors[-len(series) :], strict=True)
    ]
    figure = trend_figure(
        lines,
        column="numerator",
        unit_title=words("overview.trend_axis"),
        period_type="school_year",
        locale=words,
        is_demo=dataset == "demo",
        breaks=breaks,
        targets=marks,
        height=430,
    )
    first, last = int(frame["period"].min()), int(frame["period"].max())
    title = words("overview.trend_title", first=words.school_year(first), last=words.school_year(last))
    notes = (
        words("overview.trend_unit"),
        words("common.provisional_legend"),
        *((f"{words('common.breaks_legend')} {legend}",) if legend else ()),
        words("overview.targets_note_demo" if dataset == "demo" else "overview.targets_note"),
        source_line(frame, words),
    )
    return Block("landelijke-trend", title, figure, trend_alt(title, frame, "numerator", words), frame, notes, "numerator")


@data.shared(MOST_CACHED)
def sectors(fingerprint: str, dataset: str, language: str) -> tuple[Block, str] | None:
    """New leavers by sector, and the sentence that says which sector rose."""
    words, store = locale(language), data.store()
    frame = overview.sectors(store, dataset).dropna(subset=["numerator"])
    if frame.empty:
        return None
    frame = frame.assign(label=[words(f"overview.sector_{code}") for code in frame["sector"]])
    lines = [
        Line(words(f"overview.sector_{code}"), part, color=SECTOR_COLORS[str(code)])
        for code, part in frame.groupby("sector", sort=True)
    ]
    figure = trend_figure(
        lines,
        column="numerator",
        unit_title=words("overview.trend_axis"),
        period_type="school_year",
        locale=words,
        is_demo=dataset == "demo",
    )
    first, last = int(frame["period"].min()), int(frame["period"].max())
    title = words("overview.sector_title", first=words.school_year(first), last=words.school_year(last))
    has_rest = (frame["sector"] == overview.REMAINDER).any()
    notes = (
        words("common.provisional_legend"),
        *((words("overview.sector_rest_note"), words("overview.sector_2016_note")) if has_rest else ()),
        source_line(frame, words),
    )
    block = Block("sectoren", title, figure, trend_alt(title, frame, "numerator", words), frame, notes, "numerator")
    return block, _sector_sentence(frame, words)


@data.shared(MOST_CACHED)
def provinces(fingerprint: str, dataset: str, language: str) -> tuple[Block, str] | None:
    """The provinces on their tiles against the country in the same series, and the sentence that names who differs."""
    words = locale(language)
    frame, country = overview.provinces(data.store(), dataset)
    if country is None:
        return None
    named = frame.assign(name=frame[f"tile_name_{language}"])
    figure = tile_figure(named, locale=words, is_demo=dataset == "demo")
    year = words.school_year(int(country["period"]))
    title = words("overview.province_title", period=year)
    groups = {code: [str(name) for name in named.loc[named["verdict"] == code, "name"]] for code in ("higher", "lower")}
    sentence = words(
        "overview.province_sentence",
        rate=words.percent(country["rate_pct"]),
        series=country[f"series_name_{language}"],
        higher=words.listing(groups["higher"]) or words("overview.none"),
        lower=words.listing(groups["lower"]) or words("overview.none"),
    )
    shown = named.dropna(subset=["rate_pct"]).assign(
        label=[words(f"verdict.{code}") for code in named.dropna(subset=["rate_pct"])["verdict"]]
    )
    notes = (
        words("overview.province_unit"),
        words("overview.province_note", rate=words.percent(country["rate_pct"])),
        source_line(shown, words),
    )
    return Block("provincies", title, figure, f"{title}. {sentence}", shown, notes), plain(sentence)


@data.shared(MOST_CACHED)
def europe(fingerprint: str, dataset: str, language: str) -> Block | None:
    """The survey share of early leavers in the Netherlands and the European Union."""
    words = locale(language)
    frame = overview.europe(data.store(), dataset).dropna(subset=["rate_pct"])
    if frame.empty:
        return None
    lines = [
        Line(
            str(part[f"region_name_{language}"].iat[0]),
            part,
            color=theme.FOCUS if code == overview.COUNTRY else theme.CONTRAST,
        )
        for code, part in frame.groupby("region_code", sort=False)
    ]
    target = Target(2030, 9.0, words("overview.europe_target"))
    figure = trend_figure(
        lines,
        column="rate_pct",
        unit_title=words("overview.europe_axis"),
        period_type="calendar_year",
        locale=words,
        is_demo=dataset == "demo",
        targets=(target,),
    )
    title = words("overview.europe_title", first=frame["period"].min(), last=frame["period"].max())
    notes = (words("overview.europe_unit"), words("overview.europe_note"), source_line(frame, words))
    return Block("europa", title, figure, trend_alt(title, frame, "rate_pct", words), frame, notes, "rate_pct")


def prepare(fingerprint: str, dataset: str, language: str) -> None:
    """Makes what the page shows."""
    headline(fingerprint, dataset)
    for make in (trend, sectors, provinces, europe):
        make(fingerprint, dataset, language)


def in_series_order(frame: pd.DataFrame, store: Store) -> pd.DataFrame:
    """The frame with its series in the order of table `series`, periods ascending."""
    known = data.series(store.fingerprint)
    keys = [(known[code]["sort"], period) for code, period in zip(frame["series_id"], frame["period"], strict=True)]
    return frame.take(sorted(range(len(keys)), key=keys.__getitem__)).reset_index(drop=True)


def break_marks(store: Store, frame: pd.DataFrame, words: Locale) -> tuple[tuple[Break, ...], str]:
    """The breaks between the series of a frame, numbered, and the line of Markdown that explains the numbers."""
    periods: dict[str, list[int]] = {}
    for series_id, period in zip(frame["series_id"], frame["period"], strict=True):
        periods.setdefault(series_id, []).append(int(period))
    rows = [
        row
        for row in kept_rows(store, "breaks")
        if row["before_series_id"] in periods
        and row["after_series_id"] in periods
        and row["before_series_id"] != row["after_series_id"]
    ]
    placed = sorted(((_place(row, periods), row) for row in rows), key=lambda pair: pair[0])
    marks = tuple(Break(at, number) for number, (at, _) in enumerate(placed, start=1))
    legend = "; ".join(
        f"({number}) {words.school_year(at)} {plain(words.name(row, 'label'))}"
        for number, (at, row) in enumerate(placed, start=1)
    )
    return marks, legend + "." if legend else ""


def _place(row: Row, periods: dict[str, list[int]]) -> int:
    """The first period after a break: its own where both series leave room for it, else that of the first figure after it."""
    first_after = min(periods[row["after_series_id"]])
    own = row["period"]
    return int(own) if pd.notna(own) and max(periods[row["before_series_id"]]) < own <= first_after else first_after


def _target_label(target: Row, words: Locale) -> str:
    value = words.number(target["target_value"])
    return f"< {value}" if target["is_strict"] else f"≤ {value}"


def _sector_sentence(frame: pd.DataFrame, words: Locale) -> str:
    """Which sector rose between the two newest years, per sector, and that the years may be compared."""
    year = int(frame["period"].max())
    phrases = []
    for code, part in frame.groupby("sector", sort=True):
        by_year = {int(row["period"]): row for row in records(part)}
        if year not in by_year or year - 1 not in by_year:
            continue
        found = change(by_year[year], by_year[year - 1])
        if found.difference is None or found.relative_pct is None:
            continue
        phrases.append(
            words(
                "overview.sector_phrase",
                sector=words(f"overview.sector_{code}"),
                difference=words.signed(found.difference),
                percent=words.signed_percent(found.relative_pct),
                now=words.number(by_year[year]["numerator"]),
            )
        )
    if not phrases:
        return words("overview.sector_not_comparable")
    return words(
        "overview.sector_sentence",
        before=words.school_year(year - 1),
        now=words.school_year(year),
        phrases="; ".join(phrases),
    )
