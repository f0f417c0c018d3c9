"""Imitates TWCManager.

After `lib/TWCManager/TWCMaster.py`, `Policy.py` and `TeslaAPI.py` (read in 2026).

Policy "Track Green Energy": every 30 s, the lesser of what was allotted plus what is exported and of what
would be free without the car; rounded down; starts and stops at least a minute apart.

Simplified: one car, commanded over Tesla's API; the spikes that wake a stuck slave of the wall connector are
left out. Between sunset and sunrise there is nothing to track. It has no planner for a departure: the shared
one stands in. Least current, voltage and phases are settings (12 A and 240 V by default): here the car's.
"""

from __future__ import annotations

import math

from backtest.law import View
from backtest.scenario import CarModel

from .peer import Peer

FLIP_S = 60.0


class TwcManager(Peer):
    """Takes the more careful of two reckonings."""

    name = "twcmanager"

    def __init__(self, car: CarModel) -> None:
        super().__init__(car)
        self._charged = False
        self._flipped_s = -math.inf

    def watch(self, view: View) -> None:
        if view.charging != self._charged:
            self._charged = view.charging
            self._flipped_s = view.now_s - self.BEAT_S

    def follow(self, view: View) -> int | None:
        allotted_a = max(view.offered_a if view.charging else 0, self.least_a)
        incremental_a = allotted_a - view.grid_w / self.car.watts_per_amp
        from_scratch_a = view.surplus_w / self.car.watts_per_amp
        amps = int(max(min(incremental_a, from_scratch_a), 0.0))
        if (amps >= self.least_a) == view.charging:
            return self.bounded(amps) if view.charging else None
        if view.now_s - self._flipped_s < FLIP_S:
            return self.least_a if view.charging else None
        return 0 if view.charging else self.bounded(amps)
