"""`vsv-metrics aggregate FOLDER --out FILE`: DUO's person files counted here, masked, and written as figures."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from vsv_metrics import paths
from vsv_metrics.cli.messages import fail_all, problem_as_json
from vsv_metrics.cli.parameters import FILE, FOLDER_THERE, Whole, argument, option
from vsv_metrics.errors import UserError
from vsv_metrics.sources import duo, tidy
from vsv_metrics.text import Locale

_COUNTS = ("files", "read", "outside", "persons", "joined", "unmatched", "written", "masked")


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others."""

    @group.command(help=locale("cli.aggregate_help"))
    @argument("folder", type=FOLDER_THERE, help=locale("cli.folder_help"))
    @option("--out", type=FILE, required=True, help=locale("cli.figures_out_help"))
    @option("--threshold", type=Whole(duo.LEAST_THRESHOLD, 100), default=duo.DEFAULT_THRESHOLD, help=locale("cli.threshold_help"))
    @option("--json", "as_json", is_flag=True, help=locale("cli.json_help"))
    def aggregate(folder: Path, out: Path, threshold: int, as_json: bool) -> None:
        _check_out(folder, out)
        try:
            outcome = _counted(locale, folder, threshold)
        except duo.Problems as refused:
            if as_json:
                problems = [problem_as_json(locale, problem) for problem in refused.problems]
                print(json.dumps({"accepted": False, "problems": problems}, ensure_ascii=False, indent=2))
            else:
                fail_all(locale, refused.problems)
                print(locale("cli.nothing_written"), file=sys.stderr)
            sys.exit(1)
        written = duo.write(outcome.observations, outcome.members, out)
        if as_json:
            print(json.dumps(_as_json(outcome, threshold, written), ensure_ascii=False, indent=2))
        else:
            _print(locale, outcome, threshold, written)


def _check_out(folder: Path, out: Path) -> None:
    if out.suffix != ".csv":
        raise UserError("duo_out_name", file=out.name, expected=f"{out.stem or 'vsv'}.csv")
    if out.resolve().is_relative_to(folder.resolve()):
        raise UserError("duo_out_inside", file=out.name, folder=str(folder))


def _counted(locale: Locale, folder: Path, threshold: int) -> duo.Outcome:
    reference = paths.data_dir() / "reference"
    _, regions = tidy.read(reference / "region.json")
    _, aliases = tidy.read(reference / "region_alias.json")
    with click.progressbar(length=duo.sizes(folder), label=locale("cli.reading"), file=sys.stderr) as bar:
        return duo.aggregate(folder, regions, aliases, threshold, bar.update)


def _as_json(outcome: duo.Outcome, threshold: int, written: list[Path]) -> dict[str, Any]:
    return {
        "accepted": True,
        "threshold": threshold,
        "rows": len(outcome.observations),
        "totals": [asdict(line) for line in outcome.lines],
        "left_out": outcome.left_out,
        "files": [str(path) for path in written],
        "problems": [],
    }


def _print(locale: Locale, outcome: duo.Outcome, threshold: int, written: list[Path]) -> None:
    heads = [locale("cli.totals_of"), *(locale(f"cli.totals_{name}") for name in _COUNTS)]
    table = [heads, *(_line(locale, line, threshold) for line in outcome.lines)]
    widths = [max(len(row[i]) for row in table) for i in range(len(heads))]
    for row in table:
        print("  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]))
    for name in outcome.left_out:
        print(locale("cli.left_out", file=name), file=sys.stderr)
    print(locale("cli.written", path=written[0], rows=locale.number(len(outcome.observations))))


def _line(locale: Locale, line: duo.Line, threshold: int) -> list[str]:
    coverage = locale(f"cli.coverage_{line.coverage}")
    label = f"{locale.school_year(line.school_year)} {line.kind} {line.status}".rstrip()
    counts = [getattr(line, name) for name in _COUNTS]
    return [f"{label} ({coverage})", *(locale("cli.too_few") if n is None else locale.number(n) for n in counts)]
