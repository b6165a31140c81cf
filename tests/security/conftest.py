"""A running dashboard to attack, and visitors that speak to it as a browser does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from visitor import Visitor

from tools.server import serving


@pytest.fixture(scope="session")
def server(store_dir: Path) -> Iterator[str]:
    """The address of a running dashboard."""
    with serving(store_dir) as address:
        yield address


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
