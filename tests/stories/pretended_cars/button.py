"""Wakes the car."""

from __future__ import annotations

from typing import Any

from homeassistant.components.button import ButtonEntity

from .car import DOMAIN, CarEntity


async def async_setup_entry(hass: Any, entry: Any, add: Any) -> None:
    add([WakeUp(hass.data[DOMAIN][entry.entry_id], "wake_up")])


class WakeUp(CarEntity, ButtonEntity):
    async def async_press(self) -> None:
        await self.coordinator.command("wake_up")
