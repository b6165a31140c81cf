"""`vsv-metrics export`: the figures that a question asks, as a file or on standard output."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from vsv_metrics import loading, paths
from vsv_metrics.cli.parameters import FILE, Command, OneOf, Option
from vsv_metrics.delivery.question import MANY, PARAMETERS, SEPARATOR
from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale

DEFAULT_FORMAT = "csv"
FORMAT_NAMES = ("json", "csv", "csv-nl", "parquet")
"""The kinds of file; those of `delivery.formats.FORMATS`, which takes a second to import."""


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others: an option for each parameter of a question."""

    def export(**given: Any) -> None:
        out: Path | None = given.pop("out")
        kind: str = given.pop("format")
        named = {name: value if isinstance(value, str) else SEPARATOR.join(value) for name, value in given.items() if value}
        named.setdefault("lang", locale.language)
        rows = _written(named, kind, out)
        if out is not None:
            print(locale("cli.written", path=out, rows=locale.number(rows)), file=sys.stderr)

    group.add_command(Command("export", callback=export, params=[*_options(locale)], help=locale("export.cli_help")))


def _options(locale: Locale) -> Iterator[Option]:
    for name in PARAMETERS:
        text = locale(f"export.cli_{name}") if locale.has(f"export.cli_{name}") else _member_help(locale, name)
        metavar = locale("export.cli_codes" if name in MANY else "export.cli_code")
        yield Option([f"--{name.replace('_', '-')}"], multiple=name in MANY, help=text, metavar=metavar)
    kinds = locale("export.cli_format", kinds=" | ".join(FORMAT_NAMES))
    yield Option(["--format"], type=OneOf(FORMAT_NAMES), default=DEFAULT_FORMAT, help=kinds)
    yield Option(["--out"], type=FILE, help=locale("export.cli_out"))


def _member_help(locale: Locale, name: str) -> str:
    return locale("export.cli_members", breakdown=locale(f"breakdown.{name}").lower())


def _written(named: dict[str, str], kind: str, out: Path | None) -> int:
    """Write the answer and return its number of rows; what is half-written is removed."""
    from vsv_metrics.delivery import answer, parse
    from vsv_metrics.delivery.formats import FORMATS
    from vsv_metrics.store import Store

    if out is None and sys.stdout.isatty() and not FORMATS[kind].is_text:
        raise UserError("export_terminal", format=kind)
    store = Store.open(loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir()).path)
    try:
        found = answer(store, parse(store, named))
        parts = FORMATS[kind].write(found)
        if out is None:
            _to_screen(parts)
        else:
            _to_file(parts, out)
        return found.rows
    finally:
        store.close()


def _to_file(parts: Iterator[bytes], out: Path) -> None:
    """Write beside the file and put it in place when it is whole."""
    part = out.with_name(f"{out.name}.part-{os.getpid()}")
    try:
        with part.open("wb") as file:
            for piece in parts:
                file.write(piece)
        part.replace(out)
    except OSError as error:
        raise UserError("export_file", file=str(out), reason=error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _to_screen(parts: Iterator[bytes]) -> None:
    """Write to standard output; who reads no further (`head`) ends it in peace."""
    try:
        for piece in parts:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
