"""Entities of one kind, as they are described."""

from __future__ import annotations

from typing import Any

from homeassistant.components.switch import SwitchEntity

from .listed import Listed, described


async def async_setup_entry(_hass: Any, _entry: Any, add: Any) -> None:
    add(described("switch", Toggle))


class Toggle(Listed, SwitchEntity):
    @property
    def is_on(self) -> bool:
        return bool(self.shown)

    async def async_turn_on(self, **_: Any) -> None:
        self.shown = True
        self.async_write_ha_state()

    async def async_turn_off(self, **_: Any) -> None:
        self.shown = False
        self.async_write_ha_state()
