"""Entities of one kind, as they are described."""

from __future__ import annotations

from typing import Any

from homeassistant.components.sensor import SensorEntity

from .listed import Listed, described


async def async_setup_entry(_hass: Any, _entry: Any, add: Any) -> None:
    add(described("sensor", Value))


class Value(Listed, SensorEntity):
    @property
    def native_value(self) -> Any:
        return self.shown
