"""Keeps from beat to beat what waiting to start or to stop has added up to, in money."""

from __future__ import annotations

import math

from .solar_law import waited

LEAST = 1e-6
"""Least bound of it, so that it can exceed a patience of nothing where starts are free."""


class Patience:
    """Keeps what waiting to stop the running charge, or to start the next one, has cost so far."""

    def __init__(self, beat_s: float) -> None:
        self._longest_s = 2 * beat_s
        self._waited_cost, self._at_s, self._charging = 0.0, -math.inf, False

    def waited_cost(
        self, benefit_per_h: float, start_cost: float, now_s: float, charging: bool, missed: bool
    ) -> float:
        """Returns what waiting has cost by `now_s` (unix seconds), from 0 at the begin of a charge or pause.

        `benefit_per_h` is the money that the best current would earn an hour by now, `start_cost` what a
        start costs now, which bounds it. `missed` says that the car has not done what was last asked
        of it: then it begins full.
        """
        if charging is not self._charging:
            # A car that did not do what was asked of it has been waited for already.
            self._waited_cost = start_cost if missed else 0.0
            self._charging = charging
        span_s = min(max(now_s - self._at_s, 0.0), self._longest_s)
        waited_cost = waited(self._waited_cost, benefit_per_h, span_s / 3600, charging)
        # What could not be begun for hours is not worth more than what could be for minutes.
        self._waited_cost = min(waited_cost, max(start_cost, LEAST))
        self._at_s = now_s
        return self._waited_cost
