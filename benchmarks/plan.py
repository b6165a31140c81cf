"""How often each thing is measured."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """`rounds` of starting and visiting; `batches` of `reruns` a page; `regions` chosen; `sessions` at once, and
    `sessions_beside` with each peer; `persons` in each DUO file; `statistics` times all of them; `questions` in SQL;
    `answers` of the API about as many areas; `long_rows` in the longest of them, `peer_rows` of which Datasette streams;
    `growth_rounds` of regions in a store of each size, started `growth_starts` times."""

    rounds: int
    batches: int
    reruns: int
    regions: int
    sessions: int
    sessions_beside: int
    persons: int
    statistics: int
    questions: int
    answers: int
    long_rows: int
    peer_rows: int
    growth_rounds: int
    growth_starts: int


FULL = Plan(
    rounds=5,
    batches=9,
    reruns=10,
    regions=24,
    sessions=10,
    sessions_beside=5,
    persons=500_000,
    statistics=15,
    questions=20,
    answers=39,
    long_rows=1_000_000,
    peer_rows=100_000,
    growth_rounds=12,
    growth_starts=3,
)
QUICK = Plan(
    rounds=2,
    batches=3,
    reruns=6,
    regions=4,
    sessions=10,
    sessions_beside=2,
    persons=50_000,
    statistics=5,
    questions=5,
    answers=10,
    long_rows=200_000,
    peer_rows=20_000,
    growth_rounds=4,
    growth_starts=1,
)
