"""Adds up what came of a run: energy, money and commands of the scored time."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series

from .car import Sent
from .prices import STEP_S
from .scenario import Scenario

COMMAND_PRICE, READ_PRICE, WAKE_PRICE = 0.001, 0.002, 0.02
START_PRICE = 0.02
"""Wear of the contactors by a start, in the tariff's currency."""

KWH_PER_W = STEP_S / 3.6e6


@dataclass(frozen=True, eq=False)
class Result:
    """Holds money in the tariff's currency and energy in kWh, all of the scored time alone.

    `charging_cost` is what the car's charge added to the house's cost. `stored_kwh` is what the battery holds
    more at the end than at the beginning: a law that ends fuller has paid for it. `amps` and `soc_pct` have
    one value for each step of the whole scenario; `sent` are the requests of the scored time.
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

    def net(self, stored_price: float) -> float:
        """Returns the cost with commands and starts, less the worth of what is in the battery.

        `stored_price` is that worth per kWh.
        """
        wear = self.commands * COMMAND_PRICE + self.starts * START_PRICE
        return self.gross(stored_price) + wear

    def gross(self, stored_price: float) -> float:
        """Returns the cost of the energy alone, less the worth of what is in the battery.

        `stored_price` is that worth per kWh.
        """
        return self.charging_cost - self.stored_kwh * stored_price

    def figures(self) -> dict[str, float | int]:
        """Returns everything but the series, for JSON."""
        series = ("amps", "soc_pct", "sent")
        found: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in series}
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
    scenario: Scenario, amps: NDArray[np.int16], soc_pct: NDArray[np.float32], counts: Counts
) -> Result:
    """Adds up a run's money and energy from the current of each step."""
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
    baseline = cost_of(house_w, bought, sold)
    shortfall = counts.shortfall_kwh * scenario.dearest
    net = cost_of(house_w + car_w, bought, sold) + shortfall
    solar_kwh = float(scenario.solar_w[scored].sum()) * KWH_PER_W
    exported_kwh = float(np.maximum(-house_w - car_w, 0.0).sum()) * KWH_PER_W
    car_kwh = float(car_w.sum()) * KWH_PER_W
    from_sun_kwh = float(np.minimum(car_w, np.maximum(-house_w, 0.0)).sum()) * KWH_PER_W
    return Result(
        net_cost=net,
        baseline_cost=baseline,
        charging_cost=net - baseline,
        car_kwh=car_kwh,
        car_grid_kwh=car_kwh - from_sun_kwh,
        car_solar_kwh=from_sun_kwh,
        self_consumption=1 - exported_kwh / solar_kwh if solar_kwh else 0.0,
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
    )
