"""The commands with their help, and what becomes of an error."""

import json
import sys
import traceback
from itertools import pairwise
from pathlib import Path

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli import aggregate, export, load, query, refresh, serve
from vsv_metrics.cli.messages import PROBLEMS_SHOWN, fail
from vsv_metrics.cli.parameters import FILE, FOLDER, Group, Misuse, OneOf, argument, misuse, option
from vsv_metrics.cli.reports import print_report, report_as_json
from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.sources import tidy
from vsv_metrics.store import Store
from vsv_metrics.store.build import app_version
from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES, Locale

__all__ = ["PROBLEMS_SHOWN", "make_group", "run"]


def run() -> None:
    """Run the command that was asked for; a user's error becomes a sentence, and a trace is shown only when asked for."""
    locale = Locale(_language(sys.argv[1:]))
    try:
        make_group(locale).main(prog_name="vsv-metrics", standalone_mode=False, obj=locale)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.UsageError as error:
        fail(locale, misuse(error))
        sys.exit(2)
    except Misuse as error:
        fail(locale, error)
        sys.exit(2)
    except UserError as error:
        fail(locale, error)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except Exception as error:
        if "--verbose" in sys.argv:
            traceback.print_exc()
        print(locale("cli.unexpected", kind=type(error).__name__), file=sys.stderr)
        sys.exit(1)
    sys.exit(0)


def make_group(locale: Locale) -> click.Group:
    """Return the commands with their help in this language."""

    @click.group(cls=Group, help=locale("cli.help"))
    @option("--language", type=OneOf(LANGUAGES), default=DEFAULT_LANGUAGE, help=locale("cli.language_help"))
    @option("--verbose", is_flag=True, help=locale("cli.verbose_help"))
    @option("--version", is_flag=True, is_eager=True, callback=_version, help=locale("cli.version_help"))
    def group(language: str, verbose: bool, version: bool) -> None:
        pass

    serve.add_to(group, locale)

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

    aggregate.add_to(group, locale)
    load.add_to(group, locale)
    refresh.add_to(group, locale)
    query.add_to(group, locale)
    export.add_to(group, locale)

    @group.command(help=locale("cli.demo_help"))
    @option("--out", type=FOLDER, required=True, help=locale("cli.out_help"))
    def demo(out: Path) -> None:
        from vsv_metrics.sources import demo as generator

        reference = paths.data_dir() / "reference"
        _, regions = tidy.read(reference / "region.json")
        _, parts = tidy.read(reference / "region_part.json")
        frames = generator.generate(regions, parts)
        try:
            out.mkdir(parents=True, exist_ok=True)
            generator.write(frames, out)
        except OSError as error:
            raise UserError("out_folder", folder=str(out), reason=error.strerror or str(error)) from None
        for name, frame in frames.items():
            print(locale("cli.written", path=out / f"{name}.csv", rows=locale.number(len(frame))))

    return group


def _language(arguments: list[str]) -> str:
    """Return the language asked for, before the commands exist, since their help depends on it."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    asked = [value for option, value in pairwise(words) if option == "--language" and value in LANGUAGES]
    return asked[-1] if asked else DEFAULT_LANGUAGE


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        print(f"vsv-metrics {app_version()}")
        context.exit()


def _print_rows(locale: Locale, path: Path) -> None:
    store = Store.open(path)
    counts = store.row_counts()
    store.close()
    width = max(map(len, counts))
    print(f"{locale('cli.table'):<{width}}  {locale('cli.rows'):>9}")
    for table, rows in counts.items():
        print(f"{table:<{width}}  {locale.number(rows):>9}")
