"""Describes the scored part of a scenario to one who knows the future: stays, and what amps cost."""

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
    """Holds the best that could have been done with the scored part.

    `cost` is what the charge adds to the house's bill, with missing energy at the dearest import price, less
    what the battery gained from `start_kwh` to `end_kwh` at `energy_value` (per kWh); to be compared with
    `Result.gross(energy_value)`. `amps` is the mean current of each step of the scenario, 0 before the scored
    part. With a house battery a kWh in it is worth `house_value`, to be compared with
    `Result.gross(energy_value, house_value)`.
    """

    cost: float
    energy_value: float
    start_kwh: float
    end_kwh: float
    shortfall_kwh: float
    amps: Series
    house_value: float = 0.0


@dataclass(frozen=True)
class Stay:
    """Describes the steps `first` to `last` (excluded) at the plug.

    The battery arrives with `in_kwh`, or else with what it left with less `trip_kwh`; `target_kwh` is wanted
    in the end. `continued` says that the car was not unplugged since the stay before.
    """

    first: int
    last: int
    trip_kwh: float = 0.0
    in_kwh: float | None = None
    target_kwh: float = 0.0
    continued: bool = False


def stays_of(scenario: Scenario) -> list[Stay]:
    """Returns the sessions, cut to the scored steps; nothing is wanted of one whose end is cut off."""
    return list(_stays(scenario))


def _stays(scenario: Scenario) -> Iterator[Stay]:
    per_pct = scenario.car.battery_kwh / 100
    begin, end, left = scenario.first_scored, scenario.steps, -1
    for session in scenario.sessions:
        first, last = max(scenario.step_of(session.plug_in), 0), scenario.step_of(session.plug_out)
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
    """Returns the whole amps to choose from, 0 first."""
    return np.array([0, *range(car.min_a, car.max_a + 1)], dtype=float)


def stored_kwh(car: CarModel) -> Series:
    """Returns the energy that each of the `currents` stores in one step."""
    return np.array([car.stored_kw(amps) for amps in currents(car)]) * HOURS_PER_STEP


def added_cost(scenario: Scenario, first: int, last: int) -> Series:
    """Returns what each of the `currents` (columns) adds to the bill in each step (rows).

    The steps are those from `first` to `last` (excluded).
    """
    house_kw = (scenario.load_w[first:last] - scenario.solar_w[first:last])[:, None] / 1000
    car_kw = currents(scenario.car) * scenario.car.watts_per_amp / 1000
    bought = scenario.import_price[first:last, None]
    sold = scenario.export_price[first:last, None]
    with_car_kw = house_kw + car_kw
    with_car = np.where(with_car_kw > 0, bought, sold) * with_car_kw
    without = np.where(house_kw > 0, bought, sold) * house_kw
    cost: Series = (with_car - without) * HOURS_PER_STEP
    return cost
