"""Learns what the house battery holds, and checks its power by how its state of charge moves.

While the state of charge moves by `moved` per cent, the sensors of its power tell what went in and out:

    capacity = 100 * (ETA_IN * in_kwh - out_kwh / ETA_OUT) / moved

One below 0 shows a wrong sign, one that no battery has, or far from the one that is set, a wrong unit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median
from typing import Any

from ..base import saved as read
from ..base.economics import ETA_IN, ETA_OUT
from ..base.reason import Problem

SPAN_PCT = 8.0
"""By so many per cent the state of charge must move, for it is told in whole ones."""

LEAST_KWH, MOST_KWH = 0.5, 300.0
"""What batteries of houses hold."""

APART = 2.5
"""By so many times the capacity may differ from the one that is set."""

SAMPLES, AGREE, TWICE = 9, 3, 2
"""So many are kept, so many must agree, and so many misses in a row show that the power is wrong."""

LONGEST_S = 900.0
"""A power that was not told anew holds no longer."""


class BatteryCheck:
    """Keeps the movement since a state of charge, and what the movements before have shown."""

    def __init__(self, set_kwh: float | None) -> None:
        self._set_kwh = set_kwh
        self._found: list[float] = []
        self._misses: list[Problem] = []
        self.untold()

    def untold(self) -> None:
        """Takes in that the power is not known: what has moved meanwhile says nothing."""
        self._since_pct = math.nan
        self._power_w, self._at_s = math.nan, math.nan
        self._moved_kwh = 0.0

    @property
    def capacity_kwh(self) -> float | None:
        """Returns what it holds: as is set, else as was found; None where neither is known."""
        return self._set_kwh or (median(self._found) if len(self._found) >= AGREE else None)

    @property
    def wrong(self) -> Problem | None:
        """Returns what is wrong with its power, None where nothing is known to be."""
        return self._misses[-1] if len(self._misses) >= TWICE else None

    def gives(self, at_s: float, power_w: float) -> None:
        """Takes in what it gives from now on in W, negative where it takes."""
        self._advance(at_s)
        self._power_w = power_w

    def _advance(self, at_s: float) -> None:
        span_s = at_s - self._at_s
        self._at_s = at_s
        if math.isnan(span_s) or math.isnan(self._power_w):
            return
        if not 0 <= span_s <= LONGEST_S:
            self.untold()
            return
        kwh = -self._power_w * span_s / 3.6e6
        self._moved_kwh += ETA_IN * kwh if kwh > 0 else kwh / ETA_OUT

    def holds(self, at_s: float, soc_pct: float) -> None:
        """Takes in its state of charge."""
        self._advance(at_s)
        moved_pct = soc_pct - self._since_pct
        if math.isnan(moved_pct) or math.isnan(self._power_w):
            self._since_pct, self._moved_kwh = soc_pct, 0.0
        elif abs(moved_pct) >= SPAN_PCT:
            self._judge(100 * self._moved_kwh / moved_pct)
            self._since_pct, self._moved_kwh = soc_pct, 0.0

    def _judge(self, capacity_kwh: float) -> None:
        missed = self._missed(capacity_kwh)
        if missed is None:
            self._misses.clear()
            self._found = [*self._found, capacity_kwh][-SAMPLES:]
        else:
            alike = self._misses and self._misses[-1] is missed
            self._misses = [*(self._misses if alike else ()), missed][-TWICE:]

    def _missed(self, capacity_kwh: float) -> Problem | None:
        known_kwh = self.capacity_kwh
        least_kwh, most_kwh = LEAST_KWH, MOST_KWH
        if known_kwh is not None:
            least_kwh, most_kwh = known_kwh / APART, known_kwh * APART
        if capacity_kwh <= -least_kwh:
            return Problem.BATTERY_SIGN
        if capacity_kwh < least_kwh:
            return Problem.BATTERY_TOO_SMALL
        return Problem.BATTERY_TOO_LARGE if capacity_kwh > most_kwh else None

    def to_dict(self) -> dict[str, Any]:
        """Returns what was found, fit for JSON."""
        return {"found": self._found, "misses": [each.value for each in self._misses]}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        found = [read.number(each, LEAST_KWH / APART, MOST_KWH * APART) for each in saved["found"]]
        misses = [Problem(each) for each in saved["misses"]]
        self._found, self._misses = found[-SAMPLES:], misses[-TWICE:]
