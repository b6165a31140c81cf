"""`vsv-metrics query`: one SELECT over the figures of this machine, in the sandbox, as CSV or a file."""

import sys
from pathlib import Path

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli.parameters import FILE, Misuse, argument, option
from vsv_metrics.delivery import sql as files
from vsv_metrics.errors import UserError
from vsv_metrics.schema.codes import DATASETS
from vsv_metrics.store import Store, sandbox
from vsv_metrics.text import Locale

STANDARD_INPUT = "-"


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others."""

    @group.command(help=locale("cli.query_help"))
    @argument("statement", metavar=locale("cli.kind_question"), help=locale("cli.query_statement_help"))
    @option("--out", type=FILE, help=locale("cli.query_out_help"))
    def query(statement: str, out: Path | None) -> None:
        form = files.FORMS.get(out.suffix.lower()) if out else "csv"
        if form is None:
            endings = ", ".join(f"*{ending}" for ending in files.FORMS)
            raise Misuse("misused_value", name="--out", found=str(out), expected=endings)
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
