"""`vsv-metrics check`: whether a file, or all that ship, can be used, without taking anything in."""

import json
import sys
from pathlib import Path

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli.messages import fail
from vsv_metrics.cli.parameters import FILE, FOLDER, argument, option
from vsv_metrics.cli.reports import print_report, report_as_json
from vsv_metrics.errors import DataContractError
from vsv_metrics.text import Locale


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others."""

    @group.command(help=locale("cli.check_help"))
    @argument("file", type=FILE, required=False, help=locale("cli.file_help"))
    @option("--json", "as_json", is_flag=True, help=locale("cli.json_help"))
    @option("--data-dir", type=FOLDER, help=locale("cli.data_dir_help"))
    @option("--year-is-end", is_flag=True, help=locale("cli.year_is_end_help"))
    def check(file: Path | None, as_json: bool, data_dir: Path | None, year_is_end: bool) -> None:
        if file and not file.is_file():
            fail(locale, DataContractError("file_missing", file=str(file), found="", expected=file.name))
            sys.exit(2)
        if file:
            report = loading.check_file(file, data_dir, single_year_is_end=year_is_end)
        else:
            report = loading.check_folder(data_dir or paths.data_dir())
        if as_json:
            print(json.dumps(report_as_json(locale, report), ensure_ascii=False, indent=2))
        else:
            print_report(locale, report)
        sys.exit(0 if report.accepted else 1)
