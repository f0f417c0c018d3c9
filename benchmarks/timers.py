"""Fires timers as AppDaemon's scheduler does, by the clock on the wall."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.vehicles import HandClock


class Timers:
    """Keeps what is to be called when; `wakes_s` is the moment until which it sleeps, by the true time.

    The scheduler sleeps as long as the clock says now, and nothing but a new timer wakes it before: not even
    that the clock is set meanwhile.
    """

    def __init__(self, clock: HandClock) -> None:
        self._clock = clock
        self._timers: list[tuple[float, int, Callable[..., Any]]] = []
        self._numbers = itertools.count()
        self._cancelled: set[int] = set()
        self.wakes_s = math.inf

    def add(self, due_s: float, callback: Callable[..., Any], handle: int | None = None) -> int:
        """Adds a timer for a time of the clock on the wall (unix seconds); returns its handle.

        One that fires again and again keeps its `handle`.
        """
        number = next(self._numbers) if handle is None else handle
        heapq.heappush(self._timers, (due_s, number, callback))
        self._sleep()
        return number

    def cancel(self, handle: int) -> None:
        """Has a timer not fire after all."""
        self._cancelled.add(handle)

    def clear(self) -> None:
        """Forgets all timers."""
        self._timers.clear()
        self._sleep()

    def due(self) -> Iterator[Callable[..., Any]]:
        """Yields what is to be called now, and sleeps again; what is called may take long."""
        now_s = self._clock.wall_s()
        while self._timers and self._timers[0][0] <= now_s:
            _, number, callback = heapq.heappop(self._timers)
            if number in self._cancelled:
                self._cancelled.discard(number)
            else:
                yield callback
        self._sleep()

    def _sleep(self) -> None:
        due_s = self._timers[0][0] if self._timers else math.inf
        self.wakes_s = self._clock.now_s() + due_s - self._clock.wall_s()
