"""What follows from a store and is asked again and again: a store never changes."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from vsv_metrics.schema.records import records
from vsv_metrics.schema.structure import Row
from vsv_metrics.store.connection import Store

MOST_KEPT = 64
"""Answers to different arguments kept per store."""

P = ParamSpec("P")
R = TypeVar("R")


def kept(make: Callable[Concatenate[Store, P], R]) -> Callable[Concatenate[Store, P], R]:
    """Decorates what is made once per store and further arguments, and not to be changed. Kept as long as the store."""
    found: WeakKeyDictionary[Store, dict[tuple[object, ...], R]] = WeakKeyDictionary()

    @wraps(make)
    def call(store: Store, *args: P.args, **kwargs: P.kwargs) -> R:
        of_store, key = found.setdefault(store, {}), (*args, *sorted(kwargs.items()))
        if key in of_store:
            return of_store[key]
        if len(of_store) >= MOST_KEPT:
            of_store.clear()
        made = of_store[key] = make(store, *args, **kwargs)
        return made

    return call


@kept
def kept_rows(store: Store, name: str) -> tuple[Row, ...]:
    """The rows of a statement without parameters."""
    return tuple(records(store.query(name)))
