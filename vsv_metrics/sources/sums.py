"""Rules between the values of one figure, and between a total and its parts, within the bounds of rounding.

Values are compared only within one vintage: a revised part beside a provisional total says nothing.
"""

import numpy as np
import pandas as pd

from vsv_metrics.schema import codes, tables
from vsv_metrics.sources.rules import SHOWN, Problems, group_id, place, problem

_FIGURE = tuple(name for name in tables.OBSERVATION.key if name != "measure")
_EPSILON = 1e-9
_RATE_MARGIN = 0.5
"""Per cent point around a published percentage without bounds: CBS prints them without decimals."""


def figures(frame: pd.DataFrame) -> Problems:
    """Return a problem for each figure whose numerator exceeds its denominator, or whose counts or rate do not agree."""
    known = frame[frame["value"].notna()]
    low, high = _bounds(known)
    wide = pd.DataFrame(
        {"group": group_id(known, _FIGURE), "measure": known["measure"].to_numpy(), "at": np.arange(len(known))}
    ).pivot(index="group", columns="measure", values="at")
    found: Problems = []

    both = _complete(wide, "numerator", "denominator")
    n, d = both["numerator"].to_numpy(), both["denominator"].to_numpy()
    for i in np.flatnonzero(low[n] > high[d] + _EPSILON)[:SHOWN]:
        found.append(_problem("leavers_above_enrolled", known, n[i], f"≤ {_text(known, d[i])}"))

    counts = _complete(wide, "numerator", "complement", "denominator")
    n, c, d = (counts[name].to_numpy() for name in ("numerator", "complement", "denominator"))
    for i in np.flatnonzero(~_overlap(low[n] + low[c], high[n] + high[c], low[d], high[d]))[:SHOWN]:
        expected = f"{_text(known, d[i])} − {_text(known, c[i])}"
        found.append(_problem("complement", known, n[i], expected))

    rates = _complete(wide, "numerator", "denominator", "rate")
    n, d, r = (rates[name].to_numpy() for name in ("numerator", "denominator", "rate"))
    with np.errstate(divide="ignore", invalid="ignore"):
        least, most = 100 * low[n] / high[d], 100 * high[n] / low[d]
    margin = np.where(known["lower"].isna().to_numpy()[r], _RATE_MARGIN, 0.0)
    is_wrong = (high[d] > 0) & ~_overlap(least, most, low[r] - margin, high[r] + margin)
    for i in np.flatnonzero(is_wrong)[:SHOWN]:
        expected = f"100 × {_text(known, n[i])} / {_text(known, d[i])} = {least[i]:.4g}–{most[i]:.4g}"
        found.append(_problem("rate_mismatch", known, r[i], expected))
    return found


def partitions(frame: pd.DataFrame, members: pd.DataFrame) -> Problems:
    """Return a problem for each total that lies outside the sum of its parts, where all parts of a partition are present.

    A member belongs to the partitions named in its `partition`, separated by `|`. Where they have a row, the further parts of
    a longer partition and the member `unknown` count in: without them the parts of that total are not complete.
    """
    counts = frame[frame["value"].notna() & (frame["measure"] != "rate")]
    low, high = _bounds(counts)
    split = members.dropna(subset=["partition", "parent"])
    split = split.assign(partition=split["partition"].str.split("|")).explode("partition")
    number, weighted = _numbers(counts)
    found: Problems = []
    for (breakdown, parent, _), parts in split.groupby(["breakdown", "parent", "partition"]):
        codes_of_parts = list(parts["code"])
        column = counts[str(breakdown)]
        is_part = column.isin(codes_of_parts).to_numpy()
        beyond = _beyond(members, split, str(breakdown), str(parent), codes_of_parts)
        is_summed = is_part | column.isin(beyond).to_numpy()
        is_total = (column == parent).to_numpy()
        chosen = np.flatnonzero(is_summed | is_total)
        if not is_part.any() or not is_total.any():
            continue
        sums = (
            pd.DataFrame(
                {
                    "group": (number - weighted[str(breakdown)])[chosen],
                    "parts": is_part[chosen].astype(int),
                    "low": np.where(is_summed[chosen], low[chosen], 0.0),
                    "high": np.where(is_summed[chosen], high[chosen], 0.0),
                    "total": np.where(is_total[chosen], chosen, -1),
                }
            )
            .groupby("group")
            .agg({"parts": "sum", "low": "sum", "high": "sum", "total": "max"})
        )
        sums = sums[(sums["parts"] == len(codes_of_parts)) & (sums["total"] >= 0)]
        at = sums["total"].to_numpy()
        wrong = ~_overlap(sums["low"].to_numpy(), sums["high"].to_numpy(), low[at], high[at])
        for i in np.flatnonzero(wrong)[:SHOWN]:
            least, most = sums["low"].iloc[i], sums["high"].iloc[i]
            span = f"{least:.10g}" if least == most else f"{least:.10g}–{most:.10g}"
            found.append(_problem("sums", counts, at[i], f"{' + '.join(codes_of_parts)} = {span}"))
    return found


def _beyond(members: pd.DataFrame, split: pd.DataFrame, breakdown: str, parent: str, parts: list[str]) -> set[str]:
    """Return the members of the same total that count in beside these parts where they have a row."""
    same = split[(split["breakdown"] == breakdown) & (split["parent"] == parent)]
    longer = [set(group["code"]) for _, group in same.groupby("partition") if set(group["code"]) > set(parts)]
    unknown = members[(members["breakdown"] == breakdown) & (members["parent"] == parent) & (members["code"] == codes.UNKNOWN)]
    return set().union(*longer, unknown["code"]) - set(parts)


def pieces(frame: pd.DataFrame) -> pd.Series:
    """Return the piece of each row: how many breaks are flagged in its line of figures up to its period.

    A break flagged on any measure or vintage of a period holds for the whole period.
    """
    line = group_id(frame, [name for name in _FIGURE if name not in ("period_start", "vintage_rank")])
    period = frame["period_start"].to_numpy()
    is_break = frame["flags"].fillna("").str.contains(codes.BREAK_FLAG, regex=False).to_numpy()
    rows = pd.DataFrame({"line": line, "period": period, "is_break": is_break})
    piece = rows.groupby(["line", "period"], sort=True)["is_break"].max().astype("int64").groupby(level="line").cumsum()
    joined = rows.join(piece.rename("piece"), on=["line", "period"])["piece"]
    return joined.astype("Int64").set_axis(frame.index)


def _numbers(frame: pd.DataFrame) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return a number per row for its key, and what each breakdown adds to it: without that, rows differ elsewhere only.

    The product of rows and member counts stays far below 2**63 (a million rows and every member of today: 10**17).
    """
    number = group_id(frame, [name for name in tables.OBSERVATION.key if name not in codes.BREAKDOWNS])
    weight = int(number.max(initial=0)) + 1
    weighted = {}
    for name in codes.BREAKDOWNS:
        positions, uniques = pd.factorize(frame[name])
        weighted[name] = positions.astype(np.int64) * weight
        number = number + weighted[name]
        weight *= max(len(uniques), 1)
    return number, weighted


def _bounds(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest value that each row leaves possible."""
    return frame["lower"].fillna(frame["value"]).to_numpy(), frame["upper"].fillna(frame["value"]).to_numpy()


def _overlap(low: np.ndarray, high: np.ndarray, other_low: np.ndarray, other_high: np.ndarray) -> np.ndarray:
    return (low <= other_high + _EPSILON) & (other_low <= high + _EPSILON)


def _complete(wide: pd.DataFrame, *measures: str) -> pd.DataFrame:
    return wide.reindex(columns=list(measures)).dropna().astype("int64")


def _problem(code: str, frame: pd.DataFrame, position: int, expected: str):
    return problem(code, frame, position, "value", f"{frame['value'].iloc[position]:.10g}", expected)


def _text(frame: pd.DataFrame, position: int) -> str:
    return f"{frame['value'].iloc[position]:.10g} ({place(frame, position)})"
