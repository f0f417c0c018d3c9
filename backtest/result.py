"""Adds up what came of a run: energy, money and commands of the scored time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series

from .car import Sent
from .export_limit import lost_w
from .house_battery import BatteryRun
from .prices import STEP_S
from .scenario import Scenario

COMMAND_PRICE, READ_PRICE, WAKE_PRICE = 0.001, 0.002, 0.02
START_PRICE = 0.02
"""Wear of the contactors by a start, in the tariff's currency."""

KWH_PER_W = STEP_S / 3.6e6


@dataclass(frozen=True, eq=False)
class HouseSide:
    """Holds what came of the house battery in the scored time, in kWh.

    `to_car_kwh` is what it gave beyond the house's own need, `import_kwh` what was bought with the car and
    `import_without_car_kwh` what the same house with the same battery would have bought. `gained_kwh` is by
    how much more its charge rose than without the car. `holds` counts how often it was held, or limited.
    `power_w` (positive: discharging) and `soc_pct` have one value for each step of the whole scenario.
    """

    to_car_kwh: float
    import_kwh: float
    import_without_car_kwh: float
    gained_kwh: float
    holds: int
    power_w: Series
    soc_pct: Series

    def figures(self) -> dict[str, float | int]:
        """Returns everything but the series, for JSON."""
        return _figures(self, ("power_w", "soc_pct"))


@dataclass(frozen=True, eq=False)
class Result:
    """Holds money in the tariff's currency and energy in kWh, all of the scored time alone.

    `charging_cost` is what the car's charge added to the house's cost. `stored_kwh` is what the battery holds
    more at the end than at the beginning: a law that ends fuller has paid for it. `amps` and `soc_pct` have
    one value for each step of the whole scenario; `sent` are the requests of the scored time. With a house
    battery, `house` says what came of it, and the baseline is the house with it and without the car.
    """

    net_cost: float
    baseline_cost: float
    charging_cost: float
    car_kwh: float
    car_grid_kwh: float
    car_solar_kwh: float
    self_consumption: float
    starts: int
    commands: int
    data_reads: int
    wakes: int
    api_cost: float
    shortfall_kwh: float
    missed: int
    days: float
    stored_kwh: float
    amps: NDArray[np.int16]
    soc_pct: NDArray[np.float32]
    sent: tuple[Sent, ...]
    house: HouseSide | None = None

    def net(self, stored_price: float, house_price: float = 0.0) -> float:
        """Returns the cost with commands and starts, less the worth of what is in the battery.

        `stored_price` is that worth per kWh, `house_price` that of a kWh in the house battery.
        """
        wear = self.commands * COMMAND_PRICE + self.starts * START_PRICE
        return self.gross(stored_price, house_price) + wear

    def gross(self, stored_price: float, house_price: float = 0.0) -> float:
        """Returns the cost of the energy alone, less the worth of what is in the battery.

        `stored_price` is that worth per kWh, `house_price` that of a kWh in the house battery.
        """
        cost = self.charging_cost - self.stored_kwh * stored_price
        return cost - self.house.gained_kwh * house_price if self.house else cost

    def figures(self) -> dict[str, float | int]:
        """Returns everything but the series and the house battery, for JSON."""
        return _figures(self, ("amps", "soc_pct", "sent", "house"))


def _figures(result: HouseSide | Result, left_out: Sequence[str]) -> dict[str, float | int]:
    found: dict[str, Any] = {
        f.name: getattr(result, f.name) for f in fields(result) if f.name not in left_out
    }
    return {name: round(value, 6) for name, value in found.items()}


def cost_of(grid_w: Series, import_price: Series, export_price: Series) -> float:
    """Returns what a power at the grid meter costs, netted within each value; exports earn."""
    bought = np.maximum(grid_w, 0.0) @ import_price
    sold = np.maximum(-grid_w, 0.0) @ export_price
    return float(bought - sold) * KWH_PER_W


@dataclass(frozen=True)
class Counts:
    """Holds what a run counted in the scored time."""

    sent: tuple[Sent, ...]
    data_reads: int
    wakes: int
    shortfall_kwh: float
    missed: int
    stored_kwh: float

    @property
    def starts(self) -> int:
        return sum(each.kind == "start" for each in self.sent)

    @property
    def commands(self) -> int:
        return sum(each.kind != "wake" for each in self.sent)

    @property
    def api_cost(self) -> float:
        return self.commands * COMMAND_PRICE + self.data_reads * READ_PRICE + self.wakes * WAKE_PRICE


def evaluate(
    scenario: Scenario,
    amps: NDArray[np.int16],
    soc_pct: NDArray[np.float32],
    counts: Counts,
    battery: BatteryRun | None = None,
) -> Result:
    """Adds up a run's money and energy from the current of each step, and from what the house battery did."""
    scored = slice(scenario.first_scored, None)
    begins = scenario.periods(scenario.first_scored, scenario.steps)
    length = np.diff(begins, append=scenario.steps - scenario.first_scored)
    # Of each period the sum of the powers, and the mean of the prices.
    house_w = np.add.reduceat(scenario.load_w[scored] - scenario.solar_w[scored], begins)
    car_w = np.add.reduceat(amps[scored] * scenario.car.watts_per_amp, begins)
    bought, sold = (
        np.add.reduceat(price[scored], begins) / length
        for price in (scenario.import_price, scenario.export_price)
    )
    net_w = house_w + car_w - _given_w(battery, scored, begins)
    with_car_w = net_w + _lost_w(scenario, begins, battery, amps)
    alone_w = house_w - _given_w(scenario.battery_alone, scored, begins)
    baseline = cost_of(alone_w + _lost_w(scenario, begins, scenario.battery_alone), bought, sold)
    net = cost_of(with_car_w, bought, sold) + counts.shortfall_kwh * scenario.dearest
    house = _house_side(scenario, amps, battery) if battery else None
    solar_kwh = float(scenario.solar_w[scored].sum()) * KWH_PER_W
    unused_kwh = float(np.maximum(-net_w, 0.0).sum()) * KWH_PER_W
    car_kwh = float(car_w.sum()) * KWH_PER_W
    from_sun_kwh = float(np.minimum(car_w, np.maximum(-house_w, 0.0)).sum()) * KWH_PER_W
    return Result(
        net_cost=net,
        baseline_cost=baseline,
        charging_cost=net - baseline,
        car_kwh=car_kwh,
        car_grid_kwh=car_kwh - from_sun_kwh - (house.to_car_kwh if house else 0.0),
        car_solar_kwh=from_sun_kwh,
        self_consumption=1 - unused_kwh / solar_kwh if solar_kwh else 0.0,
        starts=counts.starts,
        commands=counts.commands,
        data_reads=counts.data_reads,
        wakes=counts.wakes,
        api_cost=counts.api_cost,
        shortfall_kwh=counts.shortfall_kwh,
        missed=counts.missed,
        days=scenario.days,
        stored_kwh=counts.stored_kwh,
        amps=amps,
        soc_pct=soc_pct,
        sent=counts.sent,
        house=house,
    )


def _given_w(battery: BatteryRun | None, scored: slice, begins: NDArray[np.intp]) -> Series | float:
    """Returns the sum of what a house battery gave in each period, in W; nothing without one."""
    return 0.0 if battery is None else np.add.reduceat(battery.power_w[scored], begins)


def _lost_w(
    scenario: Scenario,
    begins: NDArray[np.intp],
    battery: BatteryRun | None,
    amps: NDArray[np.int16] | None = None,
) -> Series | float:
    """Returns the sum of the sun that was thrown away in each period, in W; nothing where all is let out."""
    if scenario.limits_w is None:
        return 0.0
    scored = slice(scenario.first_scored, None)
    net_w = scenario.load_w[scored] - scenario.solar_w[scored]
    if amps is not None:
        net_w = net_w + amps[scored] * scenario.car.watts_per_amp
    if battery is not None:
        net_w = net_w - battery.power_w[scored]
    return np.add.reduceat(lost_w(net_w, scenario.limits_w[scored]), begins)


def _house_side(scenario: Scenario, amps: NDArray[np.int16], battery: BatteryRun) -> HouseSide:
    first, alone = scenario.first_scored, scenario.battery_alone
    assert alone is not None
    scored = slice(first, None)
    house_w = scenario.load_w[scored] - scenario.solar_w[scored]
    given_w = battery.power_w[scored]
    car_w = amps[scored] * scenario.car.watts_per_amp
    limited = np.concatenate([[False], battery.limited])
    return HouseSide(
        to_car_kwh=float(np.clip(given_w - np.maximum(house_w, 0.0), 0.0, car_w).sum()) * KWH_PER_W,
        import_kwh=float(np.maximum(house_w + car_w - given_w, 0.0).sum()) * KWH_PER_W,
        import_without_car_kwh=float(np.maximum(house_w - alone.power_w[scored], 0.0).sum()) * KWH_PER_W,
        gained_kwh=battery.gained_kwh(first) - alone.gained_kwh(first),
        holds=int(np.count_nonzero(limited[1:] & ~limited[:-1] & (np.arange(scenario.steps) >= first))),
        power_w=battery.power_w,
        soc_pct=battery.stored_kwh * (100 / battery.model.capacity_kwh),
    )
