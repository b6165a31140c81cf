"""One figure with all that is known of it, found by a short name that an address can hold."""

from dataclasses import dataclass

import pandas as pd

from vsv_metrics.indicators.figures import parameters
from vsv_metrics.indicators.overview import REMAINDER
from vsv_metrics.schema.codes import BREAKDOWNS, TOTAL
from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store import Store

NAMED_BY = ("indicator_id", "series_id", "region_code", "period", *BREAKDOWNS)
"""Columns of which the name of a figure is made."""
LONGEST = 300
"""Characters of a name; longer ones name nothing."""


@dataclass(frozen=True)
class Reference:
    """The name of a figure within its data set: `new_leavers:cbs_vsv:PV28:2023`, with members behind it for a part."""

    indicator_id: str
    series_id: str
    region_code: str
    period: int
    members: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """The name as `parse` reads it."""
        parts = ";".join(f"{column}={code}" for column, code in self.members)
        return ":".join([self.indicator_id, self.series_id, self.region_code, str(self.period), *([parts] if parts else [])])


@dataclass(frozen=True)
class Provenance:
    """A figure, its series, and every value that was published for it, oldest first."""

    figure: Row
    series: Row
    indicator: Row
    revisions: pd.DataFrame


def reference(figure: Row) -> Reference:
    """The name of the figure in a row of `indicators.figures.figures`."""
    members = tuple((column, str(figure[column])) for column in BREAKDOWNS if figure[column] != TOTAL)
    return Reference(figure["indicator_id"], figure["series_id"], figure["region_code"], int(figure["period"]), members)


def names(figures: pd.DataFrame) -> list[str]:
    """Per row the name of its figure; empty for what was reckoned from figures, such as the rest beside a sector, or a share."""
    if not {*NAMED_BY} <= {*figures.columns} or "is_share" in figures:
        return [""] * len(figures)
    is_figure = figures["obs_status"].notna() & (figures["sector"] != REMAINDER)
    rows = records(figures[list(NAMED_BY)])
    return [str(reference(row)) if is_one else "" for row, is_one in zip(rows, is_figure, strict=True)]


def parse(text: str) -> Reference | None:
    """The reference that a text writes, None when it writes none."""
    parts = text.split(":") if len(text) <= LONGEST else []
    if len(parts) not in (4, 5) or not (parts[3].isascii() and parts[3].isdigit() and len(parts[3]) == 4):
        return None
    pairs = [tuple(pair.split("=")) for pair in parts[4].split(";")] if len(parts) == 5 else []
    if any(len(pair) != 2 or pair[0] not in BREAKDOWNS for pair in pairs):
        return None
    return Reference(parts[0], parts[1], parts[2], int(parts[3]), tuple((pair[0], pair[1]) for pair in pairs))


def figure(store: Store, dataset: str, wanted: Reference) -> Row | None:
    """The newest values of the figure, with its interval; None when the data set has no such figure."""
    asked = parameters(
        dataset,
        [wanted.indicator_id],
        [wanted.region_code],
        series=[wanted.series_id],
        periods=(wanted.period, wanted.period),
        breakdowns={column: [code] for column, code in wanted.members},
    )
    rows = store.query("figures", **asked)
    return None if rows.empty else rows.iloc[-1].to_dict()


def find(store: Store, dataset: str, wanted: Reference) -> Provenance | None:
    """The figure with its series and revisions; None when the data set has no such figure."""
    found = figure(store, dataset, wanted)
    if found is None:
        return None
    names = {name: found[name] for name in ("series_id", "indicator_id", "region_code", "period_type", "period")}
    revisions = store.query("revisions", dataset=dataset, **names, **{column: [code] for column, code in wanted.members})
    return Provenance(
        found, _row(store, "series", found["series_id"]), _row(store, "indicators", found["indicator_id"]), revisions
    )


def _row(store: Store, table: str, code: str) -> Row:
    rows = store.query(table)
    return rows[rows.iloc[:, 0] == code].iloc[0].to_dict()
