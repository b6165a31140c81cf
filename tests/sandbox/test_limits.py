"""What a statement may take and give, who sees its answer, and what is never in it."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vsv_metrics import loading
from vsv_metrics.errors import UserError
from vsv_metrics.schema.codes import BREAKDOWNS, DATASETS
from vsv_metrics.store import Store, sandbox
from vsv_metrics.store.sandbox import LIMITS, SqlAnswer, asking, child
from vsv_metrics.store.sandbox.examples import EXAMPLES, example
from vsv_metrics.store.sandbox.views import sql_type
from vsv_metrics.text import LANGUAGES, Locale

pytestmark = pytest.mark.timeout(300)
SEEN = ("published", "demo")
OWN = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;40\n"


def ask(store: Store, sql: str, datasets: tuple[str, ...] = SEEN, visitor: str = "one") -> SqlAnswer:
    return sandbox.ask(store, sql, datasets, visitor)


def refusal(store: Store, sql: str) -> UserError:
    with pytest.raises(UserError) as refused:
        ask(store, sql)
    return refused.value


@pytest.fixture(scope="module")
def with_own(light_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that also holds figures which were loaded on this machine."""
    folder = tmp_path_factory.mktemp("own-sql")
    file = folder / "geheim-bestand.csv"
    file.write_text(OWN, encoding="utf-8")
    loading.load(file, light_data, folder / "own")
    return Store.open(loading.ensure_store(light_data, folder / "store", own_dir=folder / "own").path)


# Bounds


def test_rows_are_cut_and_that_is_said(store: Store) -> None:
    answer = ask(store, "SELECT * FROM range(10001)")
    assert (answer.table.num_rows, answer.cut, answer.is_cut) == (10_000, "rows", True)
    assert answer.table.column("range").to_pylist()[-1] == 9_999
    whole = ask(store, "SELECT * FROM range(10000)")
    assert (whole.table.num_rows, whole.cut, whole.is_cut) == (10_000, "", False)


def test_bytes_are_cut_and_that_is_said(store: Store) -> None:
    answer = ask(store, "SELECT repeat('x', 1000000) AS x FROM range(9)")
    assert (answer.table.num_rows, answer.cut) == (4, "bytes")
    assert refusal(store, "SELECT repeat('x', 5000001)").code == "sql_bytes"


def test_columns_are_cut_and_that_is_said(store: Store) -> None:
    answer = ask(store, "SELECT " + ", ".join(f"{number} AS c{number}" for number in range(201)))
    assert (answer.table.num_columns, answer.columns, answer.is_cut) == (200, 201, True)


def test_a_statement_ends_in_time_and_leaves_no_process(store: Store) -> None:
    began = time.monotonic()
    assert refusal(store, "SELECT pg_sleep(60)").code == "sql_time"
    assert time.monotonic() - began < LIMITS["seconds"] + 1
    assert children() == []


def test_memory_is_bounded(store: Store) -> None:
    assert refusal(store, "SELECT length(lpad('x', 2000000000, 'y'))").code in ("sql_memory", "sql_time")


def test_two_at_once_and_one_each(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 0.01)
    with asking._place("one"):
        assert refusal(store, "SELECT 1").code == "sql_one_each"
        with asking._place("two"), pytest.raises(UserError, match="sql_busy"):
            ask(store, "SELECT 1", visitor="three")
        assert ask(store, "SELECT 1", visitor="three").table.num_rows == 1
    assert ask(store, "SELECT 1").table.num_rows == 1


def test_every_visitor_gets_the_own_answer(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 60)

    def own(number: int) -> tuple[int, list[int]]:
        return number, ask(store, f"SELECT {number} AS n", visitor=str(number)).table.column("n").to_pylist()

    with ThreadPoolExecutor(3) as pool:
        for number, found in pool.map(own, range(5)):
            assert found == [number]


def test_a_shut_process_opens_nothing(tmp_path: Path) -> None:
    script = (
        "import sys, socket, os, json; sys.path.insert(0, sys.argv[1]); import child; child.shut()\n"
        "found = []\n"
        "for attempt in (lambda: open('/etc/hostname'), lambda: open(sys.argv[2], 'w'), socket.socket, os.pipe):\n"
        "    try: attempt(); found.append('opened')\n"
        "    except OSError as error: found.append(error.errno)\n"
        "os.write(1, json.dumps(found).encode())"
    )
    folder = str(Path(child.__file__).parent)
    done = subprocess.run([sys.executable, "-I", "-c", script, folder, str(tmp_path / "made")], capture_output=True, check=True)
    assert json.loads(done.stdout) == [24, 24, 24, 24]


# What is in it


def test_each_table_has_the_columns_and_rows_that_are_told(store: Store) -> None:
    views = sandbox.visible(SEEN)
    named = " ".join(view.name for view in views)
    there = ask(store, f"SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal /* {named} */").table
    found: dict[str, list[tuple[str, str]]] = {}
    for row in there.to_pylist():
        found.setdefault(row["table_name"], []).append((row["column_name"], row["data_type"]))
    assert found == {view.name: [(column.name, sql_type(column)) for column in view.columns] for view in views}
    figures = [view for view in views if view.dataset]
    counted = ask(
        store,
        " UNION ALL ".join(
            f"SELECT '{view.name}' AS name, count(*) AS n, count(*) FILTER (WHERE dataset <> '{view.dataset}') AS other "
            f"FROM {view.name}"
            for view in figures
        ),
    ).table.to_pylist()
    rows = {(row["source"], row["dataset"]): row["n"] for row in store.query("dataset_rows").to_dict("records")}
    assert counted == [{"name": view.name, "n": rows[view.source, view.dataset], "other": 0} for view in figures]


def test_a_total_is_what_is_broken_down_by_nothing(store: Store) -> None:
    condition = " AND ".join(f"{name} = 'total'" for name in BREAKDOWNS)
    answer = ask(store, f"SELECT count(*) AS n FROM figures WHERE is_total <> ({condition})")
    assert answer.table.column("n").to_pylist() == [0]


def test_own_figures_are_there_only_for_whom_may_see_them(with_own: Store) -> None:
    seen = ask(with_own, "SELECT numerator FROM local_figures", DATASETS)
    assert (seen.table.column("numerator").to_pylist(), seen.datasets) == ([40.0], ("local",))
    assert ask(with_own, "FROM sources WHERE title LIKE '%geheim%'", DATASETS).table.num_rows == 1
    assert refusal(with_own, "SELECT numerator FROM local_figures").code == "sql_failed"
    for sql in (
        "FROM figures WHERE dataset = 'local' OR series_id = 'own_figures'",
        "FROM demo_observations WHERE dataset = 'local'",
        "FROM sources WHERE title LIKE '%geheim%' OR source_id LIKE 'local%'",
        "SELECT * FROM duckdb_tables() WHERE table_name LIKE 'local%'",
        "SELECT * FROM duckdb_databases() WHERE path IS NOT NULL",
    ):
        assert ask(with_own, sql).table.num_rows == 0, sql


def test_fictional_figures_are_there_only_when_named(store: Store) -> None:
    assert ask(store, "SELECT count(*) FROM demo_figures").datasets == ("demo",)
    assert ask(store, "SELECT count(*) FROM figures").datasets == ("published",)
    assert refusal(store, "FROM query('FROM demo' || '_figures')").code == "sql_failed"
    assert ask(store, "SHOW TABLES").table.to_pylist() == [
        {"name": view.name} for view in sorted(sandbox.visible(("published",)), key=lambda view: view.name)
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_example_answers_its_question(store: Store, name: str) -> None:
    answer = ask(store, example(name))
    assert answer.table.num_rows > 1
    assert not answer.is_cut
    assert answer.datasets == (("demo",) if name.startswith("demo_") else ("published",))


def test_every_kind_of_value_arrives(store: Store) -> None:
    row = ask(
        store,
        "SELECT 1::UTINYINT AS a, 1 AS a, 18446744073709551615::UBIGINT AS b, 1.5::DECIMAL(5, 2) AS c, [1, NULL] AS d, "
        "{'k': DATE '2024-01-01'} AS e, '\\xAA'::BLOB AS f, NULL AS g, sum(2) AS h, 'a'::ENUM ('a') AS i, true AS j, "
        "DATE '2024-01-01' AS k, INTERVAL 1 DAY AS l, 'infinity'::DATE AS m, TIMESTAMPTZ '2024-01-01 10:00+02' AS n, "
        "[now()] IS NULL AS o, '290309-12-22 (BC) 00:00:00'::TIMESTAMP AS p",
    ).table.to_pylist()[0]
    assert (row["a"], row["a_2"], row["b"], row["c"], row["h"], row["i"], row["j"]) == (1, 1, 2.0**64, 1.5, 2, "a", True)
    assert (row["d"], row["e"], row["f"], row["g"]) == ("[1, null]", '{"k": "2024-01-01"}', "aa", None)
    assert (str(row["k"]), row["m"], str(row["n"])) == ("2024-01-01", "infinity", "2024-01-01 08:00:00")


# Words


@pytest.mark.parametrize(
    ("sql", "code", "told"),
    [
        ("SELECT nothing FROM figures", "sql_failed", "nothing"),
        ("FROM '/etc/passwd.csv'", "sql_failed", "DuckDB"),
        ("DROP TABLE figures", "sql_kind", "DROP"),
        ("SELECT 1; SELECT 2", "sql_several", ""),
        (" ", "sql_empty", "SELECT"),
        ("x" * 20_001, "sql_long", "20"),
        ("SELECT 1 \u202e", "sql_character", "U+202E"),
    ],
)
def test_a_refusal_is_one_line_in_the_language_of_the_reader(store: Store, sql: str, code: str, told: str) -> None:
    error = refusal(store, sql)
    assert error.code == code
    sentences = {language: Locale(language)(f"errors.{code}", **error.values) for language in LANGUAGES}
    assert sentences["nl"] != sentences["en"]
    for sentence in sentences.values():
        assert told in sentence
        assert "\n" not in sentence
        assert "/etc" not in sentence


def children() -> list[str]:
    """Children of this process that run the script of the sandbox."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command, status = (entry / "cmdline").read_text(), (entry / "stat").read_text()
        except OSError:
            continue
        parent = int(status.rpartition(")")[2].split()[1])
        if "sandbox/child.py" in command and parent == int(Path("/proc/self/stat").read_text().split()[0]):
            found.append(command)
    return found
