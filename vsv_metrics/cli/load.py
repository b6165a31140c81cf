"""`vsv-metrics load` and `unload`: a file of figures made part of the store, what is held, and its withdrawal."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from vsv_metrics import loading, paths
from vsv_metrics.cli.messages import fail
from vsv_metrics.cli.reports import print_report, report_as_json
from vsv_metrics.errors import DataContractError
from vsv_metrics.text import Locale


def add_to(app: typer.Typer, locale: Locale) -> None:
    """Add the commands to the others."""

    @app.command(help=locale("cli.load_help"))
    def load(
        file: Annotated[Path | None, typer.Argument(help=locale("cli.load_file_help"))] = None,
        name: Annotated[str | None, typer.Option(help=locale("cli.load_name_help"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=locale("cli.json_help"))] = False,
        year_is_end: Annotated[bool, typer.Option("--year-is-end", help=locale("cli.year_is_end_help"))] = False,
    ) -> None:
        if file is None:
            _print_loaded(locale, as_json=as_json)
            return
        if not file.is_file():
            fail(locale, DataContractError("file_missing", file=str(file), found="", expected=file.name))
            raise typer.Exit(2)
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
        raise typer.Exit(0 if taken.loaded else 1)

    @app.command(help=locale("cli.unload_help"))
    def unload(name: Annotated[str, typer.Argument(help=locale("cli.unload_name_help"))]) -> None:
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
