"""Does the ring buffer's job with Python's own means, to measure it by: a deque, and a loop over it."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from solar_charging.metering.moving_average import NO_VALUE, Series


class DequeAverage:
    """Takes the place of a `MovingAverage` and gives the same windows, but keeps every value it is given."""

    def __init__(self, window_s: float, hold_s: float) -> None:
        self.window_s = window_s
        self.hold_s = hold_s
        self._told: deque[tuple[float, float]] = deque()

    def forget(self, since_s: float) -> None:
        """Forgets what was given for the time after `since_s`, for it was wrong."""
        ends_s = [*(at_s for at_s, _ in self._told), math.inf][1:]
        self._told = deque(
            (at_s, NO_VALUE if end_s == math.inf or min(end_s, at_s + self.hold_s) > since_s else value)
            for (at_s, value), end_s in zip(self._told, ends_s, strict=True)
        )

    def add(self, at_s: float, value: float) -> None:
        """Adds a `value` (NaN: not known) that holds from `at_s` (unix seconds) on."""
        told = self._told
        if told and at_s < told[-1][0] - self.window_s:
            told.clear()
        if told and at_s < told[-1][0]:
            return
        told.append((at_s, value))
        # A window may end before the newest value, and what was told before a window may hold within it.
        while len(told) > 1 and told[1][0] < at_s - 2 * self.window_s:
            told.popleft()

    def window(self, now_s: float) -> tuple[Series, Series]:
        """Returns the known values of the window, oldest first, and for how many seconds each held in it."""
        values, held_s = [], []
        begin_s, end_s = now_s - self.window_s, now_s
        for at_s, value in reversed(self._told):
            span_s = min(at_s + self.hold_s, end_s) - max(at_s, begin_s)
            if span_s > 0 and not math.isnan(value):
                values.append(value)
                held_s.append(span_s)
            if at_s <= begin_s:
                break
            end_s = min(end_s, at_s)
        return np.array(values[::-1], dtype=float), np.array(held_s[::-1], dtype=float)
