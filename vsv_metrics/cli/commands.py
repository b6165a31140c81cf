"""The commands with their help, and what becomes of an error."""

import json
import sys
import traceback
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from vsv_metrics import loading, paths
from vsv_metrics.cli import aggregate, export, load, query, refresh, serve
from vsv_metrics.cli.messages import PROBLEMS_SHOWN, fail
from vsv_metrics.cli.reports import print_report, report_as_json
from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.sources import tidy
from vsv_metrics.store import Store
from vsv_metrics.store.build import app_version
from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES, Locale

__all__ = ["PROBLEMS_SHOWN", "make_app", "run"]


def run() -> None:
    """Run the command that was asked for; a user's error becomes a sentence, and a trace is shown only when asked for."""
    locale = Locale(_language(sys.argv[1:]))
    try:
        make_app(locale)(prog_name="vsv-metrics")
    except UserError as error:
        fail(locale, error)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if "--verbose" in sys.argv:
            traceback.print_exc()
        print(locale("cli.unexpected", kind=type(error).__name__), file=sys.stderr)
        sys.exit(1)


def make_app(locale: Locale) -> typer.Typer:
    """Return the commands with their help in this language."""
    app = typer.Typer(
        help=locale("cli.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback()
    def everything(
        language: Annotated[str, typer.Option(help=locale("cli.language_help"))] = DEFAULT_LANGUAGE,
        verbose: Annotated[bool, typer.Option("--verbose", help=locale("cli.verbose_help"))] = False,
        version: Annotated[
            bool, typer.Option("--version", help=locale("cli.version_help"), callback=_version, is_eager=True)
        ] = False,
    ) -> None:
        if language not in LANGUAGES:
            raise typer.BadParameter(" | ".join(LANGUAGES), param_hint="--language")

    serve.add_to(app, locale)

    @app.command(help=locale("cli.build_help"))
    def build(
        data_dir: Annotated[Path | None, typer.Option(help=locale("cli.data_dir_help"))] = None,
        store_dir: Annotated[Path | None, typer.Option(help=locale("cli.store_dir_help"))] = None,
    ) -> None:
        handle = loading.ensure_store(
            data_dir or paths.data_dir(),
            store_dir or paths.store_dir(),
            lambda: print(locale("cli.building")),
            paths.own_dir(),
        )
        if handle.problem:
            fail(locale, handle.problem)
            print(locale("cli.previous_kept"), file=sys.stderr)
            raise typer.Exit(1)
        _print_rows(locale, handle.path)
        print(locale("cli.built" if handle.is_new else "cli.up_to_date", path=handle.path))

    @app.command(help=locale("cli.check_help"))
    def check(
        file: Annotated[Path | None, typer.Argument(help=locale("cli.file_help"))] = None,
        as_json: Annotated[bool, typer.Option("--json", help=locale("cli.json_help"))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=locale("cli.data_dir_help"))] = None,
        year_is_end: Annotated[bool, typer.Option("--year-is-end", help=locale("cli.year_is_end_help"))] = False,
    ) -> None:
        if file and not file.is_file():
            fail(locale, DataContractError("file_missing", file=str(file), found="", expected=file.name))
            raise typer.Exit(2)
        if file:
            report = loading.check_file(file, data_dir, single_year_is_end=year_is_end)
        else:
            report = loading.check_folder(data_dir or paths.data_dir())
        if as_json:
            print(json.dumps(report_as_json(locale, report), ensure_ascii=False, indent=2))
        else:
            print_report(locale, report)
        raise typer.Exit(0 if report.accepted else 1)

    aggregate.add_to(app, locale)
    load.add_to(app, locale)
    refresh.add_to(app, locale)
    query.add_to(app, locale)
    export.add_to(app, locale)

    @app.command(help=locale("cli.demo_help"))
    def demo(out: Annotated[Path, typer.Option(help=locale("cli.out_help"))]) -> None:
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

    return app


def _language(arguments: list[str]) -> str:
    """Return the language asked for, before the commands exist, since their help depends on it."""
    words = [word for argument in arguments for word in argument.split("=", 1)]
    asked = [value for option, value in pairwise(words) if option == "--language" and value in LANGUAGES]
    return asked[-1] if asked else DEFAULT_LANGUAGE


def _version(asked: bool) -> None:
    if asked:
        print(f"vsv-metrics {app_version()}")
        raise typer.Exit


def _print_rows(locale: Locale, path: Path) -> None:
    store = Store.open(path)
    counts = store.row_counts()
    store.close()
    width = max(map(len, counts))
    print(f"{locale('cli.table'):<{width}}  {locale('cli.rows'):>9}")
    for table, rows in counts.items():
        print(f"{table:<{width}}  {locale.number(rows):>9}")
