"""Imitates TeslaSolarCharger, with its own schedules, and what it leaves to a house battery.

After `ShouldStartStopChargingCalculator.cs`, `TargetChargingValueCalculationService.cs`,
`PowerToControlCalculationService.cs` and `ChargingScheduleService.cs` (read in 2026).

Mode "Auto" with its defaults: every 30 s, no averaging, on and off after 5 min beyond the least power,
rounded down. Its own schedules: as many quarters of an hour as the missing energy and a loss of 15 % need,
with 0.05 for each switching on, planned once the prices up to the departure are known.

Simplified: of the sets of slots that its search tries two are compared, the cheapest quarters and the
cheapest unbroken stretch. Left out, to its advantage: a car that does not charge is set to the greatest
current, and each start sets it back. The least current is 5 A instead of the default 6 A, a setting.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backtest.law import SLOT_S, View
from backtest.scenario import CarModel
from simulator.trace import Series

from .peer import Peer, Timer
from .teslasolarcharger_floor import DynamicFloor

SUN_UP_W = 20.0
"""Solar power above which the sun counts as risen."""

DISCHARGE_MARGIN_PCT = 10.0


@dataclass(frozen=True)
class TscBattery:
    """Holds TeslaSolarCharger's settings of a house battery, without which it knows of none.

    Below `min_pct` the battery is left its `charging_w`. `dynamic` has `min_pct` follow the forecast instead.
    From 10 % above it and by day `discharge_w` of it are offered to the car (0: off, as by default).
    """

    charging_w: float
    min_pct: float = 0.0
    dynamic: bool = False
    discharge_w: float = 0.0


@dataclass(frozen=True)
class TscSettings:
    """Holds those of TeslaSolarCharger's settings that are worth tuning, by its defaults.

    `on_a` and `off_a` None stand for the least current; no current is changed within `skip_s` of the last
    change. `battery` None stands for a house whose battery it was not told of.
    """

    skip_s: float = 25.0
    on_a: float | None = None
    on_s: float = 300.0
    off_a: float | None = None
    off_s: float = 300.0
    battery: TscBattery | None = None


class TeslaSolarCharger(Peer):
    """Switches by two timers, of five minutes around the least power by default."""

    name = "teslasolarcharger"

    def __init__(self, car: CarModel, settings: TscSettings = TscSettings()) -> None:
        super().__init__(car, CheapSchedule(car))
        self._settings = settings
        battery = settings.battery
        self._floor = DynamicFloor(battery.charging_w) if battery and battery.dynamic else None
        self._changed_s = -math.inf
        self._offered_a = 0
        self._offers_battery = False
        self._above = Timer()
        self._below = Timer()
        self._starts = self._stops = False

    def watch(self, view: View) -> None:
        if self._floor is not None:
            self._floor.watch(view)
        self._offers_battery = self._battery_is_offered(view)
        settings, surplus_w, per_amp = self._settings, self.surplus_w(view), self.car.watts_per_amp
        on_w, off_w = (
            (self.least_a if amps is None else amps) * per_amp for amps in (settings.on_a, settings.off_a)
        )
        self._starts = self._above.lasted(surplus_w > on_w, view.now_s, settings.on_s)
        self._stops = self._below.lasted(surplus_w < off_w, view.now_s, settings.off_s)
        offered_a = view.offered_a if view.charging else 0
        if offered_a != self._offered_a:
            # It was told so on the beat before.
            self._offered_a, self._changed_s = offered_a, view.now_s - self.BEAT_S

    def fresh(self, view: View) -> None:
        self._above.reset()
        self._below.reset()
        self.watch(view)

    def follow(self, view: View) -> int | None:
        if not view.charging:
            return self._wanted_a(view) if self._starts else None
        if view.now_s - self._changed_s < self._settings.skip_s:
            return None
        return 0 if self._stops else self._wanted_a(view)

    def surplus_w(self, view: View) -> float:
        battery, soc_pct = self._settings.battery, view.battery_soc_pct
        if battery is None or soc_pct is None:
            return view.surplus_w
        surplus_w = view.surplus_w - view.battery_w
        if soc_pct < self._min_pct(battery):
            return surplus_w - battery.charging_w
        return surplus_w + (battery.discharge_w if self._offers_battery else 0.0)

    def _min_pct(self, battery: TscBattery) -> float:
        return battery.min_pct if self._floor is None else self._floor.min_pct

    def _battery_is_offered(self, view: View) -> bool:
        """Says whether the battery is discharged into the car by day, which ends at its least charge."""
        battery, soc_pct = self._settings.battery, view.battery_soc_pct
        if battery is None or soc_pct is None or not battery.discharge_w or view.solar_w < SUN_UP_W:
            return False
        margin_pct = 0.0 if self._offers_battery and view.charging else DISCHARGE_MARGIN_PCT
        return soc_pct > self._min_pct(battery) + margin_pct

    def _wanted_a(self, view: View) -> int:
        return self.bounded(math.floor(round(self.surplus_w(view) / self.car.watts_per_amp, 1)))


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
