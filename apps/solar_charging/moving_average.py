"""A numpy ring buffer of (time, value) and its time-weighted mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NO_VALUE = float("nan")
"""Marks a span of which the value is not known; the mean leaves it out."""


@dataclass(frozen=True)
class Mean:
    """`value` is the mean over the known part of the window, `coverage` that part's share (0 to 1).

    `value` is NaN when nothing of the window is known.
    """

    value: float
    coverage: float


class MovingAverage:
    """Time-weighted mean of a value that is told irregularly.

    A value holds from its own time until the next one, but no longer than `hold_s`: after that nothing
    is known. Inserting is O(1) and allocates nothing. Values that come faster than every
    `window_s / (capacity - 2)` share a slot, which keeps their time-weighted mean, so a fast meter loses
    no energy; a slot of which a part is not known is not known.
    """

    def __init__(self, window_s: float, hold_s: float, capacity: int = 1024) -> None:
        self.window_s = window_s
        self.hold_s = hold_s
        # All slots but the last are full; two are spare, for the ends of the window may cut one each.
        self._slot_s = window_s / (capacity - 2)
        self._starts_s = np.zeros(capacity)
        self._values = np.full(capacity, NO_VALUE)
        self._capacity = capacity
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._count = 0
        self._next = 0
        self._since_s = 0.0
        self._value = NO_VALUE
        self._empty = True

    def forget(self, since_s: float) -> None:
        """What was told of the time after `since_s` was wrong: it is not known."""
        self._value = NO_VALUE
        if self._count:
            order = (self._next - self._count + np.arange(self._count)) % self._capacity
            ends_s = np.append(self._starts_s[order][1:], self._since_s)
            self._values[order[ends_s > since_s]] = NO_VALUE

    def add(self, at_s: float, value: float) -> None:
        """Tell that `value` (NaN: not known) holds from `at_s` (unix seconds) on; late news are ignored."""
        if at_s < self._since_s - self.window_s:
            # The clock was set back: nothing remembered can be placed any more.
            self.clear()
        if not self._empty:
            if at_s < self._since_s:
                return
            self._close(at_s)
        self._since_s = at_s
        self._value = value
        self._empty = False

    def _close(self, at_s: float) -> None:
        """Store the newest value's span, which ends at `at_s`, and the gap behind it if there is one."""
        end_s = min(at_s, self._since_s + self.hold_s)
        self._store(self._since_s, end_s, self._value)
        self._store(end_s, at_s, NO_VALUE)

    def _store(self, start_s: float, end_s: float, value: float) -> None:
        """Fill up the last slot with the span's begin; what is left of it gets a slot of its own."""
        if self._count:
            last = (self._next - 1) % self._capacity
            last_s = float(self._starts_s[last])
            until_s = min(end_s, last_s + self._slot_s)
            if until_s > start_s:
                share = (until_s - start_s) / (until_s - last_s)
                self._values[last] += (value - self._values[last]) * share
                start_s = until_s
        if start_s >= end_s:
            return
        self._starts_s[self._next] = start_s
        self._values[self._next] = value
        self._next = (self._next + 1) % self._capacity
        self._count = min(self._count + 1, self._capacity)

    def mean(self, now_s: float) -> Mean:
        """The mean over the `window_s` before `now_s`, and how much of that window is known."""
        if self._empty:
            return Mean(NO_VALUE, 0.0)
        order = (self._next - self._count + np.arange(self._count)) % self._capacity
        starts_s = np.append(self._starts_s[order], self._since_s)
        values = np.append(self._values[order], self._value)
        ends_s = np.append(starts_s[1:], min(now_s, self._since_s + self.hold_s))
        weights = np.clip(np.minimum(ends_s, now_s) - np.maximum(starts_s, now_s - self.window_s), 0.0, None)
        known = ~np.isnan(values) & (weights > 0)
        total_s = float(weights[known].sum())
        if total_s <= 0:
            return Mean(NO_VALUE, 0.0)
        return Mean(float(weights[known] @ values[known]) / total_s, min(total_s / self.window_s, 1.0))
