"""Keeps the values of a window of time in a numpy ring buffer: how long each held, and their mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]

NO_VALUE = float("nan")
"""Marks a span of which the value is not known; the mean leaves it out."""

SHARP_S = 0.5
"""So sharply, in s, it is said when enough will be known."""


@dataclass(frozen=True)
class Mean:
    """Holds the mean over a window, and how much of the window is known.

    `value` is the mean over the known part, NaN when nothing is known; `coverage` is its share, 0 to 1.
    """

    value: float
    coverage: float


class Step(NamedTuple):
    """Holds when a value jumped (unix seconds), and what it was before."""

    at_s: float
    before: float


class MovingAverage:
    """Keeps the time-weighted mean of a value that comes in irregularly.

    A value holds from its own time until the next one, but no longer than `hold_s`: after that nothing is
    known. Inserting is O(1) and allocates nothing. Values that come faster than every
    `window_s / (capacity - 2)` share a slot, which keeps their time-weighted mean, so a fast meter loses no
    energy; a slot of which a part is not known is not known.
    """

    def __init__(self, window_s: float, hold_s: float, capacity: int = 1024) -> None:
        self.window_s = window_s
        self.hold_s = hold_s
        # All slots but the last are full; two are spare, for the ends of the window may cut one each.
        self._slot_s = window_s / (capacity - 2)
        self._capacity = capacity
        # Twice the slots lie in one piece: at the end the younger half moves to the front, so that a window
        # is always a slice. The two cells behind are for the newest value's begin and end.
        self._starts_s = np.zeros(2 * capacity + 2)
        self._values = np.full(2 * capacity + 2, NO_VALUE)
        self.clear()

    def clear(self) -> None:
        """Forgets everything: of all the time so far nothing is known."""
        self._count = 0
        self._since_s = -math.inf
        self._value = NO_VALUE

    def forget(self, since_s: float) -> None:
        """Forgets the values of the time since `since_s` (unix seconds), for they were wrong."""
        self._value = NO_VALUE
        if since_s < self._since_s:
            self._values[self._slot_at(since_s) : self._count] = NO_VALUE

    def add(self, at_s: float, value: float) -> None:
        """Adds a `value` (NaN: not known) that holds from `at_s` (unix seconds) on.

        One that is older than the newest is ignored. If it is older by more than `window_s`, the clock was
        set back, and everything before is forgotten.
        """
        if at_s < self._since_s - self.window_s:
            # The clock was set back: nothing remembered can be placed any more.
            self.clear()
        if at_s < self._since_s:
            return
        end_s = min(at_s, self._since_s + self.hold_s)
        self._store(self._since_s, end_s, self._value)
        self._store(end_s, at_s, NO_VALUE)
        self._since_s = at_s
        self._value = value

    def _store(self, start_s: float, end_s: float, value: float) -> None:
        """Fills up the last slot with the span's begin; the rest of the span gets a slot of its own."""
        if start_s >= end_s:
            return
        last = self._count - 1
        if last >= 0:
            last_s = float(self._starts_s[last])
            until_s = min(end_s, last_s + self._slot_s)
            if until_s > start_s:
                share = (until_s - start_s) / (until_s - last_s)
                self._values[last] += (value - self._values[last]) * share
                start_s = until_s
        if start_s < end_s:
            self._append(start_s, value)

    def _append(self, start_s: float, value: float) -> None:
        if self._count == 2 * self._capacity:
            for cells in (self._starts_s, self._values):
                cells[: self._capacity] = cells[self._capacity : self._count]
            self._count = self._capacity
        self._starts_s[self._count] = start_s
        self._values[self._count] = value
        self._count += 1

    def step(self, since_s: float, by: float) -> Step | None:
        """Returns the largest jump since `since_s` of at least `by`, downwards where that is negative.

        One in several steps begins with the first of them. Without a jump it returns None.
        """
        first, newest = self._slot_at(since_s), self._count
        self._starts_s[newest], self._values[newest] = self._since_s, self._value
        values = self._values[first : newest + 1]
        sizes = (values[1:] - values[:-1]) * math.copysign(1.0, by)
        sizes[~(sizes >= abs(by)) | (self._starts_s[first + 1 : newest + 1] < since_s)] = 0.0
        if not by or not sizes.any():
            return None
        index = int(sizes.argmax())
        while index and sizes[index - 1]:
            index -= 1
        return Step(float(self._starts_s[first + index + 1]), float(self._values[first + index]))

    def precede(self, past: MovingAverage) -> None:
        """Takes up what `past` knows of the time before the first value here."""
        count = self._count
        slots = zip(self._starts_s[:count].tolist(), self._values[:count].tolist(), strict=True)
        own = [*slots, (self._since_s, self._value)]
        self._starts_s, self._values = past._starts_s.copy(), past._values.copy()
        self._count, self._since_s, self._value = past._count, past._since_s, past._value
        for at_s, value in own:
            if at_s > -math.inf:
                self.add(at_s, value)

    def known_in_s(self, now_s: float, share: float, since_s: float) -> float:
        """Returns in how many seconds a `share` of the window is known, should all be from `since_s` on.

        What is known now leaves the window meanwhile.
        """
        edges_s, values = self._edges(now_s)
        known = values == values  # NaN is not equal to itself
        begins_s, ends_s = edges_s[:-1][known], edges_s[1:][known]
        return known_in_s(begins_s, ends_s, self.window_s, now_s, share, since_s)

    def value_at(self, at_s: float) -> float:
        """Returns the value that held at `at_s` (unix seconds), NaN where that is not known."""
        if at_s >= self._since_s:
            return self._value if at_s < self._since_s + self.hold_s else NO_VALUE
        slot = self._slot_at(at_s)
        known = self._count > 0 and at_s >= self._starts_s[slot]
        return float(self._values[slot]) if known else NO_VALUE

    def _slot_at(self, at_s: float) -> int:
        """Returns the slot of a moment: the first for one before all slots, the last for one after all."""
        return max(int(self._starts_s[: self._count].searchsorted(at_s, "right")) - 1, 0)

    def window(self, now_s: float) -> tuple[Series, Series]:
        """Returns the known values of the `window_s` before `now_s`, and how many seconds each held in it.

        Both arrays have shape (n,), oldest first, and are empty where nothing is known. No value is NaN, none
        held for no time.
        """
        edges_s, values = self._edges(now_s)
        held_s = edges_s[1:] - edges_s[:-1]
        known = (held_s > 0) & (values == values)  # NaN is not equal to itself
        return values[known], held_s[known]

    def _edges(self, now_s: float) -> tuple[Series, Series]:
        """Returns the values of the window, known or not, and where each begins and ends in it.

        The values have the shape (n,), the edges (n + 1,).
        """
        begin_s, newest = now_s - self.window_s, self._count
        self._starts_s[newest] = self._since_s
        self._starts_s[newest + 1] = self._since_s + self.hold_s
        self._values[newest] = self._value
        first = self._slot_at(begin_s)
        edges_s = np.minimum(np.maximum(self._starts_s[first : newest + 2], begin_s), now_s)
        return edges_s, self._values[first : newest + 1]

    def mean(self, now_s: float) -> Mean:
        """Returns the mean over the `window_s` before `now_s`, and how much of that window is known."""
        values, held_s = self.window(now_s)
        total_s = float(held_s.sum())
        if total_s <= 0:
            return Mean(NO_VALUE, 0.0)
        return Mean(float(held_s @ values) / total_s, min(total_s / self.window_s, 1.0))


def known_in_s(
    begins_s: Series, ends_s: Series, window_s: float, now_s: float, share: float, since_s: float
) -> float:
    """Returns in how many seconds a `share` of a window is known, should all be from `since_s` on.

    Up to now it is known from each of `begins_s` to its end.
    """
    soonest_s = max(since_s, now_s)

    def enough(at_s: float) -> bool:
        begin_s = at_s - window_s
        old_s = np.maximum(ends_s, begin_s) - np.maximum(begins_s, begin_s)
        return float(np.add.reduce(old_s)) + at_s - max(soonest_s, begin_s) >= share * window_s

    low_s, high_s = soonest_s, soonest_s + window_s
    if enough(low_s):
        return low_s - now_s
    while high_s - low_s > SHARP_S:
        middle_s = (low_s + high_s) / 2
        low_s, high_s = (low_s, middle_s) if enough(middle_s) else (middle_s, high_s)
    return high_s - now_s
