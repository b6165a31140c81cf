"""Making table `figure`, a part at a time so that memory does not grow with the rows, and small tables that say what it holds."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import duckdb
import pandas as pd

from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.store.statements import statement

COUNTED = (
    *("numerator", "denominator", "numerator_lower", "numerator_upper", "denominator_lower", "denominator_upper"),
    *("rate_pct", "rate_lower", "rate_upper", "rate_basis"),
)
"""Columns that others are measured from."""

Measured = Callable[[pd.DataFrame], pd.DataFrame]
"""Gives the columns to add to rows of `COUNTED`, row by row."""

CODED = {
    **{column: f'SELECT "{column}" FROM combination' for column in BREAKDOWNS},
    **{
        column: f'SELECT "{column}" FROM observation'
        for column in ("coverage", "obs_status", "precision", "source_id", "missing_reason", "flags")
    },
    "rate_status": "SELECT obs_status FROM observation",
    "rate_source_id": "SELECT source_id FROM observation",
    "rate_basis": "SELECT unnest(['counts', 'published'])",
    "producer": "SELECT producer FROM series",
    **{
        f"{table}_name_{language}": f"SELECT name_{language} FROM {table}"
        for table in ("region", "series", "indicator")
        for language in ("nl", "en")
    },
}
"""Columns of few texts that figures are not looked up by -> where these come from. Each text is kept once, and a long answer
counts codes."""

LISTS = ("occurring", "combination", "moment", "cell")
"""What is listed before the figures are made, for as long as that takes, each from those before it."""

SLICES = """
CREATE TABLE slices AS
SELECT slice, len(string_split(slice, '=')) - 1 AS depth FROM combination ORDER BY depth, slice;
CREATE MACRO slices_like(pattern) AS TABLE
SELECT slice FROM slices WHERE depth < len(string_split(pattern, '=')) AND regexp_full_match(slice, pattern)
"""
"""The slices that occur, and those among them that match a pattern (see `store.slices`). `depth` is how many columns a slice
names: a pattern that names few is not held against the many slices of more."""

SUMMARIES = ("occurrence", "occurring_member", "newest", "source_use", "area_part")
"""Tables that say what `figure` and `observation` hold: reading them costs the same however many figures there are."""

MOST_ROWS = 1_000_000
"""Observations whose figures are made at once; they take some two gigabytes."""

ORDER = 'dataset, indicator_id, breakdowns, region_code, "position"'
"""In which figures lie: those of one set of breakdowns together, each area's side by side."""


def _made(name: str) -> str:
    return statement(f"making/{name}").sql


SHAPE = "\n".join((*map(_made, (*LISTS, "figure", *SUMMARIES)), *COUNTED, *CODED, *CODED.values(), SLICES, ORDER))
"""What a store of another shape differs in."""


class Run(NamedTuple):
    """Observations to read at once: those of one data set from one code of region to another."""

    dataset: str
    first_region: str
    last_region: str


def make(connection: duckdb.DuckDBPyConnection, runs: Iterable[Run], measured: Measured) -> None:
    """Make table `figure` from the tables of the schema, in the order that pages read it, the list of its slices and `SUMMARIES`.

    `runs` together hold all observations. A pattern is matched with the few slices that occur, never with each figure.
    """
    _list(connection, runs)
    coded = ", ".join(f'"{column}"::{_type(connection, column, texts)} AS "{column}"' for column, texts in CODED.items())
    for part in _parts(connection):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE made AS {_made('figure')}", {"part": part})
        counted = connection.execute(f'SELECT "position", {", ".join(COUNTED)} FROM made').df()
        connection.register("measured", measured(counted[list(COUNTED)]).assign(position=counted["position"]))
        connection.execute(
            f"""
            {"INSERT INTO figure" if part else "CREATE TABLE figure AS"}
            SELECT made.* REPLACE ({coded}), measured.* EXCLUDE ("position")
            FROM made INNER JOIN measured USING ("position")
            ORDER BY {ORDER}
            """
        )
        connection.unregister("measured")
    connection.execute(SLICES)
    summarise(connection)
    for name in (*LISTS, "made"):
        connection.execute(f"DROP TABLE temp.{name}")


def summarise(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `SUMMARIES` of what `figure` and `observation` hold now."""
    for name in SUMMARIES:
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS {_made(name)}")


def _list(connection: duckdb.DuckDBPyConnection, runs: Iterable[Run]) -> None:
    """List what occurs; combinations a run at a time, since DuckDB keeps most rows of a large DISTINCT until its end."""
    members = ", ".join(BREAKDOWNS)
    connection.execute(f"CREATE TEMP TABLE occurring AS SELECT {members} FROM observation LIMIT 0")
    for run in runs:
        connection.execute(f"INSERT INTO occurring {_made('occurring')} EXCEPT SELECT {members} FROM occurring", run._asdict())
    connection.execute(f"CREATE TEMP TABLE combination AS {_made('combination')}")
    connection.execute(f"CREATE TEMP TABLE moment AS {_made('moment')}")
    connection.execute(f"CREATE TEMP TABLE cell AS {_made('cell')}", {"most_rows": MOST_ROWS})


def _parts(connection: duckdb.DuckDBPyConnection) -> Iterator[int]:
    """The parts, in the order of `figure`; one without rows when there are no observations."""
    yield 0
    yield from (part for (part,) in connection.execute("SELECT DISTINCT part FROM cell WHERE part > 0 ORDER BY part").fetchall())


def _type(connection: duckdb.DuckDBPyConnection, column: str, texts: str) -> str:
    """The type that holds these texts, made here; text where there is none."""
    known = f"SELECT DISTINCT text FROM ({texts}) AS texts (text) WHERE text IS NOT NULL ORDER BY ALL"
    if not connection.execute(f"SELECT count(*) FROM ({known})").fetchall()[0][0]:
        return "VARCHAR"
    connection.execute(f'CREATE TYPE "code_{column}" AS ENUM ({known})')
    return f'"code_{column}"'
