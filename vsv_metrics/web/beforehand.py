"""The pages that most visitors ask for, made before anybody asks for them."""

from functools import partial

from starlette.concurrency import run_in_threadpool

from vsv_metrics.text import DEFAULT_LANGUAGE
from vsv_metrics.web import compare_prepare, data, quiet, region


async def make() -> None:
    """Makes them a little at a time and while nobody asks for anything.

    It ends when another store is put in use: what is made is kept under the fingerprint of the one that it is made from.
    """
    data.hold()
    fingerprint = await run_in_threadpool(data.check_ready)
    kinds = [partial(compare_prepare.prepare, fingerprint, level) for level in compare_prepare.MOST_WANTED]
    areas = [partial(region.prepare, fingerprint, *wanted) for wanted in await run_in_threadpool(region.most_wanted)]
    for prepare in (*kinds, *areas):
        await quiet.pause()
        if not data.is_held_in_use():
            return
        await run_in_threadpool(prepare, DEFAULT_LANGUAGE)
