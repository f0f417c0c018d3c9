"""Does the ring buffer's job with Python's own means, to measure it by: a deque, and a loop over it."""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from solar_charging.metering.moving_average import NO_VALUE, Series, Step, known_in_s


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
        if told and at_s == told[-1][0]:
            told.pop()  # It has held for no time.
        told.append((at_s, value))
        # A window may end before the newest value, and what was told before a window may hold within it.
        while len(told) > 1 and told[1][0] < at_s - 2 * self.window_s:
            told.popleft()

    def step(self, since_s: float, by: float) -> Step | None:
        """Returns the largest jump since `since_s` of at least `by`, downwards where that is negative."""
        told = list(self._told)
        best, largest = None, 0.0
        for index in range(1, len(told)):
            size = self._jump(told, index, by)
            if told[index][0] >= since_s and size > largest:
                best, largest = index, size
        if best is None:
            return None
        while best > 1 and told[best - 1][0] >= since_s and self._jump(told, best - 1, by) > 0:
            best -= 1
        return Step(told[best][0], told[best - 1][1])

    def known_in_s(self, now_s: float, share: float, since_s: float) -> float:
        """Returns in how many seconds a `share` of the window is known, should all be from `since_s` on."""
        ends_s = [*(at_s for at_s, _ in self._told), math.inf][1:]
        begin_s = now_s - self.window_s
        known = [
            (max(at_s, begin_s), min(end_s, at_s + self.hold_s, now_s))
            for (at_s, value), end_s in zip(self._told, ends_s, strict=True)
            if not math.isnan(value)
        ]
        spans = np.array([span for span in known if span[1] > span[0]]).reshape(-1, 2)
        return known_in_s(spans[:, 0], spans[:, 1], self.window_s, now_s, share, since_s)

    def value_at(self, at_s: float) -> float:
        """Returns the value that held at `at_s`, NaN where that is not known."""
        for told_s, value in reversed(self._told):
            if told_s <= at_s:
                return value if at_s < told_s + self.hold_s else NO_VALUE
        return NO_VALUE

    def _jump(self, told: list[tuple[float, float]], index: int, by: float) -> float:
        """Returns the size of a jump in the direction of `by`, 0 where it is smaller."""
        (before_s, before), (at_s, value) = told[index - 1], told[index]
        size = math.copysign(1.0, by) * (value - before)
        return size if by and size >= abs(by) and at_s <= before_s + self.hold_s else 0.0

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
