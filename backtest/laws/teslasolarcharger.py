"""Imitates TeslaSolarCharger, with its own schedules.

After `ShouldStartStopChargingCalculator.cs`, `TargetChargingValueCalculationService.cs` and
`ChargingScheduleService.cs` (read in 2026).

Mode "Auto" with its defaults: every 30 s, no averaging, on and off after 5 min beyond the least power,
rounded down. Its own schedules: as many quarters of an hour as the missing energy and a loss of 15 % need,
with 0.05 for each switching on, planned once the prices up to the departure are known.

Simplified: of the sets of slots that its search tries two are compared, the cheapest quarters and the
cheapest unbroken stretch. Left out, to its advantage: a car that does not charge is set to the greatest
current, and each start sets it back. The least current is 5 A instead of the default 6 A, a setting.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from backtest.law import SLOT_S, View
from backtest.scenario import CarModel
from simulator.trace import Series

from .peer import Peer, Timer

DELAY_S = 300.0


class TeslaSolarCharger(Peer):
    """Switches by two timers of five minutes around the least power."""

    name = "teslasolarcharger"

    def __init__(self, car: CarModel) -> None:
        super().__init__(car, CheapSchedule(car))
        self._above = Timer()
        self._below = Timer()
        self._starts = self._stops = False

    def watch(self, view: View) -> None:
        self._starts = self._above.lasted(view.surplus_w > self.least_w, view.now_s, DELAY_S)
        self._stops = self._below.lasted(view.surplus_w < self.least_w, view.now_s, DELAY_S)

    def fresh(self, view: View) -> None:
        self._above.reset()
        self._below.reset()
        self.watch(view)

    def follow(self, view: View) -> int | None:
        if not view.charging:
            return self._wanted_a(view) if self._starts else None
        return 0 if self._stops else self._wanted_a(view)

    def _wanted_a(self, view: View) -> int:
        return self.bounded(math.floor(round(view.surplus_w / self.car.watts_per_amp, 1)))


LOSS = 0.15
SWITCH_PRICE = 0.05


class CheapSchedule:
    """Plans at each quarter of an hour anew what is still missing."""

    def __init__(self, car: CarModel) -> None:
        self._car = car
        self._planned: tuple[float, float] | None = None
        self._buys = False

    def wants(self, view: View) -> int | None:
        missing_pct = min(view.soc_target_pct, self._car.limit_pct) - math.floor(view.soc_pct)
        if view.departure_s is None or missing_pct <= 0:
            self._planned = None
            return None
        now = (view.now_s // SLOT_S, view.departure_s)
        if now != self._planned:
            self._planned = now
            self._buys = self._now_is_planned(view, view.departure_s, missing_pct)
        return self._car.max_a if self._buys else None

    def _now_is_planned(self, view: View, departure_s: float, missing_pct: float) -> bool:
        kw = self._car.drawn_kw(self._car.max_a)
        need_kwh = missing_pct / 100 * self._car.battery_kwh * (1 + LOSS)
        slots = max(math.floor((departure_s - view.now_s // SLOT_S * SLOT_S) / SLOT_S), 1)
        prices, _ = view.prices_ahead(slots * SLOT_S / 3600 + 0.25)
        if len(prices) < slots:
            return False
        charges = view.charging
        chosen = cheapest(prices[:slots], math.ceil(need_kwh / kw * 3600 / SLOT_S), kw, charges)
        return bool(chosen[0])


def cheapest(prices: Series, count: int, kw: float, charges: bool) -> NDArray[np.bool_]:
    """Returns a mask of the slots in which to charge at `kw`; `charges` says that it does so already."""
    if count >= len(prices):
        return np.ones(len(prices), dtype=bool)
    scattered = np.zeros(len(prices), dtype=bool)
    scattered[np.argsort(prices, kind="stable")[:count]] = True
    sums = np.convolve(prices, np.ones(count), mode="valid") * kw * SLOT_S / 3600
    sums[1:] += SWITCH_PRICE
    sums[0] += 0.0 if charges else SWITCH_PRICE
    begin = int(sums.argmin())
    switched = np.count_nonzero(np.diff(scattered.astype(np.int8), prepend=int(charges)) > 0)
    scattered_cost = float(prices[scattered].sum()) * kw * SLOT_S / 3600 + switched * SWITCH_PRICE
    if scattered_cost < sums[begin]:
        return scattered
    stretch = np.zeros(len(prices), dtype=bool)
    stretch[begin : begin + count] = True
    return stretch
