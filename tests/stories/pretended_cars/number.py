"""What the car is asked for."""

from __future__ import annotations

from typing import Any

from homeassistant.components.number import NumberEntity

from .car import DOMAIN, CarEntity

MAX_A = 16


async def async_setup_entry(hass: Any, entry: Any, add: Any) -> None:
    car = hass.data[DOMAIN][entry.entry_id]
    amps = {"native_unit_of_measurement": "A", "native_min_value": 0, "native_max_value": MAX_A}
    percent = {"native_unit_of_measurement": "%", "native_min_value": 50, "native_max_value": 100}
    add([Current(car, "current", **amps), Limit(car, "limit", **percent)])


class Current(CarEntity, NumberEntity):
    @property
    def native_value(self) -> int:
        return int(self.coordinator.data["requested_a"])

    async def async_set_native_value(self, value: float) -> None:
        await self.coordinator.command("command/set_charging_amps", charging_amps=int(value))


class Limit(CarEntity, NumberEntity):
    @property
    def native_value(self) -> int:
        return int(self.coordinator.data["charge_limit_pct"])
