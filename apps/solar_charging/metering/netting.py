"""Keeps the balance of a meter that nets: import and export of a period are billed as one sum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..base.saved import moment_s, number

LEAST_S = 180.0
"""The end of a period is never taken to be nearer than so many seconds: so long lasts a current until it may
be changed.
"""


class Balance:
    """Sums up import less export at the grid meter over the running period of `period_s` seconds.

    A reading holds until the next one, but no longer than `hold_s`; what was not measured counts as nothing.
    """

    def __init__(self, period_s: float, hold_s: float) -> None:
        self._period_s, self._hold_s = period_s, hold_s
        self._power_w = 0.0
        self._at_s, self._updated_s = 0.0, -math.inf
        self._imported_ws = 0.0

    def metered(self, at_s: float, power_w: float) -> None:
        """Takes in that the meter shows `power_w` from `at_s` (unix seconds) on; positive is import."""
        self._advance(at_s)
        self._power_w, self._updated_s = power_w, at_s

    def spare_w(self, now_s: float) -> float:
        """Returns the power in W that, drawn from `now_s` to the period's end, uses up its export so far.

        It is negative where more was imported.
        """
        self._advance(now_s)
        left_s = self._period_s - now_s % self._period_s
        return -self._imported_ws / max(left_s, LEAST_S)

    def _advance(self, now_s: float) -> None:
        begin_s = now_s - now_s % self._period_s
        if not begin_s <= self._at_s <= now_s:
            # Another period; or the clock was set back, and nobody knows what belongs to which.
            self._imported_ws = 0.0
        held_s = min(now_s, self._updated_s + self._hold_s) - max(self._at_s, begin_s)
        if held_s > 0:
            self._imported_ws += self._power_w * held_s
        self._at_s = now_s

    def to_dict(self) -> dict[str, float]:
        """Returns what outlives a restart, fit for JSON."""
        return {"at_s": self._at_s, "imported_ws": self._imported_ws}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Restores what `to_dict` returned.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        self._at_s, self._imported_ws = moment_s(saved["at_s"]), number(saved["imported_ws"])
