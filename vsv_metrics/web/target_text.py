"""The sentences of the page Doel: what is needed, whether the pace is enough, where it goes, what may not be concluded."""

from collections.abc import Sequence

from vsv_metrics.indicators import overview
from vsv_metrics.indicators.target import Course, Setting
from vsv_metrics.metrics.projection import FEWEST_DIFFERENCES
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import data
from vsv_metrics.web.markdown import plain


def intro(found: Setting, course: Course, words: Locale) -> str:
    """The target, how it is read, and where the country stands."""
    official = found.target["target_value"]
    said = words(
        "target.intro",
        target=words.number(official),
        target_year=found.target["target_year"],
        year=words.school_year(course.year),
        newest_year=words.school_year(int(course.newest["period"])),
        newest=words.number(course.newest["numerator"]),
    )
    return said if course.value == official else f"{said} {words('target.own_value', value=words.number(course.value))}"


def area_intro(found: Course, words: Locale) -> str:
    """What the arithmetic for an area is and is not; without a national reduction there is none."""
    if found.required is None or not found.required.fewer:
        return words("target.area_no_reduction")
    total = words.signed_percent(-100 * found.required.fewer / found.required.start)
    start_year, year = words.school_year(int(found.start["period"])), words.school_year(found.year)
    return words("target.area_intro", total=total, start_year=start_year, year=year)


def series_name(found: Course, words: Locale) -> str:
    """The series of the figures."""
    return plain(words.name(found.newest, "series_name"))


def needed(found: Course, words: Locale) -> str:
    """What the target asks from the chosen start, as a paragraph."""
    year, start_year = words.school_year(found.year), words.school_year(int(found.start["period"]))
    most, start = words.number(found.most), words.number(found.start["numerator"])
    said = []
    if found.outcome:
        said.append(words(f"target.outcome_{found.outcome}", year=year, newest=words.number(found.newest["numerator"])))
    if found.required is None or not found.required.fewer:
        said.append(words("target.already", start_year=start_year, start=start, most=most))
    else:
        said.append(
            words(
                "target.needed",
                start=start,
                start_year=start_year,
                most=most,
                year=year,
                fewer=words.number(found.required.fewer),
                years=_years(found.required.steps, words),
                per_year=words.number(found.required.fewer_per_year),
                growth=words.signed_percent(found.required.growth_pct, 2),
            )
        )
    said.append(words("target.strict", value=words.number(found.value), most=most))
    if found.start in found.inexact:
        said.append(words("target.start_is_rounded", start_year=start_year, start=start))
    return " ".join(said)


def pace(found: Course, words: Locale) -> str:
    """The observed pace beside the pace that was needed, and the label of the two, as a paragraph."""
    if found.base is None or found.progress is None:
        return words("target.progress_no_base")
    progress, base = found.progress, found.base
    base_year, newest_year = int(base["period"]), int(found.newest["period"])
    if progress.observed_pct is None or progress.required_pct is None:
        return words(
            "target.progress_met",
            base_year=words.school_year(base_year),
            base=words.number(base["numerator"]),
            most=words.number(found.most),
        )
    first = words(
        "target.progress",
        base_year=words.school_year(base_year),
        newest_year=words.school_year(newest_year),
        base=words.number(base["numerator"]),
        newest=words.number(found.newest["numerator"]),
        observed=words.signed_percent(progress.observed_pct, 2),
        years=_years(newest_year - base_year, words),
        required=words.signed_percent(progress.required_pct, 2),
    )
    label = words(f"target.label_{progress.label}")
    if progress.share_pct is None or progress.label == "away":
        return f"{first} {words('target.progress_away', label=label)}"
    return f"{first} {words('target.progress_share', share=words.percent(progress.share_pct, 0), label=label)}"


def projection(found: Course, mbo: int, is_demo: bool, words: Locale) -> str:
    """Where the figures go when nothing changes, or why that is not said, as Markdown."""
    first, last = (
        (words.school_year(year) for year in (found.exact_years[0], found.exact_years[-1])) if found.exact_years else ("", "")
    )
    n = len(found.exact_years) - 1
    if not found.projected:
        is_stale = n < 0 or n >= FEWEST_DIFFERENCES
        key = "target.projection_none_stale" if is_stale else "target.projection_none"
        said = [words(key, fewest=FEWEST_DIFFERENCES, n=n, first=first, last=last)]
        if found.inexact:
            years = words.listing([words.school_year(int(row["period"])) for row in found.inexact])
            said.append(words("target.projection_inexact", years=years))
        said.append(words("target.projection_later"))
        if mbo and not is_demo:
            said.append(words("target.projection_mbo", n=mbo))
        return " ".join(said)
    row = next((row for row in found.projected if row.period == found.year), found.projected[-1])
    place = "below" if found.most < row.lower else "above" if found.most > row.upper else "inside"
    said = words(
        "target.projection",
        first=first,
        last=last,
        n=n,
        year=words.school_year(row.period),
        value=words.number(row.value),
        lower=words.number(row.lower),
        upper=words.number(row.upper),
    )
    return f"{said} {words(f'target.projection_{place}', most=words.number(found.most))} {words('target.projection_method')}"


def limits(found: Course, words: Locale) -> str:
    """What may not be concluded, as a Markdown list."""
    return "\n".join(
        [
            f"- {words('target.limits_series', value=words.number(found.value))}",
            f"- {words('target.limits_path')}",
            f"- {words('target.limits_cause')}",
            *(
                "- "
                + words(
                    "target.limits_break",
                    period=words.school_year(int(row["period"])),
                    label=words.name(row, "label"),
                    reason=words.name(row, "reason"),
                )
                for row in coming_breaks()
            ),
        ]
    )


def coming_breaks() -> Sequence[Row]:
    """Announced breaks after which figures of the series of the target may not be comparable."""
    rows = data.common_store().query("breaks")
    series = overview.target_series(data.common_store(), "published")
    return rows[rows["before_series_id"].isin(series) & rows["after_series_id"].isna() & rows["period"].notna()].to_dict(
        "records"
    )


def _years(number: int, words: Locale) -> str:
    return words("target.years_one") if number == 1 else words("target.years_many", n=number)
