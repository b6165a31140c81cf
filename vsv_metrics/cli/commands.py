"""All commands: each is imported when it is asked for. And what becomes of an error."""

import gc
import sys
import traceback
from importlib import import_module
from itertools import pairwise

import click

from vsv_metrics.cli.messages import fail
from vsv_metrics.cli.parameters import Command, Misuse, OneOf, misuse, option
from vsv_metrics.errors import UserError
from vsv_metrics.paths import app_version
from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES, Locale

MODULES = {
    "serve": "serve",
    "build": "build",
    "check": "check",
    "aggregate": "aggregate",
    "load": "load",
    "unload": "load",
    "refresh": "refresh",
    "query": "query",
    "export": "export",
    "demo": "demo",
}
"""Command -> the module here that adds it to the others, in the order of the help."""


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


class Commands(Command, click.Group):
    """The commands, in the order of `MODULES`."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*MODULES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in MODULES and cmd_name not in self.commands:
            gc.disable()  # what is imported stays: to look through it for garbage takes a tenth of the time
            module = import_module(f"vsv_metrics.cli.{MODULES[cmd_name]}")
            gc.enable()
            module.add_to(self, ctx.obj)
        return self.commands.get(cmd_name)


def make_group(locale: Locale) -> click.Group:
    """Return the commands with their help in this language."""

    @click.group(cls=Commands, help=locale("cli.help"))
    @option("--language", type=OneOf(LANGUAGES), default=DEFAULT_LANGUAGE, help=locale("cli.language_help"))
    @option("--verbose", is_flag=True, help=locale("cli.verbose_help"))
    @option("--version", is_flag=True, is_eager=True, callback=_version, help=locale("cli.version_help"))
    def group(language: str, verbose: bool, version: bool) -> None:
        pass

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
