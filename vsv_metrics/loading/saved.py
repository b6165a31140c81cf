"""A folder of saved tables of CBS StatLine: answers of its open data, else exports as CSV, as the figures of each table.

An export does not say which table it is of nor when that last changed: one with areas below the country counts as 84780NED, one
of the country alone as 85368NED, and its date stays open. Percentages and cells that cannot occur are left, as in the open data.
"""

import datetime as dt
import json
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.schema import codes
from vsv_metrics.sources import foreign
from vsv_metrics.sources.cbs import odata, statline

MANIFEST = "manifest.json"
EXPORT_ENDING = ".csv"
_EXPORT = "statline_csv"
_REGIONAL, _NATIONAL = "84780NED", "85368NED"
_COLUMNS = ("region_code", "measure", "value", "lower", "upper", "missing_reason", "obs_status")


@dataclass(frozen=True)
class Saved:
    """A table found in the folder, with the files it was found in as they are."""

    figures: statline.Figures
    answers: list[odata.Answer]


def read(folder: Path, reference: foreign.Reference) -> dict[str, Saved]:
    """Return what the folder holds, by table; answers go before exports.

    Raise `DataContractError` for an export that is refused, `UserError` for answers that changed since they were fetched, are
    incomplete, or name no RMC region.
    """
    found = {}
    for table in statline.tables():
        answers = _answers(folder, table)
        if answers:
            found[table] = Saved(statline.read(table, answers), answers)
    exports = _exports(folder, reference)
    return {table: _exported(table, parts, reference) for table, parts in exports.items()} | found


def _answers(folder: Path, table: str) -> list[odata.Answer]:
    """Return the pages of one table, none when the folder has none of it."""
    place = folder / table if (folder / table).is_dir() else folder
    answers = [_as_it_came(path) for path in sorted(place.glob("*.json")) if path.name != MANIFEST]
    infos = [answer for answer in answers if answer.name.startswith("TableInfos")]
    is_it = infos and str(infos[0].records()[0].get("Identifier", table)).upper() == table
    return answers if is_it else []


def _as_it_came(path: Path) -> odata.Answer:
    """Return a saved file with what the manifest beside it says of it; every answer has one that names it, if there is any.

    Raise `UserError` for a file or manifest that changed.
    """
    manifest = path.with_name(MANIFEST)
    if not manifest.is_file():
        return _put_there(path)
    try:
        listed = {entry["file"]: entry for entry in json.loads(manifest.read_text(encoding="utf-8"))["files"]}
        if path.name not in listed and path.suffix.lower() == EXPORT_ENDING:
            return _put_there(path)
        entry = listed[path.name]
        dt.datetime.fromisoformat(entry["retrieved_at"])
        answer = odata.Answer(path.name, entry["address"], entry["retrieved_at"], path.read_bytes())
        is_as_it_came = entry["sha256"] == answer.sha256
    except (ValueError, LookupError, TypeError):
        raise UserError("refresh_changed_file", file=str(manifest)) from None
    if not is_as_it_came:
        raise UserError("refresh_changed_file", file=str(path))
    return answer


def _put_there(path: Path) -> odata.Answer:
    """Return a file of which its date alone says when it was retrieved; a date to come is a clock that was wrong: today then."""
    changed = dt.datetime.fromtimestamp(min(path.stat().st_mtime, time.time()), dt.UTC)
    return odata.Answer(path.name, path.name, changed.isoformat(timespec="seconds"), path.read_bytes())


def _exports(folder: Path, reference: foreign.Reference) -> dict[str, list[tuple[odata.Answer, foreign.Reading]]]:
    """Return the exports by the table that they count as; other files are passed over."""
    found: dict[str, list[tuple[odata.Answer, foreign.Reading]]] = {}
    for path in sorted(path for path in folder.glob("*") if path.suffix.lower() == EXPORT_ENDING):
        answer = _as_it_came(path)
        reading = foreign.read_own(path.name, answer.content, reference)
        if reading.format != _EXPORT:
            continue
        if reading.problems:
            raise reading.problems[0]
        strange = reading.frame[reading.frame["series_id"] != statline.SERIES_ID]
        if len(strange):
            year = strange["period_start"].min().year
            raise DataContractError(
                "refresh_series", file=path.name, column="Perioden", found=year, expected=", ".join(statline.tables())
            )
        is_regional = (reading.frame["region_code"] != "NL").any()
        found.setdefault(_REGIONAL if is_regional else _NATIONAL, []).append((answer, reading))
    return found


def _exported(table: str, parts: list[tuple[odata.Answer, foreign.Reading]], reference: foreign.Reference) -> Saved:
    frame = pd.concat([reading.frame for _, reading in parts], ignore_index=True)
    frame = frame[(frame["measure"] != "rate") & (frame["missing_reason"].fillna("") != "not_applicable")]
    broken_down = [name for name in codes.BREAKDOWNS if (frame[name] != codes.TOTAL).any()]
    observations = frame[[*_COLUMNS, *broken_down]].assign(school_year=frame["period_start"].dt.year).reset_index(drop=True)
    names = reference.regions.set_index("region_code")["name_nl"]
    regions = pd.DataFrame({"region_code": sorted(set(observations["region_code"]))})
    regions["name"] = regions["region_code"].map(names)
    not_read = {answer.name: sum(verdict.outcome == "skipped" for verdict in reading.verdicts) for answer, reading in parts}
    if table == _REGIONAL and not regions["region_code"].str.startswith("RMC").any():
        raise UserError("refresh_no_regions", table=table, codes=", ".join(regions["region_code"].head(5)))
    return Saved(
        statline.Figures(
            table,
            statline.tables()[table]["title"],
            "",
            observations,
            regions,
            {name: n for name, n in not_read.items() if n},
        ),
        [answer for answer, _ in parts],
    )
