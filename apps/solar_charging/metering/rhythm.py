"""Recognises how often a meter reports, whatever that is."""

from __future__ import annotations

from collections import deque
from statistics import median

from ..base.saved import number

COUNTED, LEAST_COUNTED = 5, 2
"""So many of the newest intervals count, and so many are enough to know a rhythm."""

SHORTEST_S, LONGEST_S = 0.001, 1800.0
"""A shorter interval in s is none, and a longer one no rhythm but a failure."""

PATIENCE = 2.2
"""For so many of its intervals a meter is waited for: one report may be lost, and each may be a mean."""

SLOW_S = 55.0
"""From this interval in s on a meter is slow: each of its reports counts by itself."""

SELDOM_S = 240.0
"""A meter that reports less often, in s, costs sun, and is worth a word."""


class Rhythm:
    """Keeps the intervals between a meter's reports; one that an outage makes longer does not count.

    `every_s` is how many seconds usually lie between two, 0 where that is not known.
    """

    def __init__(self) -> None:
        self.every_s = 0.0
        self._intervals_s: deque[float] = deque(maxlen=COUNTED)
        self._heard_s: float | None = None

    def heard(self, at_s: float) -> None:
        """Takes in that the meter reported at `at_s` (unix seconds), be it the same as before."""
        before_s, self._heard_s = self._heard_s, at_s
        if before_s is not None and 0 < at_s - before_s <= LONGEST_S:
            self._count(at_s - before_s)

    def _count(self, *intervals_s: float) -> None:
        # It is asked for much more often than it changes.
        self._intervals_s.extend(intervals_s)
        known = len(self._intervals_s) >= LEAST_COUNTED
        self.every_s = median(self._intervals_s) if known else 0.0

    def broken(self) -> None:
        """Takes in that the meter had no reading: the time until the next one is no interval."""
        self._heard_s = None

    @property
    def slow(self) -> bool:
        """Says whether each report counts by itself, for the next one is far."""
        return self.every_s >= SLOW_S

    @property
    def seldom(self) -> bool:
        """Says whether so much may happen between two reports that the sun's meter has to help."""
        return self.every_s >= SELDOM_S

    def patience_s(self, least_s: float) -> float:
        """Returns for how many seconds the meter is waited for, at least `least_s`."""
        return max(least_s, PATIENCE * self.every_s)

    def to_dict(self) -> list[float]:
        """Returns the intervals, fit for JSON."""
        return list(self._intervals_s)

    def from_dict(self, saved: list[float]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError or TypeError for anything else."""
        self._count(*[number(each, SHORTEST_S, LONGEST_S) for each in saved])
