"""Making table `figure`: what its statement gives, the columns measured from its counts, texts kept as codes; and `slices`."""

from collections.abc import Callable

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

CODED = (
    *(*BREAKDOWNS, "coverage", "rate_basis", "obs_status", "precision", "source_id", "rate_status", "rate_source_id"),
    *("missing_reason", "flags", "producer"),
    *(f"{what}_name_{language}" for what in ("region", "series", "indicator") for language in ("nl", "en")),
)
"""Columns of few texts that figures are not looked up by: each text is kept once, and a long answer counts codes."""

SLICES = "CREATE TABLE slices AS SELECT DISTINCT slice FROM made ORDER BY slice"

SHAPE = "\n".join((statement("figure").sql, *COUNTED, *CODED, SLICES))
"""What a store of another shape differs in."""

ROWS_AT_ONCE = 1_000_000


def make(connection: duckdb.DuckDBPyConnection, measured: Measured) -> None:
    """Make table `figure` from the tables of the schema, in the order that pages read it, and the list of its slices.

    A pattern is matched with the few slices that occur, never with each figure.
    """
    connection.execute(f"CREATE TEMP TABLE made AS {statement('figure').sql}")
    _measure(connection, measured)
    coded = ", ".join(f'"{name}"::{_type(connection, name)} AS "{name}"' for name in CODED)
    connection.execute(
        f"""
        CREATE TABLE figure AS
        SELECT made.* REPLACE ({coded}), measured.* EXCLUDE ("position")
        FROM made INNER JOIN measured USING ("position")
        ORDER BY made.dataset, made.indicator_id, made.breakdowns, made.region_code, "position"
        """
    )
    connection.execute(SLICES)
    connection.execute("DROP TABLE made")
    connection.execute("DROP TABLE measured")


def _measure(connection: duckdb.DuckDBPyConnection, measured: Measured) -> None:
    names = ", ".join(COUNTED)
    rows = connection.execute("SELECT count(*) FROM made").fetchall()[0][0]
    for start in range(0, max(rows, 1), ROWS_AT_ONCE):
        part = connection.execute(
            f'SELECT "position", {names} FROM made WHERE "position" > $start AND "position" <= $end ORDER BY "position"',
            {"start": start, "end": start + ROWS_AT_ONCE},
        ).df()
        connection.register("part", measured(part[list(COUNTED)]).assign(position=part["position"]))
        to = "CREATE TEMP TABLE measured AS" if start == 0 else "INSERT INTO measured"
        connection.execute(f"{to} SELECT * FROM part")
        connection.unregister("part")


def _type(connection: duckdb.DuckDBPyConnection, column: str) -> str:
    """The type that holds the texts of a column, made here; text where there is none."""
    texts = f'(SELECT DISTINCT "{column}" FROM made WHERE "{column}" IS NOT NULL ORDER BY ALL)'
    if not connection.execute(f"SELECT count(*) FROM {texts}").fetchall()[0][0]:
        return "VARCHAR"
    connection.execute(f'CREATE TYPE "code_{column}" AS ENUM {texts}')
    return f'"code_{column}"'
