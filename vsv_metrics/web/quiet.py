"""Whether visitors are being served: what is made before anybody asks for it waits until they are not."""

import asyncio
import time

SECONDS = 3.0
"""How long nobody may have asked for anything. A visit asks for scripts, then for a page, and then its reader reads."""

PAUSE_SECONDS = 0.25
"""Between two things that are made beforehand."""

_asked_at = float("-inf")


def note() -> None:
    """To be called when a visitor asks for something."""
    global _asked_at
    _asked_at = time.monotonic()


def is_now() -> bool:
    """Whether nobody has asked for anything lately."""
    return time.monotonic() - _asked_at > SECONDS


async def pause() -> None:
    """Returns after a pause, when nobody asks for anything."""
    await asyncio.sleep(PAUSE_SECONDS)
    while not is_now():
        await asyncio.sleep(PAUSE_SECONDS)
