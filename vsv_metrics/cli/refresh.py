"""`vsv-metrics refresh`: figures of CBS StatLine fetched, checked and made part of the store."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli.parameters import FOLDER_THERE, option
from vsv_metrics.text import Locale


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others."""

    @group.command(help=locale("cli.refresh_help"))
    @option("--from-folder", type=FOLDER_THERE, help=locale("cli.from_folder_help"))
    @option("--source", help=locale("cli.source_help"))
    @option("--json", "as_json", is_flag=True, help=locale("cli.json_help"))
    def refresh(from_folder: Path | None, source: str | None, as_json: bool) -> None:
        def progress(table: str, name: str, records: int) -> None:
            if not as_json:
                print(locale("cli.fetching", table=table, list=name, records=locale.number(records)), file=sys.stderr)

        outcomes = loading.refresh(paths.data_dir(), paths.own_dir(), address=source, from_folder=from_folder, progress=progress)
        handle = loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir())
        if handle.problem:
            raise handle.problem
        if as_json:
            print(json.dumps({"tables": [asdict(outcome) for outcome in outcomes]}, ensure_ascii=False, indent=2))
            return
        for outcome in outcomes:
            _print(locale, outcome)


def _print(locale: Locale, outcome: loading.Outcome) -> None:
    if outcome.modified:
        key = "cli.fetched" if outcome.is_new else "cli.not_changed"
    else:
        key = "cli.exported" if outcome.is_new else "cli.export_kept"
    print(locale(key, table=outcome.table, modified=outcome.modified[:10], rows=locale.number(outcome.rows)))
    levels = [f"{kind} {locale.number(n)}" for kind, n in outcome.levels.items()]
    print("  " + locale("cli.levels_recognised", levels=locale.listing(levels)))
    if outcome.left_out:
        codes = [f"{code} ({locale.number(n)})" for code, n in list(outcome.left_out.items())[:10]]
        print("  " + locale("cli.not_recognised", codes=locale.listing(codes)))
