"""Where the car is."""

from __future__ import annotations

from typing import Any

from homeassistant.components.device_tracker import SourceType
from homeassistant.components.device_tracker.config_entry import TrackerEntity

from .car import DOMAIN, CarEntity


async def async_setup_entry(hass: Any, entry: Any, add: Any) -> None:
    car = hass.data[DOMAIN][entry.entry_id]
    if "location" in car.names:
        add([Location(car, "location")])


class Location(CarEntity, TrackerEntity):
    @property
    def source_type(self) -> SourceType:
        return SourceType.GPS

    @property
    def latitude(self) -> float:
        return float(self.coordinator.data["position"][0])

    @property
    def longitude(self) -> float:
        return float(self.coordinator.data["position"][1])
