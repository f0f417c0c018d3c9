"""Hands what an entity of Home Assistant says to the part that reckons with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base.errors import MeterError
from ..metering.house_meters import HouseMeters
from ..metering.meter import Sum, forecast_kwh
from ..planning.inputs import ConfiguredInputs
from ..planning.planner import Planner
from ..planning.solar_forecast import Forecast
from ..settings.meters import Meters
from ..vehicle.car_access import CarAccess


class Intake:
    """Knows which entity is which meter, forecast, price or helper."""

    def __init__(
        self,
        meters: Meters,
        house: HouseMeters,
        access: CarAccess,
        forecast: Forecast,
        inputs: ConfiguredInputs,
        planner: Planner,
    ) -> None:
        self._meters = meters
        self._house = house
        self._access = access
        self._forecast = forecast
        self._inputs = inputs
        self._planner = planner
        named = enumerate((meters.forecast_today, meters.forecast_tomorrow))
        self._roofs = {lead: Sum(entities, forecast_kwh) for lead, entities in named}

    def take(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state. Raises MeterError where it makes no sense; then the entity says nothing."""
        if self._house.update(entity, state, at_s):
            return
        if entity in self._meters.car_power:
            self._plug(entity, state, at_s)
        elif entity in self._inputs.entities:
            self._planner.outdated()
            self._inputs.update(entity, state, at_s)
        for lead, roofs in self._roofs.items():
            if entity in roofs.entities:
                try:
                    roofs.update(entity, state)
                finally:
                    self._forecast.update(lead, roofs.total, at_s)

    def _plug(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        car = self._access.car
        idle = car is not None and not car.draws and car.at_home is True
        try:
            read = self._house.plug.update(entity, state, at_s, idle)
        except MeterError:
            self._access.polling.soon(at_s)
            raise
        if read:
            # The car itself has to say what it draws.
            self._access.polling.soon(at_s)
