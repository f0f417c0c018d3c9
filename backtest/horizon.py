"""The scored part of a scenario as one who knows the future sees it: stays at the plug, and what each step costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.trace import Series

from .prices import STEP_S
from .scenario import CarModel, Scenario

HOURS_PER_STEP = STEP_S / 3600


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best that could have been done with the scored part.

    `cost` is what the charge adds to the house's bill, with missing energy at the dearest import price and
    what the battery holds in the end less what it held in the beginning at `energy_value` (per kWh).
    `amps` is the mean current of each step of the scenario, 0 before the scored part.
    """

    cost: float
    energy_value: float
    start_kwh: float
    end_kwh: float
    shortfall_kwh: float
    amps: Series


@dataclass(frozen=True)
class Stay:
    """Steps `first` to `last` (excluded) at the plug, in kWh: what the trip before took, what the battery
    came with where that is known, and what is wanted in the end."""

    first: int
    last: int
    trip_kwh: float = 0.0
    in_kwh: float | None = None
    target_kwh: float = 0.0
    continued: bool = False

    @property
    def steps(self) -> int:
        return self.last - self.first


def stays_of(scenario: Scenario) -> list[Stay]:
    """The sessions, cut to the scored steps; without a wish where the end is cut off."""
    return list(_stays(scenario))


def _stays(scenario: Scenario) -> Iterator[Stay]:
    per_pct = scenario.car.battery_kwh / 100
    begin, end, left = scenario.first_scored, scenario.steps, -1
    for session in scenario.sessions:
        first, last = scenario.step_of(session.plug_in), scenario.step_of(session.plug_out)
        if last <= begin or first >= end:
            continue
        arrives = first >= begin
        soc_in_pct = session.soc_in_pct if arrives else None
        yield Stay(
            first=max(first, begin),
            last=min(last, end),
            trip_kwh=session.trip_kwh if arrives else 0.0,
            in_kwh=None if soc_in_pct is None else soc_in_pct * per_pct,
            target_kwh=session.soc_target_pct * per_pct if last <= end else 0.0,
            continued=first == left,
        )
        left = last


def currents(car: CarModel) -> Series:
    """The whole amps there are to choose from, 0 first."""
    return np.array([0, *range(car.min_a, car.max_a + 1)], dtype=float)


def stored_kwh(car: CarModel) -> Series:
    """What each of the `currents` stores in one step."""
    return np.array([car.stored_kw(amps) for amps in currents(car)]) * HOURS_PER_STEP


def added_cost(scenario: Scenario, first: int, last: int) -> Series:
    """What each of the `currents` adds to the bill in each step from `first` to `last` (excluded)."""
    house_kw = (scenario.load_w[first:last] - scenario.solar_w[first:last])[:, None] / 1000
    bought = scenario.import_price[first:last, None]
    sold = scenario.export_price[first:last, None]
    car_kw = currents(scenario.car) * scenario.car.watts_per_amp / 1000

    def bill(grid_kw: Series) -> Series:
        return np.where(grid_kw > 0, bought, sold) * grid_kw

    cost: Series = (bill(house_kw + car_kw) - bill(house_kw)) * HOURS_PER_STEP
    return cost
