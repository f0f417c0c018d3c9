"""Shows what the meters of a house measure as they report it, with their habits."""

from __future__ import annotations

import math
import random
from typing import NamedTuple

from simulator.habits import Past
from simulator.house_battery import BatterySettings, HouseBattery
from simulator.meter_habits import SPIKE_W, House, MeterHabits
from simulator.world import Meters

UNAVAILABLE = "unavailable"
WOBBLE_S, WOBBLE_W = 10.0, 7
"""Now and then a real meter repeats itself; here a right one never does: it counts some W up each 10 s."""


class Telling(NamedTuple):
    """Is a state as Home Assistant hears it, of grid, import, export, solar, car, battery or its soc."""

    meter: str
    state: str
    unit: str | None


class _Powers(NamedTuple):
    grid_w: float
    solar_w: float
    plug_w: float
    battery_w: float | None
    battery_pct: float | None


class SimulatedMeters:
    """Shows what the meters of one house tell since `began_s`; times are unix seconds.

    What they tell depends on nothing but the times, the truth and their habits.
    """

    def __init__(self, habits: MeterHabits, began_s: float) -> None:
        self.habits = habits
        self._began_s = self._last_s = began_s
        self._next_s = began_s
        self._past: Past[_Powers] = Past(habits.lag_s)
        self._battery = HouseBattery(BatterySettings(habits.battery_kwh))
        self._dice = random.Random(1)
        self._sum_ws, self._sum_since_s = 0.0, began_s
        self._frozen_w: float | None = None

    def deaf(self, now_s: float) -> bool:
        """Says whether nobody hears of changes any more."""
        return self._after(self.habits.deaf_after_s, now_s)

    def advance(self, now_s: float, truth: Meters) -> list[Telling]:
        """Lets time pass; returns what is told at that moment, nothing between two readings."""
        powers = self._powers(now_s, truth)
        self._past.note(now_s, powers)
        told = self._past.at(now_s - self.habits.lag_s)
        self._sum_ws += told.grid_w * (now_s - self._last_s)
        self._last_s = now_s
        others = self._others(now_s, powers)
        if now_s < self._next_s:
            return others
        self._next_s = self._after_reading(now_s)
        return [*self._grid(now_s, self._reading_w(now_s, told.grid_w)), *others]

    def _powers(self, now_s: float, truth: Meters) -> _Powers:
        needed_w = truth.load_w + truth.car_power_w - (truth.battery_power_w or 0.0)
        solar_w = truth.solar_power_w
        if self.habits.house is House.ZERO_EXPORT:
            solar_w = min(solar_w, needed_w)
        grid_w = needed_w - solar_w
        if self.habits.house is House.BATTERY:
            grid_w -= self._battery.gives_w(grid_w, now_s - self._last_s)
        seen_w = self.habits.seen_w(grid_w, truth.load_w, truth.car_power_w)
        plug_w = self.habits.plug_w(now_s, truth.car_power_w)
        return _Powers(seen_w, solar_w, plug_w, truth.battery_power_w, truth.battery_soc_pct)

    def _after_reading(self, now_s: float) -> float:
        every_s, phase_s = self.habits.every_s, self.habits.phase_s
        return now_s if not every_s else (math.floor((now_s - phase_s) / every_s) + 1) * every_s + phase_s

    def _reading_w(self, now_s: float, grid_w: float) -> float:
        if self.habits.mean and now_s > self._sum_since_s:
            grid_w = self._sum_ws / (now_s - self._sum_since_s)
            self._sum_ws, self._sum_since_s = 0.0, now_s
        if self._after(self.habits.frozen_after_s, now_s):
            self._frozen_w = grid_w if self._frozen_w is None else self._frozen_w
            return self._frozen_w
        if self._dice.random() < self.habits.spikes:
            grid_w += self._dice.choice((-SPIKE_W, SPIKE_W))
        return grid_w + now_s / WOBBLE_S % WOBBLE_W

    def _grid(self, now_s: float, reading_w: float) -> list[Telling]:
        habits = self.habits
        if habits.gap_s and (now_s - self._began_s) // habits.gap_s % 2:
            return [Telling("grid", UNAVAILABLE, habits.unit)]
        if not habits.pair:
            return [Telling("grid", habits.written(reading_w), habits.unit)]
        export_w = max(-reading_w, 0.0) * (-1 if habits.negative_export else 1)
        halves = {"import": max(reading_w, 0.0), "export": export_w}
        gone = habits.gone if self._after(habits.gone_after_s, now_s) else None
        return [
            Telling(half, UNAVAILABLE if half == gone else habits.written(power_w), habits.unit)
            for half, power_w in halves.items()
        ]

    def _others(self, now_s: float, powers: _Powers) -> list[Telling]:
        """Returns what the other meters tell, which are never late nor seldom."""
        wobble_w = now_s / WOBBLE_S % WOBBLE_W
        told = [Telling("solar", f"{powers.solar_w + wobble_w:.0f}", "W")]
        if self.habits.car is not None:
            told.append(Telling("car", f"{powers.plug_w:.0f}", "W"))
        if powers.battery_w is not None and powers.battery_pct is not None:
            told.append(Telling("battery", f"{powers.battery_w + wobble_w:.0f}", "W"))
            told.append(Telling("soc", f"{powers.battery_pct:.1f}", "%"))
        return told

    def _after(self, after_s: float | None, now_s: float) -> bool:
        return after_s is not None and now_s >= self._began_s + after_s
