"""Imitates openWB 2, and how it shares the sun with a house battery.

After `packages/control/counter.py`, `packages/control/algorithm/surplus_controlled.py`, `bat_all.py` and the
defaults of `general.py` (read in 2026, surplus_controlled.py at 05336136, bat_all.py at 006209e5).

Mode "PV" with its defaults: every 10 s, on after 30 s with 1500 W per phase, off after 60 s of import at the
least current, no change while the import is between 0 and 230 W and the current would hardly move, else
regulated to 115 W of import by at most 5 A at a time.

Simplified: one charge point, no phase switching, whole amps rounded down. What the car leaves unused is not
added back: this car takes all that it is offered, and what is still on its way to it is not unused. It steers
a wallbox, where a change costs nothing; here its changes count like everyone's. Its scheduled charge takes
the cheapest hours as well: the shared planner stands in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from backtest.law import View
from backtest.scenario import CarModel

from .peer import Peer, Timer

SWITCH_ON_W_PER_PHASE, SWITCH_ON_S = 1500.0, 30.0
SWITCH_OFF_W, SWITCH_OFF_S = 0.0, 60.0
RANGE_W = (0.0, 230.0)
STEP_A = 5
NOMINAL_DIFFERENCE_A = 1
RAMP_UP_W = 100.0
"""Export left while the battery comes first, so that the inverter sees where it must charge more."""

STEERED_W = 100.0
"""Export from which on, and least power of the car below which, it lets the battery be."""

Mode = Literal["ev_mode", "bat_mode", "min_soc_bat_mode"]


@dataclass(frozen=True)
class OpenWbBattery:
    """Holds openWB's settings of a house battery, by its defaults.

    `ev_mode`: the car first; `bat_mode`: the battery first; `min_soc_bat_mode`: the battery first below
    `min_pct` but for what exceeds `reserve_w`; from `max_pct` on it may give `discharge_w` until it is down
    to `min_pct` (None turns each off). `control`: what it may give while the car charges and imports, nothing
    or no more than the house uses.
    """

    mode: Mode = "ev_mode"
    min_pct: int = 50
    max_pct: int = 70
    reserve_w: float | None = None
    discharge_w: float | None = None
    control: Literal["off", "nothing", "house"] = "off"


class OpenWb(Peer):
    """Keeps the grid power within a range, in steps."""

    name = "openwb"
    BEAT_S = 10.0

    def __init__(self, car: CarModel, battery: OpenWbBattery | None = None) -> None:
        super().__init__(car)
        self._battery = battery
        self._discharges = False
        self._left_w = 0.0
        self._on = Timer()
        self._off = Timer()
        self._falling = False

    def fresh(self, view: View) -> None:
        del view
        self._on.reset()
        self._off.reset()

    def watch(self, view: View) -> None:
        if self._battery is not None and view.battery_soc_pct is not None:
            self._left_w = self._left_for_cars_w(self._battery, view, round(view.battery_soc_pct))

    def surplus_w(self, view: View) -> float:
        return view.surplus_w + self._left_w

    def battery_limit_w(self, view: View) -> float:
        battery = self._battery
        steered = view.car_w > STEERED_W and view.grid_w >= -STEERED_W and view.battery_w >= 0
        if battery is None or battery.control == "off" or not steered:
            return math.inf
        if battery.control == "nothing":
            return 0.0
        return max(view.grid_w + view.solar_w + view.battery_w - view.car_w, 0.0)

    def follow(self, view: View) -> int | None:
        surplus_w = self.surplus_w(view) + sum(RANGE_W) / 2
        ready = surplus_w >= SWITCH_ON_W_PER_PHASE * self.car.phases
        if self._on.lasted(ready and not view.charging, view.now_s, SWITCH_ON_S):
            return self._stepped(surplus_w, 0)
        if not view.charging:
            self._falling = False
            return None
        if self._off.lasted(self._falls(view), view.now_s, SWITCH_OFF_S):
            return 0
        new_a = self._stepped(surplus_w, view.offered_a)
        within = RANGE_W[0] <= self._grid_w(view) <= RANGE_W[1]
        near = abs(new_a - view.offered_a) * self.car.watts_per_amp <= RANGE_W[1]
        return view.offered_a if within and near else new_a

    def _falls(self, view: View) -> bool:
        """Says whether the delay before a stop runs.

        Import at the least current begins it, export ends it.
        """
        least = view.car_a <= self.least_a + NOMINAL_DIFFERENCE_A
        grid_w = self._grid_w(view)
        begins = grid_w > SWITCH_OFF_W and least
        self._falling = begins or (self._falling and grid_w >= SWITCH_OFF_W)
        return self._falling

    def _grid_w(self, view: View) -> float:
        return view.grid_w - self._left_w

    def _left_for_cars_w(self, battery: OpenWbBattery, view: View, soc_pct: int) -> float:
        """Returns what cars may have of the battery's charging power, less what it gives."""
        charging_w = -view.battery_w
        if battery.mode == "ev_mode":
            return charging_w
        if battery.mode == "bat_mode":
            return min(charging_w, 0.0) - RAMP_UP_W * (soc_pct < 100)
        if soc_pct < battery.min_pct:
            self._discharges = False
            if charging_w < 0 or battery.reserve_w is None:
                return min(charging_w, 0.0) - RAMP_UP_W
            return charging_w - battery.reserve_w - RAMP_UP_W * (charging_w <= battery.reserve_w)
        self._discharges = self._discharges or soc_pct >= battery.max_pct
        if self._discharges and view.battery_limit_w < math.inf:
            return 0.0
        return charging_w + (battery.discharge_w or 0.0 if self._discharges else 0.0)

    def _stepped(self, surplus_w: float, from_a: int) -> int:
        amps = self.carried_a(surplus_w)
        return self.bounded(max(from_a - STEP_A, min(amps, from_a + STEP_A)))
