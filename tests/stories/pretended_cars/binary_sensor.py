"""What is so or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from homeassistant.components.binary_sensor import BinarySensorEntity

from .car import DOMAIN, Car, CarEntity

STATES: dict[str, Callable[[Car], bool | None]] = {
    "cable": lambda car: car.data["plugged_in"],
    "charger": lambda car: car.data["plugged_in"],
    "awake": lambda car: car.data["state"] == "online",
    "asleep": lambda car: car.data["state"] == "asleep",
    "several_phases": lambda car: False if car.data["current_a"] else None,
}


async def async_setup_entry(hass: Any, entry: Any, add: Any) -> None:
    car = hass.data[DOMAIN][entry.entry_id]
    add([YesNo(car, key) for key in STATES.keys() & car.names.keys()])


class YesNo(CarEntity, BinarySensorEntity):
    @property
    def is_on(self) -> bool | None:
        return STATES[self.key](self.coordinator)

    @property
    def extra_state_attributes(self) -> dict[str, Any]:
        return {"charging_state": self.coordinator.data["charging_state"]} if self.key == "charger" else {}
