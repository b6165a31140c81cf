"""Visitors of a running dashboard that speak to it as a browser does."""

from collections.abc import Callable, Iterator

import pytest
from visitor import Visitor


@pytest.fixture
def visitor(server: str) -> Iterator[Callable[..., Visitor]]:
    """A new visitor of the dashboard; arguments as for `Visitor`."""
    made: list[Visitor] = []

    def come(**how: str) -> Visitor:
        made.append(Visitor(server, **how))
        return made[-1]

    yield come
    for each in made:
        each.leave()
