"""Turns a car of configuration.yaml into a config entry, which all trackers need."""

from __future__ import annotations

from typing import Any

from homeassistant import config_entries

from .car import DOMAIN


class Flow(config_entries.ConfigFlow, domain=DOMAIN):
    async def async_step_import(self, car: dict[str, Any]) -> Any:
        return self.async_create_entry(title=car["name"], data=car)
