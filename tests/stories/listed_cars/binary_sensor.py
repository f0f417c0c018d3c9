"""Entities of one kind, as they are described."""

from __future__ import annotations

from typing import Any

from homeassistant.components.binary_sensor import BinarySensorEntity

from .listed import Listed, described


async def async_setup_entry(_hass: Any, _entry: Any, add: Any) -> None:
    add(described("binary_sensor", YesNo))


class YesNo(Listed, BinarySensorEntity):
    @property
    def is_on(self) -> bool | None:
        return None if self.shown is None else bool(self.shown)
