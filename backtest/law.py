"""Defines what a charging law sees, and what it answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from simulator.trace import Series

from .forecast import Forecast
from .prices import STEP_S
from .scenario import CarModel, Scenario

SLOT_S = 900
"""Length of the slots by which prices ahead are known: a quarter of an hour."""


class View:
    """Shows a law what it may know at the moment it is asked; one object, changed from step to step.

    `now_s` is in unix seconds. `grid_w` (positive: import) and `solar_w` are the meters' newest readings: the
    house's part is one minute old where the trace has minutes, the car's part is as of now. `car_a` is the
    current that the car reports, as of `car_reported_s`. `charging` says that the car was last told to charge
    and is not full, `offered_a` is the current last asked of it. `departure_s` and `soc_target_pct` are those
    of the running session, None and 0 without one; `told` says whether any session tells what is wanted.
    Prices are per kWh, now, and import and export are billed as one sum over each `netting_s`.

    With a house battery `grid_w` is what it leaves; `battery_w` (positive: discharging) is in step with it,
    and `battery_soc_pct` is as of now, None without one. A law may set `battery_limit_w`, the most that the
    battery gives from now on: 0 holds it, infinity leaves it to itself. It takes the sun in any case.
    """

    __slots__ = (
        "_forecast",
        "_offsets_s",
        "_quarters",
        "_scenario",
        "active_s",
        "battery_limit_w",
        "battery_soc_pct",
        "battery_w",
        "car",
        "car_a",
        "car_reported_s",
        "charging",
        "departure_s",
        "export_price",
        "grid_w",
        "house_battery",
        "import_price",
        "netting_s",
        "now_s",
        "offered_a",
        "plugged",
        "reads",
        "soc_pct",
        "soc_target_pct",
        "solar_w",
        "told",
        "wakes",
        "zone",
    )

    def __init__(self, scenario: Scenario) -> None:
        self.car: CarModel = scenario.car
        self.now_s = scenario.start_s
        self.grid_w = self.solar_w = 0.0
        self.car_a = 0
        self.car_reported_s = scenario.start_s
        self.charging = self.plugged = False
        self.offered_a = scenario.car.max_a
        self.soc_pct = scenario.soc_start_pct
        self.import_price = self.export_price = 0.0
        self.departure_s: float | None = None
        self.soc_target_pct = 0.0
        self.told = scenario.told and any(session.soc_target_pct for session in scenario.sessions)
        self.active_s = scenario.start_s
        self.zone = scenario.zone
        self.netting_s = scenario.netting_s
        self.house_battery = scenario.house_battery
        self.battery_w = 0.0
        self.battery_soc_pct: float | None = None
        self.battery_limit_w = math.inf
        self.reads: list[float] = []
        self.wakes: list[float] = []
        self._scenario = scenario
        self._forecast: Forecast | None = None
        self._quarters: tuple[Series, Series] | None = None
        self._offsets_s: dict[int, float] = {}

    @property
    def asleep(self) -> bool:
        """Says whether the car sleeps because nothing kept it awake for long enough."""
        return not self.charging and self.now_s - self.active_s > self.car.sleep_after_s

    @property
    def car_w(self) -> float:
        """Returns the power that the car reports."""
        return self.car_a * self.car.watts_per_amp

    @property
    def surplus_w(self) -> float:
        """Returns what the car may draw without importing, from the grid meter and what the car reports.

        What a house battery gives looks like the sun in it.
        """
        return self.car_w - self.grid_w

    @property
    def hour(self) -> float:
        """Returns the hours since midnight by the house's clock."""
        return (self.now_s + self._offset_s(self.now_s)) % 86_400 / 3600

    @property
    def weekday(self) -> int:
        """Returns the weekday by the house's clock, 0 for Monday."""
        return (int((self.now_s + self._offset_s(self.now_s)) // 86_400) + 3) % 7

    def read(self) -> None:
        """Reads the car's data, which costs something and keeps an awake car awake."""
        self.reads.append(self.now_s)
        if not self.asleep:
            self.active_s = self.now_s

    def wake(self) -> None:
        """Wakes the sleeping car; a law that does not is charged for a wake-up when it commands."""
        self.wakes.append(self.now_s)
        self.active_s = self.now_s

    def prices_ahead(self, hours: float) -> tuple[Series, Series]:
        """Returns the import and export price of each known quarter of an hour, from the running one on."""
        if self._quarters is None:
            self._quarters = _by_quarter(self._scenario)
        first = int(self.now_s // SLOT_S) - int(self._scenario.start_s // SLOT_S)
        until_s = min(self.now_s + hours * 3600, self._known_until_s())
        last = max(first + int((until_s - self.now_s // SLOT_S * SLOT_S) // SLOT_S), first + 1)
        bought, sold = self._quarters
        return bought[first:last], sold[first:last]

    def forecast_kwh(self) -> Sequence[float]:
        """Returns the solar energy forecast for today and the two days after it, in kWh."""
        if self._forecast is None:
            self._forecast = Forecast(self._scenario)
        return self._forecast.kwh(self.now_s)

    def _known_until_s(self) -> float:
        published = self._scenario.prices.published_hour
        if published is None:
            return float("inf")
        days = 2 if self.hour >= published else 1
        midnight_s = self.now_s - self.hour * 3600 + days * 86_400
        return midnight_s + self._offset_s(self.now_s) - self._offset_s(midnight_s)

    def _offset_s(self, at_s: float) -> float:
        """Returns how far the house's clock is ahead of UTC."""
        quarter = int(at_s // SLOT_S)
        offset_s = self._offsets_s.get(quarter)
        if offset_s is None:
            step = round((at_s - self._scenario.start_s) / STEP_S)
            offset = self._scenario.time_of(step).utcoffset()
            offset_s = self._offsets_s[quarter] = offset.total_seconds() if offset else 0.0
        return offset_s


def _by_quarter(scenario: Scenario) -> tuple[Series, Series]:
    """Returns the prices at the start of each quarter of an hour; the first may begin before the trace."""
    lead = int(scenario.start_s % SLOT_S / STEP_S)
    steps = np.clip(np.arange(0, scenario.steps + lead, SLOT_S // STEP_S) - lead, 0, None)
    return scenario.import_price[steps], scenario.export_price[steps]


class Law(Protocol):
    """Decides on the charge; one object per run, which keeps its own memory and its own beat."""

    name: str

    def decide(self, view: View) -> int | None:
        """Returns the whole amps wanted from now on (0: no charge), None to change nothing.

        It is asked every 10 s.
        """
