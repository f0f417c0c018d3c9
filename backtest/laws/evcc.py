"""Imitates evcc, with its own planner, and what it knows of a house battery.

After `core/loadpoint.go`, `core/loadpoint_plan.go`, `core/site.go` and `core/planner` (read in 2026, planner
at 00638c4b).

Mode "pv" with its defaults: every 30 s, no filter, enable after 1 min, disable after 3 min at the least
current, the charge starts with the least current, and at plug-in without a delay.

Simplified: one car and one loadpoint, no phase switching, the efficiency of 85 % is not learned; what is
missing is counted in whole per cents, as the car does. The least current is 5 A instead of the default 6 A, a
setting.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from backtest.law import SLOT_S, View
from backtest.scenario import CarModel

from .peer import Peer, Timer

ENABLE_S = 60.0
SLACK_A = 2
"""Amps by which the drawn current may lie below the offered one in the reckoning."""

RAMP_UP_W = 100.0
"""Export left below prioritySoc, so that the inverter sees where it must charge more."""


@dataclass(frozen=True)
class EvccBattery:
    """Holds evcc's settings of a house battery, by its defaults: the car first, and no hold.

    Below `priority_pct` its charge is not offered to the car. Above `buffer_pct` a running charge keeps the
    least current, from `buffer_start_pct` on one starts with it; 0 turns each off. `holds` keeps it from
    giving while the car charges by a plan.
    """

    priority_pct: float = 0.0
    buffer_pct: float = 0.0
    buffer_start_pct: float = 0.0
    holds: bool = False


@dataclass(frozen=True)
class EvccSettings:
    """Holds those of evcc's settings that are worth tuning, by its defaults.

    `disable_part` is the threshold of the disable timer, as a part of the least power. `continuous` plans one
    unbroken charge. `battery` None stands for a house whose battery evcc was not told of.
    """

    interval_s: float = 30.0
    disable_part: float = 0.0
    disable_s: float = 180.0
    residual_w: float = 0.0
    continuous: bool = False
    battery: EvccBattery | None = None


class Evcc(Peer):
    """Follows grid power and what the car draws, without a filter but with two timers."""

    name = "evcc"

    def __init__(self, car: CarModel, settings: EvccSettings = EvccSettings()) -> None:
        super().__init__(car, EvccPlan(car, settings.continuous))
        self.BEAT_S = settings.interval_s
        self._settings = settings
        self._enable = Timer()
        self._disable = Timer()

    def fresh(self, view: View) -> None:
        del view
        self._enable.elapse()
        self._disable.reset()

    def follow(self, view: View) -> int | None:
        settings, site_w = self._settings, self._site_w(view)
        drawn_a = min(view.car_a + SLACK_A, view.offered_a) if view.car_a else 0
        target_a = max(drawn_a - site_w / self.car.watts_per_amp, 0.0)
        enough = target_a >= self.least_a
        if not enough and self._battery_helps(view):
            self._disable.reset()
            return self.least_a
        may_start = self._enable.lasted(enough and not view.charging, view.now_s, ENABLE_S)
        short = view.charging and not enough and site_w >= settings.disable_part * self.least_w
        must_stop = self._disable.lasted(short, view.now_s, settings.disable_s)
        if not view.charging:
            return self.least_a if may_start else None
        return 0 if must_stop else self.bounded(int(target_a))

    def surplus_w(self, view: View) -> float:
        return view.car_w - self._site_w(view)

    def battery_limit_w(self, view: View) -> float:
        battery = self._settings.battery
        return 0.0 if battery and battery.holds and self.buys and view.charging else math.inf

    def _site_w(self, view: View) -> float:
        """Returns what the site draws too much (positive) or has left, in its own reckoning."""
        battery, residual_w = self._settings.battery, self._settings.residual_w
        if battery is None or view.battery_soc_pct is None:
            return view.grid_w + residual_w
        if view.battery_soc_pct >= battery.priority_pct:
            return view.grid_w + view.battery_w + residual_w
        return view.grid_w + max(view.battery_w, 0.0) + max(residual_w, RAMP_UP_W)

    def _battery_helps(self, view: View) -> bool:
        battery, soc_pct = self._settings.battery, view.battery_soc_pct
        if battery is None or soc_pct is None or soc_pct < battery.priority_pct:
            return False
        buffered = bool(battery.buffer_pct) and soc_pct > battery.buffer_pct
        starts = bool(battery.buffer_start_pct) and soc_pct >= battery.buffer_start_pct
        return starts or (buffered and view.charging)


EFFICIENCY = 0.85
SMALL_SLOT_S = 600.0
SMALL_GAP_S = 3600.0


class Slot(NamedTuple):
    begin_s: float
    end_s: float


class EvccPlan:
    """Buys in the cheapest quarters of an hour before the departure, the latest of equals, at full power.

    What is needed is reckoned with an efficiency of 85 %. Once it runs it goes on to the end of its quarter,
    and over gaps of less than an hour. Where the departure lies behind the known prices it counts on the time
    behind them first. `continuous` takes the cheapest unbroken stretch instead, the latest of equals.
    """

    def __init__(self, car: CarModel, continuous: bool = False) -> None:
        self._car = car
        self._continuous = continuous
        self._active = False
        self._slot_end_s = 0.0

    def wants(self, view: View) -> int | None:
        need_s = self._need_s(view)
        if view.departure_s is None or need_s <= 0:
            self._active = False
            return None
        self._active = self._is_active(view, view.departure_s, need_s)
        return self._car.max_a if self._active else None

    def _need_s(self, view: View) -> float:
        missing_pct = min(view.soc_target_pct, self._car.limit_pct) - math.floor(view.soc_pct)
        need_kwh = missing_pct / 100 * self._car.battery_kwh / EFFICIENCY
        return need_kwh / self._car.drawn_kw(self._car.max_a) * 3600

    def _is_active(self, view: View, departure_s: float, need_s: float) -> bool:
        now_s = view.now_s
        if departure_s - now_s <= need_s:
            return True
        slots = (unbroken if self._continuous else plan)(view, departure_s, need_s)
        running = next((slot for slot in slots if slot.begin_s <= now_s < slot.end_s), None)
        if running is not None:
            followed = any(slot.begin_s == running.end_s for slot in slots)
            if not self._active and running.end_s - now_s < SMALL_SLOT_S and not followed:
                return False
            self._slot_end_s = running.end_s
            return True
        next_s = min((slot.begin_s for slot in slots if slot.begin_s > now_s), default=float("inf"))
        goes_on = now_s < self._slot_end_s or need_s < SMALL_SLOT_S or next_s - now_s < SMALL_GAP_S
        return self._active and goes_on


def plan(view: View, departure_s: float, need_s: float) -> list[Slot]:
    """Returns the slots in which to charge for `need_s`; none while there is time behind the known prices."""
    prices, _ = view.prices_ahead((departure_s - view.now_s) / 3600)
    first_s = view.now_s // SLOT_S * SLOT_S
    need_s -= max(departure_s - (first_s + len(prices) * SLOT_S), 0.0)
    slots: list[Slot] = []
    for index in np.lexsort((-np.arange(len(prices)), prices)).tolist():
        if need_s <= 0:
            break
        begin_s = max(first_s + index * SLOT_S, view.now_s)
        end_s = first_s + (index + 1) * SLOT_S
        spare_s = end_s - begin_s - need_s
        need_s -= end_s - begin_s
        if spare_s > 0:
            earliest = bool(slots) and all(begin_s < slot.begin_s for slot in slots)
            begin_s, end_s = (begin_s + spare_s, end_s) if earliest else (begin_s, end_s - spare_s)
        slots.append(Slot(begin_s, end_s))
    return slots


def unbroken(view: View, departure_s: float, need_s: float) -> list[Slot]:
    """Returns the cheapest stretch of `need_s`, which begins with a quarter of an hour or at once."""
    prices, _ = view.prices_ahead((departure_s - view.now_s) / 3600)
    first_s = view.now_s // SLOT_S * SLOT_S
    edges_s = first_s + SLOT_S * np.arange(len(prices) + 1.0)
    need_s -= max(departure_s - edges_s[-1], 0.0)
    begins_s = np.maximum(edges_s[:-1], view.now_s)
    begins_s = begins_s[begins_s + need_s <= min(departure_s, edges_s[-1])]
    if need_s <= 0 or not len(begins_s):
        return []
    spent = np.concatenate([[0.0], np.cumsum(prices * SLOT_S)])
    costs = np.interp(begins_s + need_s, edges_s, spent) - np.interp(begins_s, edges_s, spent)
    begin_s = float(begins_s[len(costs) - 1 - int(np.argmin(np.round(costs, 6)[::-1]))])
    return [Slot(begin_s, begin_s + need_s)]
