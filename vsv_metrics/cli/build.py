"""`vsv-metrics build`: the store of these files, built when there is none."""

import sys
from pathlib import Path

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli.messages import fail
from vsv_metrics.cli.parameters import FOLDER, option
from vsv_metrics.store import Store
from vsv_metrics.text import Locale


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others."""

    @group.command(help=locale("cli.build_help"))
    @option("--data-dir", type=FOLDER, help=locale("cli.data_dir_help"))
    @option("--store-dir", type=FOLDER, help=locale("cli.store_dir_help"))
    def build(data_dir: Path | None, store_dir: Path | None) -> None:
        handle = loading.ensure_store(
            data_dir or paths.data_dir(),
            store_dir or paths.store_dir(),
            lambda: print(locale("cli.building")),
            paths.own_dir(),
        )
        if handle.problem:
            fail(locale, handle.problem)
            print(locale("cli.previous_kept"), file=sys.stderr)
            sys.exit(1)
        _print_rows(locale, handle.path)
        print(locale("cli.built" if handle.is_new else "cli.up_to_date", path=handle.path))


def _print_rows(locale: Locale, path: Path) -> None:
    store = Store.open(path)
    counts = store.row_counts()
    store.close()
    width = max(map(len, counts))
    print(f"{locale('cli.table'):<{width}}  {locale('cli.rows'):>9}")
    for table, rows in counts.items():
        print(f"{table:<{width}}  {locale.number(rows):>9}")
