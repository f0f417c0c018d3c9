"""Tells simulated time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timezone


class Clock:
    """Maps real time to simulated time: `start` is now, and from here on it runs `speed` times as fast.

    Without a `start`, simulated time begins at the real time; at speed 1 it then is the real time. `real_s`
    returns the real time in unix seconds.
    """

    def __init__(
        self, start: datetime | None = None, speed: float = 1.0, real_s: Callable[[], float] = time.time
    ) -> None:
        self._speed = speed
        self._real_s = real_s
        self._origin_s = real_s()
        self._start_s = self._origin_s if start is None else start.timestamp()

    def now_s(self) -> float:
        """Returns the simulated time in unix seconds."""
        return self._start_s + (self._real_s() - self._origin_s) * self._speed

    def now(self) -> datetime:
        """Returns the simulated time, aware, in UTC."""
        return datetime.fromtimestamp(self.now_s(), timezone.utc)
