"""How a table is described: columns with types and codes, grain, key and references.

Types are those of a Frictionless table schema (`string`, `integer`, `number`, `boolean`, `date`); the store maps them to
DuckDB, the readers to pandas.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[Any, Any]
"""One row of a frame, as `to_dict("records")` gives it: column -> value."""


@dataclass(frozen=True)
class Column:
    """One column. `codes` lists the only values it may hold; `default` fills a column that a file leaves out."""

    name: str
    type: str
    doc: str
    nullable: bool = False
    codes: tuple[str, ...] = ()
    default: str | int | None = None


@dataclass(frozen=True)
class Table:
    """A table: `grain` says what one row is, `key` which columns are unique together."""

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: dict[str, str] = field(default_factory=dict)
    """Column -> `table.column` that must hold each of its values."""

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
