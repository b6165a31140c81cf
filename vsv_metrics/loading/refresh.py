"""Fetching figures of CBS, holding them against what we have, and making them part of the store."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from vsv_metrics.errors import UserError
from vsv_metrics.loading import own, saved, staging
from vsv_metrics.loading.checking import read_reference
from vsv_metrics.schema import tables
from vsv_metrics.sources import tidy, tidy_files
from vsv_metrics.sources.cbs import odata, statline

ADDRESS_VARIABLE = "VSV_CBS_ADDRESS"
"""Environment variable that names another place to fetch from, such as a copy inside a closed network."""

FEWEST_OF_BEFORE = 0.9
"""A table with fewer than this part of the rows that it had is not taken over."""

Progress = Callable[[str, str, int], None]
"""Called with the table, the list that is being fetched, and the records so far."""


@dataclass(frozen=True)
class Outcome:
    """What became of one table. `levels` counts the areas recognised per kind, `left_out` what was not read and why.

    `modified` is empty when the table came from exports, which do not tell.
    """

    table: str
    is_new: bool
    rows: int
    modified: str
    retrieved_at: str
    levels: dict[str, int]
    left_out: dict[str, int]
    first_year: int
    last_year: int


@dataclass(frozen=True)
class _Found:
    """A table as it will be delivered: its files by their path, and what is noted of it."""

    name: str
    files: dict[str, bytes]
    about: dict[str, Any]


def refresh(
    data_dir: Path,
    own_dir: Path,
    *,
    address: str | None = None,
    from_folder: Path | None = None,
    progress: Progress = lambda *_: None,
) -> list[Outcome]:
    """Return what became of each table; a table that fails leaves all as it was and is raised as `UserError`.

    What has not changed since the last time is not fetched again. `address` is that of CBS's open data or a copy of them (by
    default the one set, else CBS's own); saved answers or CSV exports in `from_folder` are read instead of asking it.
    """
    address = (address or os.environ.get(ADDRESS_VARIABLE) or odata.ADDRESS).rstrip("/")
    with own.locked(own_dir), odata.new_client() as client:
        held = saved.read(from_folder, read_reference(data_dir)) if from_folder else {}
        found: list[_Found] = []
        unchanged: list[own.Delivery] = []
        for table in statline.tables():
            before = own.current(own_dir, _name(table))
            if not from_folder and not (before and before.about["modified"] == odata.modified(client, address, table)):
                answers = odata.fetch(client, address, table, lambda name, n, table=table: progress(table, name, n))
                held[table] = saved.Saved(statline.read(table, answers), answers)
            if table in held:
                found.append(_delivery(data_dir, held[table], before))
            elif before:
                unchanged.append(before)
        if from_folder and not found:
            raise UserError("refresh_folder_empty", folder=str(from_folder), tables=", ".join(statline.tables()))
        if problems := staging.problems(data_dir, own_dir, {_name(table.name): table.files for table in found}):
            raise problems[0]
        delivered = [own.deliver(own_dir, _name(table.name), table.files, table.about) for table in found]
        outcomes = [_outcome(delivery.about, is_new=True) for delivery in delivered]
        return sorted(
            [*outcomes, *(_outcome(delivery.about, is_new=False) for delivery in unchanged)], key=lambda item: item.table
        )


def last_refresh(own_dir: Path) -> list[Outcome]:
    """Return what is held of each table, none when nothing was ever fetched."""
    held = (own.current(own_dir, _name(table)) for table in statline.tables())
    return [_outcome(delivery.about, is_new=False) for delivery in held if delivery]


def _name(table: str) -> str:
    return f"cbs-{table.lower()}"


def _delivery(data_dir: Path, table: saved.Saved, before: own.Delivery | None) -> _Found:
    """Return the delivery that a table makes, held against the one before."""
    _, known = tidy.read(data_dir / "reference" / "region.json")
    figures, answers = table.figures, table.answers
    observations, left_out = _in_valid_years(figures.observations, known)
    about: dict[str, Any] = {
        "table": figures.table,
        "modified": figures.modified,
        "retrieved_at": max(answer.retrieved_at for answer in answers),
        "rows": len(observations),
        "levels": figures.levels(),
        "left_out": figures.not_read | left_out,
        "first_year": int(observations["school_year"].min()),
        "last_year": int(observations["school_year"].max()),
    }
    if before:
        _not_less(figures.table, before.about, about)
    return _Found(figures.table, _files(figures, observations, answers, about, known), about)


def _in_valid_years(frame: pd.DataFrame, known: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the rows of areas in years in which they exist, and how many rows of each other area were left out."""
    limits = known.set_index("region_code")[["valid_from", "valid_to"]].astype("float64")
    first = frame["region_code"].map(limits["valid_from"]).fillna(float("-inf"))
    last = frame["region_code"].map(limits["valid_to"]).fillna(float("inf"))
    outside = (frame["school_year"] < first) | (frame["school_year"] > last)
    counts = frame.loc[outside, "region_code"].value_counts().to_dict()
    return frame[~outside].reset_index(drop=True), {str(code): int(n) for code, n in counts.items()}


def _not_less(table: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Raise `UserError` when the source lost rows, areas or years, or is older than what we have; an export has no date."""
    if now["modified"] and now["modified"] < before["modified"]:
        raise UserError("refresh_older", table=table, found=now["modified"], expected=before["modified"])
    if now["rows"] < FEWEST_OF_BEFORE * before["rows"]:
        raise UserError("refresh_shrunk", table=table, found=now["rows"], expected=before["rows"])
    if now["last_year"] < before["last_year"] or now["first_year"] > before["first_year"]:
        span = "{first_year}-{last_year}"
        raise UserError("refresh_shrunk", table=table, found=span.format(**now), expected=span.format(**before))
    for kind, n in before["levels"].items():
        if kind != "GM" and now["levels"].get(kind, 0) < n:
            found = f"{kind}: {now['levels'].get(kind, 0)}"
            raise UserError("refresh_shrunk", table=table, found=found, expected=f"{kind}: {n}")


def _files(
    figures: statline.Figures,
    observations: pd.DataFrame,
    answers: list[odata.Answer],
    about: Mapping[str, Any],
    known: pd.DataFrame,
) -> dict[str, bytes]:
    """Return the delivery: figures, the source's row, areas that do not ship, and the pages as they came."""
    name = _name(figures.table)
    source_id = name.replace("-", "_") + "_fetched"
    pages = [
        {"file": answer.name, "address": answer.address, "retrieved_at": answer.retrieved_at, "sha256": answer.sha256}
        for answer in answers
    ]
    sha256 = hashlib.sha256("".join(page["sha256"] for page in pages).encode()).hexdigest()
    changed = figures.modified[:10]
    source = pd.DataFrame(
        [
            {
                "source_id": source_id,
                "title": statline.tables()[figures.table]["title"],
                "publisher": "CBS",
                "address": f"https://www.cbs.nl/nl-nl/cijfers/detail/{figures.table}",
                "licence": "CC-BY-4.0",
                "published_on": changed,
                "published_label": changed,
                "retrieved_on": str(about["retrieved_at"])[:10],
                "sha256": sha256,
                "is_secondary": "false",
                "note_nl": "Opgehaald uit de open data van CBS. Aantallen afgerond op tientallen; percentages daaruit berekend.",
                "note_en": "Fetched from CBS's open data. Counts rounded to tens; percentages computed from them.",
            }
        ]
    )
    levels = {"GM": "municipality", "PV": "province", "LD": "landsdeel", "RMC": "rmc"}
    added = figures.regions[~figures.regions["region_code"].isin(known["region_code"])]
    kinds = added["region_code"].str.extract(r"^([A-Z]+)")[0].map(levels)
    regions = pd.DataFrame(
        {"region_code": added["region_code"], "level": kinds, "name_nl": added["name"], "name_en": added["name"]}
    )
    dated = f"changed {figures.modified}, fetched" if figures.modified else "an undated export, saved"
    described = f"{figures.title}, {dated} {about['retrieved_at']}."
    defaults = {
        "dataset": "published",
        "series_id": statline.SERIES_ID,
        "indicator_id": statline.INDICATOR_ID,
        "unit": "persons",
        "precision": "rounded",
        "vintage_rank": statline.tables()[figures.table]["vintage"],
        "source_id": source_id,
    } | ({"published_on": changed} if changed else {})
    parts = [
        ("published", name, observations, tables.OBSERVATION, defaults),
        ("reference", f"source-{name}", source, tables.TABLES["source"], None),
        *([("reference", f"region-{name}", regions, tables.TABLES["region"], None)] if len(regions) else []),
    ]
    contents = {
        f"{folder}/{file}": content
        for folder, stem, frame, table, constants in parts
        for file, content in tidy_files.as_files(
            stem, frame, table, title=figures.title, description=described, defaults=constants
        ).items()
    }
    contents |= {f"raw/{answer.name}": answer.content for answer in answers}
    manifest = {"table": figures.table, "modified": figures.modified, "sha256": sha256, "files": pages}
    return contents | {f"raw/{saved.MANIFEST}": json.dumps(manifest, indent=2).encode("utf-8")}


def _outcome(about: Mapping[str, Any], *, is_new: bool) -> Outcome:
    fields = ("table", "rows", "modified", "retrieved_at", "levels", "left_out", "first_year", "last_year")
    return Outcome(is_new=is_new, **{name: about[name] for name in fields})
