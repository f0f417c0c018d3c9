"""Beats: one after the other, none lost, none after the end."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from solar_charging.base import beats as beats_module
from solar_charging.base.beats import Beats


class App:
    """The pool and the scheduler of AppDaemon, worked by hand."""

    def __init__(self) -> None:
        self.pool: list[Callable[[], None]] = []
        self.timers: dict[str, tuple[Callable[..., None], float]] = {}
        self.ticks: list[tuple[Callable[..., None], float]] = []
        self.logs: list[str] = []
        self.numbers = itertools.count()

    def submit_to_executor(self, work: Callable[[], None]) -> None:
        self.pool.append(work)

    def run_in(self, callback: Callable[..., None], delay_s: float) -> str:
        handle = f"timer {next(self.numbers)}"
        self.timers[handle] = callback, delay_s
        return handle

    def run_every(self, callback: Callable[..., None], start: str, interval_s: float) -> str:
        assert start == "immediate"
        self.ticks.append((callback, interval_s))
        callback()
        return f"tick {len(self.ticks)}"

    def cancel_timer(self, handle: str, silent: bool) -> None:
        assert silent
        self.timers.pop(handle, None)
        if handle.startswith("tick"):
            self.ticks.clear()

    def log(self, text: str, level: str) -> None:
        self.logs.append(f"{level} {text}")

    def work(self) -> None:
        while self.pool:
            self.pool.pop(0)()


@pytest.fixture
def app() -> App:
    return App()


def beating(app: App, beat: Callable[[], None]) -> Beats:
    made: Any = Beats(app, beat, lambda work: work())  # type: ignore[arg-type]
    return made  # type: ignore[no-any-return]


def test_however_often_it_is_asked_for_one_beat_waits(app: App) -> None:
    beats: list[int] = []
    wanted = beating(app, lambda: beats.append(1))
    for _ in range(3):
        wanted.soon()
    assert len(app.pool) == 1
    app.work()
    assert len(beats) == 1


def test_what_is_asked_for_during_a_beat_comes_after_it(app: App) -> None:
    beats: list[bool] = []

    def beat() -> None:
        beats.append(wanted.running)
        if len(beats) < 3:
            wanted.soon()

    wanted = beating(app, beat)
    wanted.soon()
    app.work()
    assert beats == [True] * 3
    assert not wanted.running


def test_once_stopped_none_begins(app: App) -> None:
    wanted = beating(app, lambda: pytest.fail("it was stopped"))
    wanted.soon()
    wanted.stop()
    app.work()
    wanted.soon()
    assert app.pool == []


def test_a_beat_that_fails_lets_the_next_one_run(app: App) -> None:
    def beat() -> None:
        raise RuntimeError

    wanted = beating(app, beat)
    wanted.soon()
    with pytest.raises(RuntimeError):
        app.work()
    wanted.soon()
    assert len(app.pool) == 1


def test_only_the_last_alarm_holds(app: App) -> None:
    wanted = beating(app, lambda: None)
    wanted.wake_in(60.0)
    wanted.wake_in(-5.0)
    ((callback, delay_s),) = app.timers.values()
    assert delay_s == 0.0, "what is late is at once"
    callback()
    assert len(app.pool) == 1
    wanted.wake_in(None)
    assert len(app.timers) == 1, "the one that has gone off"


class Clock:
    """A clock that nobody sets."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now_s = 0.0
        patch.setattr(beats_module, "monotonic", lambda: self.now_s)


@pytest.mark.parametrize(("passed_s", "anew"), [(0, False), (90, False), (90.1, True), (3600, True)])
def test_what_is_heard_when_three_beats_were_missed_begins_them_anew(
    app: App, monkeypatch: pytest.MonkeyPatch, passed_s: float, anew: bool
) -> None:
    clock, beats = Clock(monkeypatch), []
    wanted = beating(app, lambda: beats.append(clock.now_s))
    wanted.keep(wanted.soon, 30)
    app.work()
    clock.now_s = passed_s
    for _ in range(2):
        wanted.heard()
        app.work()
    assert beats == [0.0, *([passed_s] if anew else [])]
    assert len(app.logs) == anew
    assert len(app.ticks) == 1, "the one before is cancelled"


def test_during_a_long_beat_none_is_missed(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)

    def beat() -> None:
        clock.now_s += 600
        wanted.heard()

    wanted = beating(app, beat)
    wanted.keep(wanted.soon, 30)
    app.work()
    assert app.logs == []


@pytest.mark.parametrize("stopped", [True, False])
def test_nothing_is_missed_before_beats_are_kept_or_after_the_end(
    app: App, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    clock = Clock(monkeypatch)
    wanted = beating(app, lambda: None)
    if stopped:
        wanted.keep(wanted.soon, 30)
        app.work()
        wanted.stop()
    clock.now_s = 3600
    wanted.heard()
    assert app.pool == app.logs == []


@pytest.mark.parametrize("passed_s", [1, 6, 6.1])
def test_news_whose_alarm_does_not_go_off_are_asked_for_again(
    app: App, monkeypatch: pytest.MonkeyPatch, passed_s: float
) -> None:
    clock = Clock(monkeypatch)
    wanted = beating(app, lambda: None)
    wanted.within(2)
    (first,) = app.timers
    clock.now_s = passed_s
    wanted.within(2)
    assert len(app.timers) == 1
    assert (first in app.timers) is (passed_s <= 6)


@pytest.mark.parametrize(("asked_s", "delay_s"), [(-3600.0, 0.0), (86_400.0, 86_400.0), (1e11, 86_400.0)])
def test_no_alarm_is_farther_than_a_day(app: App, asked_s: float, delay_s: float) -> None:
    beating(app, lambda: None).wake_in(asked_s)
    assert [each for _, each in app.timers.values()] == [delay_s]


def test_work_beside_the_beats_waits_for_none_and_none_for_it(app: App) -> None:
    done: list[str] = []
    beats = beating(app, lambda: done.append("beat"))
    beats.beside(lambda: done.append("work"))
    assert not done
    beats.soon()
    app.work()
    assert done == ["work", "beat"]


def test_whoever_works_beside_the_beats_can_see_that_they_have_ended(app: App) -> None:
    beats = beating(app, lambda: None)
    assert not beats.stopped
    beats.stop()
    assert beats.stopped
