"""Entities of one kind, as they are described."""

from __future__ import annotations

from typing import Any

from homeassistant.components.number import NumberEntity

from .listed import Listed, described


async def async_setup_entry(_hass: Any, _entry: Any, add: Any) -> None:
    add(described("number", Amount))


class Amount(Listed, NumberEntity):
    @property
    def native_value(self) -> Any:
        return self.shown

    async def async_set_native_value(self, value: float) -> None:
        self.shown = value
        self.async_write_ha_state()
