"""Observations of a published table → reading, held against the rules that rows of any file obey."""

from collections.abc import Sequence

from vsv_metrics.schema import codes, tables
from vsv_metrics.sources import rules, sums
from vsv_metrics.sources.foreign import observe
from vsv_metrics.sources.foreign.reading import Findings, Reading, Verdict
from vsv_metrics.sources.foreign.regions import RegionBook

Totals = tuple[float | None, float | None]


def checked(
    findings: Findings,
    kind: str,
    observed: Sequence[observe.Observed],
    verdicts: Sequence[Verdict],
    mapping: tuple[tuple[str, str | None], ...],
    totals: Totals = (None, None),
) -> Reading:
    """Return the reading of these observations; keys that stand twice and figures that cannot be are problems."""
    frame = observe.frame(findings.file, observed)
    used = sum(verdict.outcome == "used" for verdict in verdicts)
    if not used and not findings.problems:
        findings.refuse("no_rows", row=1, found=0, expected=1)
    if len(frame) and not findings.problems:
        findings.problems += rules.duplicates(frame, tables.OBSERVATION) or rules.values(frame) or sums.figures(frame)
    return findings.reading(
        kind, rows=used, frame=frame, mapping=mapping, verdicts=tuple(verdicts), enrolled_total=totals[0], leavers_total=totals[1]
    )


def level_sum(observed: Sequence[observe.Observed], book: RegionBook) -> Totals:
    """Return enrolled and leavers added up, None when areas of several levels overlap."""
    whole = [row for row in observed if all(row.get(name, codes.TOTAL) == codes.TOTAL for name in codes.BREAKDOWNS)]
    if len({book.level[str(row["region_code"])] for row in whole}) != 1:
        return None, None
    enrolled, leavers = (
        [float(str(row["value"])) for row in whole if row["measure"] == measure and row["value"] is not None]
        for measure in ("denominator", "numerator")
    )
    return sum(enrolled) if enrolled else None, sum(leavers) if leavers else None
