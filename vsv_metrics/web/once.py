"""What is made once in a process, for all visitors, and kept in memory."""

from collections.abc import Callable
from threading import Condition
from typing import Any, ParamSpec, TypeVar

from cachetools import LRUCache, cached

P = ParamSpec("P")
R = TypeVar("R")

_kept: list[tuple[LRUCache[Any, Any], Condition]] = []


def once(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorates what is made once per arguments, also when several visitors ask at the same time, and not to be changed.

    Of more than `most` answers the one that was not asked for longest is forgotten. Streamlit's own `cache_resource` does the
    same, but looks the arguments up by pickling them: with fifty questions a run that is a fifth of the time of a run.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        answers, asking = LRUCache[Any, Any](most), Condition()
        _kept.append((answers, asking))
        return cached(answers, condition=asking)(make)

    return decorate


def forget() -> None:
    """All is made anew: for who changes what it is made of, as a test does."""
    for answers, asking in _kept:
        with asking:
            answers.clear()
