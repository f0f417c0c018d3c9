"""What is measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from homeassistant.components.sensor import SensorEntity

from .car import DOMAIN, VOLTAGE_V, Car, CarEntity


def _apart(word: str, between: str) -> str:
    """NoPower as "No Power" or "No_Power"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", between, word)


def charging(car: Car) -> str:
    word = car.data["charging_state"]
    over_bluetooth = car.settings["integration"] == "esphome_tesla_ble"
    return _apart(word, " ") if over_bluetooth else _apart(word, "_").lower()


VALUES: dict[str, tuple[str | None, Callable[[Car], Any]]] = {
    "charging": (None, charging),
    "soc": ("%", lambda car: int(car.data["soc_pct"])),
    "drawn": ("A", lambda car: round(car.data["current_a"])),
    "voltage": ("V", lambda car: VOLTAGE_V if car.data["current_a"] else 1),
    "phases": (None, lambda car: 1 if car.data["current_a"] else None),
    "power": ("kW", lambda car: int(car.data["power_w"] / 1000)),
}


async def async_setup_entry(hass: Any, entry: Any, add: Any) -> None:
    car = hass.data[DOMAIN][entry.entry_id]
    wanted = VALUES.keys() & car.names.keys()
    add([Value(car, key, native_unit_of_measurement=VALUES[key][0]) for key in wanted])


class Value(CarEntity, SensorEntity):
    @property
    def native_value(self) -> Any:
        return VALUES[self.key][1](self.coordinator)

    @property
    def extra_state_attributes(self) -> dict[str, Any]:
        if self.key != "power":
            return {}
        car = self.coordinator
        return {
            "charger_amps_actual": VALUES["drawn"][1](car),
            "charger_volts": VALUES["voltage"][1](car),
            "charger_phases": VALUES["phases"][1](car),
        }
