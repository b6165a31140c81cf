"""What a host watches: requests, sessions, runs of pages, memory and the age of the figures, as Prometheus reads it.

Counted per kind of address, never per visitor: no addresses on the network, no queries, no names.
"""

import bisect
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY

from vsv_metrics.web import data
from vsv_metrics.web.base_path import OURS, base_path

PATH = f"{OURS}/metrics"
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Upper bounds, in seconds, between which the runs are counted."""
STREAMLIT = re.compile(r"/(_stcore/(?:stream|health|host-config|upload_file)|static|media|component)(?:/|$)")
API = re.compile(rf"{OURS}(?:/v1)?(?:/[a-z]+)?")
OTHER = "other"

_lock = threading.Lock()
_requests: Counter[tuple[str, int]] = Counter()
_runs: dict[str, list[int]] = {}
_run_seconds: dict[str, float] = {}
_errors = 0
_started = time.time()


class Counted:
    """ASGI middleware: counts every answer under the kind of its address and its status."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            with _lock:
                _requests[kind(scope["path"].removeprefix(base_path()), status), status] += 1


def kind(path: str, status: int) -> str:
    """The kind of an address: one of a few, whatever is asked for."""
    if found := STREAMLIT.search(path):
        return found[1]
    if path == OURS or path.startswith(f"{OURS}/"):
        return path if status != 404 and API.fullmatch(path) else OTHER
    return "page" if path.count("/") <= 1 else OTHER


class Run:
    """A run of a page, which is known only on the way."""

    page = OTHER


@contextmanager
def run() -> Iterator[Run]:
    """Counts what is done inside as one run of a page and notes how long it took."""
    this, began = Run(), time.perf_counter()
    try:
        yield this
    finally:
        seconds = time.perf_counter() - began
        with _lock:
            _runs.setdefault(this.page, [0] * (len(BUCKETS) + 1))[bisect.bisect_left(BUCKETS, seconds)] += 1
            _run_seconds[this.page] = _run_seconds.get(this.page, 0.0) + seconds


def note_error() -> None:
    """Counts an error that a visitor was told of."""
    global _errors
    with _lock:
        _errors += 1


def text() -> str:
    """The counts of this process."""
    with _lock:
        requests, seconds, errors = dict(_requests), dict(_run_seconds), _errors
        runs = {page: list(counts) for page, counts in _runs.items()}
    lines = _family("vsv_requests_total", "counter", "Answers by kind of address and status.")
    lines += [f'vsv_requests_total{{route="{route}",status="{status}"}} {n}' for (route, status), n in sorted(requests.items())]
    lines += _family("vsv_rerun_seconds", "histogram", "Seconds that a run of a page took, by page.")
    for page, counts in sorted(runs.items()):
        lines += _histogram("vsv_rerun_seconds", f'page="{page}"', counts, seconds[page])
    lines += _single("vsv_errors_total", "counter", "Errors that a visitor was told of.", errors)
    lines += _single("vsv_sessions", "gauge", "Visitors with a page open.", _sessions())
    lines += _single("process_resident_memory_bytes", "gauge", "Memory of this process in RAM.", _resident_bytes())
    lines += _single("process_cpu_seconds_total", "counter", "CPU time of this process.", round(time.process_time(), 3))
    lines += _single("process_start_time_seconds", "gauge", "When this process started.", round(_started, 3))
    return "\n".join([*lines, *_about_data()]) + "\n"


def _about_data() -> list[str]:
    try:
        store = data.common_store()
        newest = data.newest(store.fingerprint, "published")
        built = store.path.stat().st_mtime
    except Exception:
        return _single("vsv_ready", "gauge", "Whether the store of figures answers.", 0)
    lines = _single("vsv_ready", "gauge", "Whether the store of figures answers.", 1)
    lines += _family("vsv_data_info", "gauge", "Which figures are in use.")
    lines += [f'vsv_data_info{{fingerprint="{store.fingerprint}"}} 1']
    lines += _single("vsv_data_built_timestamp_seconds", "gauge", "When the store of these figures was built.", round(built))
    if newest is not None and newest.published_on is not None:
        published = datetime.combine(newest.published_on, datetime.min.time(), UTC).timestamp()
        what = "When the newest national figure was published."
        lines += _single("vsv_data_published_timestamp_seconds", "gauge", what, round(published))
    return lines


def _family(name: str, kind: str, about: str) -> list[str]:
    return [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]


def _single(name: str, kind: str, about: str, value: float) -> list[str]:
    return [*_family(name, kind, about), f"{name} {value}"]


def _histogram(name: str, label: str, counts: Sequence[int], seconds: float) -> list[str]:
    bounds = [*map(str, BUCKETS), "+Inf"]
    lines = [f'{name}_bucket{{{label},le="{bound}"}} {sum(counts[: at + 1])}' for at, bound in enumerate(bounds)]
    return [*lines, f"{name}_sum{{{label}}} {round(seconds, 6)}", f"{name}_count{{{label}}} {sum(counts)}"]


def _sessions() -> int:
    if not Runtime.exists():
        return 0
    stats = Runtime.instance().stats_mgr.get_stats(family_names=[ACTIVE_SESSIONS_FAMILY])
    return sum(int(stat.value) for stat in stats.get(ACTIVE_SESSIONS_FAMILY, ()))  # type: ignore[attr-defined]


def _resident_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
