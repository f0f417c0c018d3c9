"""Imitates SmartEVSE 3.5.

After `SmartEVSE-3/src/main.cpp`, CalcBalancedCurrent and IsCurrentAvailable (read at 0030b76c).

Mode "Solar" with its defaults: the meter every 2 s; slowly up (0.1 or 0.5 A), fast down (half of the import);
starts with 4 A of export, summed over the phases, at the least current for 40 s; stops after 10 min of import
at the least current, but not when it would start again at once; a minute's rest after a stop.

Simplified: no phase switching, mains fuse far away. Five readings pass within each step of 10 s; between them
the car is taken to follow, in tenths of amps, as it does on the pilot wire, and gets the whole amps thereof.
It steers a wallbox, where a change costs nothing; here its changes count like everyone's. It has no planner
for a departure: the shared one stands in. The least current is 5 A instead of the default 6 A, a setting.
"""

from __future__ import annotations

import math

from backtest.law import View
from backtest.scenario import CarModel

from .peer import Peer, Timer

START_A = 4.0
START_HOLD_S, STOP_S, REST_S = 40.0, 600.0, 60.0
READINGS = 5
"""Readings of the meter in each beat."""


class SmartEvse(Peer):
    """Integrates the import into a current that rises slowly and falls fast."""

    name = "smartevse"
    BEAT_S = 10.0

    def __init__(self, car: CarModel) -> None:
        super().__init__(car)
        self._set_a = float(car.min_a)
        self._begun_s = math.inf
        self._ended_s = -math.inf
        self._stop = Timer()

    def watch(self, view: View) -> None:
        if view.charging:
            self._begun_s = min(self._begun_s, view.now_s - self.BEAT_S)
            return
        if self._begun_s < math.inf:
            self._begun_s, self._ended_s = math.inf, view.now_s - self.BEAT_S
        self._set_a = float(self.least_a)
        self._stop.reset()

    def follow(self, view: View) -> int | None:
        if not view.charging:
            exported_a = -view.grid_w / self.car.voltage_v
            rested = view.now_s - self._ended_s >= REST_S
            return self.least_a if exported_a > START_A and rested else None
        if view.now_s - self._begun_s < START_HOLD_S:
            return self.least_a
        import_a = self._regulate(-view.surplus_w / self.car.voltage_v)
        restarts = import_a <= self.least_a * self.car.phases - START_A
        short = self._set_a <= self.least_a and import_a > 0 and not restarts
        return 0 if self._stop.lasted(short, view.now_s, STOP_S) else int(self._set_a + 1e-9)

    def _regulate(self, house_a: float) -> float:
        """Moves the set current by each reading; returns the import of the last, summed over the phases."""
        import_a = 0.0
        for _ in range(READINGS):
            import_a = house_a + self._set_a * self.car.phases
            moved_a = self._set_a + _correction_a(import_a)
            self._set_a = max(float(self.least_a), min(moved_a, float(self.car.max_a)))
        return house_a + self._set_a * self.car.phases


def _correction_a(import_a: float) -> float:
    if import_a < 0:
        return 0.5 if import_a < -1 else 0.1
    if import_a > 2:
        return -import_a / 2
    if import_a > 1:
        return -0.5
    return -0.1 if import_a > 0.3 else 0.0
