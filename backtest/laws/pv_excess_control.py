"""Imitates PV-Excess-Control (the integration).

After `optimizer.py` (read at 11b16f72), `coordinator.py` and `const.py`.

One appliance with a dynamic current and the defaults: every 30 s; starts when the mean export of half an hour
exceeds the least power by 50 W; while on, the lesser of the newest and the mean export on top of its own
power, rounded down; off when the newest is below -50 W and the least current cannot be had; switched at most
every 5 min. The mean is that of the export as measured, with all that the car did to it: as the project has
it.

Simplified: one appliance, no battery. Its planner works with run times and knows no state of charge: the
shared planner stands in. The least current is a setting: the car's 5 A.
"""

from __future__ import annotations

import math
from collections import deque

from backtest.law import View
from backtest.scenario import CarModel

from .peer import Peer

HISTORY, GOOD_SAMPLES = 60, 3
ON_BUFFER_W, OFF_W = 50.0, -50.0
SWITCH_S = 300.0


class PvExcessControl(Peer):
    """Takes the more careful of a short and a long view."""

    name = "pv_excess_control"

    def __init__(self, car: CarModel) -> None:
        super().__init__(car)
        self._excess_w: deque[float] = deque(maxlen=HISTORY)
        self._charged = False
        self._switched_s = -math.inf

    def watch(self, view: View) -> None:
        self._excess_w.append(-view.grid_w)
        if view.charging != self._charged:
            self._charged = view.charging
            self._switched_s = view.now_s - self.BEAT_S

    def follow(self, view: View) -> int | None:
        if len(self._excess_w) < GOOD_SAMPLES:
            return None
        mean_w = sum(self._excess_w) / len(self._excess_w)
        may_switch = view.now_s - self._switched_s >= SWITCH_S
        if not view.charging:
            starts = mean_w >= self.least_w + ON_BUFFER_W and may_switch
            return self.carried_a(mean_w) if starts else None
        newest_w = -view.grid_w
        available_w = min(newest_w, mean_w) + view.car_w
        if available_w >= self.least_w:
            return self.carried_a(available_w)
        if newest_w >= OFF_W:
            return None
        if newest_w + view.car_w >= self.least_w:
            return self.carried_a(newest_w + view.car_w)
        return 0 if may_switch else None
