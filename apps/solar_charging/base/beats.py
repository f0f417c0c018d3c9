"""Runs the app's beats one after the other; one that is asked for during another follows it."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from time import monotonic
from typing import Any

from appdaemon.plugins.hass import Hass

MISSED = 3
"""So many beats that do not come are no chance: the scheduler sleeps."""

LONGEST_S = 86_400.0
"""The longest time in s until a beat that is scheduled: each beat schedules the next one anew."""


class Beats:
    """Runs `beat` in a pool thread of AppDaemon, never twice at a time, and never again after `stop`.

    `enter` does what a timer is for, whatever goes wrong with that.
    AppDaemon's scheduler sleeps until a time of the wall clock. Where that is set back, it sleeps so much
    longer, and wakes up only where something else is scheduled. The time that passes is known by a clock that
    nobody sets.
    """

    def __init__(
        self, app: Hass, beat: Callable[[], None], enter: Callable[[Callable[[], None]], None]
    ) -> None:
        self._app = app
        self._beat = beat
        self._enter = enter
        self._guard = RLock()
        self._again = False
        self._stopped = False
        self._every_s = 0.0
        self._tick: Callable[..., None] | None = None
        self._ticking: str | None = None
        self._began_s = monotonic()
        self._timer: str | None = None
        self._news: str | None = None
        self._news_s = 0.0
        self.running = False

    def keep(self, tick: Callable[..., None], every_s: float) -> None:
        """Has `tick` called now and each `every_s` seconds from now on; it is to request a beat."""
        if self._ticking is not None:
            self._app.cancel_timer(self._ticking, silent=True)
        self._tick, self._every_s, self._began_s = tick, every_s, monotonic()
        self._ticking = self._app.run_every(tick, "immediate", every_s)

    def heard(self) -> None:
        """Takes in that something was heard: where beats were missed they begin anew."""
        if self._tick is None or self.running or self._stopped:
            return
        if monotonic() - self._began_s > MISSED * self._every_s:
            self._app.log("Beats were missed, as when a clock is set back: they begin anew", level="WARNING")
            self.keep(self._tick, self._every_s)
            self.soon()

    def soon(self) -> None:
        """Requests a beat as soon as possible; during another one, as soon as that is over."""
        with self._guard:
            self._again = True
            if self.running or self._stopped:
                return
            self.running = True
        self._app.submit_to_executor(self._run)

    def wake_in(self, delay_s: float | None) -> None:
        """Schedules a beat in `delay_s` seconds instead of the one scheduled before; None schedules none."""
        if self._timer is not None:
            self._app.cancel_timer(self._timer, silent=True)
            self._timer = None
        if delay_s is not None:
            self._timer = self._app.run_in(self._on_timer, min(max(delay_s, 0.0), LONGEST_S))

    def within(self, delay_s: float) -> None:
        """Requests a beat in `delay_s` seconds (0: at once), unless one is requested like this already."""
        if delay_s <= 0:
            self.soon()
        elif self._news is None or monotonic() > self._news_s:
            if self._news is not None:
                self._app.cancel_timer(self._news, silent=True)
            self._news_s = monotonic() + MISSED * delay_s
            self._news = self._app.run_in(self._on_news, delay_s)

    def beside(self, work: Callable[[], None]) -> None:
        """Has some work done beside the beats, which do not wait for it."""
        self._app.submit_to_executor(lambda: self._enter(work))

    @property
    def stopped(self) -> bool:
        """Says whether there are no beats any more."""
        return self._stopped

    def stop(self) -> None:
        """Prevents all further beats."""
        with self._guard:
            self._stopped = True

    def _on_news(self, **kwargs: Any) -> None:
        del kwargs  # AppDaemon's own
        self._news = None
        self._enter(self.soon)

    def _on_timer(self, **kwargs: Any) -> None:
        del kwargs  # AppDaemon's own
        self._timer = None
        self._enter(self.soon)

    def _run(self) -> None:
        try:
            while self._another():
                self._began_s = monotonic()
                self._beat()
        except BaseException:
            self.running = False
            raise

    def _another(self) -> bool:
        with self._guard:
            self.running = self._again and not self._stopped
            self._again = False
            return self.running
