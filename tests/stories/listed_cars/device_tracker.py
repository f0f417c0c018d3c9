"""Entities of one kind, as they are described."""

from __future__ import annotations

from typing import Any

from homeassistant.components.device_tracker import SourceType
from homeassistant.components.device_tracker.config_entry import TrackerEntity

from .listed import Listed, described


async def async_setup_entry(_hass: Any, _entry: Any, add: Any) -> None:
    add(described("device_tracker", Place))


class Place(Listed, TrackerEntity):
    @property
    def source_type(self) -> SourceType:
        return SourceType.GPS

    @property
    def latitude(self) -> float:
        return float(self.shown[0])

    @property
    def longitude(self) -> float:
        return float(self.shown[1])
