"""Imitates TeslaSolarCharger's dynamic least charge of a house battery.

After `HomeBatteryEnergyCalculator.cs` (read in 2026). With its defaults: from 5 to 95 %, with a buffer of
half of what is missing, and "full by sunset".

Simplified: its forecast by the hour is the forecast of each day's energy, in the shape of the days seen; the
house's load by the hour is learnt from the days seen, as it does. Sunrise and sunset are where that shape
begins and ends.
"""

from __future__ import annotations

import numpy as np

from backtest.law import View
from simulator.trace import Series

LEAST_PCT, MOST_PCT = 5.0, 95.0
BUFFER = 1.5
LEARNING = 1 / 7
"""Weight of the newest day in what is learnt of an hour: about a week's memory."""

SUN_UP_W = 20.0
HOURS = 24


class DynamicFloor:
    """Reckons each hour anew which charge the battery needs now; `min_pct` is the newest."""

    def __init__(self, charging_w: float) -> None:
        self._charging_kw = charging_w / 1000
        self.min_pct = LEAST_PCT
        self._sun_w, self._load_w = np.zeros(HOURS), np.full(HOURS, np.nan)
        self._hour = -1
        self._sums = np.zeros(3)

    def watch(self, view: View) -> None:
        """Takes in the meter readings of this beat."""
        hour = int(view.hour)
        if hour != self._hour:
            self._learn()
            self._hour = hour
            self._sums = np.zeros(3)
            if view.house_battery is not None:
                self.min_pct = self._reckoned_pct(view, view.house_battery.capacity_kwh)
        load_w = view.grid_w + view.battery_w + view.solar_w - view.car_w
        self._sums += (1.0, view.solar_w, load_w)

    def _learn(self) -> None:
        count, sun, load = self._sums
        if not count:
            return
        at = self._hour
        known = not np.isnan(self._load_w[at])
        weight = LEARNING if known else 1.0
        for means, total in ((self._sun_w, sun), (self._load_w, load)):
            before = means[at] if known else 0.0
            means[at] = before + weight * (total / count - before)

    def _reckoned_pct(self, view: View, capacity_kwh: float) -> float:
        """Returns the least charge with which the battery lasts to the morning, or fills by sunset."""
        sun_up = self._sun_w > SUN_UP_W
        if np.isnan(self._load_w).any() or not sun_up.any():
            return LEAST_PCT
        net_kwh = self._net_kwh(view)
        sunset = int(np.flatnonzero(sun_up)[-1]) - self._hour
        if sun_up[self._hour]:
            target, wanted_pct = sunset, MOST_PCT
        else:
            later = np.flatnonzero(net_kwh > 0)
            target, wanted_pct = int(later[0]) if len(later) else len(net_kwh) - 1, LEAST_PCT
        return _required_pct(net_kwh, target, wanted_pct, capacity_kwh, self._charging_kw)

    def _net_kwh(self, view: View) -> Series:
        """Returns what sun and house leave in each hour from this one on, to the end of tomorrow."""
        shape = self._sun_w / self._sun_w.sum()
        told = view.forecast_kwh()
        # On the trace's last day nobody has told of tomorrow.
        today_kwh, tomorrow_kwh = told[0], told[min(1, len(told) - 1)]
        sun_kwh = np.concatenate([today_kwh * shape, tomorrow_kwh * shape])
        return np.asarray(sun_kwh - np.tile(self._load_w / 1000, 2), dtype=np.float64)[self._hour :]


def _required_pct(
    net_kwh: Series, target: int, wanted_pct: float, capacity_kwh: float, charging_kw: float
) -> float:
    """Returns the charge from which neither the floor is touched nor `wanted_pct` missed at hour `target`."""
    floor_kwh = LEAST_PCT / 100 * capacity_kwh
    course_kwh = floor_kwh + np.cumsum(np.minimum(net_kwh, charging_kw))
    until = course_kwh[: target + 1]
    if (until[:-1] > capacity_kwh).any():
        return LEAST_PCT
    missing_kwh = max(
        floor_kwh - float(course_kwh.min()), wanted_pct / 100 * capacity_kwh - float(until[-1]), 0.0
    )
    room_kwh = capacity_kwh - max(floor_kwh, float(until.max()))
    found_pct = (floor_kwh + BUFFER * max(min(missing_kwh, room_kwh), 0.0)) / capacity_kwh * 100
    return min(float(int(found_pct)), MOST_PCT)
