"""One statement of a user, answered as Arrow on standard output: run as a script of its own, in a process that is then ended.

It imports nothing of this project, so that it starts quickly and holds nothing worth taking. The request comes as JSON on
standard input: `sql`, `store` (path), `tables` (name -> SELECT over the attached store) and `limits`. The answer is a line of
JSON (`code` and `reason` when there is no answer), and behind it an Arrow stream.

What keeps a statement in, from the outside in: bounds of the system on memory, time, files and processes; a database in memory
that holds copies of the rows that may be seen, and no other; the store detached; DuckDB's own access to files, network,
extensions and settings shut; no descriptor left for any file or socket; a transaction that only reads.
"""

import datetime
import io
import json
import os
import signal
import sys
from typing import Any

ALLOWED = ("SELECT", "EXPLAIN", "MULTI")
"""Kinds of statement; a PIVOT is of several parts to DuckDB."""
OPENING = ("pivot", "pivot_wider", "unpivot", "pivot_longer", "select", "from", "with", "(")
"""How a statement of several parts may begin: others make or copy something from a PIVOT."""

FIRST_SETTINGS = {
    "threads": "1",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
}
LAST_SETTINGS = (
    "temp_directory = ''",
    "memory_limit = '256MB'",
    "threads = 1",
    "max_execution_time = 3000",
    "max_expression_depth = 200",
    "pivot_limit = 1000",
    "enable_progress_bar = false",
    "python_enable_replacements = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "allow_community_extensions = false",
    "allow_persistent_secrets = false",
    "enable_external_access = false",
    "lock_configuration = true",
)
"""In this order: what comes after the last one is refused."""
BATCH_ROWS = 1000
LONGEST_NAME = 100


class Refused(Exception):
    """Raised with the code of why there is no answer, and DuckDB's reason for it."""

    def __init__(self, code: str, reason: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class Hiding:
    """Finder that hides pandas and NumPy, which DuckDB and Arrow would import when they are there: they take half a second."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name in ("pandas", "numpy"):
            raise ModuleNotFoundError(name)


def bound(limits: dict[str, int]) -> None:
    """Set the bounds of the system, as far as it has them; the alarm ends this process also when its parent has gone.

    The processor's hard bound is a second later than the other: at one moment the system would kill without saying why.
    """
    try:
        import resource
    except ImportError:
        return
    signal.alarm(limits["seconds"] + 1)
    for name, value in (("AS", limits["memory"]), ("CPU", limits["cpu"]), ("FSIZE", 0), ("CORE", 0)):
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value + (name == "CPU")))
        except (ValueError, OSError):
            continue


def shut() -> None:
    """From here on no file, socket, thread or process can be opened by this process."""
    try:
        import resource
    except ImportError:
        return
    for name in ("NPROC", "NOFILE"):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (0, 0))


def opened(duckdb: Any, store: str, tables: dict[str, str]) -> Any:
    """Return a connection to a database in memory that holds these tables, locked down."""
    connection = duckdb.connect(":memory:", config=FIRST_SETTINGS)
    place = store.replace("'", "''")
    connection.execute(f"ATTACH '{place}' AS store (READ_ONLY)")
    for name, select in tables.items():
        connection.execute(f'CREATE TABLE "{name}" AS {select}')
    connection.execute("DETACH store")
    for setting in LAST_SETTINGS:
        connection.execute(f"SET {setting}")
    return connection


def checked(duckdb: Any, connection: Any, sql: str) -> Any:
    """Return the one statement in the text, when it is of a kind that only reads."""
    statements = connection.extract_statements(sql)
    if not statements:
        raise Refused("sql_empty")
    if len(statements) > 1:
        raise Refused("sql_several")
    kind = statements[0].type.name
    text = sql.encode()
    first = next((place for place, token in duckdb.tokenize(sql) if token != duckdb.token_type.comment), 0)
    word = text[first:].decode(errors="replace").lower()
    if kind not in ALLOWED or (kind == "MULTI" and not word.startswith(OPENING)):
        raise Refused("sql_kind", kind)
    return statements[0]


def answered(connection: Any, statement: Any, limits: dict[str, int]) -> tuple[Any, dict[str, Any]]:
    """Return the rows as an Arrow table of plain types, and what was cut off."""
    import pyarrow as pa

    connection.execute("BEGIN TRANSACTION READ ONLY")
    asked = connection.sql(statement) if statement.type.name == "SELECT" else connection.execute(statement)
    reader = asked.to_arrow_reader(BATCH_ROWS)
    columns = len(reader.schema)
    kept = min(columns, limits["columns"])
    schema = pa.schema(list(reader.schema)[:kept])
    rows_left, bytes_left, cut = limits["rows"], limits["bytes"], ""
    batches = []
    for batch in reader:
        batch = pa.record_batch(batch.columns[:kept], schema=schema)
        fitting = fit(batch, min(rows_left, batch.num_rows), bytes_left)
        batches.append(batch.slice(0, fitting))
        rows_left, bytes_left = rows_left - fitting, bytes_left - batches[-1].nbytes
        if fitting < batch.num_rows:
            cut = "bytes" if rows_left else "rows"
            break
    if not any(batch.num_rows for batch in batches) and cut == "bytes":
        raise Refused("sql_bytes")
    table = pa.Table.from_batches(batches, schema)
    names = unique(table.column_names)
    plain_columns = [plain(pa, column) for column in table.columns]
    return pa.Table.from_arrays(plain_columns, names=names), {"cut": cut, "columns": columns}


def fit(batch: Any, most_rows: int, most_bytes: int) -> int:
    """Return how many rows of the batch stay within both bounds."""
    low, high = 0, most_rows
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if batch.slice(0, middle).nbytes <= most_bytes else (low, middle - 1)
    return low


def unique(names: list[str]) -> list[str]:
    """Return the names without control characters, each once, none empty or long."""
    found: list[str] = []
    for name in names:
        clean = "".join(character if character.isprintable() else " " for character in name)[:LONGEST_NAME].strip() or "column"
        tried, number = clean, 2
        while tried in found:
            tried, number = f"{clean}_{number}", number + 1
        found.append(tried)
    return found


def plain(pa: Any, column: Any) -> Any:
    """Return the column as whole numbers, numbers, truth values, dates, times or texts."""
    kind, types = column.type, pa.types
    if types.is_boolean(kind) or types.is_string(kind):
        return column
    if types.is_date(kind) or types.is_timestamp(kind):
        return calendar(pa, column)
    if types.is_null(kind):
        return column.cast(pa.string())
    if types.is_integer(kind) or (types.is_decimal(kind) and kind.scale == 0):
        try:
            return column.cast(pa.int64())
        except pa.ArrowInvalid:
            return column.cast(pa.float64(), safe=False)
    if types.is_floating(kind) or types.is_decimal(kind):
        return column.cast(pa.float64(), safe=False)
    return pa.chunked_array([pa.array([written(value) for value in column.to_pylist()], pa.string())])


def calendar(pa: Any, column: Any) -> Any:
    """Return days and times, in UTC where they have a zone; as text when one of them lies outside the years 1 to 9999."""
    kind = column.type
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
        if kind.tz:
            column = column.cast(pa.int64()).cast(pa.timestamp("us"))
    try:
        column.to_pylist()
    except (OverflowError, ValueError):
        numbers = column.cast(pa.int32() if pa.types.is_date(kind) else pa.int64()).to_pylist()
        return pa.chunked_array([pa.array([None if number is None else moment(number, kind) for number in numbers], pa.string())])
    return column


def moment(number: int, kind: Any) -> str:
    """Return a day or time, counted from 1970, as text; what no calendar has is infinite or that count itself."""
    if abs(number) >= (2**31 - 1 if str(kind).startswith("date32") else 2**63 - 1):
        return "infinity" if number > 0 else "-infinity"
    unit = {"days": number} if str(kind).startswith("date32") else {"microseconds": number}
    try:
        found = datetime.datetime(1970, 1, 1) + datetime.timedelta(**unit)
    except OverflowError:
        return str(number)
    return str(found.date() if "days" in unit else found)


def written(value: Any) -> str | None:
    """Return a list, structure, piece of bytes or other value as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def warm(pa: Any, connection: Any) -> None:
    """Do once what answering does, so that every module it needs is loaded while files can still be opened."""
    table = connection.sql("SELECT 1::DECIMAL(3, 1) AS a, [1] AS b").to_arrow_reader(1).read_all()
    arrays = [plain(pa, column) for column in table.columns]
    with pa.ipc.new_stream(io.BytesIO(), pa.Table.from_arrays(arrays, names=["a", "b"]).schema):
        pass


def run(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the head and the Arrow stream of the answer."""
    sys.meta_path.insert(0, Hiding())
    import duckdb
    import pyarrow as pa

    connection = opened(duckdb, request["store"], request["tables"])
    warm(pa, connection)
    shut()
    try:
        statement = checked(duckdb, connection, request["sql"])
        table, head = answered(connection, statement, request["limits"])
    except duckdb.OutOfMemoryException:
        raise Refused("sql_memory") from None
    except duckdb.InterruptException:
        raise Refused("sql_time") from None
    except (OSError, OverflowError):
        raise Refused("sql_failed", "A value in the answer cannot be written") from None
    except (duckdb.Error, RuntimeError, ValueError, pa.ArrowException) as error:
        raise Refused("sql_failed", str(error)) from None
    packed = io.BytesIO()
    with pa.ipc.new_stream(packed, table.schema) as stream:
        stream.write_table(table)
    return {**head, "kind": statement.type.name}, packed.getvalue()


def main() -> None:
    """Answer the request on standard input."""
    request = json.loads(sys.stdin.buffer.read())
    bound(request["limits"])
    stream = b""
    try:
        head, stream = run(request)
    except Refused as refused:
        head = {"code": refused.code, "reason": refused.reason}
    except MemoryError:
        head = {"code": "sql_memory", "reason": ""}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + stream)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
    os._exit(0)  # without taking the database apart, which nobody need wait for
