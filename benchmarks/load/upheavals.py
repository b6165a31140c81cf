"""What changes beneath visitors: processes that are restarted, figures that are replaced."""

import asyncio
import json
import os
import random
import ssl
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from benchmarks.load import measured
from benchmarks.load.crowd import Crowd, Tally
from benchmarks.load.plan import Plan
from benchmarks.results import Result, median_of, percentile_of
from tools import statline
from tools.deployment import ROOT, Site

STATES = (
    ("regio", "regio=PV28"),
    ("regio", "regio=RMC26"),
    ("regio", "regio=PV30"),
    ("vergelijken", "niveau=province&regio=PV28"),
    ("tabellen", "regio=PV28,PV29&jaren=2019,2023"),
    ("doel", "regio=PV28&start=2022"),
    ("cijfer", "cijfer=new_leavers:cbs_vsv:PV28:2023"),
)
"""Addresses whose figures a refresh changes."""
ASKED = "/api/v1/observations?region=PV28,RMC26&series=cbs_vsv"


async def restart(site: Site, trust: ssl.SSLContext, plan: Plan) -> list[Result]:
    """First one process after the other, then both at once, while visitors are active."""
    results: list[Result] = []
    for name, what, do in (
        ("rolling", "one process after the other restarted", _one_by_one),
        ("restart", "both processes restarted at once", _both),
    ):
        crowd = Crowd(site, trust, think_seconds=plan.think_seconds, is_losing=True)
        seconds = plan.restart_seconds
        await asyncio.gather(crowd.active(plan.visitors, seconds), _later(seconds / 4, lambda do=do: asyncio.to_thread(do, site)))
        results += measured.backs(name, f"{plan.visitors} visitors, {what}", crowd.tally)
        results.append(
            measured.slowest(f"{name}_first", f"{plan.visitors} visitors, {what}: first view", crowd.tally.first_views)
        )
    return results


async def refresh(site: Site, trust: ssl.SSLContext, plan: Plan) -> list[Result]:
    """Other figures put in use while visitors look: every page holds figures of one store only, and so does every answer."""
    source = statline.Statline({"84780NED": statline.regional(()), "85368NED": statline.national()})
    with statline.serving(source) as cbs:
        await asyncio.to_thread(_refresh, site, cbs)
        old, old_answer = await _reference(site, trust), await _answer(site, trust)
        seen: list[tuple[tuple[str, str], str]] = []
        answers: list[tuple[str, str]] = []
        tally = Tally()
        until = time.perf_counter() + plan.restart_seconds

        async def hop(number: int) -> None:
            rng = random.Random(number)
            crowd = Crowd(site, trust, plan.think_seconds, tally)
            visitor = await crowd.arrive((*rng.choice(STATES), ""))
            while time.perf_counter() < until:
                state = rng.choice(STATES)
                drawn = await visitor.move(*state)
                seen.append((state, drawn.figures))
                tally.reruns.append(drawn.seconds)
                await asyncio.sleep(rng.uniform(0.5, 1.5))
            await visitor.close()

        async def ask() -> None:
            while time.perf_counter() < until:
                answers.append(await _answer(site, trust))
                await asyncio.sleep(0.3)

        source.tables["84780NED"] = statline.regional((), modified="2026-09-30T02:00:00", scale=2)
        crowd = Crowd(site, trust, plan.think_seconds, tally)
        await asyncio.gather(
            *(crowd.safely(lambda number=number: hop(number)) for number in range(plan.visitors // 2)),
            crowd.safely(ask),
            _later(plan.restart_seconds / 4, lambda: asyncio.to_thread(_refresh, site, cbs)),
        )
        new, new_answer = await _reference(site, trust), await _answer(site, trust)
    differing = [state for state in STATES if old[state] != new[state]]
    if len(differing) < len(STATES) or old_answer == new_answer:
        raise RuntimeError(f"the refresh changed only {differing}: nothing was measured")
    mixed = sum(figures not in (old[state], new[state]) for state, figures in seen)
    mixed += sum(answer not in (old_answer, new_answer) for answer in answers)
    after = sum(figures == new[state] for state, figures in seen)
    return [
        measured.count(
            "refresh_mixed", f"Refresh under load: wrong or mixed among {len(seen) + len(answers)} pages and answers", mixed, 0
        ),
        median_of("refresh_new", "Refresh under load: pages with the new figures", "", [after]),
        percentile_of("refresh_rerun", "Refresh under load: rerun, 95th percentile", "s", tally.reruns, 95),
        measured.count("refresh_errors", "Refresh under load: errors", measured.errors(tally), 0),
    ]


async def _later(seconds: float, do: Callable[[], Awaitable[Any]]) -> None:
    await asyncio.sleep(seconds)
    await do()


def _one_by_one(site: Site) -> None:
    for number in range(len(site.ports)):
        site.stop(number)
        site.start(number)
        site.wait_ready(number)


def _both(site: Site) -> None:
    for number in range(len(site.ports)):
        site.stop(number)
    for number in range(len(site.ports)):
        site.start(number)
    for number in range(len(site.ports)):
        site.wait_ready(number)


def _refresh(site: Site, cbs: str) -> None:
    """Fetches the figures as the host does, from a source on this machine, and puts them in use."""
    command = [sys.executable, "-m", "vsv_metrics.cli", "refresh", "--source", cbs]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | site.settings(0), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"refresh failed:\n{done.stdout}{done.stderr}")


async def _reference(site: Site, trust: ssl.SSLContext) -> dict[tuple[str, str], str]:
    """Address -> its figures, seen by a visitor who is alone."""
    crowd, found = Crowd(site, trust, 0), {}
    visitor = await crowd.arrive((*STATES[0], ""))
    for state in (*STATES, *STATES):
        figures = (await visitor.move(*state)).figures
        if found.setdefault(state, figures) != figures:
            raise RuntimeError(f"{state} has other figures the second time")
    await visitor.close()
    return found


async def _answer(site: Site, trust: ssl.SSLContext) -> tuple[str, str]:
    """Fingerprint and rows of an answer of the API."""
    async with httpx.AsyncClient(verify=trust, timeout=60) as client:
        body = (await client.get(f"{site.address}{ASKED}")).json()
    return body["about"]["data_fingerprint"], json.dumps(body["data"])
