"""Models a house battery that an inverter steers to keep the grid meter at zero: self-consumption."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series

from .prices import STEP_S

STEP_H = STEP_S / 3600


@dataclass(frozen=True)
class BatteryModel:
    """Describes a house battery.

    Its powers are those at the house's side of the inverter. Of what it takes it stores `efficiency_in`, of
    what it loses it gives `efficiency_out`, down to `floor_pct`. It begins the scenario at `start_pct`.
    Raises `ValueError` for what no battery can be.
    """

    capacity_kwh: float = 10.0
    max_charge_kw: float = 5.0
    max_discharge_kw: float = 5.0
    floor_pct: float = 5.0
    efficiency_in: float = 0.95
    efficiency_out: float = 0.95
    start_pct: float = 50.0

    def __post_init__(self) -> None:
        for name in ("capacity_kwh", "max_charge_kw", "max_discharge_kw"):
            _check(name, getattr(self, name), 0.0, math.inf)
        for name in ("efficiency_in", "efficiency_out"):
            _check(name, getattr(self, name), 0.0, 1.0)
        if not 0 <= self.floor_pct < 100:
            raise ValueError(f"floor_pct: must be from 0 to below 100, is {self.floor_pct:g}")
        if not self.floor_pct <= self.start_pct <= 100:
            raise ValueError(
                f"start_pct: must be from floor_pct ({self.floor_pct:g}) to 100, is {self.start_pct:g}"
            )

    @property
    def floor_kwh(self) -> float:
        return self.floor_pct / 100 * self.capacity_kwh

    @property
    def start_kwh(self) -> float:
        return self.start_pct / 100 * self.capacity_kwh


def _check(name: str, value: float, above: float, most: float) -> None:
    if not above < value <= most or math.isinf(value):
        limit = "" if math.isinf(most) else f" and at most {most:g}"
        raise ValueError(f"{name}: must be more than {above:g}{limit}, is {value:g}")


class HouseBattery:
    """Keeps the net power at the grid meter at zero, as far as its power, its room and its floor allow.

    It is as fast as a step. `limit_w` is the most that it may give: 0 holds it, infinity releases it.
    """

    def __init__(self, model: BatteryModel) -> None:
        self.model = model
        self.stored_kwh = model.start_kwh
        self.limit_w = math.inf
        self._takes_w, self._gives_w = 1000 * model.max_charge_kw, 1000 * model.max_discharge_kw
        # What a step at a watt stores, and what one costs it.
        self._kwh_in = model.efficiency_in * STEP_H / 1000
        self._kwh_out = STEP_H / 1000 / model.efficiency_out

    @property
    def soc_pct(self) -> float:
        return self.stored_kwh / self.model.capacity_kwh * 100

    def answer_w(self, net_w: float) -> float:
        """Returns its power under a net power of the house and all in it; positive: it discharges."""
        if net_w < 0:
            room_w = (self.model.capacity_kwh - self.stored_kwh) / self._kwh_in
            return max(net_w, -self._takes_w, -max(room_w, 0.0))
        left_w = (self.stored_kwh - self.model.floor_kwh) / self._kwh_out
        return min(net_w, self._gives_w, self.limit_w, max(left_w, 0.0))

    def step(self, net_w: float) -> float:
        """Lets 10 s pass; returns its power in them."""
        power_w = self.answer_w(net_w)
        self.stored_kwh -= power_w * (self._kwh_out if power_w > 0 else self._kwh_in)
        return power_w


@dataclass(frozen=True, eq=False)
class BatteryRun:
    """Holds a battery's power (positive: discharging) in each step, and its energy at the end of each.

    `limited` says of each step whether it was held, or allowed less than it can give.
    """

    model: BatteryModel
    power_w: Series
    stored_kwh: Series
    limited: NDArray[np.bool_]

    def before_kwh(self, step: int) -> float:
        """Returns its energy as a step begins."""
        return float(self.stored_kwh[step - 1]) if step else self.model.start_kwh

    def gained_kwh(self, first: int) -> float:
        """Returns what it holds more at the end than before the step `first`."""
        return float(self.stored_kwh[-1]) - self.before_kwh(first)


def left_alone(model: BatteryModel, net_w: Series) -> BatteryRun:
    """Returns what the battery does under a net power that nobody changes."""
    battery = HouseBattery(model)
    power_w, stored_kwh = np.zeros(len(net_w)), np.zeros(len(net_w))
    for step, watts in enumerate(net_w.tolist()):
        power_w[step] = battery.step(watts)
        stored_kwh[step] = battery.stored_kwh
    return BatteryRun(model, power_w, stored_kwh, np.zeros(len(net_w), dtype=bool))
