"""Clocks that are wrong and zones at the ends of the earth: builds, dates, ages and figures stay right."""

import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Tally
from test_kills import OWN, content

from vsv_metrics import loading
from vsv_metrics.loading import own
from vsv_metrics.web import data

ZONES = ("Pacific/Kiritimati", "America/Adak")
"""Fourteen hours before, and ten behind."""

DAY = 86_400.0
CHANGED = (0.0, -400 * DAY, 400 * DAY, 20_000 * DAY, -15_000 * DAY)
"""Seconds by which the clock of files is off."""


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The time zone of the process."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("today", "months"),
    [(dt.date(2026, 10, 25), 18), (dt.date(2025, 4, 1), 0), (dt.date(2020, 2, 29), 0), (dt.date(1970, 1, 1), 0)],
)
def test_the_age_of_the_newest_figure_is_never_below_nought(today: dt.date, months: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.date):
        @classmethod
        def today(cls) -> "Clock":
            return cls(today.year, today.month, today.day)

    monkeypatch.setattr(data, "date", Clock)
    assert data.months_since(dt.date(2025, 4, 15)) == months


def test_a_delivery_bears_the_date_of_today_wherever_it_is_taken_in(zone: str, small: Path, tmp_path: Path) -> None:
    file, own_dir = tmp_path / "mijn.csv", tmp_path / "own"
    file.write_text(OWN.format(leavers=250))
    before = dt.date.today()
    taken = loading.load(file, small, own_dir).loaded
    assert taken
    assert before <= dt.date.fromisoformat(taken.loaded_on) <= dt.date.today()
    handle = loading.ensure_store(small, tmp_path / "store", own_dir=own_dir)
    assert handle.problem is None
    moment = dt.datetime.fromisoformat(data.Store.open(handle.path).built_at)
    assert abs((dt.datetime.now(dt.UTC) - moment).total_seconds()) < DAY / 24


@pytest.mark.fault("clocks", "Clocks of files set back and forward")
def test_a_wrong_clock_changes_no_figures(tiny: Path, tmp_path: Path, tally: Tally) -> None:
    out = tmp_path / "store"
    figures = tiny / "published" / "figures.csv"
    text = figures.read_text()
    now = time.time()
    value = 290
    for _ in range(tally.times(1, 20)):
        for off in CHANGED[: tally.times(3, len(CHANGED))]:
            value -= 1
            figures.write_text(text.replace(",290,", f",{value},"))
            for path in (figures, *(out.iterdir() if out.is_dir() else ())):
                os.utime(path, (now + off, now + off))
            found = loading.ensure_store(tiny, out)
            is_right = found.is_new and content(out)[:2] == (loading.fingerprint(tiny), value)
            tally.note(is_right and not loading.ensure_store(tiny, out).is_new, f"{off / DAY:.0f} days: {found}")


@pytest.mark.parametrize("off", [1e12, -15_000 * DAY])
def test_saved_answers_from_a_wrong_clock_are_of_today_at_the_latest(
    off: float, saved_tables: list[Path], small: Path, tmp_path: Path
) -> None:
    for path in saved_tables[0].rglob("*.json"):
        os.utime(path, (time.time() + off, time.time() + off))
    outcomes = loading.refresh(small, tmp_path / "own", from_folder=saved_tables[0])
    dates = [dt.datetime.fromisoformat(outcome.retrieved_at) for outcome in outcomes]
    assert all(date <= dt.datetime.now(dt.UTC) for date in dates)
    assert loading.ensure_store(small, tmp_path / "store", own_dir=tmp_path / "own").problem is None


def test_deliveries_count_in_the_order_they_come_also_when_the_clock_is_set_back(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_dir = tmp_path / "own"
    moments = iter([dt.datetime(2030, 1, 1), dt.datetime(2020, 1, 1)])

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
            return next(moments)

    for leavers in (250, 260):
        file = tmp_path / f"{leavers}.csv"
        file.write_text(OWN.format(leavers=leavers))
        with monkeypatch.context() as patch:
            patch.setattr(own.dt, "datetime", Clock)
            assert loading.load(file, small, own_dir, "mijn").loaded
        delivery = own.current(own_dir, "local-mijn")
        assert delivery
        assert f",{leavers}" in (delivery.folder / "local" / "local-mijn.csv").read_text()
    assert loading.ensure_store(small, tmp_path / "store", own_dir=own_dir).problem is None
