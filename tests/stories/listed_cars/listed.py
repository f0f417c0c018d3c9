"""An entity that is as its description in `cars.json`, and the way from there to Home Assistant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from homeassistant.helpers.entity import Entity

from . import DOMAIN

CARS = json.loads(Path(__file__).with_name("cars.json").read_text())


class Listed(Entity):
    """It has a name by its translation key, or one of its own, in its device."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, device: dict[str, Any], described: dict[str, Any]) -> None:
        self.shown = described.get("state")
        self._attr_unique_id = described["unique_id"]
        self._attr_entity_registry_enabled_default = described.get("enabled", True)
        self._attr_translation_key = described.get("translation_key")
        if "name" in described:
            self._attr_name = described["name"]
        if "entity_id" in described:
            self.entity_id = described["entity_id"]
        self._attr_extra_state_attributes = described.get("attributes", {})
        self._attr_device_info = {
            "identifiers": {(DOMAIN, device["identifier"])},
            "name": device["name"],
            "manufacturer": device.get("manufacturer", "Tesla"),
        }
        if "unit" in described:
            self._attr_native_unit_of_measurement = described["unit"]


def described(domain: str, kind: type[Listed]) -> list[Listed]:
    return [
        kind(device, entity) for device in CARS for entity in device["entities"] if entity["domain"] == domain
    ]
