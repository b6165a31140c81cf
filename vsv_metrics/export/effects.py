"""The columns of the file with measures × indicators × school years of one area."""

import pandas as pd

from vsv_metrics.text import Locale


def effect_table(
    report: pd.DataFrame,
    *,
    region_code: str,
    region_name: str,
    dataset: str,
    sources: pd.DataFrame,
    series: pd.DataFrame,
    members: pd.DataFrame,
    locale: Locale,
    fingerprint: str,
) -> pd.DataFrame:
    """One row per row of `indicators.effects.report`, with codes, names and reasons in words, ready to be written.

    `sources`, `series` and `members` are the store's tables of those names.
    """
    language = locale.language
    titles, known = sources.set_index("source_id"), series.set_index("series_id")[f"name_{language}"]
    parts = members.set_index(["breakdown", "code"])[f"name_{language}"]
    columns: dict[str, object] = {
        "dataset": dataset,
        "dataset_note": locale(f"export.note_{dataset}"),
        "region_code": region_code,
        "region_name": region_name,
        "measure_id": report["measure_id"],
        "measure_name": report[f"measure_name_{language}"],
        "measure_kind": [locale(f"action_lines.kind_{kind}") for kind in report["kind"]],
        "measure_region_code": report["measure_region_code"],
        "instrument_name": report[f"instrument_name_{language}"],
        "announced_on": report["announced_on"].dt.date,
        "announced_precision": report["announced_precision"],
        "starts_on": report["starts_on"].dt.date,
        "ends_on": report["ends_on"].dt.date,
        "period_precision": report["period_precision"],
        "measure_source_title": report["measure_source_id"].map(titles["title"]),
        "action_line": report["action_line"],
        "line_basis": report["line_basis"],
        "topic": report["topic"],
        "aspect": report["aspect"],
        "aspect_name": report[f"name_{language}"],
        "indicator_id": report["indicator_id"],
        "period_type": report["period_type"],
        "period": [
            None if pd.isna(year) else locale.period(kind, int(year))
            for kind, year in zip(report["period_type"], report["period"], strict=True)
        ],
        "breakdown": report["breakdown"].where(report["member"].notna()),
        "member": report["member"],
        "member_name": [
            None if pd.isna(code) else str(parts.get((column, code), code))
            for column, code in zip(report["breakdown"], report["member"], strict=True)
        ],
        "figure_is": [_figure_is(row["measure"], locale) for row in report[["measure"]].to_dict("records")],
    }
    for name in ("numerator", "denominator", "rate_pct", "rate_basis", "series_id"):
        columns[name] = report[name]
    columns["series_name"] = report["series_id"].map(known)
    for name in ("obs_status", "precision", "missing_reason"):
        columns[name] = report[name]
    columns["missing_text"] = [None if pd.isna(code) else reason(code, locale) for code in report["missing_reason"]]
    columns["source_id"] = report["source_id"]
    columns["source_title"] = report["source_id"].map(titles["title"])
    columns["source_address"] = report["source_id"].map(titles["address"])
    columns["data_fingerprint"] = fingerprint
    columns["note"] = locale("action_lines.caveat")
    return pd.DataFrame(columns, index=report.index)


def reason(code: str, locale: Locale) -> str:
    """Why a figure is missing, in words."""
    own = f"action_lines.missing_{code}"
    return locale(own) if locale.has(own) else locale(f"common.{code}")


def _figure_is(measure: object, locale: Locale) -> str | None:
    """What numerator and denominator of a share are; None where they are the usual ones."""
    key = f"action_lines.is_{measure}"
    return locale(key) if locale.has(key) else None
