"""The SQL files: one statement each, with its parameters."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PACKAGE = "vsv_metrics.store"
_COMMENT = re.compile(r"--[^\n]*")
_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
_REQUIRED = re.compile(r"^--\s+\$([a-z][a-z0-9_]*)\s+required\b", re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """A statement; `parameters` are the names it uses, `required` those that its header calls required."""

    sql: str
    parameters: frozenset[str]
    required: frozenset[str]


@cache
def statement(name: str) -> Statement:
    """Return the statement in `sql/<name>.sql`, read once."""
    text = files(_PACKAGE).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    return Statement(
        sql=_COMMENT.sub("", text).strip().rstrip(";"),
        parameters=frozenset(_PARAMETER.findall(_COMMENT.sub("", text))),
        required=frozenset(_REQUIRED.findall(text)),
    )


def names() -> list[str]:
    """Return the names of all statements, sorted."""
    return sorted(
        entry.name.removesuffix(".sql") for entry in files(_PACKAGE).joinpath("sql").iterdir() if entry.name.endswith(".sql")
    )
