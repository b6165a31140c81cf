"""`vsv-metrics query`: one SELECT over the figures of this machine, in the sandbox, as CSV or a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from vsv_metrics import loading, paths
from vsv_metrics.delivery import sql as files
from vsv_metrics.errors import UserError
from vsv_metrics.schema.codes import DATASETS
from vsv_metrics.store import Store, sandbox
from vsv_metrics.text import Locale

STANDARD_INPUT = "-"


def add_to(app: typer.Typer, locale: Locale) -> None:
    """Add the command to the others."""

    @app.command(help=locale("cli.query_help"))
    def query(
        statement: Annotated[str, typer.Argument(help=locale("cli.query_statement_help"))],
        out: Annotated[Path | None, typer.Option(help=locale("cli.query_out_help"))] = None,
    ) -> None:
        form = files.FORMS.get(out.suffix.lower()) if out else "csv"
        if form is None:
            raise typer.BadParameter(", ".join(files.FORMS), param_hint="--out")
        store = Store.open(loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir()).path)
        if not sandbox.is_bounded():
            print(locale("cli.query_not_bounded"), file=sys.stderr)
        try:
            answer = sandbox.ask(store, _read(statement), DATASETS, "cli")
        finally:
            store.close()
        if out is None:
            sys.stdout.buffer.write(files.content(answer.table, form))
            sys.stdout.buffer.flush()
        else:
            _write(out, files.content(files.with_origin(answer, locale), form))
            print(locale("cli.written", path=out, rows=locale.number(answer.table.num_rows)), file=sys.stderr)
        for dataset in answer.datasets:
            if dataset in (files.FICTIONAL, files.OWN):
                print(locale(f"export.note_{dataset}"), file=sys.stderr)
        if answer.is_cut:
            print(files.cut_note(answer, locale), file=sys.stderr)


def _read(statement: str) -> str:
    """Return the statement, or what stands on standard input; reading stops soon after its longest length."""
    if statement != STANDARD_INPUT:
        return statement
    try:
        return sys.stdin.buffer.read(4 * sandbox.LONGEST_SQL + 4).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("sql_not_text") from None


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UserError("sql_out", file=str(out), reason=error.strerror or str(error)) from None
