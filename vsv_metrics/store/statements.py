"""The SQL files: one statement each, with its parameters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PACKAGE = "vsv_metrics.store"
_COMMENT = re.compile(r"--[^\n]*")
_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
_LIMIT = re.compile(r"\n *AND \(\$([a-z0-9_]+)::[A-Z]+(?:\[\])? IS (NOT )?NULL OR (.+)\)(?=\n|$)")
_ONE_OF = re.compile(r"(?:list_contains\(\$(\w+)::VARCHAR\[\], (\w+)\)|(\w+) IN \(SELECT unnest\(\$(\w+)::VARCHAR\[\]\)\))")
_INCLUDE = re.compile(r"^-- include (\w+)\n", re.MULTILINE)
_REQUIRED = re.compile(r"^--\s+\$([a-z][a-z0-9_]*)\s+required\b", re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """A statement; `parameters` are the names it uses, `required` those that its header calls required."""

    sql: str
    parameters: frozenset[str]
    required: frozenset[str]

    def asked(self, values: Mapping[str, object]) -> tuple[str, dict[str, object]]:
        """Return the SQL with these values, and the values that it still takes: DuckDB plans whatever it is given.

        A line `AND ($name::TYPE IS NULL OR condition)` that sets no limit is left out, and is its condition where it does. There
        a list of one value is compared with as that value.
        """
        ones: dict[str, object] = {}

        def compared(found: re.Match[str]) -> str:
            name, column = found[1] or found[4], found[2] or found[3]
            listed = values[name]
            if not isinstance(listed, list) or len(listed) != 1:
                return found[0]
            ones[f"one_{name}"] = listed[0]
            return f"{column} = $one_{name}"

        def limited(found: re.Match[str]) -> str:
            is_idle = (values[found[1]] is None) != bool(found[2])
            return "" if is_idle else f"\n AND {_ONE_OF.sub(compared, found[3])}"

        sql = _LIMIT.sub(limited, self.sql)
        given = {**values, **ones}
        return sql, {name: given[name] for name in _PARAMETER.findall(sql)}


@cache
def statement(name: str) -> Statement:
    """Return the statement in `sql/<name>.sql`, read once."""
    written = text(name)
    return Statement(
        sql=_COMMENT.sub("", written).strip().rstrip(";"),
        parameters=frozenset(_PARAMETER.findall(_COMMENT.sub("", written))),
        required=frozenset(_REQUIRED.findall(written)),
    )


def text(name: str) -> str:
    """Return what stands in `sql/<name>.sql`, with that of `sql/shared` where it says `-- include <name>`."""
    written = files(_PACKAGE).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
    return _INCLUDE.sub(lambda found: text(f"shared/{found[1]}"), written)


def names() -> list[str]:
    """Return the names of all statements, sorted; those that a store is made with as `making/<name>`."""
    folder = files(_PACKAGE).joinpath("sql")
    return sorted(
        prefix + entry.name.removesuffix(".sql")
        for prefix in ("", "making/")
        for entry in folder.joinpath(prefix).iterdir()
        if entry.name.endswith(".sql")
    )
