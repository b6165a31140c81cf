"""What a statement of a user can read: the tables of the store under short names, figures apart per data set.

Published, fictional and own figures never stand in one table, so that no statement mixes them without naming both.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from vsv_metrics.schema import codes, tables
from vsv_metrics.schema.structure import Column

_MEASURED = (
    Column("period", "integer", "(Start) year of the period: 2023 is school year 2023/24."),
    Column("numerator", "number", "The count.", nullable=True),
    Column("denominator", "number", "The whole that the percentage is of.", nullable=True),
    Column("complement", "number", "Published count of those who did not leave.", nullable=True),
    Column("numerator_lower", "number", "Lower bound of a rounded or suppressed count.", nullable=True),
    Column("numerator_upper", "number", "Upper bound of it.", nullable=True),
    Column("denominator_lower", "number", "Lower bound of a rounded whole.", nullable=True),
    Column("denominator_upper", "number", "Upper bound of it.", nullable=True),
    Column("rate_pct", "number", "The percentage, per cent.", nullable=True),
    Column("rate_lower", "number", "Lower bound of it, from rounding or suppression.", nullable=True),
    Column("rate_upper", "number", "Upper bound of it, from rounding or suppression.", nullable=True),
    Column("rate_basis", "string", "Computed from counts, or as published.", nullable=True, codes=("counts", "published")),
    Column("rate_digits", "integer", "Decimals to show of the percentage."),
    Column(
        "interval_lower",
        "number",
        "Lower end of its chance interval (95 %), per cent, where its own counts give one.",
        nullable=True,
    ),
    Column("interval_upper", "number", "Upper end of it.", nullable=True),
    Column("rate_status", "string", "How final the percentage is.", nullable=True, codes=codes.OBS_STATUSES),
    Column("rate_vintage_rank", "integer", "Publication round of the percentage.", nullable=True),
    Column("rate_source_id", "string", "Source of the percentage.", nullable=True),
    Column("region_level", "string", "Kind of area.", codes=codes.REGION_LEVELS),
    Column("region_name_nl", "string", "Name of the area, in Dutch."),
    Column("region_name_en", "string", "Name of the area, in English."),
    Column("series_name_nl", "string", "Name of the series, in Dutch."),
    Column("series_name_en", "string", "Name of the series, in English."),
    Column("producer", "string", "Who publishes it."),
    Column("indicator_name_nl", "string", "Name of what is measured, in Dutch."),
    Column("indicator_name_en", "string", "Name of what is measured, in English."),
)
_IS_TOTAL = Column("is_total", "boolean", "Whether it is a total: not broken down by anything.")
_COMPUTED = {"is_total": " AND ".join(f"{name} = '{codes.TOTAL}'" for name in codes.BREAKDOWNS)}
"""Columns that the table of the store does not hold, as SQL."""

_OWN = "local"
_SEEN = "SELECT {column} FROM store.observation WHERE dataset {which} 'local'"
_NOT_OWN = {
    "sources": f"source_id NOT IN ({_SEEN.format(column='source_id', which='=')})"
    f" OR source_id IN ({_SEEN.format(column='source_id', which='<>')})",
    "members": " AND ".join(
        f"(breakdown <> '{name}' OR code NOT IN ({_SEEN.format(column=name, which='=')})"
        f" OR code IN ({_SEEN.format(column=name, which='<>')}))"
        for name in ("institution", "programme")
    ),
}
"""Which rows of a table hold when own figures are not to be seen: no loaded files, nor the institutions in them."""

_NOT_IN_FIGURE = {"measure", "value", "unit", "lower", "upper"}
_TYPES = {"string": "VARCHAR", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


@dataclass(frozen=True)
class View:
    """A table for users: `source` is the table of the store, `dataset` the only one that it holds figures of."""

    name: str
    source: str
    grain: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    dataset: str | None = None

    @property
    def subject(self) -> str:
        """What it holds, whichever the data set: `figures`, `observations`, or its own name."""
        return self.name.removeprefix(f"{self.dataset}_")

    def select(self, datasets: Collection[str]) -> str:
        """The rows of the store that it holds for whom may see these data sets, as one SELECT over the database `store`."""
        names = ", ".join(
            f"CAST({_COMPUTED.get(column.name) or _quoted(column)} AS {sql_type(column)}) AS {_quoted(column)}"
            for column in self.columns
        )
        only = f" WHERE dataset = '{self.dataset}'" if self.dataset else ""
        if _OWN not in datasets and self.name in _NOT_OWN:
            only = f" WHERE {_NOT_OWN[self.name]}"
        order = ", ".join(f'"{name}"' for name in self.order)
        return f"SELECT {names} FROM store.{self.source}{only} ORDER BY {order}"


def _quoted(column: Column) -> str:
    return f'"{column.name}"'


def sql_type(column: Column) -> str:
    """The type of a column as DuckDB calls it."""
    return _TYPES[column.type]


def _figure_columns() -> tuple[Column, ...]:
    period, *measured = _MEASURED
    return (*_with(tables.OBSERVATION.columns, period, _IS_TOTAL, left_out=_NOT_IN_FIGURE), *measured)


def _with(columns: Iterable[Column], *more: Column, left_out: Collection[str] = ()) -> tuple[Column, ...]:
    """Return the columns with more of them behind the period."""
    kept = [column for column in columns if column.name not in left_out]
    place = [column.name for column in kept].index("period_start") + 1
    return (*kept[:place], *more, *kept[place:])


def _figures() -> list[View]:
    observed = tables.OBSERVATION
    of_observation = (_with(observed.columns, _IS_TOTAL), observed.key)
    of_figure = (_figure_columns(), ("position",))
    found = []
    for dataset in codes.DATASETS:
        prefix = "" if dataset == codes.DATASETS[0] else f"{dataset}_"
        grain = "the newest figure of one key, with its percentage"
        found.append(View(f"{prefix}figures", "figure", grain, *of_figure, dataset))
        found.append(View(f"{prefix}observations", "observation", observed.grain, *of_observation, dataset))
    return found


_NAMES = {
    "indicator": "indicators",
    "series": "series",
    "series_break": "breaks",
    "source": "sources",
    "member": "members",
    "region": "regions",
    "region_alias": "region_aliases",
    "region_part": "region_parts",
    "target": "targets",
    "norm": "norms",
    "policy_instrument": "instruments",
    "policy_measure": "measures",
    "intake_moment": "intake_moments",
    "glossary": "glossary",
}

VIEWS = {
    view.name: view
    for view in (
        *_figures(),
        *(
            View(name, source, tables.TABLES[source].grain, tables.TABLES[source].columns, tables.TABLES[source].key)
            for source, name in _NAMES.items()
        ),
    )
}
"""Name -> what stands under it."""


def visible(datasets: Collection[str]) -> list[View]:
    """What may be read by whom may see these data sets."""
    return [view for view in VIEWS.values() if view.dataset is None or view.dataset in datasets]


def needed(sql: str, datasets: Collection[str]) -> list[View]:
    """What is laid ready for a statement: all that may be read, but fictional and own figures only when it names them.

    A table that is not laid ready does not exist for the statement: no way of writing its name can reach it.
    """
    named = tables_named(sql)
    always = (None, codes.DATASETS[0])
    return [view for view in visible(datasets) if view.dataset in always or view.name in named]


def tables_named(sql: str) -> list[str]:
    """Return the tables whose names stand in a statement, also where they mean something else."""
    words = set(re.findall(r"\w+", sql.lower()))
    return [name for name in VIEWS if name in words]
