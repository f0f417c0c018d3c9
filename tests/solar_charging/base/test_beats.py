"""Beats: one after the other, none lost, none after the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from solar_charging.base.beats import Beats


class App:
    """The pool and the scheduler of AppDaemon, worked by hand."""

    def __init__(self) -> None:
        self.pool: list[Callable[[], None]] = []
        self.timers: dict[str, tuple[Callable[..., None], float]] = {}

    def submit_to_executor(self, work: Callable[[], None]) -> None:
        self.pool.append(work)

    def run_in(self, callback: Callable[..., None], delay_s: float) -> str:
        handle = str(len(self.timers))
        self.timers[handle] = callback, delay_s
        return handle

    def cancel_timer(self, handle: str, silent: bool) -> None:
        assert silent
        self.timers.pop(handle, None)

    def work(self) -> None:
        while self.pool:
            self.pool.pop(0)()


@pytest.fixture
def app() -> App:
    return App()


def beating(app: App, beat: Callable[[], None]) -> Beats:
    made: Any = Beats(app, beat)  # type: ignore[arg-type]
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
