"""The attacks of `attacks.jsonl`: what each asks, and what must become of it."""

import json
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("attacks.jsonl")
MARK = "vsv-attack"
"""Stands in the name of every file that an attack tries to make."""


@dataclass(frozen=True)
class Attack:
    """`expect` is `refused`, `harmless` (an answer or a refusal), or the code of the refusal.

    `is_slow` ones take seconds until they are ended; `is_long` ones, slow or much like another, run only when asked for.
    """

    id: str
    sql: str
    expect: str
    is_slow: bool
    is_long: bool

    def filled(self, store: Path, port: int) -> str:
        """The statement with the store and a port of this machine in their places."""
        text = self.sql.replace("{store}", str(store)).replace("{folder}", str(store.parent)).replace("{port}", str(port))
        return text.replace("{{", "{").replace("}}", "}")


def attacks() -> list[Attack]:
    """All of them, in the order of the file."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, times = row.get("repeat", ("", 0))
        sql = row["sql"] + text * times + row.get("after", "")
        found.append(Attack(row["id"], sql, row["expect"], row.get("slow", False), row.get("long", False)))
    return found
