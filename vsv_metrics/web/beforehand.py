"""The pages that most visitors ask for, made before anybody asks for them."""

from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool

from vsv_metrics.text import DEFAULT_LANGUAGE
from vsv_metrics.web import data, quiet


async def make() -> None:
    """Makes them a little at a time and while nobody asks for anything.

    It ends when another store is put in use: what is made is kept under the fingerprint of the one that it is made from.
    """
    data.hold()
    await quiet.pause()
    for prepare in await run_in_threadpool(_wanted):
        if not data.is_held_in_use():
            return
        await run_in_threadpool(prepare, DEFAULT_LANGUAGE)
        await quiet.pause()


def first() -> None:
    """Makes the page that opens."""
    _wanted()[0](DEFAULT_LANGUAGE)


def _wanted() -> list[Callable[[str], None]]:
    """What makes them in a language, that most wanted first. What pages are made with is imported here."""
    from vsv_metrics.web import compare_prepare, overview, region, region_standing

    fingerprint = data.check_ready()
    return [
        partial(overview.prepare, fingerprint, "published"),
        *(partial(compare_prepare.prepare, fingerprint, level) for level in compare_prepare.MOST_WANTED),
        *(partial(region_standing.prepare, fingerprint, *wanted) for wanted in region.most_wanted()),
    ]
