"""Runs the app's beats one after the other; one that is asked for during another follows it."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any

from appdaemon.plugins.hass import Hass


class Beats:
    """Runs `beat` in a pool thread of AppDaemon, never twice at a time, and never again after `stop`."""

    def __init__(self, app: Hass, beat: Callable[[], None]) -> None:
        self._app = app
        self._beat = beat
        self._guard = RLock()
        self._again = False
        self._stopped = False
        self._timer: str | None = None
        self._news: str | None = None
        self.running = False

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
            self._timer = self._app.run_in(self._on_timer, max(delay_s, 0.0))

    def within(self, delay_s: float) -> None:
        """Requests a beat in `delay_s` seconds (0: at once), unless one is requested like this already."""
        if delay_s <= 0:
            self.soon()
        elif self._news is None:
            self._news = self._app.run_in(self._on_news, delay_s)

    def stop(self) -> None:
        """Prevents all further beats."""
        with self._guard:
            self._stopped = True

    def _on_news(self, **kwargs: Any) -> None:
        del kwargs  # AppDaemon's own
        self._news = None
        self.soon()

    def _on_timer(self, **kwargs: Any) -> None:
        del kwargs  # AppDaemon's own
        self._timer = None
        self.soon()

    def _run(self) -> None:
        try:
            while self._another():
                self._beat()
        except BaseException:
            self.running = False
            raise

    def _another(self) -> bool:
        with self._guard:
            self.running = self._again and not self._stopped
            self._again = False
            return self.running
