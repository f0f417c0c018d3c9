"""Says which of the kWh that a house battery gave to the car were dearer than buying them.

A kWh that leaves the battery is missing in it until one of two things comes first. Where it is full and sun
is fed in, that sun would have been stored instead: the kWh has cost what it brought, with the losses of both
ways. Where it is empty and power is bought, that would have come from the battery: the kWh has cost that
price. Each kWh that is fed in or bought makes up for one that was given, the one that was given last before
it. What is made up for by nothing until the end has cost what the battery's energy is worth then.

Buying it instead, for the car, would have cost the least price of the next 24 hours in which the car is at
the plug. So a kWh was dear if what it has cost was more than that.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backtest.house_battery import BatteryModel
from backtest.prices import STEP_S
from backtest.result import KWH_PER_W, Result
from backtest.scenario import Scenario
from simulator.trace import Series

NEAR_KWH = 0.01
"""So near to its bounds a battery is full or empty."""

HOUR_STEPS = 3600 // STEP_S

SAME = 1e-9
"""Prices that differ by no more are the same."""


class Event(NamedTuple):
    """Holds how many kWh that were given a step makes up for, and what each of them has cost."""

    kwh: float
    per_kwh: float


def dear_kwh(scenario: Scenario, result: Result, end_value: float) -> float:
    """Returns how many kWh of those that the battery gave to the car in the scored time were dear.

    `end_value` is what a kWh in the house battery is worth at the end. Raises `ValueError` for a run without
    a house battery.
    """
    if result.house is None or scenario.house_battery is None:
        raise ValueError("result: must be of a house with a battery, is of one without")
    first = scenario.first_scored
    house_w = (scenario.load_w - scenario.solar_w)[first:]
    car_w = (result.amps * float(scenario.car.watts_per_amp))[first:]
    given_w = result.house.power_w[first:]
    to_car_kwh = np.clip(given_w - np.maximum(house_w, 0.0), 0.0, car_w) * KWH_PER_W
    instead = _cheapest_within_a_day(scenario)[first:]
    events = _events(scenario, house_w + car_w - given_w, result.house.soc_pct[first:])
    return _dear(to_car_kwh, events, instead, end_value / scenario.house_battery.efficiency_out)


def _cheapest_within_a_day(scenario: Scenario) -> Series:
    """Returns for each step the least import price at the plug in its hour and the 24 after it."""
    plugged = scenario.session_index >= 0
    at_plug = np.where(plugged, scenario.import_price, np.inf)
    padded = np.append(at_plug, np.full(-len(at_plug) % HOUR_STEPS + 24 * HOUR_STEPS, np.inf))
    hourly = padded.reshape(-1, HOUR_STEPS).min(axis=1)
    least = np.lib.stride_tricks.sliding_window_view(hourly, 25).min(axis=1)
    within: Series = np.repeat(least, HOUR_STEPS)[: len(at_plug)]
    return within


def _events(scenario: Scenario, grid_w: Series, soc_pct: Series) -> dict[int, Event]:
    """Returns the steps in which something makes up for what the battery has given."""
    model, first = scenario.house_battery or BatteryModel(), scenario.first_scored
    losses, stored_kwh = model.efficiency_in * model.efficiency_out, soc_pct / 100 * model.capacity_kwh
    spills = (stored_kwh > model.capacity_kwh - NEAR_KWH) & (grid_w < 0)
    lacks = (stored_kwh < model.floor_kwh + NEAR_KWH) & (grid_w > 0)
    bought, sold = scenario.import_price[first:], scenario.export_price[first:]
    kwh = np.where(spills, -grid_w * losses, grid_w) * KWH_PER_W
    per_kwh = np.where(spills, sold / losses, bought)
    at: NDArray[np.int64] = np.flatnonzero(spills | lacks)
    return {int(step): Event(float(kwh[step]), float(per_kwh[step])) for step in at}


def _dear(to_car_kwh: Series, events: dict[int, Event], instead: Series, end_per_kwh: float) -> float:
    """Looks from the end back, with what is still to be made up for by on top."""
    coming, dear = [Event(np.inf, end_per_kwh)], 0.0
    given = set(np.flatnonzero(to_car_kwh > 0).tolist())
    for step in sorted(given | events.keys(), reverse=True):
        if step in events:
            coming.append(events[step])
        missing_kwh = float(to_car_kwh[step]) if step in given else 0.0
        while missing_kwh > 0:
            event = coming.pop()
            made_up_kwh = min(missing_kwh, event.kwh)
            dear += made_up_kwh if event.per_kwh > instead[step] + SAME else 0.0
            missing_kwh -= made_up_kwh
            if event.kwh > made_up_kwh:
                coming.append(event._replace(kwh=event.kwh - made_up_kwh))
    return dear
