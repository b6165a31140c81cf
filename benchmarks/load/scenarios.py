"""What is done to the site, one function each; every one gives results with its goals."""

import asyncio
import ssl
import statistics
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import httpx

from benchmarks.load import measured
from benchmarks.load.crowd import PLACES, Crowd
from benchmarks.load.plan import Plan
from benchmarks.load.upheavals import refresh, restart
from benchmarks.load.visitor import VisitError, Visitor
from benchmarks.results import Result, median_of, percentile_of
from tools.deployment import Site

AT_ONCE = 10
"""Idle visitors that arrive at the same time."""
LARGE = "/api/v1/observations?dataset=demo&by=sector,level&format=csv"
SLOW_BYTES, SLOW_PAUSE = 4096, 0.1
"""What a slow client takes at a time, and how long it waits between."""


async def active(site: Site, trust: ssl.SSLContext, plan: Plan) -> list[Result]:
    """Active visitors with pauses; what the crowd does itself is part of the load of this machine."""
    crowd = Crowd(site, trust, think_seconds=plan.think_seconds)
    cpu, own, all_cpu, began = measured.cpu(site), time.process_time(), measured.machine_cpu(), time.perf_counter()
    await crowd.active(plan.visitors, plan.seconds)
    passed = time.perf_counter() - began
    used, own_used = measured.cpu(site) - cpu, time.process_time() - own
    others = measured.machine_cpu() - all_cpu - used - own_used
    tally = crowd.tally
    n = plan.visitors
    return [
        *measured.times("active", f"{n} active visitors", tally),
        measured.count("active_errors", f"{n} active visitors: errors", measured.errors(tally), 0),
        median_of(
            "active_cpu",
            f"{n} active visitors: CPU of the two processes, of one core",
            "%",
            [100 * used / passed],
        ),
        median_of("active_own_cpu", "CPU of the crowd itself, of one core", "%", [100 * own_used / passed]),
        median_of("active_other_cpu", "CPU of nginx and all else on the machine, of one core", "%", [100 * others / passed]),
        median_of("active_rate", f"{n} active visitors: reruns per minute", "", [len(tally.reruns) / passed * 60]),
    ]


async def idle(site: Site, trust: ssl.SSLContext, plan: Plan) -> list[Result]:
    """Many open pages where nothing is done, and a few visitors who are active meanwhile."""
    crowd = Crowd(site, trust, think_seconds=plan.think_seconds)
    before = measured.memory(site)
    gate = asyncio.Semaphore(AT_ONCE)
    sitting: list[Visitor] = []

    async def sit(number: int) -> None:
        async with gate:
            visitor = Visitor(site.address, trust, *PLACES[number % len(PLACES)][:2])
            async with httpx.AsyncClient(verify=trust, timeout=60) as client:
                await visitor.first_view(client)
            sitting.append(visitor)

    await asyncio.gather(*(crowd.safely(lambda number=number: sit(number)) for number in range(plan.idle)))
    cpu, began = measured.cpu(site), time.perf_counter()
    await asyncio.sleep(plan.idle_seconds / 2)
    share = (measured.cpu(site) - cpu) / (time.perf_counter() - began) * 100
    await crowd.active(plan.visitors // 5, plan.idle_seconds)
    grown = measured.memory(site) - before
    lost = sum([await _is_lost(visitor) for visitor in sitting])
    for visitor in sitting:
        await visitor.close()
    return [
        median_of("idle_memory", f"{plan.idle} idle sessions: more memory of the two processes", "MB", [grown]),
        median_of("idle_cpu", f"{plan.idle} idle sessions: CPU of the two processes, of one core", "%", [share]),
        percentile_of(
            "idle_rerun",
            f"{plan.idle} idle sessions: rerun of others, 95th percentile",
            "s",
            crowd.tally.reruns,
            95,
            measured.RERUN_GOAL_S,
        ),
        measured.count(
            "idle_errors", f"{plan.idle} idle sessions: errors and lost sessions", lost + measured.errors(crowd.tally), 0
        ),
    ]


async def slow(site: Site, trust: ssl.SSLContext, plan: Plan) -> list[Result]:
    """Clients that take a large file and pages so slowly that nothing is ever finished, and active visitors meanwhile."""
    crowd = Crowd(site, trust, think_seconds=plan.think_seconds)
    before = measured.memory(site)

    async def sip() -> None:
        async with (
            httpx.AsyncClient(verify=trust, timeout=600) as client,
            client.stream("GET", f"{site.address}{LARGE}", headers={"Accept-Encoding": "identity"}) as answer,
        ):
            async for _ in answer.aiter_raw(SLOW_BYTES):
                await asyncio.sleep(SLOW_PAUSE)

    async def stall() -> None:
        visitor = await crowd.arrive()
        visitor.pause(True)
        with suppress(VisitError):
            for page, query, _ in PLACES:
                visitor.page, visitor.query = page, query
                await visitor.ask()
                await asyncio.sleep(SLOW_PAUSE)
        await asyncio.sleep(plan.seconds)

    slow_ones = [asyncio.create_task(task()) for task in [sip] * plan.slow + [stall] * plan.slow]
    await crowd.active(plan.visitors // 2, plan.seconds / 2)
    grown = measured.memory(site) - before
    for task in slow_ones:
        task.cancel()
    await asyncio.gather(*slow_ones, return_exceptions=True)
    return [
        percentile_of(
            "slow_rerun",
            f"{2 * plan.slow} slow clients: rerun of others, 95th percentile",
            "s",
            crowd.tally.reruns,
            95,
            measured.RERUN_GOAL_S,
        ),
        median_of("slow_memory", f"{2 * plan.slow} slow clients: more memory of the two processes", "MB", [grown]),
        measured.count("slow_errors", f"{2 * plan.slow} slow clients: errors of others", measured.errors(crowd.tally), 0),
    ]


async def dropped(site: Site, trust: ssl.SSLContext, plan: Plan) -> list[Result]:
    """Connections that break without a word; each visitor comes back and sees what was there."""
    crowd = Crowd(site, trust, think_seconds=plan.think_seconds / 2, is_losing=True)

    async def lose() -> None:
        visitor = await crowd.arrive()
        for _ in range(plan.drops):
            await crowd.pause(visitor)
            before = visitor.figures()
            visitor.drop()
            await crowd.back(visitor, before)
        await visitor.close()

    await asyncio.gather(*(crowd.safely(lose) for _ in range(plan.visitors)))
    return measured.backs("dropped", f"{plan.visitors * plan.drops} dropped connections", crowd.tally)


async def soak(site: Site, trust: ssl.SSLContext, seconds: float, plan: Plan) -> list[Result]:
    """Visitors come and go for a long time; the memory of the last third against that of the middle third."""
    crowd = Crowd(site, trust, think_seconds=plan.think_seconds)
    samples: list[tuple[float, float]] = []
    began = time.perf_counter()

    async def watch() -> None:
        while (passed := time.perf_counter() - began) < seconds:
            samples.append((passed / seconds, measured.memory(site)))
            await asyncio.sleep(min(5.0, seconds / 60))

    await asyncio.gather(crowd.active(plan.visitors, seconds), watch())
    middle = [memory for part, memory in samples if 1 / 3 <= part < 2 / 3]
    last = [memory for part, memory in samples if part >= 2 / 3]
    growth = (statistics.median(last) / statistics.median(middle) - 1) * 100
    return [
        Result(
            "soak_growth",
            f"Soak of {seconds:.0f} s: growth of memory, last third against middle third",
            growth,
            "%",
            growth,
            growth,
            1,
            10,
        ),
        median_of("soak_memory", f"Soak of {seconds:.0f} s: memory of the two processes, last third", "MB", last),
        *measured.times("soak", f"Soak of {seconds:.0f} s", crowd.tally),
        measured.count("soak_errors", f"Soak of {seconds:.0f} s: errors", measured.errors(crowd.tally), 0),
    ]


async def _is_lost(visitor: Visitor) -> bool:
    try:
        await visitor.draw()
    except VisitError:
        return True
    return False


SCENARIOS: dict[str, Callable[[Site, ssl.SSLContext, Plan], Coroutine[Any, Any, list[Result]]]] = {
    "active": active,
    "idle": idle,
    "slow": slow,
    "dropped": dropped,
    "restart": restart,
    "refresh": refresh,
}
