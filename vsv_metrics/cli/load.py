"""`vsv-metrics load` and `unload`: a file of figures made part of the store, what is held, and its withdrawal."""

import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli.messages import fail
from vsv_metrics.cli.parameters import FILE, argument, option
from vsv_metrics.cli.reports import print_report, report_as_json
from vsv_metrics.errors import DataContractError
from vsv_metrics.text import Locale


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the commands to the others."""

    @group.command(help=locale("cli.load_help"))
    @argument("file", type=FILE, required=False, help=locale("cli.load_file_help"))
    @option("--name", help=locale("cli.load_name_help"))
    @option("--json", "as_json", is_flag=True, help=locale("cli.json_help"))
    @option("--year-is-end", is_flag=True, help=locale("cli.year_is_end_help"))
    def load(file: Path | None, name: str | None, as_json: bool, year_is_end: bool) -> None:
        if file is None:
            _print_loaded(locale, as_json=as_json)
            return
        if not file.is_file():
            fail(locale, DataContractError("file_missing", file=str(file), found="", expected=file.name))
            sys.exit(2)
        taken = loading.load(file, paths.data_dir(), paths.own_dir(), name, single_year_is_end=year_is_end)
        if taken.loaded:
            _rebuild()
        if as_json:
            held = asdict(taken.loaded) if taken.loaded else None
            told = report_as_json(locale, taken.report) | {"loaded": held, "is_replacement": taken.is_replacement}
            print(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            print_report(locale, taken.report)
            if taken.loaded:
                key = "cli.load_replaced" if taken.is_replacement else "cli.load_done"
                print(locale(key, name=taken.loaded.name))
        sys.exit(0 if taken.loaded else 1)

    @group.command(help=locale("cli.unload_help"))
    @argument("name", metavar=locale("cli.kind_name"), help=locale("cli.unload_name_help"))
    def unload(name: str) -> None:
        removed = loading.unload(paths.own_dir(), name)
        _rebuild()
        print(locale("cli.unload_done", name=removed.name, rows=locale.number(removed.rows)))


def _rebuild() -> None:
    handle = loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir())
    if handle.problem:
        raise handle.problem


def _print_loaded(locale: Locale, *, as_json: bool) -> None:
    held = loading.loaded(paths.own_dir())
    if as_json:
        print(json.dumps({"loaded": [asdict(item) for item in held]}, ensure_ascii=False, indent=2))
        return
    if not held:
        print(locale("cli.load_none"))
    for item in held:
        day = locale.day(dt.date.fromisoformat(item.loaded_on))
        dataset, rows = locale(f"dataset.{item.dataset}"), locale.number(item.rows)
        print(locale("cli.load_line", name=item.name, dataset=dataset, rows=rows, day=day))
