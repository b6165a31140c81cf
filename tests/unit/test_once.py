"""What is made once for all visitors."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from vsv_metrics.web.once import forget, once

VISITORS = 8


def test_visitors_who_ask_at_the_same_time_get_one_answer() -> None:
    together, made = Barrier(VISITORS), []

    @once(4)
    def answer(name: str, *, is_long: bool = False) -> object:
        made.append((name, is_long))
        return object()

    def ask(_: int) -> object:
        together.wait(timeout=30)
        return answer("a", is_long=True)

    with ThreadPoolExecutor(VISITORS) as threads:
        found = set(threads.map(ask, range(VISITORS)))
    assert len(found) == 1
    assert made == [("a", True)]
    assert answer("a") is not answer("a", is_long=True)


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    made: list[int] = []

    @once(2)
    def answer(number: int) -> int:
        made.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        answer(number)
    assert made == [1, 2, 3, 2]
    forget()
    answer(1)
    assert made == [1, 2, 3, 2, 1]


def test_a_failure_is_not_kept_and_holds_nobody_up() -> None:
    asked: list[int] = []

    @once(2)
    def answer() -> str:
        asked.append(1)
        if len(asked) == 1:
            raise ValueError("first")
        return "second"

    with pytest.raises(ValueError, match="first"):
        answer()
    assert answer() == answer() == "second"
    assert len(asked) == 2
