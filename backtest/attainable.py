"""Finds what perfect foresight can do with a real car: whole amps, a beat, latency, a price on switching.

It is a dynamic program over (battery, current), backward from the end; its choices are then followed forward
with the exact state of the battery.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series

from .horizon import Optimum, Stay, currents, stays_of
from .prices import STEP_S
from .scenario import Scenario
from .slots import Slots, days_of, slots_of


class Prices(NamedTuple):
    """Holds what a kWh in the battery is worth at both ends, and what switching costs.

    `command` is the price of each change of current, `start` what a start costs on top of it.
    """

    energy_value: float = 0.0
    command: float = 0.0
    start: float = 0.0


def attainable(
    scenario: Scenario,
    interval_s: float = 180.0,
    prices: Prices = Prices(),  # noqa: B008 (it cannot be changed)
    start_kwh: float | None = None,
    grid_kwh: float = 0.1,
) -> Optimum:
    """Returns the least expected cost of the scored part, switching included.

    Each current is held for `interval_s`. The beat begins with the plug-in; `amps` of the result are those
    asked for. `start_kwh` None stands for the start that serves best. The battery is looked at in steps of
    `grid_kwh`. Raises `ValueError` for an interval that is no multiple of 10 s or within which a start cannot
    land, and for a meter that nets over more than a step.
    """
    if scenario.netting_s > STEP_S:
        raise ValueError(f"netting_s must be {STEP_S}, is {scenario.netting_s:g}")
    length = round(interval_s / STEP_S)
    if length * STEP_S != interval_s or interval_s <= scenario.car.start_latency_s:
        raise ValueError(
            f"interval_s must be a multiple of {STEP_S} and more than start_latency_s "
            f"({scenario.car.start_latency_s:g}), is {interval_s:g}"
        )
    return _Program(scenario, length, prices, grid_kwh).solve(start_kwh)


class _Program:
    """Solves the dynamic program; in all methods `values[level, current]` is the least cost still to come."""

    def __init__(self, scenario: Scenario, length: int, prices: Prices, grid_kwh: float) -> None:
        self._scenario, self._length, self._prices = scenario, length, prices
        self._stays = list(days_of(stays_of(scenario), length))
        self._amps = currents(scenario.car)
        self._start_prices = np.where(self._amps > 0, prices.command + prices.start, 0.0)
        self._limit_kwh = scenario.car.limit_kwh
        came = [stay.in_kwh for stay in self._stays if stay.in_kwh is not None]
        top_kwh = max(self._limit_kwh, scenario.soc_start_pct / 100 * scenario.car.battery_kwh, *came, 0.0)
        self._levels = np.linspace(0.0, top_kwh, round(top_kwh / grid_kwh) + 1)

    def solve(self, start_kwh: float | None) -> Optimum:
        befores = self._before_each_stay()
        price = self._prices.energy_value
        if start_kwh is None:
            start_kwh = float(self._levels[np.argmin(befores[0][:, 0] + price * self._levels)])
        amps = np.zeros(self._scenario.steps)
        cost, short_kwh, level_kwh, held = 0.0, 0.0, start_kwh, 0
        for stay, after in zip(self._stays, befores[1:], strict=True):
            came_kwh, missing = _arrival(stay, np.array([level_kwh]))
            level_kwh, held, spent = self._follow(
                stay, after, float(came_kwh[0]), held * stay.continued, amps
            )
            missing_kwh = float(missing[0]) + max(stay.target_kwh - level_kwh, 0.0)
            short_kwh += missing_kwh
            cost += spent + missing_kwh * self._scenario.dearest
        cost -= (level_kwh - start_kwh) * price
        return Optimum(cost, price, start_kwh, level_kwh, short_kwh, amps)

    def _before_each_stay(self) -> list[Series]:
        """Returns the values at the end of the stay before each stay, and at last those at the very end."""
        ends = -self._prices.energy_value * self._levels
        found = [np.repeat(ends[:, None], len(self._amps), axis=1)]
        for stay in reversed(self._stays):
            values = self._backward(stay, slots_of(self._scenario, stay, self._length), found[-1])[0]
            if not stay.continued:
                values = np.repeat(values[:, :1], len(self._amps), axis=1)
            level_kwh, missing_kwh = _arrival(stay, self._levels)
            nothing = np.zeros(len(self._amps))
            values = self._rise(level_kwh, nothing).cost(nothing, values)
            found.append(values + missing_kwh[:, None] * self._scenario.dearest)
        return found[::-1]

    def _backward(self, stay: Stay, slots: Slots, after: Series) -> list[Series]:
        """Returns the values before each slot of a stay, and at its end."""
        missing_kwh = np.maximum(stay.target_kwh - self._levels, 0.0)
        values = after + missing_kwh[:, None] * self._scenario.dearest
        found = [values]
        for slot in reversed(range(len(slots))):
            # Slots of the same length are alike, and most are.
            if slot > len(slots) - 2 or not slots.alike(slot, slot + 1):
                held = self._rise(self._levels, slots.held_kwh[slot])
                begun = self._rise(self._levels, slots.begun_kwh[slot])
            held_cost = held.cost(slots.held_cost[slot], values)
            begun_cost = begun.cost(slots.begun_cost[slot], values) + self._start_prices
            values = np.minimum(held_cost, held_cost.min(axis=1)[:, None] + self._prices.command)
            values[:, 0] = begun_cost.min(axis=1)
            found.append(values)
        return found[::-1]

    def _follow(
        self, stay: Stay, after: Series, level_kwh: float, held: int, amps: Series
    ) -> tuple[float, int, float]:
        """Takes the best choice in each slot of a stay, and writes the current of each step to `amps`.

        Returns the battery's energy and the index of the current at the end of the stay, and what the stay
        cost.
        """
        slots = slots_of(self._scenario, stay, self._length)
        spent = 0.0
        for slot, values in enumerate(self._backward(stay, slots, after)[1:]):
            costs, kwh = slots.held_cost[slot], slots.held_kwh[slot]
            prices = self._prices.command * (np.arange(len(self._amps)) != held)
            if not held:
                costs, kwh, prices = slots.begun_cost[slot], slots.begun_kwh[slot], self._start_prices
            rise = self._rise(np.array([level_kwh]), kwh)
            choice = int(np.argmin(rise.cost(costs, values)[0] + prices))
            first = stay.first + slot * self._length
            amps[first : min(first + self._length, stay.last)] = self._amps[choice]
            share = float(rise.share[0, choice])
            spent += float(costs[choice]) * share + float(prices[choice])
            level_kwh, held = level_kwh + float(kwh[choice]) * share, choice
        return level_kwh, held, spent

    def _rise(self, from_kwh: Series, kwh: Series) -> _Rise:
        """Returns the rise from each level by each current's `kwh`, up to the car's charge limit."""
        room_kwh = np.maximum(self._limit_kwh - from_kwh, 0.0)[:, None]
        share = np.minimum(room_kwh / np.maximum(kwh, 1e-12), 1.0)
        return _Rise.to(from_kwh[:, None] + kwh * share, share, self._levels)


class _Rise(NamedTuple):
    """Holds where each current takes each level: a place between two levels, as arrays [level, current].

    `share` is the part of the energy that fits in, `below` the flat index of the lower level, and `part` how
    far the place lies above it, as a part of the way to the next.
    """

    share: Series
    below: NDArray[np.intp]
    part: Series

    @classmethod
    def to(cls, to_kwh: Series, share: Series, levels: Series) -> _Rise:
        last, width = len(levels) - 1, to_kwh.shape[1]
        place = to_kwh * (last / levels[-1])
        below = np.clip(place.astype(np.intp), 0, last - 1)
        return cls(share, below * width + np.arange(width), place - below)

    def cost(self, costs: Series, values: Series) -> Series:
        """Returns the cost of the rise and of what is still to come after it."""
        low = np.take(values, self.below)
        found: Series = costs * self.share + low
        found += (np.take(values, self.below + values.shape[1]) - low) * self.part
        return found


def _arrival(stay: Stay, left_kwh: Series) -> tuple[Series, Series]:
    """Returns the energy with which the battery arrives, and what the trip had to get elsewhere, in kWh."""
    if stay.in_kwh is not None:
        return np.full_like(left_kwh, stay.in_kwh), np.zeros_like(left_kwh)
    return np.maximum(left_kwh - stay.trip_kwh, 0.0), np.maximum(stay.trip_kwh - left_kwh, 0.0)
