"""Starts and stops the charge."""

from __future__ import annotations

from typing import Any

from homeassistant.components.switch import SwitchEntity

from .car import DOMAIN, CarEntity


async def async_setup_entry(hass: Any, entry: Any, add: Any) -> None:
    add([Charge(hass.data[DOMAIN][entry.entry_id], "charge")])


class Charge(CarEntity, SwitchEntity):
    @property
    def is_on(self) -> bool:
        return self.coordinator.charges

    async def async_turn_on(self, **_: Any) -> None:
        await self.coordinator.command("command/charge_start")

    async def async_turn_off(self, **_: Any) -> None:
        await self.coordinator.command("command/charge_stop")
