"""Keeps from beat to beat what waiting to start or to stop has added up to, in money."""

from __future__ import annotations

import math

from .solar_law import waited

LEAST = 1e-6
"""Least bound of the account, so that it can exceed a patience of nothing where starts are free."""


class Patience:
    """Keeps the account of the running charge, or of the pause since the last one."""

    def __init__(self, beat_s: float) -> None:
        self._longest_s = 2 * beat_s
        self._account, self._at_s, self._charging = 0.0, -math.inf, False

    def account(self, rate: float, start_cost: float, now_s: float, charging: bool, missed: bool) -> float:
        """Returns the account at `now_s` (unix seconds); it begins at 0 with each charge and each pause.

        `rate` is the money that the best current would earn an hour by now, `start_cost` what a start costs
        now, which bounds the account. `missed` says that the car has not done what was last asked of it: then
        the account begins full.
        """
        if charging is not self._charging:
            # A car that did not do what was asked of it has been waited for already.
            self._account = start_cost if missed else 0.0
            self._charging = charging
        span_s = min(max(now_s - self._at_s, 0.0), self._longest_s)
        account = waited(self._account, rate, span_s / 3600, charging)
        # What could not be begun for hours is not worth more than what could be for minutes.
        self._account = min(account, max(start_cost, LEAST))
        self._at_s = now_s
        return self._account
