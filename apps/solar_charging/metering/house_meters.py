"""Takes in the states of the house's meters, and returns what they measure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..settings.settings import Settings
from .meter import GridMeter, Reading, power_w, voltage_v
from .phases import Phases
from .surplus import Surplus, SurplusMeter

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
        self.surplus = SurplusMeter(settings.charging.average_s, meters.stale_s, settings.tariff.netting_s)
        self.phases = Phases()
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
                self.surplus.grid_reading(reading)
                self._show_phases(at_s)
            else:
                self.surplus.no_reading(at_s)
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
        self.surplus.confirm(at_s)
        if self.grid is not None and self.grid.at_s == at_s:
            self._show_phases(at_s)

    def _show_phases(self, at_s: float) -> None:
        if self.house_w is not None:
            self.phases.reading(at_s, self.house_w)

    def update_plug(self, entity: str, state: Mapping[str, Any], at_s: float, idle: bool) -> bool:
        """Takes in a state of the meter at the car's plug; returns whether the car should be read for it.

        It should where the meter has no reading any more, and where somebody began a charge of an `idle` car.
        Raises MeterError where the entity does not measure power.
        """
        measured_w = power_w(entity, state)
        if measured_w is None:
            self.surplus.car.lost()
            return True
        self.surplus.car.measured(max(measured_w, 0.0))
        settled = not math.isnan(self.surplus.car.at(at_s))
        return measured_w > BEGUN_W and settled and idle

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
