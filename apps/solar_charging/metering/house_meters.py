"""Takes in the states of the house's meters, and returns what they measure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..settings.settings import Settings
from .lean_days import LeanDays
from .meter import GridMeter, Reading, power_w, voltage_v
from .meter_check import MeterCheck
from .plug_check import PlugCheck
from .surplus import Surplus, SurplusMeter
from .trust import Trust, trust

BEGUN_W = 500.0
"""The power in W at the plug above which a charge has begun; an idle car draws less."""


class HouseMeters:
    """Keeps the last readings of grid, sun, plug and voltage, and the surplus formed of them.

    Times are unix seconds. A meter that has never sent a reading counts as silent since `started_s`.
    """

    def __init__(self, settings: Settings, started_s: float) -> None:
        meters = settings.meters
        self._meters = meters
        self._started_s = started_s
        self._grid = GridMeter(meters)
        self.check, self.lean_days, self._plug = MeterCheck(), LeanDays(), PlugCheck()
        self.surplus = SurplusMeter(settings.charging.average_s, meters.stale_s, settings.tariff.netting_s)
        self.solar_power_w: float | None = None
        self.voltage_v: float | None = None
        self._house_w = math.inf

    @property
    def grid(self) -> Reading | None:
        """Returns the newest reading of the grid meter, None before the first."""
        return self.surplus.grid

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> bool:
        """Takes in a state; returns whether the entity is one of these meters, the plug's aside.

        Raises MeterError where it is one, and measures something else.
        """
        if entity in self._grid.entities:
            reading = self._grid.update(entity, state, at_s)
            if reading is not None:
                self._heard(reading)
            else:
                self.surplus.no_reading(at_s)
                self.check.no_reading()
        elif entity == self._meters.solar_power:
            solar_w = power_w(entity, state)
            self.solar_power_w = None if solar_w is None else max(solar_w, 0.0)
        elif entity == self._meters.voltage:
            self.voltage_v = voltage_v(entity, state)
        else:
            return False
        return True

    def confirm(self, at_s: float) -> None:
        """Takes in that the silent grid meter works: at `at_s` it repeated its last reading."""
        if self.surplus.confirm(at_s) and self.grid is not None:
            self._check(self.grid)

    def _heard(self, reading: Reading) -> None:
        self.surplus.grid_reading(reading)
        self._check(reading)

    def _check(self, reading: Reading) -> None:
        self.check.reading(reading, self.solar_power_w, self.surplus.car.at(reading.at_s))
        self.surplus.holds(self.stale_s)

    @property
    def stale_s(self) -> float:
        """Returns for how many seconds the grid meter may be silent: as is set, else as its rhythm is."""
        if "stale_s" in self._meters.model_fields_set:
            return self._meters.stale_s
        return self.check.rhythm.stale_s(self._meters.stale_s)

    def car_said(self, at_s: float, power_w: float) -> None:
        """Takes in what the car says to have drawn at `at_s`, by which the plug's meter is checked."""
        believed = not self._plug.wrong
        self._plug.car_said(at_s, power_w)
        if believed and self._plug.wrong:
            self.surplus.car.lost()

    def trust(self, now_s: float) -> Trust:
        """Says how far the meters can be believed."""
        return trust(self._meters, self.check, self._plug, self.lean_days, now_s)

    def commanded(self, at_s: float, power_w: float, settle_s: float, watts_per_amp: float) -> None:
        """Takes in that the car was asked at `at_s` to draw `power_w`, and will within `settle_s`."""
        by_w = power_w - self.surplus.car.power_w
        self.surplus.car.lag_s = self.check.lag_s
        self.check.stepped(at_s, settle_s, by_w, power_w, watts_per_amp)
        self.surplus.commanded(at_s, power_w, settle_s)

    def update_plug(self, entity: str, state: Mapping[str, Any], at_s: float, idle: bool) -> bool:
        """Takes in a state of the meter at the car's plug; returns whether the car should be read for it.

        It should where the meter has no reading any more, and where somebody began a charge of an `idle` car.
        Raises MeterError where the entity does not measure power.
        """
        measured_w = power_w(entity, state)
        if measured_w is not None:
            self._plug.measured(at_s, measured_w)
        if measured_w is None or self._plug.wrong:
            self.surplus.car.lost()
            return measured_w is None
        self.surplus.car.measured(max(measured_w, 0.0))
        settled = not math.isnan(self.surplus.car.at(at_s))
        return measured_w > BEGUN_W and settled and idle

    def to_dict(self) -> dict[str, Any]:
        """Returns what was learnt of the meters, fit for JSON."""
        return {"of": self._named, "check": self.check.to_dict(), "lean_days": self.lean_days.to_dict()}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave, unless it was learnt of other meters.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        if saved["of"] == self._named:
            self.check.from_dict(saved["check"])
            self.lean_days.from_dict(saved["lean_days"])
            self.surplus.holds(self.stale_s)

    @property
    def _named(self) -> list[str]:
        return [*self._meters.grid_entities, self._meters.grid_power_positive]

    def silence_s(self, now_s: float) -> float:
        """Returns for how many seconds the grid meter has been silent."""
        return self.surplus.silent_s(now_s, self._started_s)

    def surplus_at(self, now_s: float) -> Surplus:
        """Returns the surplus at `now_s`, and its moving average."""
        return self.surplus.at(now_s, self._started_s)

    @property
    def house_w(self) -> float | None:
        """Returns what house and car use together in W, as far as it is metered; None before any reading."""
        return None if self.grid is None else self.grid.power_w + (self.solar_power_w or 0.0)

    def rise_w(self) -> float:
        """Returns by how many W the house uses more than at the last call.

        It is 0 before the grid meter's first reading, and minus infinity at the first call after it.
        """
        house_w = self.house_w
        if house_w is None:
            return 0.0
        rise_w, self._house_w = house_w - self._house_w, house_w
        return rise_w
