"""Sends to Home Assistant what nobody should wait for."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from appdaemon.plugins.hass import Hass

MOST_WAITING = 100
"""While Home Assistant is away the oldest make room for the newest."""


class Outbox:
    """Sends in the order of being asked to, in a pool thread; while Home Assistant is away, later.

    `attempt` does that, whatever goes wrong.
    """

    def __init__(
        self, app: Hass, attempt: Callable[[Callable[[], None]], bool], present: Callable[[], bool]
    ) -> None:
        self._app = app
        self._attempt = attempt
        self._present = present
        self._waiting: deque[Callable[[], None]] = deque(maxlen=MOST_WAITING)
        self._guard = threading.Lock()
        self._busy = False

    def put(self, send: Callable[[], None]) -> None:
        """Has `send` called as soon as may be."""
        with self._guard:
            self._waiting.append(send)
        self.deliver()

    def deliver(self) -> None:
        """Sends what is waiting, if Home Assistant is there."""
        with self._guard:
            if self._busy or not self._waiting or not self._present():
                return
            self._busy = True
        self._app.submit_to_executor(self._deliver)

    def _deliver(self) -> None:
        try:
            while (send := self._next()) is not None:
                self._attempt(send)
        except BaseException:
            self._busy = False
            raise

    def _next(self) -> Callable[[], None] | None:
        with self._guard:
            self._busy = bool(self._waiting) and self._present()
            return self._waiting.popleft() if self._busy else None
