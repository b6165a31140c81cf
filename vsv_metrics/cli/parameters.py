"""Commands, options and arguments: Click's, with their help and what is wrong with them in the user's language."""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import click

from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale

_HEADINGS = {"Options": "cli.options", "Positional arguments": "cli.arguments", "Commands": "cli.commands"}
_USAGE = {"[OPTIONS]": "cli.usage_options", "COMMAND [ARGS]...": "cli.usage_command"}
"""What Click writes -> the key of our words. The language comes with `obj` of the context."""


class Misuse(UserError):
    """A command that was not called as it can be."""


class Whole(click.ParamType):
    """A whole number between two bounds, both included."""

    name = "number"
    longest = 18
    """Digits that are read at all."""

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value).strip()
        is_number = text.isascii() and text.isdecimal() and len(text) <= self.longest
        if is_number and self.least <= int(text) <= self.most:
            return int(text)
        raise Misuse("misused_number", name=_name(param, ctx), found=text, least=self.least, most=self.most)


class OneOf(click.ParamType):
    """One of a few words."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            raise Misuse("misused_value", name=_name(param, ctx), found=value, expected=" | ".join(self.words))
        return value


class _Place(click.ParamType):
    """A path; `is_there` asks for a folder that exists."""

    def __init__(self, name: str, *, is_there: bool = False) -> None:
        self.name = name
        self.is_there = is_there

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if self.is_there and not Path(value).is_dir():
            raise Misuse("misused_folder", name=_name(param, ctx), found=value)
        return Path(value)


FILE = _Place("file")
FOLDER = _Place("folder")
FOLDER_THERE = _Place("folder", is_there=True)


class Option(click.Option):
    """An option whose default and bounds stand behind its help."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _kind(self, ctx)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        words: Locale = ctx.obj
        notes: list[str] = []
        if self.required:
            notes.append(words("cli.required"))
        if not self.is_flag and isinstance(self.default, str | int) and self.default != "":
            notes.append(words("cli.default", value=self.default))
        if isinstance(self.type, Whole):
            notes.append(words("cli.bounds", least=self.type.least, most=self.type.most))
        return self.get_help_spec(ctx), f"{self.help}  [{'; '.join(notes)}]" if notes else str(self.help)


class Argument(click.Argument):
    """A word of its own, between brackets when it can be left out."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _kind(self, ctx) if self.required else f"[{_kind(self, ctx)}]"


class _Formatter(click.HelpFormatter):
    def __init__(self, words: Locale, width: int | None, most: int | None) -> None:
        super().__init__(width=width, max_width=most)
        self.words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{self.words('cli.usage')} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self.words(_HEADINGS[heading]) if heading in _HEADINGS else heading)


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        return _Formatter(self.obj, self.terminal_width, self.max_content_width)


class Command(click.Command):
    """A command that explains itself in the language of its context."""

    context_class = _Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [ctx.obj(_USAGE[piece]) if piece in _USAGE else piece for piece in super().collect_usage_pieces(ctx)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = ctx
            raise

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help, whole: the list of commands goes on below where a line ends."""
        first, *_ = str(self.help).split(". ")
        return f"{first.removesuffix('.')}."

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = ctx.obj("cli.help_help")
        return option


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)


def misuse(error: click.UsageError) -> Misuse:
    """Return what Click found wrong as an error with our words."""
    command = error.ctx.command_path if error.ctx else "vsv-metrics"
    match error:
        case click.NoSuchOption() if error.possibilities:
            return Misuse("misused_option_near", name=error.option_name, near=error.possibilities[0], command=command)
        case click.NoSuchOption():
            return Misuse("misused_option", name=error.option_name, command=command)
        case click.exceptions.NoSuchCommand() if near := _near(error):
            return Misuse("misused_command_near", name=error.command_name, near=near[0], command=command)
        case click.exceptions.NoSuchCommand():
            return Misuse("misused_command", name=error.command_name, command=command)
        case click.MissingParameter():
            return Misuse("misused_missing", name=_name(error.param, error.ctx), command=command)
        case click.BadOptionUsage() if _is_flag(error):
            return Misuse("misused_flag", name=error.option_name)
        case click.BadOptionUsage():
            return Misuse("misused_empty", name=error.option_name)
        case _ if error.ctx and isinstance(error.ctx.command, click.Group):
            return Misuse("misused_nothing", command=command)
        case _:
            return Misuse("misused_more", command=command)


def _near(error: click.exceptions.NoSuchCommand) -> list[str]:
    """Return the commands that look like the one asked for; Click knows only of those imported."""
    group = error.ctx.command if error.ctx else None
    return (
        get_close_matches(error.command_name, group.list_commands(error.ctx))
        if error.ctx and isinstance(group, click.Group)
        else []
    )


def _is_flag(error: click.BadOptionUsage) -> bool:
    options = error.ctx.command.params if error.ctx else []
    return any(isinstance(option, click.Option) and option.is_flag and error.option_name in option.opts for option in options)


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """Return an option as it is written, an argument as the help names it."""
    if isinstance(param, click.Option):
        return param.opts[0]
    return _kind(param, ctx) if param and ctx else ""


def _kind(param: click.Parameter, ctx: click.Context) -> str:
    return param.metavar or ctx.obj(f"cli.kind_{param.type.name}")
